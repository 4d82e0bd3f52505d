"""Everything that the page of one outgoing document shows, read in one go. No Qt."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from core.office.terms import Act, State
from db.actions import discarded
from db.queries import checks, dispatches, documents, office, submissions
from desktop.bulk.chosen import Sitting
from desktop.signing import acts, initials

if TYPE_CHECKING:
    from datetime import date

    from core.office.format.kept import Kept
    from core.office.terms import Role
    from db.acting import Store
    from db.queries.checks import CheckRow
    from db.queries.dispatches import DispatchRow, LoanRow, Notice
    from db.queries.rows import DocumentPage, Related
    from desktop.signing.initials import Box


@dataclass(frozen=True)
class Gathered:
    """A document's page with its checks, dispatches and loans, as somebody with these roles sees
    it; ``notice`` is there once it was recalled; ``boxes`` are the places for nháy while it may
    be initialled, ``name`` is the person's; ``in_bin``: a discarded draft that he may bring back;
    ``kept`` is what of its layout was kept when it was submitted last.
    """

    today: date
    page: DocumentPage
    checks: tuple[CheckRow, ...]
    dispatches: tuple[DispatchRow, ...]
    loans: tuple[LoanRow, ...]
    notice: Notice | None
    related: Related
    roles: frozenset[Role]
    boxes: tuple[Box, ...] = ()
    name: str = ""
    in_bin: bool = False
    kept: tuple[Kept, ...] = ()

    def sitting(self) -> Sitting:
        """Who is before the register."""
        return Sitting(self.roles, self.today)

    @property
    def acts(self) -> frozenset[Act]:
        """What the workflow allows now."""
        return frozenset(move.act for move in self.page.moves)

    def awaited(self) -> bool:
        """Whether the person's own nháy is awaited; the drafter sets his where he writes."""
        return initials.awaited(self.boxes, self.name)

    def held(self) -> frozenset[Act]:
        """The checks that hold for the file of now."""
        return frozenset(Act(one.act) for one in self.checks if one.holds)

    def waiting(self) -> tuple[DispatchRow, ...]:
        """What was sent and has no receipt."""
        return tuple(one for one in self.dispatches if one.received is None)

    def away(self) -> LoanRow | None:
        """The loan of which the file copy is not back."""
        return next((one for one in self.loans if one.returned is None), None)

    def unsent(self) -> tuple[str, ...]:
        """The recipients that it names and that it was not sent to."""
        sent = {one.recipient for one in self.dispatches}
        named = dict.fromkeys(self.page.fields.get("recipients") or [])
        return tuple(one for one in named if one not in sent)


def gather(store: Store, document: str) -> Gathered | None:
    """Read it in the database lane; None where there is no such document."""
    page = documents.page(store, document)
    if page is None:
        return None
    me, begun = office.me(store), page.row.state == State.INITIALLED
    before = submissions.submission(store, document) if begun else None
    return Gathered(
        store.today(),
        page,
        tuple(checks.checks(store, document)),
        tuple(dispatches.dispatches(store, document)),
        tuple(dispatches.loans(store, document)),
        dispatches.recall_notice(store, document),
        documents.related(store, document),
        me.roles,
        acts.boxes(store, document) if begun else (),
        me.name,
        page.row.state == State.CANCELLED and discarded.waits(store, document),
        before.kept if before else (),
    )
