"""No state secrets on this machine: the default profile takes ordinary documents only.

Law: Luật Bảo vệ bí mật nhà nước; NĐ 30/2020/NĐ-CP PL I (the stamp, ô 10a). Rule: domain.md §10.3.
Both ends ask, author and receiver. What is refused is the explicit mark, or a stamp that stands on
its own in a field; words like "bảo mật" or "mật mã" inside a sentence say nothing about the level.
"""

from __future__ import annotations

import re
import unicodedata
from typing import TYPE_CHECKING, Final

from core import errors
from core.office.terms import Secrecy

if TYPE_CHECKING:
    from collections.abc import Iterable

ORDINARY: Final = Secrecy.ORDINARY

_STAMPS: Final = {
    "mật": Secrecy.CONFIDENTIAL,
    "tối mật": Secrecy.SECRET,
    "toi mat": Secrecy.SECRET,
    "tuyệt mật": Secrecy.TOP_SECRET,
    "tuyet mat": Secrecy.TOP_SECRET,
}
_LABEL: Final = re.compile(r"(?:độ mật|dấu(?: chỉ)?(?: độ mật)?)\s*[:：]\s*")
_FRAME: Final = " \t\u00a0()[]{}<>*_|\"'“”.,;:-–—"
# a stamp in capitals before the text: "MẬT - Kế hoạch …", "[TỐI MẬT] Kế hoạch …"
_LEADING: Final = re.compile(
    r"[(\[{<*\s]*(MẬT|TỐI MẬT|TUYỆT MẬT)(?:\s*[)\]}>*:：|]|\s+[-–—]\s)(?=.*\w)"
)


def stamp_in(text: str) -> Secrecy | None:
    """Return the level of a stamp on the first line of a text or alone in it; None when none."""
    visible = "".join(c for c in text if unicodedata.category(c) != "Cf")
    lines = unicodedata.normalize("NFC", visible).strip().splitlines()
    if not lines:
        return None
    first = re.sub(r"\s+", " ", lines[0])
    if leading := _LEADING.match(first):
        return _STAMPS[leading[1].lower()]
    return _STAMPS.get(_LABEL.sub("", first.lower()).strip(_FRAME))


def refuse_secret(secrecy: str, texts: Iterable[str] = ()) -> None:
    """Refuse a document with a secrecy mark. Raises errors.SecretRefused.

    ``secrecy`` is the document's own mark; anything but ORDINARY, an unknown word included, is
    refused. ``texts`` are what a person typed or another system sent: subject, symbol, note …
    """
    if secrecy != ORDINARY or any(stamp_in(text) is not None for text in texts):
        raise errors.SecretRefused()
