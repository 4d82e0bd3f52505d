"""Files on which readers disagree."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from core.signing.report import Reason
from tests.data.signed.forgeries import once
from tests.data.signed.pdf import (
    FORGED,
    HOLE,
    TRUE,
    append,
    build,
    filled,
    last_start,
    page,
    plain,
    signature,
    signed,
    stream,
    text,
    widget,
)  # fmt: skip
from tests.data.signed.rows import Row

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    Table = Iterator[tuple[str, str, Reason, Callable[[], bytes], str]]

BROKEN, HYBRID, CHANGED = Reason.BROKEN, Reason.HYBRID, Reason.CHANGED
GOOD, GAP, HIDDEN = Reason.GOOD, Reason.BAD_GAP, Reason.HIDDEN_SIGNATURE


def _signed_with(
    value: Callable[[bytes], bytes], objects: dict[int, bytes] | None = None
) -> Callable[[], bytes]:
    return lambda: signed(plain(FORGED) if objects is None else objects, value=value(signature()))


def _literal() -> bytes:
    """The container as a literal string of octal escapes, its brackets inside the range's gap."""
    pdf = once()
    found = re.search(rb"/Contents <([0-9a-f]+)>", pdf)
    assert found
    der = bytes.fromhex(found[1].decode()).rstrip(b"\x00")
    octal = b"".join(b"\\%03o" % each for each in der)
    new = b"/Contents (" + octal[: HOLE * 2] + b")"
    return pdf[: found.start()] + new.ljust(len(found[0])) + pdf[found.end() :]


def _two_tables() -> bytes:
    """Two entries of one number in one table: first or last wins, as the reader likes."""
    pdf = append(once(), {4: stream(text(FORGED)), 40: b"<< >>"})
    return (
        pdf.replace(b"xref\n4 1", b"xref\n4 1\n%010d 00000 n \n4 1" % once().index(b"4 0 obj"), 1)
        if False
        else (
            re.sub(
                rb"xref\n4 1\n(\d{10} 00000 n \n)40 1",
                lambda m: (
                    b"xref\n4 1\n%010d 00000 n \n4 1\n%s40 1"
                    % (once().index(b"\n4 0 obj") + 1, m[1])
                ),
                pdf,
            )
        )
    )


def _differentials() -> Table:
    yield (
        "contents-twice",
        "the signature has two /Contents",
        BROKEN,
        _signed_with(lambda value: value.replace(b"/M (", b"/Contents (gia) /M (", 1)),
        FORGED,
    )
    yield (
        "range-twice",
        "the signature has two /ByteRange",
        BROKEN,
        _signed_with(lambda value: value.replace(b"/M (", b"/ByteRange [0 1 2 3] /M (", 1)),
        FORGED,
    )
    yield "content-twice-declared", "one table names one object twice", CHANGED, _two_tables, ""
    yield (
        "range-escaped",
        "a key of the signature is written with an escape; the forged words are what was signed",
        GOOD,
        _signed_with(lambda value: value.replace(b"/M (", b"/Ghi#43hu (x) /M (", 1)),
        FORGED,
    )
    yield (
        "hidden-in-comment",
        "a comment holds a whole signature",
        HIDDEN,
        lambda: signed(
            plain(FORGED), before=b"% << /Type /Sig /ByteRange [0 1 2 3] /Contents <00> >>\n"
        ),
        FORGED,
    )
    yield (
        "pages-twice",
        "the catalog has two /Pages",
        BROKEN,
        lambda: append(
            once(),
            {
                1: b"<< /Type /Catalog /Pages 2 0 R /AcroForm 5 0 R /Pages 40 0 R >>",
                40: b"<< /Type /Pages /Kids [41 0 R] /Count 1 >>",
                41: page(b"42 0 R").replace(b"/Parent 2", b"/Parent 40"),
                42: stream(text(FORGED)),
            },
        ),
        FORGED,
    )
    yield (
        "length-short",
        "a later content's length hides its forged second half",
        BROKEN,
        lambda: append(
            once(),
            {
                4: b"<< /Length %d >>\nstream\n%s\n%s\nendstream"
                % (len(text(TRUE)), text(TRUE), text(FORGED, y=600))
            },
        ),
        FORGED,
    )
    yield (
        "generation",
        "a later table gives the content another generation",
        CHANGED,
        lambda: append(once(), {3: page(b"4 1 R")}).replace(
            b"trailer\n<< /Size 11 /Root 1 0 R /Prev", b"trailer\n<< /Size 11 /Root 1 0 R /Prev"
        ),
        "",
    )
    yield (
        "container-literal",
        "the container is a literal string of octal escapes",
        GAP,
        _literal_signed,
        FORGED,
    )
    yield (
        "container-spaced",
        "the container has a line break between its digits",
        GAP,
        _spaced,
        TRUE,
    )
    yield (
        "junk-before-header",
        "a comment stands before the header; offsets count from there",
        BROKEN,
        lambda: b"%junk\n" + once(),
        TRUE,
    )
    yield (
        "two-fields-one-signature",
        "two fields name one signature: it counts once, the second field is new",
        CHANGED,
        lambda: append(
            once(),
            {
                5: b"<< /Fields [7 0 R 40 0 R] /SigFlags 3 >>",
                3: page(annotations=b"7 0 R 40 0 R"),
                40: widget("Ky2", 10, b"320 500 540 560"),
            },
        ),
        TRUE,
    )
    yield (
        "signature-inline",
        "the signature stands in the field itself, not in an object of its own",
        BROKEN,
        _inline,
        FORGED,
    )
    yield (
        "root-of-old",
        "a later trailer names the page as the catalog",
        BROKEN,
        lambda: append(once(), {}, root=b"3 0 R"),
        "",
    )
    yield (
        "stream-and-table",
        "a table behind a stream behind a table, the page in the middle one",
        CHANGED,
        _mixed,
        FORGED,
    )
    yield (
        "commented-end",
        "the last %%EOF stands in a comment with a second startxref",
        Reason.TRAILING_BYTES,
        lambda: once() + b"% startxref\n% " + b"%d\n%%%%EOF\n" % last_start(once()),
        TRUE,
    )


def _literal_signed() -> bytes:
    """Signed so that digest and range are right for a literal string."""
    value = signature().replace(
        b"/Contents <" + b"0" * HOLE + b">", b"/Contents <" + b"0" * HOLE + b">"
    )
    pdf = signed(plain(FORGED), value=value)
    found = re.search(rb"/Contents <([0-9a-f]+)>", pdf)
    assert found
    der = bytes.fromhex(found[1].decode()).rstrip(b"\x00")
    octal = b"".join(b"\\%03o" % each for each in der)
    room = len(found[0]) - len(b"/Contents ()")
    assert len(octal) <= room
    new = (
        b"/Contents ("
        + octal
        + b"\\000" * ((room - len(octal)) // 4)
        + b"\\\n" * ((room - len(octal)) % 4 // 2)
    )
    new = new.ljust(len(found[0]) - 1, b"0") + b")"
    return pdf[: found.start()] + new + pdf[found.end() :]


def _spaced() -> bytes:
    pdf = once()
    at = pdf.index(b"/Contents <") + 200
    end = pdf.index(b">", at)
    return pdf[:at] + b"\n" + pdf[at : end - 1] + pdf[end:]


def _inline() -> bytes:
    objects = plain(FORGED)
    objects[7] = widget("Ky1", extra=b"/V %s " % signature())
    return filled(build(objects))


def _mixed() -> bytes:
    pdf = once()
    body = b"4 0 obj\n%s\nendobj\n" % stream(text(FORGED))
    at = len(pdf) + len(body)
    rows = b"\x01" + len(pdf).to_bytes(4) + b"\x00\x00"
    table = b"40 0 obj\n%s\nendobj\n" % stream(
        rows,
        b"/Type /XRef /Size 41 /W [1 4 2] /Index [4 1] /Root 1 0 R /Prev %d " % last_start(pdf),
    )
    middle = pdf + body + table + b"startxref\n%d\n%%%%EOF\n" % at
    return append(middle, {41: b"<< >>"})


def rows() -> Iterator[Row]:
    for name, how, reason, make, shows in _differentials():
        yield Row("differentials", name, how, reason, make, shows)
