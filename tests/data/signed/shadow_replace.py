"""Prepared before signing and replaced afterwards."""

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
from tests.data.signed.shadow_parts import boxed, given, ticked, with_field

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    Table = Iterator[tuple[str, str, Reason, Callable[[], bytes], str, bool]]

CHANGED = Reason.CHANGED
WHITE = b"1 g 0 0 595 842 re f 0 g "


def _amount(words: str) -> bytes:
    return text(words, x=2, y=6)


def _replace() -> Table:
    def field() -> bytes:
        return with_field(_amount(TRUE))

    def dangling(**objects: bytes) -> bytes:
        return signed(given(**objects))

    yield (
        "field-value",
        "a text field gets another value and look",
        CHANGED,
        lambda: append(
            field(),
            {15: boxed(more=b"/V (900) ").replace(b"16 0 R", b"40 0 R"), 40: form(_amount(FORGED))},
        ),
        FORGED,
        False,
    )
    yield (
        "field-look",
        "a text field keeps its value and gets another look",
        CHANGED,
        lambda: append(
            field(),
            {15: boxed(more=b"/V (100) ").replace(b"16 0 R", b"40 0 R"), 40: form(_amount(FORGED))},
        ),
        FORGED,
        False,
    )
    yield (
        "look-in-place",
        "the object of a field's look is replaced, the field untouched",
        CHANGED,
        lambda: append(field(), {16: form(_amount(FORGED))}),
        FORGED,
        False,
    )
    yield (
        "font-swapped",
        "the font writes other digits: its encoding maps 1 to 9",
        CHANGED,
        lambda: append(
            signed(),
            {
                6: b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding << /Differences [49 /nine] >> >>"  # noqa: E501
            },
        ),
        FORGED,
        False,
    )
    yield (
        "font-of-symbols",
        "the page's font becomes one of symbols",
        CHANGED,
        lambda: append(signed(), {6: b"<< /Type /Font /Subtype /Type1 /BaseFont /ZapfDingbats >>"}),
        "",
        False,
    )
    yield (
        "dangling-content",
        "the signed page names a content stream that is not there; it comes later",
        Reason.BROKEN,
        lambda: append(dangling(o3=page(b"[4 0 R 40 0 R]")), {40: stream(WHITE + text(FORGED))}),
        FORGED,
        False,
    )
    yield (
        "dangling-form",
        "the signed page draws a form that is not there; it comes later",
        Reason.BROKEN,
        lambda: append(
            dangling(
                o3=page(resources=b"/XObject << /Che 40 0 R >>"),
                o4=stream(text(TRUE) + b" /Che Do"),
            ),
            {40: form(WHITE + text(FORGED), b"0 0 595 842")},
        ),
        FORGED,
        False,
    )
    yield (
        "dangling-annotation",
        "the signed page names an annotation that is not there; it comes later",
        Reason.BROKEN,
        lambda: append(
            dangling(o3=page(annotations=b"7 0 R 40 0 R")),
            {
                40: b"<< /Type /Annot /Subtype /Stamp /Rect [0 600 595 842] /F 4 /AP << /N 41 0 R >> >>",  # noqa: E501
                41: form(WHITE + text(FORGED, y=100), b"0 0 595 242"),
            },
        ),
        FORGED,
        False,
    )
    yield (
        "dangling-page",
        "the signed page tree names a page that is not there; it comes later",
        Reason.BROKEN,
        lambda: append(
            dangling(o2=b"<< /Type /Pages /Kids [3 0 R 40 0 R] /Count 2 >>"),
            {40: page(b"41 0 R", b""), 41: stream(text(FORGED))},
        ),
        FORGED,
        False,
    )
    yield (
        "dangling-freed",
        "the signed table marks the content free; a later one brings it",
        Reason.BROKEN,
        lambda: append(signed(given(o3=page(b"[4 0 R 9 0 R]"))), {9: stream(WHITE + text(FORGED))}),
        FORGED,
        False,
    )
    yield (
        "dangling-state",
        "a graphics state that is not there hides nothing; it comes later",
        Reason.BROKEN,
        lambda: append(
            signed(
                given(
                    o3=page(resources=b"/XObject << /Che 11 0 R >> /ExtGState << /G 40 0 R >>"),
                    o4=stream(text(FORGED) + b" q /G gs /Che Do Q"),
                    o11=form(WHITE + text(TRUE), b"0 0 595 842"),
                )
            ),
            {40: b"<< /Type /ExtGState /ca 0 >>"},
        ),
        FORGED,
        True,
    )
    yield (
        "dangling-annotations",
        "the page's list of annotations is not there; it comes later",
        Reason.BROKEN,
        lambda: append(
            signed(given(o3=page().replace(b"/Annots [7 0 R]", b"/Annots 40 0 R"))),
            {
                40: b"[7 0 R 42 0 R]",
                42: b"<< /Type /Annot /Subtype /Stamp /Rect [0 600 595 842] /F 4 /AP << /N 41 0 R >> >>",  # noqa: E501
                41: form(WHITE + text(FORGED, y=100), b"0 0 595 242"),
            },
        ),
        FORGED,
        False,
    )
    yield (
        "state-switched",
        "a check box shows its other state",
        CHANGED,
        lambda: append(
            signed(
                given(
                    o3=page(annotations=b"7 0 R 15 0 R"),
                    o4=stream(b""),
                    o5=b"<< /Fields [7 0 R 15 0 R] /SigFlags 3 >>",
                    o15=ticked(b"Off"),
                    o16=form(WHITE + text(TRUE, y=100), b"0 0 595 242"),
                    o17=form(WHITE + text(FORGED, y=100), b"0 0 595 242"),
                )
            ),
            {15: ticked(b"Co")},
        ),
        FORGED,
        False,
    )
    yield (
        "look-dangling",
        "a signed field names a look that is not there; it comes later",
        Reason.BROKEN,
        lambda: append(
            signed(
                given(
                    o3=page(annotations=b"7 0 R 15 0 R"),
                    o5=b"<< /Fields [7 0 R 15 0 R] /SigFlags 3 >>",
                    o15=boxed().replace(b"16 0 R", b"40 0 R"),
                )
            ),
            {40: form(_amount(FORGED))},
        ),
        FORGED,
        False,
    )


def rows() -> Iterator[Row]:
    for name, how, reason, make, shows, hides in _replace():
        yield Row("shadow-replace", name, how, reason, make, shows, hides)
