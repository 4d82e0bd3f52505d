"""How the rows of an old book look before they are taken over, and what stands against them."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Final

from core.office.numbering import RegisterKind
from desktop.widgets.chips import ChipText
from desktop.widgets.register.faces import TITLE, Cell, Plan, RowFace
from desktop.widgets.register.faces import Column as Heading
from desktop.wording import day
from desktop.words import explain, word

if TYPE_CHECKING:
    from collections.abc import Mapping

    from desktop.books.old_rows import Flaw, OldRow

_PLACE: Final = Heading("books.import.place", 56, right=True)
COLUMNS: Final = {
    RegisterKind.INCOMING.value: (
        ("number", Heading("books.column.incoming.2", 64, right=True)),
        ("arrived", Heading("books.column.incoming.1", 100)),
        ("issuer", Heading("books.column.incoming.3", 150)),
        ("code", Heading("books.column.incoming.4", 116)),
        ("subject", Heading("books.column.incoming.6", 0)),
    ),
    RegisterKind.OUTGOING.value: (
        ("code", Heading("books.column.outgoing.1", 130)),
        ("document_date", Heading("books.column.outgoing.2", 100)),
        ("subject", Heading("books.column.outgoing.3", 0)),
        ("signer", Heading("books.column.outgoing.4", 140)),
        ("recipients", Heading("books.column.outgoing.5", 160)),
    ),
}
"""What a row shows of what it says, and under which headings."""


def plan(kind: str) -> Plan:
    """The columns of the preview for a book of a kind."""
    shown = dict(COLUMNS[kind])
    return Plan(
        columns=(_PLACE, *shown.values()),
        heads=("books.import.place", shown["subject"].key, shown["code"].key),
        sorted_by=-1,
        tall=True,
    )


def face(kind: str, row: OldRow) -> RowFace:
    """A row of a book of a kind: what it says, or first what is wrong with it."""
    code = row.said.get("code") or own_code(row)
    cells = {**row.said, "code": code, **_day(row)}
    subject = row.said.get("subject", "")
    said = says(row.flaws[0]) if row.flaws else subject
    chips = (ChipText(word("books.import.wrong"), "danger"),) if row.flaws else ()
    return RowFace(
        said,
        f"{row.place}. {said}. {subject}",
        chips=chips,
        number=Cell(str(row.place), "text2", "num"),
        right_top=Cell(code, "text2"),
        cells=(
            Cell(str(row.place), "text3", "num"),
            *(TITLE if name == "subject" else _cell(name, cells) for name, _ in COLUMNS[kind]),
        ),
    )


def _day(row: OldRow) -> dict[str, str]:
    """The day under which the document stands, as books write it, where it can be read."""
    name = "arrived" if "arrived" in row.said else "document_date"
    return {name: day(date.fromisoformat(row.entry.date))} if row.entry.date else {}


def _cell(name: str, said: Mapping[str, str]) -> Cell:
    return Cell(said.get(name, ""), "text2", "num" if name == "number" else "body")


def own_code(row: OldRow) -> str:
    """Number and symbol of one's own document, as the row says them."""
    number, symbol = row.said.get("number", ""), row.said.get("symbol", "")
    return f"{number}/{symbol}" if number and symbol else number or symbol


def says(flaw: Flaw) -> str:
    """What stands against a row, in a sentence."""
    if flaw.error is not None:
        return explain(flaw.error).sentence()
    facts = dict(flaw.facts)
    if flaw.about:
        facts["field"] = word(flaw.about)
    return word(flaw.key, **facts)
