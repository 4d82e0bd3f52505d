"""What several files with shadows are made of."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tests.data.signed.pdf import (
    form,
    page,
    plain,
    signed,
    stream,
    text,
)  # fmt: skip

if TYPE_CHECKING:
    from tests.data.signed.pdf import Objects


def given(**changes: bytes) -> Objects:
    """The plain document with objects by number: o4=…"""
    return plain() | {int(key[1:]): value for key, value in changes.items()}


def with_field(
    look: bytes, under: str = "SO TIEN", box: bytes = b"72 690 400 720", **more: bytes
) -> bytes:
    """A signed document with a text field (object 15, its look is 16)."""
    low, high = (int(each) for each in box.split()[1::2])
    return signed(
        given(
            o3=page(annotations=b"7 0 R 15 0 R"),
            o4=stream(text(under)),
            o5=b"<< /Fields [7 0 R 15 0 R] /SigFlags 3 /DR << /Font << /F1 6 0 R >> >> /DA (/F1 18 Tf 0 g) >>",  # noqa: E501
            o15=boxed(box, b"/V (100) "),
            o16=form(look, b"0 0 595 %d" % (high - low)),
            **more,
        )
    )


def boxed(box: bytes = b"72 690 400 720", more: bytes = b"") -> bytes:
    return (
        b"<< /Type /Annot /Subtype /Widget /FT /Tx /T (SoTien) /Rect [%s] /F 4 /P 3 0 R "
        b"/DA (/F1 18 Tf 0 g) /AP << /N 16 0 R >> %s>>" % (box, more)
    )


def ticked(state: bytes) -> bytes:
    return (
        b"<< /Type /Annot /Subtype /Widget /FT /Btn /T (DongY) /Rect [0 600 595 842] /F 4 /P 3 0 R "
        b"/AP << /N << /Off 16 0 R /Co 17 0 R >> >> /AS /%s /V /%s >>" % (state, state)
    )
