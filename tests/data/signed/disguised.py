"""Signature fields behind a signature that show, or do, what is not a signature's.

The forger has nobody's key: a timestamp of a good authority can be had by anyone.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from core.signing.report import Reason
from tests.data.signed import cms, pki
from tests.data.signed.forgeries import once
from tests.data.signed.pdf import (
    FORGED,
    Objects,
    append,
    filled,
    form,
    page,
    signature,
    signed,
    text,
    timestamp,
    widget,
)  # fmt: skip
from tests.data.signed.rows import Row
from tests.data.signed.shadow_parts import given

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    Table = Iterator[tuple[str, str, Callable[[], bytes]]]

TOP, LOW = b"0 600 595 842", b"320 500 540 560"
LOOK, ALERT = b"/AP << /N 40 0 R >> ", b"<< /S /JavaScript /JS (app.alert\\(1\\)) >> "
NOTE = b"/Contents (%s) /DA (/F1 18 Tf 0 g) " % FORGED.encode()
DRAWN = form(b"1 g 0 0 595 242 re f 0 g " + text(FORGED, 72, 100), b"0 0 595 242")


def _later(field: bytes, more: Objects | None = None, on_page: bytes = b"20 0 R") -> bytes:
    """Behind the signature one more field (object 20), upon the page what ``on_page`` names."""
    objects = {
        5: b"<< /Fields [7 0 R 20 0 R] /SigFlags 3 >>",
        3: page(annotations=b"7 0 R " + on_page),
        20: field,
        40: DRAWN,
    }
    return append(once(), objects | (more or {}))


def _field(more: bytes, kind: bytes = b"Widget", value: int | None = None) -> bytes:
    return widget("Moi", value, TOP, more).replace(b"/Subtype /Widget", b"/Subtype /" + kind)


def _kid(more: bytes, kind: bytes = b"Widget") -> bytes:
    return _field(more, kind).replace(b"/FT /Sig /T (Moi)", b"/Parent 20 0 R")


def stamped_in(field: bytes) -> Callable[[], bytes]:
    """The field holds a good timestamp (object 21)."""
    return lambda: filled(_later(field, {21: timestamp()}), None, cms.token)


def _stamped(more: bytes, kind: bytes = b"Widget") -> Callable[[], bytes]:
    return stamped_in(_field(more, kind, 21))


def _stamped_kid() -> bytes:
    field = b"<< /FT /Sig /T (Moi) /V 21 0 R /Kids [22 0 R] >>"
    return filled(_later(field, {21: timestamp(), 22: _kid(LOOK)}, b"22 0 R"), None, cms.token)


def _stamped_in_place() -> bytes:
    """In an empty field that was there when the page was signed."""
    fields = b"<< /Fields [7 0 R 20 0 R] /SigFlags 3 >>"
    empty = widget("Ky2", None, LOW)
    pdf = signed(given(o3=page(annotations=b"7 0 R 20 0 R"), o5=fields, o20=empty))
    filled_in = {20: widget("Ky2", 21, LOW, LOOK), 21: timestamp(), 40: DRAWN}
    return filled(append(pdf, filled_in), None, cms.token)


def _painted() -> Table:
    yield "timestamp-painted", "a timestamp's field covers the page", _stamped(LOOK)
    yield "timestamp-kid-painted", "the kid of a timestamp's field covers the page", _stamped_kid
    yield (
        "timestamp-in-empty-field",
        "a timestamp with a look in the empty field of a signer",
        _stamped_in_place,
    )
    yield (
        "timestamp-note",
        "a timestamp's field is a note as well, drawn by its words",
        _stamped(NOTE, b"FreeText"),
    )
    yield (
        "unsigned-note",
        "an unsigned field is a note as well, drawn by its words",
        lambda: _later(_field(NOTE, b"FreeText")),
    )
    yield (
        "unsigned-kid-note",
        "the kid of an unsigned field is a note as well",
        lambda: _later(
            b"<< /FT /Sig /T (Moi) /Kids [21 0 R] >>", {21: _kid(NOTE, b"FreeText")}, b"21 0 R"
        ),
    )
    yield (
        "signed-note",
        "a signed field is a note as well, drawn by its words",
        lambda: filled(_later(_field(NOTE, b"FreeText", 21), {21: signature()}), pki.clerk()),
    )


def _else() -> Table:
    yield (
        "timestamp-characteristics",
        "a timestamp's field has a background",
        _stamped(b"/MK << /BG [1 0 0] >> "),
    )
    yield (
        "timestamp-square",
        "a timestamp's field is a white square as well",
        _stamped(b"/IC [1 1 1] ", b"Square"),
    )
    yield (
        "timestamp-script",
        "a timestamp's field runs a script when it is touched",
        _stamped(b"/A " + ALERT),
    )
    yield (
        "unsigned-script",
        "an unsigned field runs a script when its page is seen",
        lambda: _later(_field(b"/AA << /PV %s>> " % ALERT)),
    )
    yield (
        "unsigned-rollover",
        "an unsigned field covers the page as soon as the pointer is over it",
        lambda: _later(_field(b"/AP << /R 40 0 R >> ")),
    )


def rows() -> Iterator[Row]:
    for name, how, make in (*_painted(), *_else()):
        yield Row("certification-signature", name, how, Reason.CHANGED, make, FORGED)
