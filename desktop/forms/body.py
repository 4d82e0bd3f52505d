"""The text between head and foot: ô 9a and 6, as atoms that flow over the pages."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING, Final

from desktop.forms import fonts, grid
from desktop.forms.layout import (
    Atom,
    Piece,
    Run,
    Set,
    Sheet,
    atoms,
    baseline,
    centred,
    paragraph,
    stacked,
)
from desktop.forms.lines import Type, balanced, joined
from desktop.forms.tags import Tag
from desktop.forms.template import MM, Style, Template

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from core.office.printed import Kind, Printed

KEEPING = frozenset({"heading", "titled", "lead", "verb"})
"""What never stands at the end of a page: it stays with what follows."""

RANKS: Final = {"Phần": 1, "Chương": 2, "Mục": 3, "Tiểu": 4, "Điều": 5}
"""How deep what begins with this word stands under the title."""

CLAUSE: Final = 6
"""How deep a khoản with a title stands."""

ITEMS: Final = (re.compile(r"\d+\."), re.compile(r"[^\W\d]+\)"), re.compile("-"))
"""Labels of khoản, điểm and dashes: each is an item of a list, the later ones within the former."""


def text(parts: Sequence[Printed], template: Template, paper: Sheet) -> list[Atom]:
    """The parts; what heads a text stays with it."""
    done: list[Atom] = []
    waiting: Atom = ()
    before: Kind | None = None
    for part, tag in zip(parts, _tags(parts), strict=True):
        own = DRAWN[part.kind](part, template, paper, tag)
        if not own:
            continue
        first, *rest = own[0]
        spaced = replace(first, gap=_gap(part.kind, before, template))
        own[0] = (*waiting, spaced, *rest)
        waiting, before = (), part.kind
        if part.kind in KEEPING:
            *own, waiting = own
        done += own
    return [*done, waiting] if waiting else done


def _tags(parts: Sequence[Printed]) -> Iterator[Tag]:
    """What each part is: of khoản, điểm and dashes that follow one another lists are made."""
    lists: list[tuple[int, Tag, Tag]] = []
    for part in parts:
        level = _level(part)
        if level is None:
            lists.clear()
            yield _tag(part)
            continue
        while lists and lists[-1][0] > level:
            lists.pop()
        if lists and lists[-1][0] == level:
            own = lists.pop()[1]
        else:
            own = Tag("L", lists[-1][2] if lists else None, part.label)
        lists.append((level, own, Tag("LI", own, f"{part.label} ")))
        yield lists[-1][2]


def _level(part: Printed) -> int | None:
    """How deep a list stands whose item the part is; None where it is none."""
    if part.kind != "text":
        return None
    return next((at for at, label in enumerate(ITEMS) if label.fullmatch(part.label)), None)


def _tag(part: Printed) -> Tag:
    """What a part is that is no item of a list."""
    match part.kind:
        case "heading" | "titled":
            return Tag("H", rank=RANKS.get(part.label.split(" ")[0], CLAUSE))
        case "table":
            return Tag("Table")
        case "wired":
            return Tag("L", label="-")
    return Tag("P")


def _gap(kind: Kind, before: Kind | None, template: Template) -> float:
    """White space above a part: its own, or what opens the text, or that between paragraphs."""
    gaps = template.gaps
    own = {"lead": gaps.lead_pt, "verb": gaps.verb_pt, "addressees": gaps.addressees_pt}
    after = {None: gaps.body_pt, "addressees": gaps.body_pt, "wired": gaps.body_pt}
    after |= {"lead": gaps.verb_pt, "verb": gaps.verb_pt}
    return own.get(kind) or after.get(before, template.body.gap_pt)


def _addressees(part: Printed, template: Template, paper: Sheet, tag: Tag) -> list[Atom]:
    """``Kính gửi: A.`` on one line, or ``Kính gửi:`` and a dashed list under the colon."""
    kind, lines = _type(template.styles.addressees), part.lines
    word = template.words.addressees
    step = template.body.spacing * fonts.SINGLE * kind.size
    if len(lines) > 1:
        colon = kind.width(word.removesuffix(":"))
        indent, items = _list(lines, colon, template, paper, Tag("L", label="-"))
        title = Set(kind, step, paper.left, paper.text_width, indent, justify=False)
        return [tuple(paragraph(word, title, tag=tag)) + items[0], *items[1:]]
    text = f"{word} {lines[0]}" if lines else word
    room = paper.text_width - template.body.indent_mm * MM
    indent = max(template.body.indent_mm * MM, (paper.text_width - kind.width(text)) / 2)
    hanging = indent if kind.width(text) <= room else indent + kind.width(f"{word} ")
    how = Set(kind, step, paper.left, paper.text_width, indent, hanging, justify=False)
    return atoms(paragraph(text, how, tag=tag))


def _wired(part: Printed, template: Template, paper: Sheet, tag: Tag) -> list[Atom]:
    """The dashed list below who wires (``… điện:``)."""
    return _list(part.lines, 0.0, template, paper, tag)[1]


def _list(
    lines: Sequence[str], beside: float, template: Template, paper: Sheet, tag: Tag
) -> tuple[float, list[Atom]]:
    """Where a list in the middle begins, and its lines, so far to the right of there."""
    kind = _type(template.styles.addressees)
    step = template.body.spacing * fonts.SINGLE * kind.size
    widest = beside + max((kind.width(line) for line in lines), default=0.0)
    indent = max(template.body.indent_mm * MM, (paper.text_width - widest) / 2)
    dash = indent + beside
    how = Set(
        kind, step, paper.left, paper.text_width, dash, dash + kind.width("- "), justify=False
    )
    return indent, [tuple(paragraph(line, how, tag=Tag("LI", tag, "- "))) for line in lines]


def _plain(part: Printed, template: Template, paper: Sheet, tag: Tag) -> list[Atom]:
    """A paragraph in the face of its kind; a number or a dash before it is part of it."""
    styles = template.styles
    style = {"basis": styles.basis, "titled": styles.titled}.get(part.kind, styles.body)
    words = f"{part.label} {part.text}" if part.label else part.text
    return atoms(paragraph(words, _setting(style, template, paper), tag=tag))


def _article(part: Printed, template: Template, paper: Sheet, tag: Tag) -> list[Atom]:
    """``Điều 1.`` in bold, and its text beside it in the face of the body."""
    how, bold = _setting(template.styles.body, template, paper), _type(template.styles.article)
    label = f"{part.label} "
    run = Run(how.x + how.first, baseline(how.height, how.kind), label, bold, tag=tag)
    beside = replace(how, first=how.first + bold.width(label))
    first, *rest = paragraph(part.text, beside, tag=tag)
    return atoms([replace(first, marks=(run, *first.marks)), *rest])


def _setting(style: Style, template: Template, paper: Sheet) -> Set:
    kind = _type(style)
    step = template.body.spacing * fonts.SINGLE * kind.size
    return Set(kind, step, paper.left, paper.text_width, template.body.indent_mm * MM)


def _heading(part: Printed, template: Template, paper: Sheet, tag: Tag) -> list[Atom]:
    """``Phần I`` and its title in capitals, centred."""
    rows = [(template.styles.heading, [part.label])]
    if part.text:
        rows.append((template.styles.heading_title, [part.text]))
    return [(middle(rows, paper, tag),)]


def _lead(part: Printed, template: Template, paper: Sheet, tag: Tag) -> list[Atom]:
    """Who decides, in capitals; who wires, with ``điện:`` behind it."""
    piece = middle([(template.styles.lead, part.lines)], paper, tag)
    if not part.text:
        return [(piece,)]
    last = piece.marks[-1]
    assert isinstance(last, Run)  # noqa: S101 – centred lines are nothing else
    behind = _type(template.styles.body)
    half = behind.width(f" {part.text}") / 2
    before = replace(last, x=last.x - half, text=f"{last.text} ")
    run = Run(before.x + last.kind.width(before.text), last.y, part.text, behind, tag=tag)
    return [(Piece(piece.height, (*piece.marks[:-1], before, run)),)]


def _verb(part: Printed, template: Template, paper: Sheet, tag: Tag) -> list[Atom]:
    return [(middle([(template.styles.verb, [part.text])], paper, tag),)]


def middle(rows: Sequence[tuple[Style, Sequence[str]]], paper: Sheet, tag: Tag) -> Piece:
    """Lines in the middle of the text, each in its style, as even as they can be; one element."""
    centre = paper.left + paper.text_width / 2
    pieces = []
    for at, (style, lines) in enumerate(rows, 1):
        kind = _type(style)
        broken = evenly([style.cased(line) for line in lines], kind, paper.text_width)
        if at < len(rows) and broken:
            broken[-1] += " "
        marks = tuple(centred(broken, kind, centre, 0, tag))
        pieces.append(Piece(len(broken) * fonts.SINGLE * kind.size, marks))
    return stacked(pieces)


def evenly(lines: Sequence[str], kind: Type, width: float) -> list[str]:
    """Lines that are one text, each broken as evenly as it can be."""
    broken = [part for line in lines for part in balanced(line, kind, width)]
    return joined(broken, " ".join(lines))


def _type(style: Style) -> Type:
    return Type(style.font, style.sizes[0])


def _table(part: Printed, template: Template, paper: Sheet, tag: Tag) -> list[Atom]:
    return grid.rows(part.table, template, paper, tag) if part.table else []


DRAWN: Final[dict[Kind, Callable[[Printed, Template, Sheet, Tag], list[Atom]]]] = {
    "addressees": _addressees,
    "wired": _wired,
    "lead": _lead,
    "basis": _plain,
    "verb": _verb,
    "heading": _heading,
    "text": _plain,
    "titled": _plain,
    "article": _article,
    "table": _table,
}
