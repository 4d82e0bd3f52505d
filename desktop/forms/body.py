"""The text between head and foot: ô 9a and 6, as atoms that flow over the pages."""

from __future__ import annotations

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
from desktop.forms.lines import Type, balanced
from desktop.forms.template import MM, Style, Template

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from core.office.printed import Kind, Printed

KEEPING = frozenset({"heading", "titled", "lead", "verb"})
"""What never stands at the end of a page: it stays with what follows."""


def text(parts: Sequence[Printed], template: Template, paper: Sheet) -> list[Atom]:
    """The parts; what heads a text stays with it."""
    done: list[Atom] = []
    waiting: Atom = ()
    before: Kind | None = None
    for part in parts:
        own = DRAWN[part.kind](part, template, paper)
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


def _gap(kind: Kind, before: Kind | None, template: Template) -> float:
    """White space above a part: its own, or what opens the text, or that between paragraphs."""
    gaps = template.gaps
    own = {"lead": gaps.lead_pt, "verb": gaps.verb_pt, "addressees": gaps.addressees_pt}
    after = {None: gaps.body_pt, "addressees": gaps.body_pt, "wired": gaps.body_pt}
    after |= {"lead": gaps.verb_pt, "verb": gaps.verb_pt}
    return own.get(kind) or after.get(before, template.body.gap_pt)


def _addressees(part: Printed, template: Template, paper: Sheet) -> list[Atom]:
    """``Kính gửi: A.`` on one line, or ``Kính gửi:`` and a dashed list under the colon."""
    kind, lines = _type(template.styles.addressees), part.lines
    word = template.words.addressees
    step = template.body.spacing * fonts.SINGLE * kind.size
    if len(lines) > 1:
        colon = kind.width(word.removesuffix(":"))
        indent, items = _list(lines, colon, template, paper)
        title = Set(kind, step, paper.left, paper.text_width, indent, justify=False)
        return [tuple(paragraph(word, title)) + items[0], *items[1:]]
    text = f"{word} {lines[0]}" if lines else word
    room = paper.text_width - template.body.indent_mm * MM
    indent = max(template.body.indent_mm * MM, (paper.text_width - kind.width(text)) / 2)
    hanging = indent if kind.width(text) <= room else indent + kind.width(f"{word} ")
    how = Set(kind, step, paper.left, paper.text_width, indent, hanging, justify=False)
    return atoms(paragraph(text, how))


def _wired(part: Printed, template: Template, paper: Sheet) -> list[Atom]:
    """The dashed list below who wires (``… điện:``)."""
    return _list(part.lines, 0.0, template, paper)[1]


def _list(
    lines: Sequence[str], beside: float, template: Template, paper: Sheet
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
    return indent, [tuple(paragraph(line, how)) for line in lines]


def _plain(part: Printed, template: Template, paper: Sheet) -> list[Atom]:
    """A paragraph in the face of its kind; a number or a dash before it is part of it."""
    styles = template.styles
    style = {"basis": styles.basis, "titled": styles.titled}.get(part.kind, styles.body)
    words = f"{part.label} {part.text}" if part.label else part.text
    return atoms(paragraph(words, _setting(style, template, paper)))


def _article(part: Printed, template: Template, paper: Sheet) -> list[Atom]:
    """``Điều 1.`` in bold, and its text beside it in the face of the body."""
    how, bold = _setting(template.styles.body, template, paper), _type(template.styles.article)
    label = f"{part.label} "
    run = Run(how.x + how.first, baseline(how.height, how.kind), label, bold)
    first, *rest = paragraph(part.text, replace(how, first=how.first + bold.width(label)))
    return atoms([replace(first, marks=(run, *first.marks)), *rest])


def _setting(style: Style, template: Template, paper: Sheet) -> Set:
    kind = _type(style)
    step = template.body.spacing * fonts.SINGLE * kind.size
    return Set(kind, step, paper.left, paper.text_width, template.body.indent_mm * MM)


def _heading(part: Printed, template: Template, paper: Sheet) -> list[Atom]:
    """``Phần I`` and its title in capitals, centred."""
    rows = [(template.styles.heading, [part.label])]
    if part.text:
        rows.append((template.styles.heading_title, [part.text]))
    return [(middle(rows, paper),)]


def _lead(part: Printed, template: Template, paper: Sheet) -> list[Atom]:
    """Who decides, in capitals; who wires, with ``điện:`` behind it."""
    piece = middle([(template.styles.lead, part.lines)], paper)
    if not part.text:
        return [(piece,)]
    last = piece.marks[-1]
    assert isinstance(last, Run)  # noqa: S101 – centred lines are nothing else
    behind = _type(template.styles.body)
    half = behind.width(f" {part.text}") / 2
    moved = [replace(mark, x=mark.x - half) if mark is last else mark for mark in piece.marks]
    x = last.x - half + last.kind.width(f"{last.text} ")
    return [(Piece(piece.height, (*moved, Run(x, last.y, part.text, behind))),)]


def _verb(part: Printed, template: Template, paper: Sheet) -> list[Atom]:
    return [(middle([(template.styles.verb, [part.text])], paper),)]


def middle(rows: Sequence[tuple[Style, Sequence[str]]], paper: Sheet) -> Piece:
    """Lines in the middle of the text, each in its style, as even as they can be."""
    centre = paper.left + paper.text_width / 2
    pieces = []
    for style, lines in rows:
        kind = _type(style)
        broken = [
            part for line in lines for part in balanced(style.cased(line), kind, paper.text_width)
        ]
        marks = tuple(centred(broken, kind, centre, 0))
        pieces.append(Piece(len(broken) * fonts.SINGLE * kind.size, marks))
    return stacked(pieces)


def _type(style: Style) -> Type:
    return Type(style.font, style.sizes[0])


def _table(part: Printed, template: Template, paper: Sheet) -> list[Atom]:
    return grid.rows(part.table, template, paper) if part.table else []


DRAWN: Final[dict[Kind, Callable[[Printed, Template, Sheet], list[Atom]]]] = {
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
