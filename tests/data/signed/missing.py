"""What is missing when it is signed and comes later, and leftovers that may not come."""

from __future__ import annotations

from typing import TYPE_CHECKING

from core.signing.report import Reason
from tests.data.signed.forgeries import once
from tests.data.signed.pdf import FORGED, TRUE, append, form, page, signed, stream, text, widget
from tests.data.signed.rows import Row
from tests.data.signed.shadow_parts import given

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    Table = Iterator[tuple[str, str, Reason, Callable[[], bytes], str]]

BROKEN, CHANGED = Reason.BROKEN, Reason.CHANGED
SYMBOLS = b"<< /Type /Font /Subtype /Type1 /BaseFont /ZapfDingbats >>"
METADATA = (
    b'<?xml version="1.0"?><x:xmpmeta xmlns:x="adobe:ns:meta/"><x:a>\n'
    + text(FORGED, y=650)
    + b"\n</x:a></x:xmpmeta>"
)


def _catalog(more: bytes) -> bytes:
    return b"<< /Type /Catalog /Pages 2 0 R /AcroForm 5 0 R %s >>" % more


def _content(later: dict[int, bytes]) -> Callable[[], bytes]:
    """The signed page's second content stream is not there; ``later`` brings it as object 40."""
    return lambda: append(signed(given(o3=page(b"[4 0 R 40 0 R]"))), later)


def _missing() -> Table:
    yield (
        "missing-in-metadata",
        "a content stream that is not there when it is signed comes as metadata",
        BROKEN,
        _content(
            {
                1: _catalog(b"/Metadata 40 0 R"),
                40: stream(METADATA, b"/Type /Metadata /Subtype /XML "),
            }
        ),
        FORGED,
    )
    yield (
        "missing-in-evidence",
        "a content stream that is not there when it is signed comes as a certificate",
        BROKEN,
        _content({1: _catalog(b"/DSS << /Certs [40 0 R] >>"), 40: stream(text(FORGED, y=650))}),
        FORGED,
    )
    yield (
        "missing-in-look",
        "a form that is not there when it is signed comes as the look of a new signature field",
        BROKEN,
        lambda: append(
            signed(
                given(
                    o3=page(resources=b"/XObject << /Che 40 0 R >>"),
                    o4=stream(text(TRUE) + b" q 1 0 0 1 72 600 cm /Che Do Q"),
                )
            ),
            {
                5: b"<< /Fields [7 0 R 20 0 R] /SigFlags 3 >>",
                20: widget("Ky2", None, b"0 0 0 0", b"/AP << /N 40 0 R >> "),
                40: form(text(FORGED, 0, 0)),
            },
        ),
        FORGED,
    )
    yield (
        "missing-font",
        "the page's font is not there when it is signed; it comes as a font by its name alone",
        BROKEN,
        lambda: append(
            signed(given(o3=page().replace(b"/F1 6 0 R", b"/F1 40 0 R"))), {40: SYMBOLS}
        ),
        "",
    )


def _leftovers() -> Table:
    glyphs = SYMBOLS[:-2] + b"/FontDescriptor 41 0 R >>"
    yield (
        "leftover-font-with-more",
        "a font that nothing uses, and that leads further",
        CHANGED,
        lambda: append(once(), {40: glyphs, 41: b"<< /Type /FontDescriptor >>"}),
        TRUE,
    )
    yield (
        "leftover-font-used",
        "the page's own font becomes one by its name alone",
        CHANGED,
        lambda: append(once(), {6: SYMBOLS, 40: SYMBOLS}),
        "",
    )
    yield (
        "leftover-stream",
        "a stream that nothing uses",
        CHANGED,
        lambda: append(once(), {40: stream(text(FORGED), b"/Type /Font ")}),
        TRUE,
    )
    yield (
        "leftover-freed",
        "a later table gives the number of the page's content free",
        CHANGED,
        lambda: append(once(), {40: SYMBOLS}, freed=(4,)),
        "",
    )


def rows() -> Iterator[Row]:
    for kind, table in (("shadow-replace", _missing), ("differentials", _leftovers)):
        for name, how, reason, make, shows in table():
            yield Row(kind, name, how, reason, make, shows)
