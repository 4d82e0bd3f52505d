"""The head of page 1 in two columns: where each of ô 1–5b, 10b, 11 and 14 stands."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from difflib import SequenceMatcher
from typing import TYPE_CHECKING, Final

from core.office.format.lines import Line, part_of
from core.office.format.sheet import Ruled, Sheet, under

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

    from core.office.format.page import Run

STATE: Final = "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM"
MOTTO: Final = "Độc lập - Tự do - Hạnh phúc"
URGENCY: Final = ("khan", "thuong khan", "hoa toc", "hoa toc hen gio")
CIRCULATION: Final = ("xem xong tra lai", "luu hanh noi bo", "khong pho bien", "han che luu hanh")

_FOLDED_STATE: Final = "cong hoa xa hoi chu nghia viet nam"
_FOLDED_MOTTO: Final = "doc lap - tu do - hanh phuc"
_PARTY: Final = "dang cong san viet nam"
_NUMBER: Final = re.compile(r"so\s*:|so\s+\d|\d*\s*/\s*\D|so\b.*/")
_DATE: Final = re.compile(
    r"\bngay\b|\bthang\b|\bnam \d{4}|\d{1,2}\s*[/.-]\s*\d{1,2}\s*[/.-]\s*\d{4}"
)
_CORNER: Final = re.compile(r"\d{1,2}:\d{2}|\bsao y\b|\bsao luc\b|\btrich sao\b|\d+/[a-z]+\S*-")
_ALIKE: Final = 0.74
_UPPER: Final = 0.45
_CELL: Final = 0.8


@dataclass
class Head:
    """What was recognised; a component that was not found is None or empty.

    ``about`` is what stands in the left column below the number; ``rest`` the lines below the head.
    """

    state: Line | None = None
    motto: Line | None = None
    motto_rule: Ruled | None = None
    names: list[Line] = field(default_factory=list)
    issuer_rule: Ruled | None = None
    number: Line | None = None
    date: Line | None = None
    about: list[Line] = field(default_factory=list)
    urgency: Line | None = None
    circulation: Line | None = None
    corner: list[Line] = field(default_factory=list)
    rest: list[Line] = field(default_factory=list)
    is_party: bool = False


def cells_of(line: Line) -> list[Line]:
    """The parts of a line that white space separates."""
    cells: list[list[Run]] = []
    for run in line.runs:
        if cells and run.left - cells[-1][-1].right < _CELL * run.size:
            cells[-1].append(run)
        else:
            cells.append([run])
    return [Line(line.page, tuple(cell)) for cell in cells]


def head_of(sheet: Sheet, titles: Collection[str]) -> Head:
    """The head of a page; ``titles`` are the folded names of document types."""
    head = Head()
    cells = [cell for line in sheet.lines for cell in cells_of(line)]
    upper = [cell for cell in cells if cell.baseline < _UPPER * sheet.page.height]
    head.state = _like(upper, _FOLDED_STATE)
    head.motto = _like(upper, _FOLDED_MOTTO)
    head.is_party = head.state is None and any(cell.folded == _PARTY for cell in upper)
    lines = _marks_taken(head, sheet, upper)
    if head.state:
        head.state = _completed(head.state, cells, _FOLDED_STATE)
    anchor = head.state or head.motto
    if anchor is None:
        head.rest = lines
        return head
    if head.motto:
        head.motto_rule = under(head.motto, sheet.page)
    start = _first(head, lines, titles)
    head.rest = lines[start:]
    _columns(head, sheet, lines[:start], anchor)
    return head


def _like(cells: Sequence[Line], words: str) -> Line | None:
    def ratio(cell: Line) -> float:
        return SequenceMatcher(None, cell.folded, words).ratio()

    best = max(cells, key=ratio, default=None)
    return best if best and ratio(best) > _ALIKE else None


def _completed(cell: Line, cells: Sequence[Line], words: str) -> Line:
    """With the row below it, where the column was too narrow for it."""
    rest = words.removeprefix(cell.folded).strip()
    for below in cells:
        near = 0 < below.baseline - cell.baseline < 1.8 * cell.size
        if rest and near and below.folded == rest:
            return Line(cell.page, (*cell.runs, *below.runs))
    return cell


def _marks_taken(head: Head, sheet: Sheet, cells: Sequence[Line]) -> list[Line]:
    """Take urgency, circulation and corner text out; the lines without them."""
    top = head.state.baseline if head.state else 0.0
    for cell in cells:
        if cell.folded in URGENCY:
            head.urgency = cell
        elif cell.folded in CIRCULATION:
            head.circulation = cell
        elif cell.baseline < top - 8 and _CORNER.search(cell.folded):
            head.corner.append(cell)
    taken = {
        id(run)
        for cell in (head.urgency, head.circulation, *head.corner)
        if cell
        for run in cell.runs
    }
    if not taken:
        return list(sheet.lines)
    kept = ([run for run in line.runs if id(run) not in taken] for line in sheet.lines)
    return [
        one for line, runs in zip(sheet.lines, kept, strict=True) for one in part_of(line, runs)
    ]


def _first(head: Head, lines: Sequence[Line], titles: Collection[str]) -> int:
    """Where the text below the head begins: a title, the addressees, or a line across columns."""
    last = max(line.baseline for line in (head.state, head.motto) if line)
    split = _split(head)
    for place, line in enumerate(lines):
        if line.baseline <= last + 2:
            continue
        if line.folded.strip(" :.") in titles or line.folded.startswith("kinh gui"):
            return place
        if line.left < split - 24 and line.right > split + 24 and not _is_row(line, split):
            return place
    return len(lines)


def _is_row(line: Line, split: float) -> bool:
    """Whether it is one cell of the left column and one of the right."""
    cells = cells_of(line)
    left = [cell for cell in cells if cell.centre < split]
    right = [cell for cell in cells if cell.centre >= split]
    if not right:
        return False
    apart = bool(left) and left[-1].right < right[0].left - 3
    return apart or _is_date(right[-1])


def _split(head: Head) -> float:
    one = head.state or head.motto
    assert one is not None  # noqa: S101 - asked only where one of them was found
    return one.left - (3 if head.state else 30)


def _columns(head: Head, sheet: Sheet, lines: Sequence[Line], anchor: Line) -> None:
    """Sort the lines of the head into its columns; the state's is the right one, as a rule."""
    swapped = anchor.right < sheet.page.width * 0.55
    split = anchor.right + 3 if swapped else _split(head)
    known = {id(run) for line in (head.state, head.motto) if line for run in line.runs}
    names: list[Line] = []
    others: list[Line] = []
    for line in lines:
        runs = [run for run in line.runs if id(run) not in known]
        own = [run for run in runs if ((run.left + run.right) / 2 < split) != swapped]
        names += part_of(line, own)
        others += part_of(line, [run for run in runs if run not in own])
    names = [line for line in names if any(map(str.isalnum, line.text))]  # not lines of hyphens
    head.date = _place_date(others)
    if head.date is None:
        head.date = next((one for one in names if _is_date(one)), None)
        names = [line for line in names if line is not head.date]
    head.number = next((line for line in names if _NUMBER.match(line.folded)), None)
    _name(head, names)
    if head.names:
        head.issuer_rule = under(head.names[-1], sheet.page)


def _name(head: Head, lines: Sequence[Line]) -> None:
    """What stands above the number are names of offices, what stands below it is a subject."""
    limit = head.number or head.date
    if limit:
        head.names = [line for line in lines if line.baseline < limit.baseline - 3]
        below = [line for line in lines if line.baseline >= limit.baseline - 3]
        head.about = [line for line in below if line is not head.number]
        return
    about = (at for at, line in enumerate(lines) if line.folded.startswith("v/v"))
    first = next(about, len(lines))
    head.names, head.about = list(lines[:first]), list(lines[first:])


def _is_date(line: Line) -> bool:
    return bool(_DATE.search(line.folded)) and line.italic > 0.5


def _place_date(lines: Sequence[Line]) -> Line | None:
    """Place and date; a place without a date where it is still to be stamped."""
    dated = next((line for line in lines if _DATE.search(line.folded)), None)
    if dated and dated.folded.endswith((" nam", " thang")):
        rest = [line for line in lines if 0 < line.baseline - dated.baseline < 1.8 * dated.size]
        return Line(dated.page, (*dated.runs, *(run for line in rest[:1] for run in line.runs)))
    return dated or next(
        (line for line in lines if line.italic > 0.5 or line.text.endswith(",")), None
    )
