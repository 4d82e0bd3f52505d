"""What a person or unit was called over time: a card of the pane beside the lists."""

from __future__ import annotations

from typing import TYPE_CHECKING

from desktop.widgets.labels import Label
from desktop.widgets.layouts import Column, Panel
from desktop.wording import day
from desktop.words import word

if TYPE_CHECKING:
    from collections.abc import Sequence

    from db.queries.accounts import NamedRow


class Career(Panel):
    """The newest names first; ``kind`` is ``person`` or ``unit``."""

    def __init__(self, kind: str, rows: Sequence[NamedRow]) -> None:
        column = Column(Label(f"accounts.history.{kind}", "panel"), gap=6)
        for row, before in zip(rows, (*rows[1:], None), strict=True):
            column.addWidget(_row(row, before, kind))
        super().__init__("clear", column)


def span(row: NamedRow) -> str:
    """From when to when the names hold."""
    since = day(row.since)
    if row.last is None:
        return word("accounts.history.since", since=since)
    return word("accounts.history.span", since=since, last=day(row.last))


def names(row: NamedRow, before: NamedRow | None, kind: str) -> tuple[str, str]:
    """What is said in two lines; a person's name only where it is another than before."""
    if kind == "unit":
        above = word("accounts.history.under", above=row.unit) if row.unit else ""
        return row.name, _joined(row.short, row.code, row.place, above)
    renamed = before is not None and before.name != row.name
    return _joined(row.rank, row.post), _joined(row.unit, row.name if renamed else "")


def _row(row: NamedRow, before: NamedRow | None, kind: str) -> Panel:
    first, second = names(row, before, kind)
    late = row.written != row.since
    written = word("accounts.history.written", day=day(row.written)) if late else ""
    said = ((span(row), "sub", "text3"), (first, "val", ""), (second, "sub", "text2"))
    column = Column(gap=1, margins=(10, 4, 10, 4))
    for text, role, tone in (*said, (written, "sub", "text3")):
        if text:
            label = Label(role=role, tone=tone, wrap=True)
            label.show_text(text)
            column.addWidget(label)
    return Panel("clear" if row.last else "quote", column)


def _joined(*parts: str) -> str:
    return " · ".join(part for part in parts if part)
