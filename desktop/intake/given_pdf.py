"""Where the signatures of a PDF go that another program laid out: its own blanks, found by the
words that NĐ 30/2020 PL I prescribes. No Qt.

Number and date are stamped over what stands there, so their blanks are covered with white once,
before the first signature; nothing else of the file is touched.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from io import BytesIO
from typing import TYPE_CHECKING, Final

import pikepdf

from core.errors import DatePlaceMissing, NumberPlaceMissing, SignaturePlaceMissing
from core.signing import prepare
from core.signing.fields import NAMES, FieldSpec, nhay
from core.text import fold
from desktop.forms import fonts
from desktop.forms.boxes import Box, text_box
from desktop.forms.template import MM
from desktop.intake.first_page import MOST_RUNS, Line, lines_of
from desktop.page_lines import TextLine
from desktop.page_reader import read_pages
from desktop.worker import run_limited

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from core.office.draft import Checker
    from desktop.forms.template import Fields

Size = tuple[float, float]

_NUMBER: Final = re.compile(r"\s*số\s*[:.]\s?(?P<given>[^\W_]*)[\s.…_]*(?=/)", re.IGNORECASE)
_DATE: Final = re.compile(r"ngày[\s\d.…_]*tháng[\s\d.…_]*năm[\s\d.…_]*", re.IGNORECASE)
_RECIPIENTS: Final = "noi nhan"
_BELOW: Final = frozenset("gjpqy,;Q()")
_DESCENT: Final = 0.216
"""How far the letters of ``_BELOW`` go under the baseline, as a part of the size."""

_NUMBER_ROOM: Final = 4 * MM
_SIGNATURE_ROOM: Final = 12 * MM
_RIGHT: Final = 0.45
"""Of the page's width: the signer's name stands to the right of it."""

SECONDS: Final = 30.0
MEMORY_MB: Final = 512
_GAP: Final = 6.0
_WIDEST: Final = "ngày 30 tháng 12 năm 2026"


@dataclass(frozen=True)
class Page:
    """A page of the file: its width and height, its runs of text, its lines from top to bottom."""

    size: Size
    runs: tuple[TextLine, ...]
    lines: tuple[Line, ...]


@dataclass(frozen=True)
class Sites:
    """The fields, and the boxes on page 1 that are covered with white."""

    fields: tuple[FieldSpec, ...]
    covered: tuple[Box, ...]


def read(pdf: bytes) -> tuple[Page, ...]:
    """The pages of a file, read by a limited process.

    Raises EmptyFile, NotAPdf, BrokenPdf, ProtectedPdf, TooLarge, WorkerTimeout, WorkerCrashed.
    """
    found = run_limited(
        read_pages,
        pdf,
        returns=list[tuple[Size, tuple[TextLine, ...]]],
        seconds=SECONDS,
        memory_mb=MEMORY_MB,
    )
    return tuple(page_of(size, runs) for size, runs in found)


def page_of(size: Size, runs: Sequence[TextLine]) -> Page:
    """A page from its runs of text."""
    return Page(size, tuple(runs[:MOST_RUNS]), lines_of(runs))


def sites(pages: Sequence[Page], signer: str, checkers: Sequence[Checker], room: Fields) -> Sites:
    """Where each signature goes. ``signer`` is the name under the signature; ``room`` gives the
    boxes' sizes.

    Raises NumberPlaceMissing, DatePlaceMissing, SignaturePlaceMissing.
    """
    number, date = _number(pages[0]), _date(pages[0])
    found = [
        FieldSpec(NAMES["so"], "so", 0, number),
        FieldSpec(NAMES["ngay"], "ngay", 0, date),
        *_signature(pages, signer, room),
        *_initials(pages, checkers, room),
    ]
    order = list(NAMES)
    fields = sorted(found, key=lambda field: (order.index(field.kind), field.name))
    return Sites(tuple(fields), (number, date))


def ready(pdf: bytes, found: Sites) -> bytes:
    """The file ready for its first signature. Raises as core.signing.prepare.normalise."""
    return prepare.add_fields(prepare.normalise(_covered(pdf, found.covered)), found.fields)


def _covered(pdf: bytes, boxes: Sequence[Box]) -> bytes:
    prepare.normalise(pdf)  # refuses what may not be signed before anything is drawn into it
    white = " ".join(
        f"{left:.2f} {bottom:.2f} {right - left:.2f} {top - bottom:.2f} re f"
        for left, bottom, right, top in boxes
    )
    with pikepdf.open(BytesIO(pdf)) as document:
        page = document.pages[0]
        page.contents_add(b"q\n", prepend=True)
        page.contents_add(f"\nQ q 1 1 1 rg {white} Q\n".encode())
        output = BytesIO()
        document.save(output, deterministic_id=True)
    return output.getvalue()


@dataclass(frozen=True)
class _Row:
    """What stands side by side, as one text; ``letters`` are where each begins, and its run."""

    text: str
    letters: tuple[tuple[float, TextLine], ...]

    def box(self, start: int, end: int, font: str, least: float = 0.0) -> Box:
        """The box of text from one letter to another, ``least`` times its size wide at least."""
        left, run = self.letters[start]
        words = unicodedata.normalize("NFC", run.text)
        size = (run.right - run.left) / (fonts.width(words.rstrip(), font, 1) or 1.0)
        right = self.letters[end][0] if end < len(self.letters) else self.letters[-1][1].right
        baseline = run.bottom + (_DESCENT * size if set(words) & _BELOW else 0.0)
        return text_box(left, baseline, max(right - left, least * size), size)


def _rows(page: Page) -> Iterator[_Row]:
    """The rows of a page from top to bottom."""
    rows: list[list[TextLine]] = []
    for run in sorted(page.runs, key=lambda run: run.bottom + run.top, reverse=True):
        middle = (run.bottom + run.top) / 2
        if rows and rows[-1][0].bottom < middle < rows[-1][0].top:
            rows[-1].append(run)
        else:
            rows.append([run])
    for row in rows:
        text = ""
        letters: list[tuple[float, TextLine]] = []
        for run in sorted(row, key=lambda run: run.left):
            words = f"{unicodedata.normalize('NFC', run.text)} "
            whole = fonts.width(words[:-1], fonts.REGULAR, 1) or 1.0
            for at in range(len(words)):
                share = fonts.width(words[:at], fonts.REGULAR, 1) / whole
                letters.append((run.left + share * (run.right - run.left), run))
            text += words
        yield _Row(text, tuple(letters))


def _number(page: Page) -> Box:
    """The blank between ``Số:`` and the slash."""
    for row in _rows(page):
        if found := _NUMBER.match(row.text):
            left, bottom, right, top = row.box(found.start("given"), found.end(), fonts.REGULAR)
            if found["given"] or right - left < _NUMBER_ROOM:
                raise NumberPlaceMissing
            return left, bottom, right, top
    raise NumberPlaceMissing


def _date(page: Page) -> Box:
    for row in _rows(page):
        if found := _DATE.search(row.text):
            end = found.start() + len(found[0].rstrip())
            return row.box(found.start(), end, fonts.ITALIC, fonts.width(_WIDEST, fonts.ITALIC, 1))
    raise DatePlaceMissing


def _signature(pages: Sequence[Page], signer: str, room: Fields) -> Iterator[FieldSpec]:
    """The box over the signer's name, the seal over its left third (PL I, II.7–II.8)."""
    place, line = _named(pages, signer, _RIGHT)
    over = min(
        (other.bottom for other in pages[place].lines if _above(other, line)),
        default=line.top + room.signing_space_mm * MM,
    )
    height = min(room.signature_height_mm * MM, over - line.top)
    if height < _SIGNATURE_ROOM:
        raise SignaturePlaceMissing
    width, middle = room.signature_width_mm * MM, (over + line.top) / 2
    left = line.centre - width / 2
    yield _field("chinh", place, (left, middle - height / 2, left + width, middle + height / 2))
    seal = room.seal_mm * MM
    right = left + width / 3
    yield _field("dau", place, (right - seal, middle - seal / 2, right, middle + seal / 2))


def _named(pages: Sequence[Page], name: str, beyond: float) -> tuple[int, Line]:
    """The last line with this name, to the right of a part of the page's width."""
    wanted = fold(name)
    for place in range(len(pages) - 1, -1, -1):
        edge = pages[place].size[0] * beyond
        for line in reversed(pages[place].lines):
            if wanted and line.folded.endswith(wanted) and line.centre > edge:
                return place, line
    raise SignaturePlaceMissing


def _above(other: Line, line: Line) -> bool:
    """Whether a line stands over another and not beside it."""
    return other.bottom > line.top and other.left < line.right and line.left < other.right


def _initials(
    pages: Sequence[Page], checkers: Sequence[Checker], room: Fields
) -> Iterator[FieldSpec]:
    """Content after ``./.``, format beside ``Nơi nhận``, the writer of minutes over his name."""
    width, height = room.initial_width_mm * MM, room.initial_height_mm * MM
    taken = {"content": 0, "format": 0}
    for number, checker in enumerate(checkers, 1):
        if checker.duty == "secretary":
            place, line = _named(pages, checker.name, 0.0)
            box = (line.left, line.top + _GAP, line.left + 2 * width, line.top + _GAP + 2 * height)
        else:
            place, x, y = _beside(pages, checker.duty)
            x += taken[checker.duty] * (width + _GAP)
            taken[checker.duty] += 1
            box = (x, y, x + width, y + height)
        left, bottom, right, top = (round(side, 2) for side in box)
        yield FieldSpec(nhay(number), "nhay", place, (left, bottom, right, top))


def _beside(pages: Sequence[Page], duty: str) -> tuple[int, float, float]:
    """Page and corner of the first box: to the right of the line that the duty belongs to, or at
    the foot of the last page where there is none.
    """
    for place in range(len(pages) - 1, -1, -1):
        for line in reversed(pages[place].lines):
            ends = line.text.rstrip().endswith("./.")
            if ends if duty == "content" else line.folded.startswith(_RECIPIENTS):
                return place, line.right + _GAP, line.bottom
    lines = pages[-1].lines
    return len(pages) - 1, min((line.left for line in lines), default=30 * MM), 12 * MM


def _field(kind: str, place: int, box: Box) -> FieldSpec:
    left, bottom, right, top = (round(side, 2) for side in box)
    return FieldSpec(NAMES[kind], kind, place, (left, bottom, right, top))  # type: ignore[index, arg-type]
