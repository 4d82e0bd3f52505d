"""The sign queue: everything that waits, what is ready ticked, one PIN for the batch."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QSplitter, QWidget
from typing_extensions import override

from core.errors import AntinError
from core.office.terms import Act, Role
from db.actions import desk, incoming
from desktop import clock
from desktop.changes import touches
from desktop.documents.faces import subject_of
from desktop.documents.format_sheet import kept_commands
from desktop.documents.versions_sheet import versions_commands
from desktop.screens import Command, Head, Screen, ScreenView
from desktop.signing.acts import PERSON
from desktop.signing.batch import Batch
from desktop.signing.batch_bar import BatchBar
from desktop.signing.batch_sheet import ResultSheet
from desktop.signing.pin_sheet import PinSheet
from desktop.signing.preview import Preview
from desktop.signing.queue import Queue
from desktop.signing.queue_list import QueueList
from desktop.signing.reason_sheet import ReasonSheet
from desktop.signing.summary import batch_rows
from desktop.theme.theme import theme
from desktop.widgets.layouts import Column
from desktop.widgets.progress_sheet import ProgressSheet, ProgressWords
from desktop.wording import number
from desktop.words import bind, word

if TYPE_CHECKING:
    from collections.abc import Sequence

    from PySide6.QtGui import QShowEvent

    from db.acting import Done, Store
    from desktop.context import Context
    from desktop.signing.batch import Outcome
    from desktop.signing.examining import Examined

ROLES: Final = frozenset({Role.COMMANDER, Role.HEAD_OF_SECTION})
LIST_WIDTH: Final = 372
PROGRESS: Final = ProgressWords(
    "signing.batch.name",
    "signing.batch.progress",
    "signing.batch.stop",
    "signing.batch.stopping",
)


class SigningScreen(ScreenView):
    """Ctrl+Enter, PIN, Enter signs everything that is ready."""

    def __init__(self, context: Context) -> None:
        super().__init__()
        self._context = context
        self._batch: Batch | None = None
        self._wanted = 0
        self.queue = Queue(context)
        self.list, self.preview, self.bar = QueueList(), Preview(context), BatchBar()
        self.queue.changed.connect(self._show)
        self.list.settled.connect(self._settle)
        self.list.ticks_changed.connect(self._choose)
        self.bar.wanted.connect(self.ask)
        context.changes.happened.connect(self._changed)
        self._lay_out()
        bind(self, self.head_changed.emit)

    # -- what the frame asks -------------------------------------------------------------------

    @override
    def head(self) -> Head:
        count, ready = len(self.queue.rows), len(self.list.ready())
        again = sum(not found.ready for found in self.queue.found.values())
        facts = {"count": number(count), "ready": number(ready), "again": number(again)}
        return Head(word("frame.screen.signing"), word("signing.subtitle", **facts))

    @override
    def commands(self) -> tuple[Command, ...]:
        found = [
            Command("refresh", "signing.refresh", self.queue.read, shortcut="F5"),
            Command("sign", "signing.sign", self.ask, "document_signature", "Ctrl+Enter"),
        ]
        if (current := self.list.current()) is not None:
            found += versions_commands(self._context, current.row.id)
            kept = current.submitted.kept if current.submitted is not None else ()
            found += kept_commands(self._context, current.blob, kept)
            found += self.preview.files.commands()
            give_back = self._give_back
            found.append(Command("return", "signing.return", give_back, "arrow_undo", "F8", "bar"))
        return tuple(found)

    @override
    def panes(self) -> tuple[QWidget, ...]:
        return (self.list.view, self.preview.pdf.view, self.bar)

    @override
    def start(self) -> QWidget | None:
        return self.list.view

    @override
    def open(self, argument: object) -> None:
        self._wanted = argument if isinstance(argument, int) else 0
        self.queue.read(frozenset())

    @override
    def place(self) -> object:
        """The document that the keyboard is on, by its number in the store."""
        found = self.list.current()
        return found.row.n if found is not None else None

    @override
    def keep(self) -> None:
        """What was decrypted is forgotten; a batch ends with the document under way."""
        self.preview.drop()
        if self._batch is not None:
            self._batch.stop()

    # -- the queue -----------------------------------------------------------------------------

    def _changed(self, changed: object) -> None:
        """Whose authority changed is asked for every document anew."""
        if self._batch is not None or not isinstance(changed, frozenset):
            return
        if touches(changed, "delegation", "grant", "person"):
            self.queue.read()
        elif touches(changed, "document"):
            self.queue.read(frozenset(entity for _, entity in changed))

    def _show(self) -> None:
        self.list.show_rows(self.queue.rows, self.queue.found)
        if self.queue.holder is not None:
            self.bar.show_holder(self.queue.holder)
        if self._wanted and self.list.view.go_to(self._wanted):
            self._wanted = 0
        self._settle(self.list.current())
        self._context.frame.set_badge("signing", len(self.queue.rows))
        self.head_changed.emit()

    def _settle(self, found: Examined | None) -> None:
        """The document that the keyboard rests on is shown, and so it was opened."""
        if not self.isVisible():
            return
        name = self.queue.holder.person.name if self.queue.holder else ""
        self.preview.show_document(found, name)
        self.commands_changed.emit()
        if found is not None and found.blob and found.row.n not in self.list.opened:
            document = found.row.id
            self.list.note_opened(found.row.n)
            self._context.read(lambda store: desk.mark_read(store, document), _nothing)
            self._choose()

    def _choose(self) -> None:
        chosen = self.list.chosen()
        self.bar.show_choice(chosen, len(self.queue.rows), len(self._unopened(chosen)))

    def _unopened(self, chosen: Sequence[Examined]) -> frozenset[int]:
        return frozenset(one.row.n for one in chosen) - self.list.opened

    # -- acts ----------------------------------------------------------------------------------

    def ask(self) -> None:
        """Say what will be signed and ask for the PIN."""
        chosen, holder = self.list.chosen(), self.queue.holder
        if not chosen or holder is None or self._batch is not None:
            return
        if holder.refusal is not None:
            self._context.frame.show_error(holder.refusal)
            return
        unopened = self._unopened(chosen)
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
        if self.isVisible():
            self.queue.read()

    def _give_back(self) -> None:
        found = self.list.current()
        if found is None:
            return
        document = found.row.id

        def work(store: Store, reason: str) -> Done:
            return incoming.step_for_reason(store, document, Act.RETURN, reason)

        def then() -> None:
            self._context.frame.toast("signing.returned")

        sheet = ReasonSheet(self._context, "signing.return", work, then, document)
        self._context.frame.open_sheet(sheet)

    # -- inside --------------------------------------------------------------------------------

    def _lay_out(self) -> None:
        splitter = QSplitter(Qt.Orientation.Horizontal)
        splitter.setChildrenCollapsible(False)
        splitter.setHandleWidth(1)
        splitter.addWidget(self.list)
        splitter.addWidget(self.preview)
        splitter.setSizes([theme.px(LIST_WIDTH), theme.px(2 * LIST_WIDTH)])
        splitter.setStretchFactor(0, 0)
        splitter.setStretchFactor(1, 1)
        column = Column(gap=0)
        column.addWidget(splitter, 1)
        column.addWidget(self.bar)
        self.setLayout(column)

    @override
    def showEvent(self, event: QShowEvent) -> None:
        """After a lock or another screen the queue and the pages are read again."""
        super().showEvent(event)
        self.queue.read(frozenset())


def _nothing(_none: None) -> None:
    """Having noted that a document was opened needs no word."""


SCREEN: Final = Screen(
    "signing", "command", "document_signature", "frame.screen.signing", SigningScreen, ROLES
)
