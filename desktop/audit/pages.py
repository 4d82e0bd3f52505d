"""What an extract of the journal says: acts as cells, what was asked, how far the chains go. No Qt
but the words.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from core.office.copies import Paper
from core.office.day import day, moment
from core.office.typography import short_date
from db.actions.exports import Copy
from db.queries import journal, office
from desktop.audit.faces import standing
from desktop.exchange.journal_csv import about, done, what
from desktop.forms.journal import Journal
from desktop.phrases import phrase

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from db.acting import Store
    from db.queries.journal import Asked, HeadRow, Line

HASH: Final = 16
"""How much of an act's hash is printed; the table has the whole one."""


def copy(asked: Asked, lines: int) -> Copy:
    """What leaves: the journal, as far as days were asked for."""
    since = day(asked.since).isoformat() if asked.since else None
    until = day(asked.until - 1).isoformat() if asked.until else None
    return Copy(Paper.JOURNAL, lines=lines, since=since, until=until)


def cells(line: Line) -> tuple[str, ...]:
    """An act as the columns of the printed extract have it."""
    return (
        f"{moment(line.time):%d/%m/%Y %H:%M:%S}",
        line.name,
        line.device,
        done(line),
        about(line),
        str(line.place or ""),
        phrase("vi", f"audit.printed.{standing(line)}"),
        line.commit[:HASH],
    )


def content(store: Store, asked: Asked, acts: Sequence[tuple[str, ...]]) -> Journal:
    """Everything of the extract but who prints it and when."""
    told = office.letterhead(store)
    heads = tuple(_head(head) for head in journal.heads(store))
    return Journal(told.parent, told.name, told.place, (*_asked(store, asked),), heads, (*acts,))


def _head(head: HeadRow) -> str:
    kind = head.kind if head.kind in ("unit", "authority") else "other"
    said = phrase("vi", f"audit.stream.{kind}", place=head.place, chain=head.chain)
    waiting = phrase("vi", "audit.stream.unsent", n=head.unsent) if head.unsent else ""
    return "; ".join(part for part in (said, waiting) if part) + "."


def _asked(store: Store, asked: Asked) -> Iterator[str]:
    """What was asked of the journal, a line each; everything where nothing was."""
    people = {person.id: person.name for person in office.people(store)}
    said = {
        "words": asked.words,
        "person": people.get(asked.person, ""),
        "what": what(asked.what) if asked.what else "",
        "since": short_date(day(asked.since)) if asked.since else "",
        "until": short_date(day(asked.until - 1)) if asked.until else "",
    }
    given = [(name, text) for name, text in said.items() if text]
    for name, text in given:
        yield f"{phrase('vi', f'audit.ask.{name}')}: {text}"
    if not given:
        yield phrase("vi", "audit.extract.everything")
