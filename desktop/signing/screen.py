"""The sign queue: everything that waits, what is ready ticked, one PIN for the batch."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QSplitter, QWidget
from typing_extensions import override

from core.office.terms import Role
from db.actions import desk
from desktop.changes import touches
from desktop.documents.format_sheet import kept_commands
from desktop.documents.versions_sheet import versions_commands
from desktop.screens import Command, Head, Screen, ScreenView
from desktop.signing.batch_bar import BatchBar
from desktop.signing.one_by_one import OneByOne
from desktop.signing.preview import Preview
from desktop.signing.queue import Queue
from desktop.signing.queue_list import QueueList
from desktop.signing.reason_sheet import give_back
from desktop.signing.signing_run import SigningRun
from desktop.theme.theme import theme
from desktop.widgets.layouts import Column
from desktop.wording import number
from desktop.words import bind, word

if TYPE_CHECKING:
    from collections.abc import Sequence

    from PySide6.QtGui import QShowEvent

    from desktop.context import Context
    from desktop.signing.examining import Examined

ROLES: Final = frozenset({Role.COMMANDER, Role.HEAD_OF_SECTION})
LIST_WIDTH: Final = 372


class SigningScreen(ScreenView):
    """Ctrl+Enter, PIN, Enter signs everything that is ready."""

    def __init__(self, context: Context) -> None:
        super().__init__()
        self._context = context
        self._wanted = 0
        self.run = SigningRun(context)
        self.queue = Queue(context)
        self.list, self.preview, self.bar = QueueList(), Preview(context), BatchBar()
        self.one_by_one = OneByOne(context, self.list, self.preview)
        self.queue.changed.connect(self._show)
        self.list.settled.connect(self._settle)
        self.list.ticks_changed.connect(self._choose)
        self._connect()
        context.changes.happened.connect(self._changed)
        self._lay_out()
        bind(self, self.head_changed.emit)

    def _connect(self) -> None:
        self.list.view.opened.connect(lambda _row: self.one_by_one.begin())
        self.preview.shown.connect(self._opened)
        self.one_by_one.changed.connect(self.head_changed)
        self.one_by_one.changed.connect(self.commands_changed)
        self.one_by_one.finished.connect(self.ask)
        self.bar.wanted.connect(self.ask)
        self.run.ended.connect(self._ended)

    # -- what the frame asks -------------------------------------------------------------------

    @override
    def head(self) -> Head:
        if self.one_by_one.under_way:
            return self.one_by_one.head()
        count, ready = len(self.queue.rows), len(self.list.ready())
        again = sum(not found.ready for found in self.queue.found.values())
        facts = {"count": number(count), "ready": number(ready), "again": number(again)}
        return Head(word("frame.screen.signing"), word("signing.subtitle", **facts))

    @override
    def commands(self) -> tuple[Command, ...]:
        found = [
            Command("refresh", "signing.refresh", self.queue.read, shortcut="F5"),
            Command("sign", "signing.sign", self.ask, "document_signature", "Ctrl+Enter"),
            *self.one_by_one.commands(),
        ]
        if not self.one_by_one.under_way:
            opened = self.ask_opened
            found.append(
                Command("opened", "signing.sign_opened", opened, shortcut="Ctrl+Shift+Enter")
            )
        if (cut := self.queue.cut) is not None:
            found.append(
                Command("resume", "signing.resume", lambda: self.run.tell(cut, self.go_on))
            )
        if (current := self.list.current()) is not None:
            found += versions_commands(self._context, current.row.id)
            kept = current.submitted.kept if current.submitted is not None else ()
            found += kept_commands(self._context, current.blob, kept)
            found += self.preview.files.commands()
            back = partial(give_back, self._context, current.row.id)
            found.append(Command("return", "signing.return", back, "arrow_undo", "F8", "bar"))
        return tuple(found)

    @override
    def panes(self) -> tuple[QWidget, ...]:
        return (self.list.view, self.one_by_one.bar, self.preview.pdf.view, self.bar)

    @override
    def start(self) -> QWidget | None:
        return self.preview.pdf.view if self.one_by_one.under_way else self.list.view

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
        self.run.stop()

    # -- the queue -----------------------------------------------------------------------------

    def _changed(self, changed: object) -> None:
        """Whose authority changed is asked for every document anew."""
        if self.run.under_way or not isinstance(changed, frozenset):
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
        if self.queue.cut is not None and self.queue.looked and self.isVisible():
            self.run.offer(self.queue.cut, self.go_on)

    def _settle(self, found: Examined | None) -> None:
        """The document that the keyboard rests on is shown."""
        if not self.isVisible():
            return
        name = self.queue.holder.person.name if self.queue.holder else ""
        self.preview.show_document(found, name)
        self.one_by_one.show()
        self.commands_changed.emit()

    def _opened(self, found: Examined) -> None:
        """Its own pages are in sight, and so it was opened."""
        if self.list.opened(found.row.n):
            return
        document, blob = found.row.id, found.blob
        self.list.note_opened(found)
        self._context.read(lambda store: desk.mark_seen(store, document, blob), _nothing)
        self._choose()

    def _choose(self) -> None:
        chosen = self.list.chosen()
        self.bar.show_choice(chosen, len(self.queue.rows), len(_unopened(self.list, chosen)))
        self.one_by_one.show()
        self.head_changed.emit()

    # -- acts ----------------------------------------------------------------------------------

    def ask(self) -> None:
        """Say what will be signed and ask for the PIN."""
        chosen, holder = self.list.chosen(), self.queue.holder
        if chosen and holder is not None and not self.run.under_way:
            self.run.ask(chosen, _unopened(self.list, chosen), holder)

    def ask_opened(self) -> None:
        """The same of all that was opened, whatever is ticked (signing.md §8.3)."""
        self.list.choose_opened()
        self.ask()

    def go_on(self) -> None:
        """Ask for the PIN for what is left of a batch that was cut off, and for nothing else."""
        left = {row.id for row in self.queue.cut.left} if self.queue.cut is not None else set()
        self.list.view.set_ticked({row.n for row in self.queue.rows if row.id in left})
        self.ask()

    def _ended(self) -> None:
        self.one_by_one.end()
        if self.isVisible():
            self.queue.read()

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
        column.addWidget(self.one_by_one.bar)
        column.addWidget(splitter, 1)
        column.addWidget(self.bar)
        self.setLayout(column)

    @override
    def showEvent(self, event: QShowEvent) -> None:
        """After a lock or another screen the queue and the pages are read again."""
        super().showEvent(event)
        self.queue.read(frozenset())


def _unopened(queue: QueueList, chosen: Sequence[Examined]) -> frozenset[int]:
    return frozenset(one.row.n for one in chosen if not queue.opened(one.row.n))


def _nothing(_none: None) -> None:
    """Having noted that a document was opened needs no word."""


SCREEN: Final = Screen(
    "signing", "command", "document_signature", "frame.screen.signing", SigningScreen, ROLES
)
