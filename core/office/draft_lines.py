"""A draft as the lines that a reader goes through: every field and every block, in the order of the
page.

What comparing shows and where a comment stands is told by these lines.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Final, NamedTuple

from core.office.draft import Appendix, Article, Attached, Block, Clause, Document, Draft, Heading
from core.office.draft import Table as Grid
from core.office.draft_labels import labels
from core.office.terms import Urgency

CELLS: Final = " │ "
"""What stands between the cells of a table's row."""


class Line(NamedTuple):
    """One line: the part of the draft, which of that part's blocks it is, what it is, the number
    that is printed before it, and its text. Numbers are counted: they belong to no text.
    """

    part: str
    block: int
    kind: str
    label: str
    text: str


def lines(draft: Draft) -> tuple[Line, ...]:
    """All lines of a draft; what is not filled in has none."""
    return tuple(_all(draft))


def _all(draft: Draft) -> Iterator[Line]:
    yield from _few("parent", draft.parent)
    yield from _few("issuer", draft.issuer)
    yield from _one("symbol", draft.symbol)
    yield from _one("place", draft.place)
    if isinstance(draft, Document):
        yield Line("template", 0, "template", "", draft.template)
        yield Line("type", 0, "type", "", draft.type)
    if draft.urgency is not Urgency.NORMAL:
        yield Line("urgency", 0, "urgency", "", draft.urgency.value)
    yield from _one("circulation", draft.circulation)
    yield from _one("subject", draft.subject)
    yield from _few("addressees", draft.addressees)
    if isinstance(draft, Document):
        yield from _few("lead", draft.lead)
        for at, fact in enumerate(draft.facts):
            yield Line("facts", at, fact.key, "", fact.text)
    yield from body("body", draft.body)
    yield from _foot(draft)
    if isinstance(draft, Document) and draft.attached is not None:
        yield from _attached(draft.attached)
    for number, appendix in enumerate(draft.appendices, 1):
        yield from _appendix(f"appendix-{number}", appendix)


def _foot(draft: Draft) -> Iterator[Line]:
    signer = draft.signer
    yield from _few("authority", signer.authority)
    yield from _one("rank", signer.rank)
    yield from _one("signer", signer.name)
    for at, checker in enumerate(draft.checkers):
        yield Line("checkers", at, checker.duty, "", checker.name)
    yield from _few("recipients", draft.recipients)
    yield from _few("file_copy", draft.file_copy)
    yield from _one("marker", draft.marker)
    yield from _few("contact", draft.contact)


def _attached(found: Attached) -> Iterator[Line]:
    yield Line("attached", 0, "type", "", found.type)
    yield Line("attached", 0, "subject", "", found.subject)
    yield from body("attached", found.body)


def _appendix(part: str, found: Appendix) -> Iterator[Line]:
    yield Line(part, 0, "separate" if found.separate else "title", "", found.title)
    if found.file is not None:
        yield Line(part, 0, "file", "", f"{found.file.name} ({found.file.blob[:8]})")
    yield from body(part, found.body)


def body(part: str, blocks: Sequence[Block]) -> Iterator[Line]:
    """The lines of a text's blocks; a row of a table is a line."""
    for at, (block, label) in enumerate(zip(blocks, labels(blocks), strict=True)):
        if isinstance(block, Grid):
            yield from _table(part, at, block)
        else:
            yield Line(part, at, _kind(block), label, block.text)


def _kind(block: Block) -> str:
    kind = str(type(block).__struct_config__.tag)
    if isinstance(block, Heading):
        return block.level
    titled = isinstance(block, Article | Clause) and block.titled
    return f"{kind}-titled" if titled else kind


def _table(part: str, at: int, table: Grid) -> Iterator[Line]:
    widths = CELLS.join(f"{width} %" for width in table.widths)
    yield Line(part, at, f"table-{table.head}", "", widths)
    for row in table.rows:
        yield Line(part, at, f"row-{len(row)}", "", CELLS.join(row))


def _one(part: str, text: str) -> Iterator[Line]:
    if text:
        yield Line(part, 0, part, "", text)


def _few(part: str, texts: Sequence[str]) -> Iterator[Line]:
    return (Line(part, at, part, "", text) for at, text in enumerate(texts))
