"""The vector of docs/formats/extract.md."""

from __future__ import annotations

from core.commits import canonical
from core.sync import extract
from core.sync.extract import Extract
from tests.vectors.fixed import CLERK, NOW, REALM, STREAM, UNIT, ident, key, public


def of_extract() -> object:
    """A readable extract and the file that vouches for it."""
    content = "\ufeffLúc,Việc\r\n20/11/2026,Trình chỉ huy\r\n".encode()
    made = Extract(
        realm=REALM,
        unit=UNIT,
        device=CLERK,
        person=ident("person"),
        name="Người Thí Dụ",
        time=NOW,
        hash=extract.hash_of(content),
        size=len(content),
        lines=1,
        asked=(("what", "submit"),),
        heads=((STREAM, 1, 7, extract.hash_of(b"chain")),),
    )
    return {
        "public": public("clerk"),
        "content": content.hex(),
        "file": extract.write(made, key("clerk").sign).hex(),
        "said": canonical.decode(canonical.encode(made)),
    }
