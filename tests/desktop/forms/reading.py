"""Reads a page back with PDFium, a program that had no part in drawing it."""

from __future__ import annotations

import ctypes
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import pypdfium2 as pdfium
import pypdfium2.raw as raw

if TYPE_CHECKING:
    from collections.abc import Iterator

MM = 72 / 25.4
BREAK = 20.0  # points of white between two texts on one baseline
ASCENT, DESCENT = 0.92, 0.225  # of the size: the highest and lowest letters of the font


@dataclass
class Span:
    """Letters on one baseline in one font and size; x and y in points from the lower left."""

    page: int
    baseline: float
    font: str
    size: float
    x0: float
    x1: float
    low: float
    high: float
    colour: tuple[int, int, int]
    letters: list[str] = field(default_factory=list)

    @property
    def text(self) -> str:
        return "".join(self.letters).strip()

    @property
    def centre(self) -> float:
        return (self.x0 + self.x1) / 2

    @property
    def band(self) -> tuple[float, float, float, float]:
        """The room that the line takes: left, bottom, right, top."""
        return (
            self.x0,
            self.baseline - DESCENT * self.size,
            self.x1,
            self.baseline + ASCENT * self.size,
        )


@dataclass(frozen=True)
class Line:
    """A stroked path, by its bounds."""

    page: int
    left: float
    bottom: float
    right: float
    top: float


@dataclass(frozen=True)
class Reading:
    """What is seen on all pages."""

    pages: int
    width: float
    height: float
    spans: list[Span]
    lines: list[Line]

    def span(self, text: str) -> Span:
        """The one span that begins with this text."""
        found = [span for span in self.spans if span.text.startswith(text)]
        assert len(found) == 1, f"{text!r} stands {len(found)} times"
        return found[0]

    def text(self) -> str:
        return " ".join(span.text for span in self.spans)


def read(pdf: bytes) -> Reading:
    document = pdfium.PdfDocument(pdf)
    try:
        spans, lines = [], []
        for number in range(len(document)):
            page = document[number]
            spans += _spans(page, number)
            lines += _lines(page, number)
            size = page.get_size()
            page.close()
        return Reading(len(document), *size, spans, lines)
    finally:
        document.close()


def _lines(page: pdfium.PdfPage, number: int) -> Iterator[Line]:
    for thing in page.get_objects(filter=[raw.FPDF_PAGEOBJ_PATH]):
        yield Line(number, *thing.get_bounds())


def _spans(page: pdfium.PdfPage, number: int) -> list[Span]:
    textpage = page.get_textpage()
    spans: list[Span] = []
    for index in range(textpage.count_chars()):
        if raw.FPDFText_IsGenerated(textpage.raw, index) == 1:
            continue
        # PDFium takes a hyphen at the end of a line for one that only divides a word
        hyphen = raw.FPDFText_IsHyphen(textpage.raw, index) == 1
        letter = "-" if hyphen else chr(raw.FPDFText_GetUnicode(textpage.raw, index))
        found = _letter(textpage, index, number)
        last = spans[-1] if spans else None
        if letter == " ":
            if last:
                last.letters.append(letter)
            continue
        if last and _joins(last, found):
            last.x1 = max(last.x1, found.x1)
            last.low, last.high = min(last.low, found.low), max(last.high, found.high)
        else:
            spans.append(found)
        spans[-1].letters.append(letter)
    textpage.close()
    return spans


def _joins(last: Span, found: Span) -> bool:
    same = (last.page, last.font, last.size) == (found.page, found.font, found.size)
    level = abs(last.baseline - found.baseline) < 0.05
    return same and level and -3 < found.x0 - last.x1 < BREAK


def _letter(textpage: pdfium.PdfTextPage, index: int, number: int) -> Span:
    x, y = ctypes.c_double(), ctypes.c_double()
    raw.FPDFText_GetCharOrigin(textpage.raw, index, x, y)
    size = round(raw.FPDFText_GetFontSize(textpage.raw, index), 3)
    name = ctypes.create_string_buffer(100)
    raw.FPDFText_GetFontInfo(textpage.raw, index, name, 100, ctypes.c_int())
    colour = [ctypes.c_uint() for _ in range(4)]
    raw.FPDFText_GetFillColor(textpage.raw, index, *colour)
    left, low, right, high = textpage.get_charbox(index)
    font = name.value.decode().split("+")[-1]
    red, green, blue, _ = (part.value for part in colour)
    return Span(number, y.value, font, size, left, right, low, high, (red, green, blue))
