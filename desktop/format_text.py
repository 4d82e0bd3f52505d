"""Text of a page letter by letter, joined to runs of one type. Runs in the limited child only."""

from __future__ import annotations

import ctypes
import math
import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final
from unicodedata import normalize

from pypdfium2 import raw  # type: ignore[import-untyped]

from core.office.format.page import Run

if TYPE_CHECKING:
    from collections.abc import Iterator

    import pypdfium2 as pdfium

Turn = Callable[[float, float], tuple[float, float]]
"""From the file's coordinates to those of the page as it is seen."""

MAX_LETTERS: Final = 60_000
_NAME: Final = 128
_HEAVY: Final = 600
_ITALIC: Final = 1 << 6  # ISO 32000-1 table 123, bit 7
_FORCE_BOLD: Final = 1 << 18  # bit 19
_APART: Final = 0.8  # of the size: white that parts two runs on one line
_LEVEL: Final = 0.3  # points: letters of one line stand on one baseline
_BLANKS: Final = frozenset((*range(0x21), 0xA0))
_LINE_ENDS: Final = frozenset((0x0A, 0x0D))
_BOLD: Final = re.compile("bold|black|heavy|demi")
_NAMED: Final = re.compile("(?!cidfont)[a-z]{5,}")
"""A name that says what the font is; others are like F1."""
_INVISIBLE: Final = 3
_THICKENED: Final = 2  # filled and stroked: bold made of a face that is not


@dataclass(frozen=True)
class _Look:
    """The type of letters: what ``Run`` says of it, whether it is seen and reads along x."""

    font: str
    size: float
    bold: bool
    italic: bool
    colour: int
    seen: bool


@dataclass
class _Open:
    """A run that is not finished."""

    look: _Look
    left: float
    right: float
    baseline: float
    letters: list[str]

    def takes(self, look: _Look, left: float, baseline: float) -> bool:
        """Whether a letter goes on with it."""
        near = -0.6 * look.size < left - self.right < _APART * look.size
        return look is self.look and abs(baseline - self.baseline) < _LEVEL and near


def text_of(page: pdfium.PdfPage, turn: Turn) -> tuple[Run, ...]:
    """The runs of a page in the order in which the file has them."""
    text = page.get_textpage()
    try:
        return tuple(
            Run(
                normalize("NFC", "".join(run.letters)),
                run.left,
                run.right,
                run.baseline,
                run.look.size,
                run.look.font,
                run.look.bold,
                run.look.italic,
                run.look.colour,
            )
            for run in _runs(text.raw, text.count_chars(), turn)
            if run.look.seen
        )
    finally:
        text.close()


def _runs(text: Any, count: int, turn: Turn) -> Iterator[_Open]:
    run: _Open | None = None
    looks, letter = _Looks(text, turn), _Letters(text, turn)
    for place in range(min(count, MAX_LETTERS)):
        code = raw.FPDFText_GetUnicode(text, place)
        if code in _BLANKS or raw.FPDFText_IsGenerated(text, place) == 1:
            if run and code not in _LINE_ENDS:
                run.letters.append(" ")
            continue
        look, edges = looks.at(place), letter.edges(place)
        sign = "-" if raw.FPDFText_IsHyphen(text, place) == 1 else _sign(code)
        if run and run.takes(look, edges[0], edges[2]):
            run.letters.append(sign)
            run.right = max(run.right, edges[1])
            continue
        if run:
            yield run
        run = _Open(look, *edges, [sign])
    if run:
        yield run


def _sign(code: int) -> str:
    return chr(code) if code < 0xD800 or 0xE000 <= code <= 0x10FFFF else "\ufffd"


class _Looks:
    """The types of letters; those of one text object of the file are alike."""

    def __init__(self, text: Any, turn: Turn) -> None:
        self._text, self._turn = text, turn
        self._of: dict[int, _Look] = {}
        self._alike: dict[_Look, _Look] = {}

    def at(self, place: int) -> _Look:
        """The type of a letter; equal types are one object."""
        handle = raw.FPDFText_GetTextObject(self._text, place)
        key = ctypes.addressof(handle.contents) if handle else -1
        if key not in self._of:
            found = _look(self._text, place, handle, self._turn)
            self._of[key] = self._alike.setdefault(found, found)
        return self._of[key]


class _Letters:
    """Where letters stand: their advance along the line and their baseline."""

    def __init__(self, text: Any, turn: Turn) -> None:
        self._text, self._turn = text, turn
        self._box = raw.FS_RECTF()
        self._x, self._y = ctypes.c_double(), ctypes.c_double()
        self._edges = tuple(ctypes.byref(one) for one in (self._box, self._x, self._y))

    def edges(self, place: int) -> tuple[float, float, float]:
        """Left, right and baseline of a letter."""
        box, x, y = self._edges
        raw.FPDFText_GetLooseCharBox(self._text, place, box)
        raw.FPDFText_GetCharOrigin(self._text, place, x, y)
        one = self._turn(self._box.left, self._box.bottom)
        two = self._turn(self._box.right, self._box.top)
        baseline = self._turn(self._x.value, self._y.value)[1]
        return min(one[0], two[0]), max(one[0], two[0]), baseline


def _look(text: Any, place: int, handle: Any, turn: Turn) -> _Look:
    name, flags = ctypes.create_string_buffer(_NAME), ctypes.c_int()
    raw.FPDFText_GetFontInfo(text, place, name, _NAME, ctypes.byref(flags))
    matrix = raw.FS_MATRIX()
    raw.FPDFText_GetMatrix(text, place, ctypes.byref(matrix))
    scale = math.hypot(matrix.c, matrix.d)
    font = name.value.decode("utf-8", "replace").rpartition("+")[2]
    mode = raw.FPDFTextObj_GetTextRenderMode(handle) if handle else 0
    low = font.lower()
    origin, along, up = turn(0, 0), turn(matrix.a, matrix.b), turn(matrix.c, matrix.d)
    across = along[0] - origin[0]
    nameless = _NAMED.search(low) is None
    weight = raw.FPDFText_GetFontWeight(text, place) if nameless else 0  # by stems: programs err
    heavy = weight >= _HEAVY or _BOLD.search(low) is not None
    leaning = "italic" in low or "oblique" in low or bool(flags.value & _ITALIC)
    return _Look(
        font,
        round(raw.FPDFText_GetFontSize(text, place) * scale, 2),
        bool(heavy or flags.value & _FORCE_BOLD or mode == _THICKENED),
        leaning or abs(up[0] - origin[0]) > 0.1 * scale,
        _colour(text, place),
        mode != _INVISIBLE and across > 0 and abs(along[1] - origin[1]) < 0.02 * across,
    )


def _colour(text: Any, place: int) -> int:
    parts = [ctypes.c_uint() for _ in range(4)]
    raw.FPDFText_GetFillColor(text, place, *(ctypes.byref(part) for part in parts))
    red, green, blue, _ = (part.value for part in parts)
    return red << 16 | green << 8 | blue
