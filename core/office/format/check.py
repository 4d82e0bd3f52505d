"""The format checker: what deviates from NĐ 30/2020/NĐ-CP PL I in a document that was read."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from core.office.format.check_appendix import check_appendices, check_scan
from core.office.format.check_body import check_addressees, check_text, check_title
from core.office.format.check_divisions import check_divisions
from core.office.format.check_foot import check_foot
from core.office.format.check_head import check_head
from core.office.format.check_number import check_date, check_number
from core.office.format.check_page import check_page
from core.office.format.finding import Record
from core.office.format.layout import layout_of
from core.office.format.lines import fold
from core.office.format.looks import on
from core.office.format.rules import Rule

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from core.office.catalogue import DocumentType
    from core.office.format.finding import Finding
    from core.office.format.layout import Layout
    from core.office.format.page import Reading

_FEWEST_LETTERS: Final = 40


def check(
    reading: Reading, types: Sequence[DocumentType], record: Record | None = None
) -> tuple[Finding, ...]:
    """Every deviation, in the order of pages and places; ``types`` is the catalogue of types.

    A scan gives one finding, that there is no text; what is no document under this law (of the
    Party) gives one finding that says so.
    """
    record = record or Record()
    if record.scan:
        layout = layout_of(reading, types, record.type)
        return tuple(check_scan(reading, layout, record))
    letters = sum(len(run.text) for run in reading.pages[0].runs)
    if letters < _FEWEST_LETTERS:
        return (on(Rule.NO_TEXT, 0),)
    layout = layout_of(reading, types, record.type)
    if layout.head.is_party:
        return (on(Rule.OTHER_FORM, 0),)
    found = check_page(layout), check_appendices(layout, record)
    own = () if layout.alone else _document(layout, types, record)
    return tuple(sorted((*found[0], *own, *found[1]), key=_place))


def _document(layout: Layout, types: Sequence[DocumentType], record: Record) -> Iterator[Finding]:
    title = layout.title.line.folded.strip(" :.") if layout.title else ""
    named = next((kind.code for kind in types if fold(kind.vi) == title), "")
    code = record.type or named or ("cong-van" if layout.letter else "")
    yield from check_head(layout, record)
    yield from check_number(layout, record, types)
    yield from check_date(layout, record)
    yield from check_title(layout, record, code)
    yield from check_addressees(layout)
    yield from check_text(layout)
    yield from check_divisions(layout.paragraphs, layout.frame)
    yield from check_divisions(layout.attached, layout.frame)
    yield from check_foot(layout, record, code)


def _place(found: Finding) -> tuple[int, float, str]:
    return found.page, found.box[1] if found.box else -1.0, found.rule
