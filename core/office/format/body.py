"""The text between head and foot: title and subject, addressees, paragraphs and their kinds."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass, field
from itertools import pairwise
from typing import TYPE_CHECKING, Final

from core.office.format.lines import Line, is_upper
from core.office.format.measures import INDENTS_MM, MARGIN_RIGHT_MM, SINGLE
from core.office.format.page import MM
from core.office.format.sheet import Ruled, Sheet, under

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Sequence

ARTICLE: Final = re.compile(r"([Đđ][iI][ềỀ][uU])\s+(\d+|[IVXLC]+)\s*([.:)\-\u2013]?)(?=\s|$)")
CLAUSE: Final = re.compile(r"(\d{1,2})\s*([.)/:])(?=\s+\S)")
POINT: Final = re.compile(r"([a-zđ](?=\s*[).:])|[A-ZĐ](?=\s*\)))\s*([).:])(?=\s+\S)")
ITEM: Final = re.compile(r"[-+\u2013\u2022]\s")
HEADING: Final = re.compile(
    r"(phan|chuong|muc|tieu muc)\s+(thu\s+\w+|[ivxlcdm]+|\d+)(?![a-z])\s*[.:]?(.*)"
)
_BASIS: Final = re.compile(r"(can cu|theo de nghi|xet de nghi|theo nghi quyet|xet)\b")
_ENDS: Final = (".", ";", ":", "!", "?")
_LONG: Final = 0.55
SURE: Final = 3
"""So many full lines show where the text ends on the right; fewer may end there by chance."""


@dataclass(frozen=True)
class Frame:
    """The text's left and right edges; ``widest`` is how far to the right the text might have gone
    on where no lines show it.
    """

    left: float
    right: float
    widest: float = 0.0

    @property
    def width(self) -> float:
        """Of a full line."""
        return self.right - self.left

    @property
    def centre(self) -> float:
        """The middle of the text."""
        return (self.left + self.right) / 2

    def off(self, line: Line) -> float:
        """How far a line stands beside the middle, at least."""
        furthest = (self.left + max(self.right, self.widest)) / 2
        return max(self.centre - line.centre, line.centre - furthest, 0.0)

    def centres(self, line: Line) -> bool:
        """Whether a line stands in the middle with white on both sides."""
        inside = line.left > self.left + 16 and line.right < self.right - 16
        indents = (abs(line.left - self.left - indent * MM) < 1.5 for indent in INDENTS_MM)
        if line.width > 0.7 * self.width and any(indents):
            return False  # a paragraph of one line that happens to end as far from the edge
        return inside and self.off(line) < 3 * MM


@dataclass(frozen=True)
class Paragraph:
    """Lines that belong together; ``kind`` is one of basis, heading, heading-title, article,
    clause, point, item, centred, plain.
    """

    kind: str
    lines: tuple[Line, ...]

    @property
    def first(self) -> Line:
        """Its first line."""
        return self.lines[0]

    @property
    def text(self) -> str:
        """Its words."""
        return " ".join(line.text for line in self.lines)

    @property
    def bold(self) -> bool:
        """Whether all of it is bold."""
        return all(line.bold > 0.9 for line in self.lines)


@dataclass
class Title:
    """Ô 5a."""

    line: Line
    subject: list[Line] = field(default_factory=list)
    rule: Ruled | None = None
    used: int = 1


def frame_of(sheets: Sequence[Sheet], lines: Sequence[Line]) -> Frame:
    """The edges that most long lines share; a guess by the law's margins where there are none."""
    width = sheets[0].page.width
    upright = [line for line in lines if sheets[line.page].page.width <= width] or lines
    long = [line for line in upright if line.width > _LONG * width]
    rights = Counter(round(line.right) for line in long)
    lefts = Counter(round(line.left) for line in upright)
    begins = [*(line.left for line in long), *(edge for edge, count in lefts.items() if count > 1)]
    left = float(min(begins, default=30 * MM))
    right = float(max(_common(rights), default=width - 15 * MM))
    near = [line.left for line in upright if abs(line.left - left) < 1.5]
    far = [line.right for line in long if abs(line.right - right) < 1.5]
    widest = width - MARGIN_RIGHT_MM[0] * MM if len(far) < SURE else 0.0
    return Frame(min(near, default=left), max(far, default=right), widest)


def _common(counted: Counter[int]) -> list[int]:
    """The edges that many lines share."""
    most = max(counted.values(), default=0)
    return [edge for edge, count in counted.items() if count * 4 >= most]


def title_of(sheet: Sheet, lines: Sequence[Line], titles: Collection[str]) -> Title | None:
    """The name of the type at the beginning of the text, and the subject below it."""
    place = next(
        (at for at, line in enumerate(lines[:3]) if line.folded.strip(" :.") in titles), None
    )
    if place is None:
        return None
    title = Title(lines[place])
    below = lines[place + 1 : place + 9]
    title.rule = _closing_rule(sheet, title.line, below)
    title.subject = list(_subject(title, below))
    title.used = place + 1 + len(title.subject)
    return title


def _closing_rule(sheet: Sheet, title: Line, below: Sequence[Line]) -> Ruled | None:
    """The line under the subject: the first that is drawn close under one of these lines."""
    before = title
    for line in below:
        if line.baseline - before.baseline > 2.4 * title.size or line.page != title.page:
            return None
        ruled = under(line, sheet.page)
        if ruled and ruled.width < line.width + 30:
            return ruled
        before = line
    return None


def _subject(title: Title, below: Sequence[Line]) -> Iterator[Line]:
    before = title.line
    for line in below:
        apart = line.page != before.page or line.baseline - before.baseline > 2.4 * line.size
        if apart or (title.rule and line.baseline > title.rule.y):
            return
        if title.rule is None and not _is_subject(line, before, title.line):
            return
        yield line
        before = line


def _is_subject(line: Line, before: Line, title: Line) -> bool:
    """Whether a line below the title belongs to a subject without a line under it."""
    off = abs(line.centre - title.centre) > 4 * MM
    if off or line.folded.startswith(("kinh gui", "can cu")) or ITEM.match(line.text):
        return False
    if before is title:
        return True
    lead = is_upper(line.text) and line.bold > 0.5
    near = line.baseline - before.baseline < 1.5 * line.size
    return near and not lead and (line.bold > 0.5) == (before.bold > 0.5)


def addressees_of(lines: Sequence[Line], frame: Frame) -> list[Line]:
    """``Kính gửi`` and the lines of its list, at the beginning of these lines."""
    if not lines or not lines[0].folded.startswith("kinh gui"):
        return []
    first = lines[0]
    found = [first]
    for line in lines[1:]:
        step = line.baseline - found[-1].baseline
        inner = line.left > max(first.left + 8, frame.left + 45) or (
            bool(ITEM.match(line.text)) and line.left > frame.left + 45
        )
        if line.page != first.page or not inner or step > 2.6 * line.size:
            break
        found.append(line)
    return found


def wired_to(lines: Sequence[Line]) -> list[Line]:
    """``… điện:`` and the list below it, at the beginning of a telegram (PL III, mẫu 1.6)."""
    at = next((at for at, line in enumerate(lines[:4]) if line.folded.endswith(" dien:")), None)
    if at is None:
        return []
    found = [lines[at]]
    for line in lines[at + 1 :]:
        near = line.baseline - found[-1].baseline < 2.6 * line.size
        if not (near and line.page == found[-1].page and ITEM.match(line.text)):
            break
        found.append(line)
    return found


def paragraphs_of(lines: Sequence[Line], frame: Frame) -> list[Paragraph]:
    """The paragraphs of running text, each with its kind."""
    groups: list[list[Line]] = []
    for line in lines:
        if groups and _goes_on(groups[-1], line, frame):
            groups[-1].append(line)
        else:
            groups.append([line])
    return _kinds(groups, frame)


def _goes_on(group: Sequence[Line], line: Line, frame: Frame) -> bool:
    """Whether a line continues the paragraph of the lines before it."""
    last = group[-1]
    if frame.centres(line) or frame.centres(last):
        return False
    if line.left > frame.left + 6 and not (len(group) > 1 and abs(line.left - last.left) < 2):
        return hanging(group, line)
    if last.right + first_word(line) < frame.right - 3 and not _broken_off(group, line, frame):
        return False
    if line.page == last.page and line.baseline - last.baseline > 2.2 * line.size:
        return False
    return not (_starts(line) and line.left > frame.left + 6)


def _broken_off(group: Sequence[Line], line: Line, frame: Frame) -> bool:
    """Whether a short line ends in the middle of a sentence and the next begins at the edge, where
    paragraphs begin further in: text that is not justified, over the end of a page too.
    """
    inside = group[0].left > frame.left + 6 and line.left < frame.left + 6
    return inside and not group[-1].text.endswith(_ENDS)


def first_word(line: Line) -> float:
    """How wide the first word of a line is, about, with a space before it."""
    run = line.runs[0]
    word = run.text.split(" ")[0]
    return (run.right - run.left) / max(1, len(run.text)) * len(word) + 0.25 * line.size


def hanging(group: Sequence[Line], line: Line) -> bool:
    """Whether it stands under the text of an item that hangs from its dash or number."""
    first = group[0]
    dashed = ITEM.match(first.text) or CLAUSE.match(first.text) or POINT.match(first.text)
    return bool(dashed) and 3 < line.left - first.left < 32 and not _starts(line)


def _starts(line: Line) -> bool:
    return any(form.match(line.text) for form in (ARTICLE, CLAUSE, POINT, ITEM))


def _kinds(groups: Sequence[list[Line]], frame: Frame) -> list[Paragraph]:
    found: list[Paragraph] = []
    for group in groups:
        before = found[-1].kind if found else ""
        found.append(Paragraph(_kind(group, before, frame), tuple(group)))
    return _with_bases(found)


def _kind(group: Sequence[Line], before: str, frame: Frame) -> str:
    first = group[0]
    text, alone = first.text, len(group) == 1
    heading = HEADING.fullmatch(first.folded)
    if (
        heading
        and (alone or first.bold > 0.9)
        and (not heading[3].strip() or first.bold > 0.9 or frame.centres(first))
    ):
        return "heading"
    if before in ("heading", "heading-title") and (
        frame.centres(first)
        or (is_upper(text) and not _starts(first))
        or (first.bold > 0.9 and not _starts(first))
    ):
        return "heading-title"
    if ARTICLE.match(text) and (first.runs[0].bold or ARTICLE.match(text)[3]):  # type: ignore[index]
        return "article"
    if alone and frame.centres(first) and not _starts(first):
        return "centred"
    forms = (("clause", CLAUSE), ("point", POINT), ("item", ITEM))
    return next((name for name, form in forms if form.match(text)), "plain")


def _with_bases(found: list[Paragraph]) -> list[Paragraph]:
    """Name the leading căn cứ: lines that say so and are written as a list, not as a sentence."""
    start = next((at for at, one in enumerate(found) if one.kind == "plain"), len(found))
    end = start
    while (
        end < len(found)
        and found[end].kind == "plain"
        and (_BASIS.match(found[end].first.folded) or found[end].first.italic > 0.9)
    ):
        end += 1
    group = found[start:end]
    listed = any(one.text.endswith(";") or one.first.italic > 0.9 for one in group)
    verb = end < len(found) and found[end].kind == "centred"
    if (
        not group
        or not (listed or verb)
        or not any(_BASIS.match(one.first.folded) for one in group)
    ):
        return found
    return [*found[:start], *(Paragraph("basis", one.lines) for one in group), *found[end:]]


def spacing_of(paragraphs: Sequence[Paragraph]) -> float:
    """Baseline to baseline within paragraphs as a part of the size; single where no two lines of
    a paragraph stand on one page.
    """
    parts = [
        round((two.baseline - one.baseline) / two.size, 2)
        for paragraph in paragraphs
        for one, two in pairwise(paragraph.lines)
        if one.page == two.page
    ]
    return Counter(parts).most_common(1)[0][0] if parts else SINGLE
