"""Prepared before signing and hidden afterwards."""

from __future__ import annotations

from typing import TYPE_CHECKING

from core.signing.report import Reason
from tests.data.signed.pdf import (
    FORGED,
    TRUE,
    append,
    form,
    page,
    signed,
    stream,
    text,
)  # fmt: skip
from tests.data.signed.rows import Row
from tests.data.signed.shadow_parts import given, with_field

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from tests.data.signed.pdf import Objects

    Table = Iterator[tuple[str, str, Reason, Callable[[], bytes], str, bool]]

CHANGED = Reason.CHANGED
WHITE = b"1 g 0 0 595 842 re f 0 g "


def _covered(**changes: bytes) -> bytes:
    """The forged text below, a white sheet with the true text on it."""
    objects = {
        "o3": page(resources=b"/XObject << /Che 11 0 R >> /ExtGState << /G 12 0 R >>"),
        "o4": stream(text(FORGED) + b" q /G gs /Che Do Q"),
        "o11": form(WHITE + text(TRUE), b"0 0 595 842"),
        "o12": b"<< /Type /ExtGState /ca 1 /CA 1 >>",
    }
    return signed(given(**(objects | changes)))


def _layers(on: bytes, off: bytes) -> bytes:
    return (
        b"<< /Type /Catalog /Pages 2 0 R /AcroForm 5 0 R /OCProperties << /OCGs [13 0 R 14 0 R] "
        b"/D << /ON [%s] /OFF [%s] >> >> >>" % (on, off)
    )


def _layered(order: bytes = b"") -> bytes:
    return signed(
        given(
            o1=_layers(b"13 0 R", b"14 0 R"),
            o3=page(resources=b"/Properties << /A 13 0 R /B 14 0 R >>"),
            o4=stream(b"/OC /A BDC %s EMC /OC /B BDC %s EMC" % (text(TRUE), text(FORGED)) + order),
            o13=b"<< /Type /OCG /Name (Hien) >>",
            o14=b"<< /Type /OCG /Name (An) >>",
        )
    )


def _overlay(kind: bytes = b"Square", flags: int = 4) -> bytes:
    """An annotation that covers the forged text with the true one."""
    return signed(
        given(
            o3=page(annotations=b"7 0 R 15 0 R"),
            o4=stream(text(FORGED)),
            o15=b"<< /Type /Annot /Subtype /%s /Rect [0 600 595 842] /F %d /AP << /N 16 0 R >> >>"
            % (kind, flags),
            o16=form(WHITE + text(TRUE, y=100), b"0 0 595 242"),
        )
    )


def _hide() -> Table:
    def rev(pdf: Callable[[], bytes], objects: Objects) -> Callable[[], bytes]:
        return lambda: append(pdf(), objects)

    yield (
        "overlay-emptied",
        "the sheet over the forged text becomes an empty form",
        CHANGED,
        rev(_covered, {11: form(b"")}),
        FORGED,
        True,
    )
    yield (
        "overlay-shrunk",
        "the sheet's box becomes one point wide",
        CHANGED,
        rev(_covered, {11: form(WHITE + text(TRUE), b"0 0 1 1")}),
        FORGED,
        True,
    )
    yield (
        "overlay-moved",
        "the sheet's matrix moves it off the page",
        CHANGED,
        rev(_covered, {11: form(WHITE + text(TRUE), b"0 0 595 842", b"/Matrix [1 0 0 1 900 0]")}),
        FORGED,
        True,
    )
    yield (
        "overlay-transparent",
        "the graphics state makes the sheet transparent",
        CHANGED,
        rev(_covered, {12: b"<< /Type /ExtGState /ca 0 /CA 0 >>"}),
        FORGED,
        True,
    )
    yield (
        "overlay-unlinked",
        "the page's resources name another, empty form",
        CHANGED,
        rev(_covered, {3: page(resources=b"/XObject << /Che 40 0 R >>"), 40: form(b"")}),
        FORGED,
        True,
    )
    yield (
        "overlay-freed",
        "the sheet's object is freed",
        CHANGED,
        lambda: append(_covered(), {}, freed=(11,)),
        "",
        False,
    )
    yield (
        "stream-dropped",
        "of two content streams the covering one is dropped",
        CHANGED,
        lambda: append(
            signed(
                given(
                    o3=page(b"[4 0 R 17 0 R]"),
                    o4=stream(text(FORGED)),
                    o17=stream(WHITE + text(TRUE)),
                )
            ),
            {3: page(b"[4 0 R]")},
        ),
        FORGED,
        True,
    )
    yield (
        "annotation-dropped",
        "the covering annotation is taken off the page",
        CHANGED,
        lambda: append(_overlay(), {3: page(annotations=b"7 0 R")}),
        FORGED,
        True,
    )
    yield (
        "annotation-hidden",
        "the covering annotation gets the hidden flag",
        CHANGED,
        lambda: append(
            _overlay(),
            {
                15: b"<< /Type /Annot /Subtype /Square /Rect [0 600 595 842] /F 2 /AP << /N 16 0 R >> >>"  # noqa: E501
            },
        ),
        FORGED,
        True,
    )
    yield (
        "layer-switched",
        "the layer with the forged text is switched on, the other off",
        CHANGED,
        lambda: append(_layered(), {1: _layers(b"14 0 R", b"13 0 R")}),
        FORGED,
        False,
    )
    yield (
        "field-emptied",
        "a text field that covers the forged text loses its look",
        CHANGED,
        lambda: append(
            with_field(WHITE + text(TRUE, y=100), under=FORGED, box=b"0 600 595 842"),
            {16: form(b"", b"0 0 595 242")},
        ),
        FORGED,
        True,
    )


def rows() -> Iterator[Row]:
    for name, how, reason, make, shows, hides in _hide():
        yield Row("shadow-hide", name, how, reason, make, shows, hides)
