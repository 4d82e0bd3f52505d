"""The incoming screen: the register with the chosen document beside it, or quick registration."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Final

from PySide6.QtWidgets import QStackedWidget, QWidget
from typing_extensions import override

from core.office.terms import Role
from db.actions import desk
from desktop.bulk.acts import BulkActs
from desktop.incoming.dispatch import Dispatch
from desktop.incoming.entry import read_queue
from desktop.incoming.form_queue import PLACE
from desktop.incoming.number_sheet import NumberSheet
from desktop.incoming.register_page import ALL, RegisterPage
from desktop.incoming.registration import Registration
from desktop.incoming.registration_page import RegistrationPage
from desktop.incoming.saving import Saving
from desktop.latest import Latest
from desktop.screens import Command, Head, Screen, ScreenView
from desktop.widgets.layouts import Column
from desktop.widgets.path_sheet import PathSheet
from desktop.wording import clock_time, number
from desktop.words import bind, word

if TYPE_CHECKING:
    from db.actions.desk import Unsaved
    from desktop.context import Context


class IncomingScreen(ScreenView):
    """Arguments of ``open``: ``("document", id)`` goes to a document, in all or in the view that
    follows; ``("form",)`` goes on with registering; a list of paths registers files.
    """

    def __init__(self, context: Context) -> None:
        super().__init__()
        self._context = context
        self.register = RegisterPage(context)
        self.page = RegistrationPage(context)
        self.registration = Registration(context, self.page)
        self.saving = Saving(self.registration)
        self.dispatch = Dispatch(context, self.register)
        register = self.register
        self.bulk = BulkActs(
            context,
            register.chosen,
            register.bar,
            lambda: found.sitting() if (found := register.overview) else None,
        )
        self._draft_asked = Latest(context)
        self._stack = QStackedWidget()
        self._stack.addWidget(self.register)
        self._stack.addWidget(self.page)
        self.setLayout(Column(self._stack, gap=0))
        self._connect()
        bind(self, self.head_changed.emit)

    def _connect(self) -> None:
        self.registration.opened.connect(self._show_registration)
        self.registration.closed.connect(self._show_register)
        self.register.register_wanted.connect(self.registration.begin)
        self.register.overviewed.connect(self.head_changed)
        self.register.pane.turned.connect(self.commands_changed)
        self.bulk.turned.connect(self.commands_changed)
        self.page.scan.import_wanted.connect(self._ask_files)

    # -- what the frame asks -------------------------------------------------------------------

    @override
    def head(self) -> Head:
        """The book and how much is in it; while registering how this session goes."""
        overview = self.register.overview
        book = overview.book.name if overview and overview.book else word("incoming.no_book")
        if not self._registering():
            count = overview.counts["all"] if overview else 0
            subtitle = word("incoming.subtitle", book=book, n=number(count))
            return Head(word("frame.screen.incoming"), subtitle)
        tally = self.saving.tally
        key = "incoming.session" if tally.count else "incoming.session_new"
        subtitle = word(key, book=book, n=tally.count, seconds=tally.seconds)
        back = Command("back", "frame.back", self.registration.leave, "arrow_left", "Esc")
        several = len(self.registration.entries.queue.entries) > 1
        extra = self.page.steps if several else None
        return Head(word("incoming.registration"), subtitle, back, search=False, extra=extra)

    @override
    def commands(self) -> tuple[Command, ...]:
        """What can be done in the register, or in the form."""
        return self._form_commands() if self._registering() else self._register_commands()

    @override
    def panes(self) -> tuple[QWidget, ...]:
        """Where F6 goes."""
        if self._registering():
            return (self.page.scan.pdf.view, self.page.form)
        pane = self.register.pane
        return (self.register.tabs, self.register.list.view, pane.tabs, pane.bar)

    @override
    def start(self) -> QWidget | None:
        """The rows, or the field where a person is needed."""
        return None if self._registering() else self.register.first_stop()

    @override
    def open(self, argument: object) -> None:
        """See the class."""
        self.register.refresh()
        self._draft_asked.read(lambda store: desk.draft(store, PLACE), self._offer_draft)
        match argument:
            case ("document", str(document), *view):
                if self._registering():
                    self.registration.leave()
                wanted = next((one for one in view if isinstance(one, str)), ALL)
                self.register.go_to(document, wanted)
            case ("form",):
                self.registration.resume()
            case list(paths) if paths:
                self.registration.begin([Path(path) for path in paths])
            case _:
                pass

    @override
    def place(self) -> object:
        """The form, or the document of the register."""
        if self._registering() and self.registration.entries.queue.entries:
            return ("form",)
        row = self.register.current()
        view = self.register.tabs.current()
        return ("document", row.id, view) if row is not None else None

    @override
    def keep(self) -> None:
        """Keep what is in the form, forget what was decrypted."""
        self._draft_asked.drop()
        self.saving.put_away()
        self.registration.put_away()
        self.register.put_away()

    # -- commands ------------------------------------------------------------------------------

    def _register_commands(self) -> tuple[Command, ...]:
        look = (
            Command("preview", "incoming.preview", self._toggle_preview, "panel_right", "Ctrl+\\"),
            Command("stamp", "incoming.stamp", self.register.pane.stamp.toggle, "eye"),
            Command("refresh", "incoming.refresh", self.register.refresh, "arrow_sync", "F5"),
        )  # fmt: skip
        several = self.register.chosen.several()
        acts = self.bulk.commands() if several else self.dispatch.commands()
        return (
            *self._clerks(),
            *acts,
            *look,
            *self.register.pane.commands(),
            *self.register.filters.commands(),
            *self.register.arranging.commands(),
        )

    def _clerks(self) -> tuple[Command, ...]:
        """Registering is the clerk's alone: nobody else sees it (ux.md §10, no right)."""
        if not self._is_clerk():
            return ()
        return (
            Command("import", "incoming.import", self._ask_files, "document_add", "Ctrl+I", "bar"),
            Command(
                "register", "incoming.register", self.registration.begin, "add", "Ctrl+N", "primary"
            ),
        )

    def _form_commands(self) -> tuple[Command, ...]:
        saving, talk, step = self.saving, self.registration.talk, self.registration.step
        return (
            Command("save", "incoming.save", saving.save, "save", "Ctrl+Enter"),
            Command("save_submit", "incoming.save_submit", saving.save_and_submit, "send",
                    "Alt+Enter"),
            Command("same", "incoming.same", saving.same_as_before, "copy", "Ctrl+D"),
            Command("compare", "incoming.compare", talk.compare, "eye", "Alt+X"),
            Command("correct", "incoming.correct", self._correct, "document_edit", "F2"),
            Command("import", "incoming.import", self._ask_files, "document_add", "Ctrl+I"),
            Command("previous_file", "incoming.queue.back", partial(step, -1),
                    shortcut="Ctrl+PgUp"),
            Command("next_file", "incoming.queue.next", partial(step, 1), shortcut="Ctrl+PgDown"),
        )  # fmt: skip

    # -- acts ----------------------------------------------------------------------------------

    def _ask_files(self) -> None:
        sheet = PathSheet("incoming.import", self.registration.begin, filters="PDF (*.pdf)")
        self._context.frame.open_sheet(sheet)

    def _correct(self) -> None:
        prepared, entry = self.registration.prepared, self.registration.entries.current
        book = prepared.book(entry.scope) if prepared else None
        if prepared is None or book is None or book.next is None:
            return
        sheet = NumberSheet(entry, book.next, prepared.today, self.registration.replace)
        self._context.frame.open_sheet(sheet)

    def _toggle_preview(self) -> None:
        self.register.pane.setVisible(not self.register.pane.isVisible())

    # -- inside --------------------------------------------------------------------------------

    def _registering(self) -> bool:
        return self._stack.currentWidget() is self.page

    def _is_clerk(self) -> bool:
        overview = self.register.overview
        return overview is not None and Role.CLERK in overview.me.roles

    def _show_registration(self) -> None:
        self._stack.setCurrentWidget(self.page)
        self.head_changed.emit()

    def _show_register(self, document: str) -> None:
        self._stack.setCurrentWidget(self.register)
        self.head_changed.emit()
        if document:
            self.register.go_to(document)
        self._draft_asked.read(lambda store: desk.draft(store, PLACE), self._offer_draft)
        self.register.list.view.setFocus()

    def _offer_draft(self, draft: Unsaved | None) -> None:
        banner, count = self.register.banner, len(read_queue(draft.body).entries) if draft else 0
        banner.hush()
        if draft is not None and count and self._is_clerk():
            banner.say("info", "incoming.draft", n=count, at=clock_time(draft.time))
            banner.offer("incoming.resume", self.registration.resume)


SCREEN: Final = Screen(
    "incoming", "daily", "mail_inbox_arrow_down", "frame.screen.incoming", IncomingScreen
)
"""Everybody's: on a fresh machine roles arrive later; who may not read finds the reason instead."""
