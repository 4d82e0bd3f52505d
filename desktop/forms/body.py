"""Addressees and text: ô 9a and 6, as atoms that flow over the pages."""

from __future__ import annotations

from itertools import groupby
from typing import TYPE_CHECKING

from core.office.draft import Basis, Clause, Heading
from core.office.draft_labels import labels
from core.office.draft_text import words as plain
from core.office.typography import closed, dashed, ended
from desktop.forms import fonts
from desktop.forms.layout import Atom, Piece, Set, Sheet, atoms, centred, paragraph, stacked
from desktop.forms.lines import Type, balanced
from desktop.forms.template import MM, Style, Template

if TYPE_CHECKING:
    from collections.abc import Sequence

    from core.office.draft import Block


def addressees(names: Sequence[str], template: Template, paper: Sheet) -> list[Atom]:
    """``Kính gửi: A.`` on one line, or ``Kính gửi:`` and a dashed list under the colon."""
    kind = _type(template.styles.addressees)
    word = template.words.addressees
    step = template.body.spacing * fonts.SINGLE * kind.size
    gap = template.gaps.addressees_pt
    if len(names) < 2:
        text = f"{word} {ended(names)[0]}" if names else word
        room = paper.text_width - template.body.indent_mm * MM
        indent = max(template.body.indent_mm * MM, (paper.text_width - kind.width(text)) / 2)
        hanging = indent if kind.width(text) <= room else indent + kind.width(f"{word} ")
        how = Set(kind, step, paper.left, paper.text_width, indent, hanging, justify=False)
        return atoms(paragraph(text, how, gap))
    return _list(dashed(names), kind, template, paper)


def _list(lines: Sequence[str], kind: Type, template: Template, paper: Sheet) -> list[Atom]:
    word = template.words.addressees
    step = template.body.spacing * fonts.SINGLE * kind.size
    colon = kind.width(word.removesuffix(":"))
    widest = colon + max(kind.width(line) for line in lines)
    indent = max(template.body.indent_mm * MM, (paper.text_width - widest) / 2)
    title = Set(kind, step, paper.left, paper.text_width, indent, justify=False)
    dash = indent + colon
    how = Set(
        kind, step, paper.left, paper.text_width, dash, dash + kind.width("- "), justify=False
    )
    items = [tuple(paragraph(line, how)) for line in lines]
    first = tuple(paragraph(word, title, template.gaps.addressees_pt)) + items[0]
    return [first, *items[1:]]


def text(body: Sequence[Block], template: Template, paper: Sheet) -> list[Atom]:
    """The blocks; headings stay with what follows them, the last text ends with ``./.``."""
    parts: list[Atom] = []
    waiting: Atom = ()
    for block, label, words in _worded(body):
        gap = template.body.gap_pt if parts or waiting else template.gaps.body_pt
        if isinstance(block, Heading):
            waiting += (_heading(label, block.text, template, paper, gap),)
            continue
        own = atoms(paragraph(words, _setting(block, template, paper), gap))
        own[0] = waiting + own[0]
        waiting = ()
        if isinstance(block, Clause) and block.titled:
            *own, waiting = own
        parts += own
    return [*parts, waiting] if waiting else parts


def _worded(body: Sequence[Block]) -> list[tuple[Block, str, str]]:
    """Each block with its number and its text as it is printed."""
    words = [plain(block) for block in body]
    for is_basis, group in groupby(range(len(body)), lambda at: isinstance(body[at], Basis)):
        if is_basis:
            places = list(group)
            for place, line in zip(places, ended([words[at] for at in places]), strict=True):
                words[place] = line
    if body and _closes(body[-1]):
        words[-1] = closed(words[-1])
    numbers = labels(body)
    return [
        (block, label, word if isinstance(block, Heading) or not label else f"{label} {word}")
        for block, label, word in zip(body, numbers, words, strict=True)
    ]


def _closes(block: Block) -> bool:
    titled = isinstance(block, Clause) and block.titled
    return not (isinstance(block, Heading | Basis) or titled)


def _setting(block: Block, template: Template, paper: Sheet) -> Set:
    styles = template.styles
    style = styles.basis if isinstance(block, Basis) else styles.body
    if isinstance(block, Clause) and block.titled:
        style = styles.titled
    kind = _type(style)
    step = template.body.spacing * fonts.SINGLE * kind.size
    return Set(kind, step, paper.left, paper.text_width, template.body.indent_mm * MM)


def _heading(label: str, title: str, template: Template, paper: Sheet, gap: float) -> Piece:
    """``Phần I`` and its title in capitals, centred."""
    centre = paper.left + paper.text_width / 2
    upper, lower = template.styles.heading, template.styles.heading_title
    rows = [([label], _type(upper))]
    if title:
        rows.append((balanced(lower.cased(title), _type(lower), paper.text_width), _type(lower)))
    pieces = [
        Piece(len(lines) * fonts.SINGLE * kind.size, tuple(centred(lines, kind, centre, 0)))
        for lines, kind in rows
    ]
    whole = stacked(pieces)
    return Piece(whole.height, whole.marks, gap)


def _type(style: Style) -> Type:
    return Type(style.font, style.sizes[0])
