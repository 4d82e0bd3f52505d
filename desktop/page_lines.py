"""Text of a PDF page with positions, letter by letter: PDFium's own boxes of text mix up letters of
neighbours where a producer places each by itself. Runs in the page process only.
"""

from __future__ import annotations

import ctypes
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

import msgspec
import pypdfium2 as pdfium  # type: ignore[import-untyped]
from pypdfium2 import raw

MAX_LETTERS: Final = 60_000
_FONT_NAME: Final = 128
_BOLD_WEIGHT: Final = 600
_FORCE_BOLD: Final = 1 << 18  # ISO 32000-1 table 123, bit 19
_APART: Final = 1.6  # of the height: white that parts two runs on one line
_LINE_ENDS: Final = frozenset("\r\n")


class TextLine(msgspec.Struct, frozen=True, array_like=True):
    """A run of text on a page and its box in points, origin at the page's lower left corner.

    ``bold`` is what the font says of itself; a font that says nothing is not bold.
    """

    left: float
    bottom: float
    right: float
    top: float
    text: str
    bold: bool = False


@dataclass(frozen=True)
class _Letter:
    """A letter, its place among the page's and its box; no box for one that PDFium put in."""

    place: int
    text: str
    box: tuple[float, float, float, float] | None


def runs_of(page: pdfium.PdfTextPage) -> list[TextLine]:
    """The runs of a page in the order in which the file has them."""
    found, run = [], list[_Letter]()
    for letter in _letters(page):
        if run and _ends(run, letter):
            found.append(_run(page, run))
            run = []
        if letter.text not in _LINE_ENDS and (run or letter.box):
            run.append(letter)
    if run:
        found.append(_run(page, run))
    return found


def _letters(page: pdfium.PdfTextPage) -> Iterator[_Letter]:
    edges = [ctypes.c_double() for _ in range(4)]
    left, right, bottom, top = edges
    references = [ctypes.byref(edge) for edge in edges]
    for place in range(min(page.count_chars(), MAX_LETTERS)):
        code = raw.FPDFText_GetUnicode(page.raw, place)
        if not code or 0xD800 <= code < 0xE000 or code > 0x10FFFF:
            continue
        box = None
        made = raw.FPDFText_IsGenerated(page.raw, place) == 1
        if not made and raw.FPDFText_GetCharBox(page.raw, place, *references):
            box = (left.value, bottom.value, right.value, top.value)
        yield _Letter(place, chr(code), box)


def _ends(run: list[_Letter], letter: _Letter) -> bool:
    """Whether a letter begins another run: on another line, far to the right, or back at the
    left."""
    if letter.text in _LINE_ENDS:
        return True
    last = next((one.box for one in reversed(run) if one.box), None)
    if last is None or letter.box is None:
        return False
    height = max(last[3] - last[1], letter.box[3] - letter.box[1], 4.0)
    below = min(last[3], letter.box[3]) < max(last[1], letter.box[1]) - height / 4
    return below or not -height < letter.box[0] - last[2] < _APART * height


def _run(page: pdfium.PdfTextPage, run: list[_Letter]) -> TextLine:
    boxes = [one.box for one in run if one.box]
    text = "".join(one.text for one in run)
    shown = next((one for one in run if one.box and not one.text.isspace()), run[0])
    left, bottom = min(box[0] for box in boxes), min(box[1] for box in boxes)
    right, top = max(box[2] for box in boxes), max(box[3] for box in boxes)
    return TextLine(left, bottom, right, top, text, _is_bold(page, shown.place))


def _is_bold(page: pdfium.PdfTextPage, place: int) -> bool:
    """Whether a letter's font is bold, by its weight, its flag or its name."""
    name, flags = ctypes.create_string_buffer(_FONT_NAME), ctypes.c_int()
    raw.FPDFText_GetFontInfo(page.raw, place, name, _FONT_NAME, ctypes.byref(flags))
    heavy = raw.FPDFText_GetFontWeight(page.raw, place) >= _BOLD_WEIGHT
    return bool(heavy or flags.value & _FORCE_BOLD or b"bold" in name.value.lower())
