"""Liberation Serif for documents: registered with reportlab once, from the shipped bytes.

NĐ 30/2020 PL I asks for Times New Roman; Liberation Serif has its metrics and may be embedded (OFL,
fsType 0). reportlab keeps one state per font, so one document is drawn at a time.
"""

from __future__ import annotations

from functools import cache
from io import BytesIO

from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont

import resources

REGULAR = "LiberationSerif"
BOLD = "LiberationSerif-Bold"
ITALIC = "LiberationSerif-Italic"
BOLD_ITALIC = "LiberationSerif-BoldItalic"
FILES = {
    REGULAR: "LiberationSerif-Regular.ttf",
    BOLD: "LiberationSerif-Bold.ttf",
    ITALIC: "LiberationSerif-Italic.ttf",
    BOLD_ITALIC: "LiberationSerif-BoldItalic.ttf",
}

# parts of the size; the highest Vietnamese letter is Ẵ, the lowest g
ASCENT = 0.92
DESCENT = 0.225
SINGLE = 1.15
"""Baseline to baseline of what word processors call single spacing, as a part of the size."""

NO_BREAK_SPACE = "\u00a0"


@cache
def face(name: str) -> TTFont:
    """The font called ``name`` (a key of FILES), registered with reportlab at its first use."""
    data = resources.path(f"fonts/{FILES[name]}").read_bytes()
    font = TTFont(name, BytesIO(data), asciiReadable=False)
    pdfmetrics.registerFont(font)
    return font


def width(text: str, name: str, size: float) -> float:
    """Width of ``text`` in points. Nothing of the text is kept: a cache would outlive the lock."""
    return sum(map(_widths(name).__getitem__, text)) * size / 1000


def missing(text: str, name: str = REGULAR) -> str:
    """The letters of ``text`` that the font cannot draw, each once, in their order."""
    known = face(name).face.charToGlyph
    if known.keys() >= set(map(ord, text)):
        return ""
    return "".join(dict.fromkeys(letter for letter in text if ord(letter) not in known))


class _Widths(dict[str, float]):
    """Widths of letters in thousandths of the size; of any other that of the font's box."""

    def __init__(self, widths: dict[str, float], box: float) -> None:
        super().__init__(widths)
        self._box = box

    def __missing__(self, letter: str) -> float:
        return self._box


@cache
def _widths(name: str) -> _Widths:
    """The font's letters and their widths."""
    metrics = face(name).face
    widths = {chr(code): wide for code, wide in metrics.charWidths.items()}
    return _Widths(widths | {NO_BREAK_SPACE: widths[" "]}, metrics.defaultWidth)
