"""One batch from the question to the result: what will be signed, the PIN, how far it is, what was
not signed; and, after a crash, going on with exactly the rest.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QObject, Signal

from core.errors import AntinError
from db.actions import batches
from desktop import clock
from desktop.documents.faces import subject_of
from desktop.signing.acts import PERSON
from desktop.signing.batch import Batch
from desktop.signing.batch_sheet import ResultSheet
from desktop.signing.pin_sheet import PinSheet
from desktop.signing.resume_sheet import ResumeSheet
from desktop.signing.summary import batch_rows
from desktop.widgets.progress_sheet import ProgressSheet, ProgressWords

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from db.queries.batches import Cut
    from desktop.context import Context
    from desktop.signing.batch import Outcome
    from desktop.signing.examining import Examined
    from desktop.signing.holders import Holder

PROGRESS: Final = ProgressWords(
    "signing.batch.name",
    "signing.batch.progress",
    "signing.batch.stop",
    "signing.batch.stopping",
)


class SigningRun(QObject):
    """``ended`` says that a batch came to its end."""

    ended = Signal()

    def __init__(self, context: Context) -> None:
        super().__init__()
        self._context = context
        self._batch: Batch | None = None
        self._told = 0

    @property
    def under_way(self) -> bool:
        """Whether a batch signs now."""
        return self._batch is not None

    def ask(self, chosen: Sequence[Examined], unopened: frozenset[int], holder: Holder) -> None:
        """Say what will be signed and ask for the PIN."""
        if holder.refusal is not None:
            self._context.frame.show_error(holder.refusal)
            return
        rows = batch_rows(chosen, len(unopened), holder, clock.now_ms())
        batch = Batch(self._context, chosen, unopened)
        sheet = PinSheet(
            self._context,
            PERSON,
            "signing.sign_title",
            rows,
            "signing.sign_do",
            lambda pin: batch.start(pin, sheet.refuse),
            n=len(chosen),
        )
        batch.began.connect(lambda: self._begin(batch))
        self._context.frame.open_sheet(sheet)

    def stop(self) -> None:
        """A batch ends with the document under way."""
        if self._batch is not None:
            self._batch.stop()

    def offer(self, cut: Cut, go_on: Callable[[], None]) -> None:
        """Tell of a batch that was cut off, once; Enter goes on with the rest."""
        if cut.begun != self._told and not self.under_way:
            self._told = cut.begun
            self.tell(cut, go_on)

    def tell(self, cut: Cut, go_on: Callable[[], None]) -> None:
        """Tell of a batch that was cut off."""
        sheet = ResumeSheet(cut)
        sheet.wanted.connect(go_on)
        sheet.left.connect(lambda: self._context.read(batches.end, lambda _none: self.ended.emit()))
        self._context.frame.open_sheet(sheet)

    def _begin(self, batch: Batch) -> None:
        """The PIN was right: the progress takes the place of the question."""
        self._batch = batch
        subjects = [subject_of(one.row) for one in batch.documents]
        sheet = ProgressSheet(batch, subjects, PROGRESS, "document_signature")
        batch.ended.connect(lambda outcomes: self._end(sheet, outcomes))
        self._context.frame.open_sheet(sheet)

    def _end(self, sheet: ProgressSheet, outcomes: tuple[Outcome, ...]) -> None:
        self._batch = None
        sheet.put_away()
        signed = sum(one.signed for one in outcomes)
        faults = [one.error for one in outcomes if not isinstance(one.error, AntinError | None)]
        if signed < len(outcomes):
            self._context.frame.open_sheet(ResultSheet(outcomes))
        if signed:
            self._context.frame.toast("signing.signed", n=signed)
        if faults:
            self._context.frame.show_error(faults[0])
        self.ended.emit()
