"""The steps of a draft from the drafter's hands to the signer's: initial, submit, take up again."""

from __future__ import annotations

from typing import TYPE_CHECKING

from core.office import draft_check
from core.office.terms import Act, State
from db.actions import incoming, outgoing
from desktop import reference
from desktop.drafts.initialling import ask_initial
from desktop.drafts.submit_sheet import SubmitSheet
from desktop.drafts.writing_page import ASKED
from desktop.signing import acts
from desktop.signing.reason_sheet import ReasonSheet
from desktop.undoing import Undoable

if TYPE_CHECKING:
    from collections.abc import Callable

    from core.office.draft import Draft
    from db.acting import Done, Store
    from db.queries.rows import DocumentRow
    from desktop.context import Context


class Steps:
    """``mend`` opens a draft that lacks something; ``initialled`` gets a document's id."""

    def __init__(
        self, context: Context, mend: Callable[[str], None], initialled: Callable[[str], None]
    ) -> None:
        self._context, self._mend, self._then = context, mend, initialled

    def initial(self, document: str) -> None:
        """Ask for the PIN and set the nháy."""
        ask_initial(self._context, document, self._initialled)

    def initial_checked(self, row: DocumentRow) -> None:
        """The same, for a draft of which nobody has said yet that it lacks nothing."""
        self._checked(row, lambda: self.initial(row.id))

    def submit(self, row: DocumentRow) -> None:
        """Ask for the last time, then pass it to the signer; a draft is initialled first."""
        if row.state == State.DRAFT:
            self.initial_checked(row)
            return
        undoable = Undoable(self._context, Act.REQUEST_SIGNATURE.value, row.id)

        def submitted() -> None:
            undoable.say("drafts.submitted", "drafts.submit_undone")

        self._context.frame.open_sheet(SubmitSheet(undoable.context, row, submitted))

    def revise(self, row: DocumentRow, then: Callable[[], None]) -> None:
        """Take an initialled draft up again, with a reason."""

        def work(store: Store, reason: str) -> Done:
            return incoming.step_for_reason(store, row.id, Act.REVISE, reason)

        sheet = ReasonSheet(self._context, "drafts.revise", work, then, row.id)
        self._context.frame.open_sheet(sheet)

    def discard(self, row: DocumentRow) -> None:
        """Give a draft up, at once: it is taken back as quickly."""
        undoable = Undoable(self._context, Act.DISCARD.value, row.id)

        def said(_done: Done) -> None:
            undoable.say(
                "drafts.discarded", "drafts.discard_undone", lambda done: self._then(done.entity)
            )

        undoable.context.act(lambda store: outgoing.discard(store, row.id), said)

    def _checked(self, row: DocumentRow, then: Callable[[], None]) -> None:
        """Go on if the stored draft lacks nothing; else open it and show what."""

        def look(draft: Draft | None) -> None:
            found = draft_check.problems(draft, reference.forms()) if draft else ()
            if any(one.fault not in ASKED for one in found):
                self._mend(row.id)
            else:
                then()

        self._context.read(lambda store: acts.text_of(store, row.id), look)

    def _initialled(self, done: Done) -> None:
        self._say("drafts.initialled")
        self._then(done.entity)

    def _say(self, key: str) -> None:
        self._context.frame.toast(key)
