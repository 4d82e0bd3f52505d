"""Fields that look otherwise than their values say, and a form that has them drawn anew."""

from __future__ import annotations

from typing import TYPE_CHECKING

from core.signing.report import Reason
from tests.data.signed.pdf import FORGED, TRUE, append, form, page, signed, stream, text
from tests.data.signed.rows import Row
from tests.data.signed.shadow_parts import boxed, given

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    Table = Iterator[tuple[str, str, Callable[[], bytes], str, bool]]

FONT = b"<< /Type /Font /Subtype /Type1 /BaseFont /%s >>"
LESS = "CHI 00 TRIEU DONG"
# poppler finds no 1 in this font and leaves it out
WITHOUT_ONE = FONT[:-2] % b"Helvetica" + b"/Encoding << /Differences [49 /nine] >> >>"


def form_of(
    fonts: bytes = b"/F9 9 0 R", look: bytes = b"/F9 18 Tf 0 g", more: bytes = b""
) -> bytes:
    return b"<< /Fields [7 0 R 15 0 R] /SigFlags 3 /DR << /Font << %s >> >> /DA (%s) %s>>" % (
        fonts,
        look,
        more,
    )


def field_of(value: str, look: str | None, style: bytes = b"/F9 18 Tf 0 g") -> bytes:
    """A signed document with a text field; its style is the form's, its look need not fit."""
    widget = boxed(more=b"/V (%s) " % value.encode()).replace(b"/DA (/F1 18 Tf 0 g) ", b"")
    if look is None:
        widget = widget.replace(b"/AP << /N 16 0 R >> ", b"")
    return signed(
        given(
            o3=page(annotations=b"7 0 R 15 0 R"),
            o4=stream(text("SO TIEN", y=740)),
            o5=form_of(look=style),
            o9=FONT % b"Helvetica",
            o15=widget,
            o16=form(text(look or "", 0, 8)),
        )
    )


def _styles() -> Table:
    yield (
        "looks-made-anew",
        "a field's look is not what its value says; the form asks for new looks",
        lambda: append(field_of(FORGED, TRUE), {5: form_of(more=b"/NeedAppearances true ")}),
        FORGED,
        False,
    )
    yield (
        "style-of-form",
        "a field without a look is drawn by the form's style, white; the form says black",
        lambda: append(field_of(FORGED, None, b"/F9 18 Tf 1 g"), {5: form_of()}),
        FORGED,
        True,
    )
    yield (
        "font-of-form",
        "a field without a look is drawn in the form's font, which now lacks a digit",
        lambda: append(field_of(TRUE, None), {5: form_of(b"/F9 40 0 R"), 40: WITHOUT_ONE}),
        LESS,
        False,
    )
    yield (
        "font-of-form-in-place",
        "the same, the font's own object replaced",
        lambda: append(field_of(TRUE, None), {9: WITHOUT_ONE}),
        LESS,
        False,
    )


def rows() -> Iterator[Row]:
    for name, how, make, shows, hides in _styles():
        yield Row("shadow-replace", name, how, Reason.CHANGED, make, shows, hides)
