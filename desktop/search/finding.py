"""Documents and dossiers that a few words mean, as lines of the palette; marks need not be typed.

The queries leave out what the person may not see, so the lines do.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, Final

from core.office.terms import Kind
from db.queries import documents, shelf
from db.queries.documents import View
from desktop.documents.faces import code_of, subject_of
from desktop.frame.command_palette import Entry
from desktop.latest import Latest
from desktop.widgets.matching import Candidate, Match, find
from desktop.widgets.states import group_chips

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Sequence

    from db.acting import Store
    from db.queries.rows import DocumentRow, DossierRow, InGroup
    from desktop.context import Context

MOST: Final = 6
ALL: Final = View(tuple(Kind))


@dataclass(frozen=True)
class Found:
    """The newest documents and the best dossiers."""

    documents: tuple[DocumentRow, ...]
    dossiers: tuple[tuple[DossierRow, Match], ...]


def look(store: Store, typed: str) -> Found:
    """Ask the store, in the database lane."""
    numbers = documents.ids(store, ALL, typed)[:MOST]
    shown = {Candidate(f"{row.code} – {row.title}"): row for row in shelf.dossiers(store)}
    matches = find(typed, shown, MOST)
    return Found(
        tuple(documents.rows(store, numbers)),
        tuple((shown[match.candidate], match) for match in matches),
    )


class Finder:
    """Answers the palette's questions for one session; ``screens`` are those that the person
    has."""

    def __init__(self, context: Context, screens: Collection[str]) -> None:
        self._context, self._screens = context, screens
        self._asked = Latest(context)

    def provide(self, typed: str, deliver: Callable[[Sequence[Entry]], None]) -> None:
        """Find, and hand the lines over when they are there; only the newest question counts."""
        self._asked.read(lambda store: look(store, typed), lambda found: deliver(self.lines(found)))

    def lines(self, found: Found) -> list[Entry]:
        """The lines of what was found, each with the screen that it opens."""
        return [
            *(_document(row, self._going(*_place(row))) for row in found.documents),
            *(
                _dossier(row, match, self._going("dossiers", row.id))
                for row, match in found.dossiers
            ),
        ]

    def _going(self, screen: str, argument: object) -> Callable[[], None]:
        if screen not in self._screens:
            return lambda: None
        return partial(self._context.frame.go, screen, argument)


def _document(row: DocumentRow, run: Callable[[], None]) -> Entry:
    match = Match(Candidate(subject_of(row)), ())
    return Entry(
        "frame.palette_documents", "document", match, _remark(row.group, code_of(row)), run
    )


def _dossier(row: DossierRow, match: Match, run: Callable[[], None]) -> Entry:
    return Entry("frame.palette_dossiers", "folder_open", match, _remark(row.group), run)


def _remark(group: InGroup | None, *said: str) -> str:
    """What stands behind a line: the mark of a restricted group, and what else is told."""
    return " · ".join((*(chip.text for chip in group_chips(group)), *said))


def _place(row: DocumentRow) -> tuple[str, object]:
    """The screen that shows a document, and what to hand it."""
    if row.kind == Kind.INCOMING:
        return "incoming", ("document", row.id)
    return "outgoing", ("all", row.n)
