"""The smallest PDF writer that can also write badly: objects are bytes, nothing is checked."""

from __future__ import annotations

import hashlib
import re
from typing import TYPE_CHECKING

from tests.data.signed import cms as containers

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.pki.authority import Holder

Objects = dict[int, bytes]

TRUE, FORGED = "CHI 100 TRIEU DONG", "CHI 900 TRIEU DONG"
HOLE = 9200
_RANGE = re.compile(rb"/ByteRange \[0 #{10} #{10} #{10}\]")
RANGE_SPACE = b"/ByteRange [0 ########## ########## ##########]"


def stream(content: bytes, extra: bytes = b"") -> bytes:
    return b"<< /Length %d %s>>\nstream\n%s\nendstream" % (len(content), extra, content)


def text(words: str, x: int = 72, y: int = 700, size: int = 18) -> bytes:
    return b"BT /F1 %d Tf %d %d Td (%s) Tj ET" % (size, x, y, words.encode())


def form(content: bytes, box: bytes = b"0 0 400 60", extra: bytes = b"") -> bytes:
    """A form XObject: an appearance, or something a page draws by name."""
    return stream(
        content,
        b"/Type /XObject /Subtype /Form /BBox [%s] /Resources << /Font << /F1 6 0 R >> >> %s "
        % (box, extra),
    )


def signature(extra: bytes = b"", subfilter: bytes = b"/ETSI.CAdES.detached") -> bytes:
    """A signature dictionary whose range and container are still to be filled."""
    return (
        b"<< /Type /Sig /Filter /Adobe.PPKLite /SubFilter %s /M (D:20261122083000+07'00') %s\n"
        b"%s /Contents <%s> >>" % (subfilter, extra, RANGE_SPACE, b"0" * HOLE)
    )


def timestamp() -> bytes:
    return (
        b"<< /Type /DocTimeStamp /Filter /Adobe.PPKLite /SubFilter /ETSI.RFC3161\n"
        b"%s /Contents <%s> >>" % (RANGE_SPACE, b"0" * HOLE)
    )


def widget(
    field: str, value: int | None = None, box: bytes = b"72 500 300 560", extra: bytes = b""
) -> bytes:
    held = b"" if value is None else b"/V %d 0 R " % value
    return (
        b"<< /Type /Annot /Subtype /Widget /FT /Sig /T (%s) /Rect [%s] /F 132 /P 3 0 R %s%s>>"
        % (field.encode(), box, held, extra)
    )


def page(
    contents: bytes = b"4 0 R",
    annotations: bytes = b"7 0 R",
    extra: bytes = b"",
    resources: bytes = b"",
) -> bytes:
    return (
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents %s /Annots [%s] "
        b"/Resources << /Font << /F1 6 0 R >> %s >> %s >>"
        % (contents, annotations, resources, extra)
    )


def plain(words: str = TRUE) -> Objects:
    """One page with one text and one empty signature field, Ky1."""
    return {
        1: b"<< /Type /Catalog /Pages 2 0 R /AcroForm 5 0 R >>",
        2: b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        3: page(),
        4: stream(text(words)),
        5: b"<< /Fields [7 0 R] /SigFlags 3 >>",
        6: b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>",
        7: widget("Ky1"),
        8: b"<< /Producer (bo mau) >>",
    }


def _entries(offsets: dict[int, int]) -> bytes:
    return b"".join(b"%d 1\n%010d 00000 n \n" % (n, at) for n, at in sorted(offsets.items()))


def _body(start: int, objects: Objects) -> tuple[bytes, dict[int, int]]:
    out, offsets = b"", {}
    for number, body in objects.items():
        offsets[number] = start + len(out)
        out += b"%d 0 obj\n%s\nendobj\n" % (number, body)
    return out, offsets


def build(objects: Objects, trailer: bytes = b"/Info 8 0 R ", before: bytes = b"") -> bytes:
    """A whole file; ``before`` stands between the last object and the table."""
    head = b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n"
    body, offsets = _body(len(head), objects)
    out = head + body + before
    listed = b"".join(
        b"%010d 00000 n \n" % offsets[n] if n in offsets else b"0000000000 00000 f \n"
        for n in range(1, max(objects) + 1)
    )
    key = hashlib.md5(out, usedforsecurity=False).hexdigest().encode()
    return out + (
        b"xref\n0 %d\n0000000000 65535 f \n%strailer\n<< /Size %d /Root 1 0 R %s/ID [<%s> <%s>] >>\n"  # noqa: E501
        b"startxref\n%d\n%%%%EOF\n"
        % (max(objects) + 1, listed, max(objects) + 1, trailer, key, key, len(out))
    )


def last_start(pdf: bytes) -> int:
    return int(re.findall(rb"startxref\s+(\d+)", pdf)[-1])


def last_size(pdf: bytes) -> int:
    return max(map(int, re.findall(rb"/Size (\d+)", pdf)))


def root_of(pdf: bytes) -> bytes:
    return re.findall(rb"/Root (\d+ \d+ R)", pdf)[-1]


def append(
    pdf: bytes,
    objects: Objects,
    *,
    points: dict[int, int] | None = None,
    trailer: bytes = b"",
    previous: int | None = None,
    root: bytes | None = None,
    declared: set[int] | None = None,
    freed: tuple[int, ...] = (),
    size: int | None = None,
    end: bytes | None = None,
) -> bytes:
    """One more revision: ``objects``, and entries that ``points`` to places of old."""
    body, offsets = _body(len(pdf), objects)
    out = pdf + body
    if declared is not None:
        offsets = {number: at for number, at in offsets.items() if number in declared}
    entries = _entries(offsets | (points or {}))
    entries += b"".join(b"%d 1\n0000000000 00001 f \n" % number for number in freed)
    full = max(last_size(pdf), *(number + 1 for number in [0, *objects]))
    id_ = re.findall(rb"/ID \[[^\]]*\]", pdf)
    tail = b"trailer\n<< /Size %d /Root %s /Prev %d %s %s >>\nstartxref\n%d\n%%%%EOF\n" % (
        full if size is None else size,
        root or root_of(pdf),
        last_start(pdf) if previous is None else previous,
        id_[0] if id_ else b"",
        trailer,
        len(out),
    )
    return out + b"xref\n" + (entries or b"0 0\n") + (tail if end is None else end)


def filled(
    pdf: bytes, holder: Holder | None = None, make: Callable[[bytes], bytes] | None = None
) -> bytes:
    """The last signature dictionary gets its range and a container over it.

    ``make`` turns the digest of the signed bytes into the container; else ``holder`` signs well.
    """
    found = list(_RANGE.finditer(pdf))[-1]
    start = pdf.index(b"/Contents <", found.end()) + len(b"/Contents ")
    end = pdf.index(b">", start) + 1
    numbers = b"/ByteRange [0 %d %d %d]" % (start, end, len(pdf) - end)
    pdf = pdf[: found.start()] + numbers.ljust(len(found[0])) + pdf[found.end() :]
    digest = hashlib.sha256(pdf[:start] + pdf[end:]).digest()
    der = make(digest) if make else containers.good(digest, holder)
    digits = der.hex().encode().ljust(end - start - 2, b"0")
    if len(digits) != end - start - 2:
        raise ValueError(f"the container needs {len(digits)} digits")
    return pdf[: start + 1] + digits + pdf[end - 1 :]


def signed(
    objects: Objects | None = None,
    holder: Holder | None = None,
    make: Callable[[bytes], bytes] | None = None,
    *,
    value: bytes | None = None,
    **how: bytes,
) -> bytes:
    """A document with Ky1 signed in its first revision (object 10 is the signature)."""
    objects = dict(plain() if objects is None else objects)
    objects.setdefault(7, widget("Ky1"))
    objects[7] = objects[7].replace(b"/T (Ky1)", b"/T (Ky1) /V 10 0 R", 1)
    objects[10] = signature() if value is None else value
    return filled(build(objects, **how), holder, make)


def signed_again(
    pdf: bytes,
    field: str = "Ky2",
    number: int = 20,
    holder: Holder | None = None,
    box: bytes = b"320 500 540 560",
    extra: bytes = b"",
) -> bytes:
    """One more signature in a field of its own, as another signer adds it."""
    fields = re.findall(rb"/Fields \[([^\]]*)\]", pdf)[-1]
    objects = {
        5: b"<< /Fields [%s %d 0 R] /SigFlags 3 >>" % (fields, number),
        number: widget(field, number + 1, box, extra),
        number + 1: signature(),
        3: page(annotations=b"%s %d 0 R" % (fields, number)),
    }
    return filled(append(pdf, objects), holder)


def stamped(pdf: bytes, make: Callable[[bytes], bytes], number: int = 30) -> bytes:
    """A document timestamp in a field without a place on the page."""
    fields = re.findall(rb"/Fields \[([^\]]*)\]", pdf)[-1]
    objects = {
        5: b"<< /Fields [%s %d 0 R] /SigFlags 3 >>" % (fields, number),
        number: widget(f"Dau{number}", number + 1, b"0 0 0 0"),
        number + 1: timestamp(),
        3: page(annotations=b"%s %d 0 R" % (fields, number)),
    }
    return filled(append(pdf, objects), None, make)
