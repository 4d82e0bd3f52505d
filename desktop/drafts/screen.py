"""The drafts: a list with a preview, and the letter that is being written."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Final

from PySide6.QtWidgets import QStackedWidget, QWidget
from typing_extensions import override

from core.office import draft_check
from core.office.terms import Act, Role, State
from db.actions import incoming
from desktop.drafts.initialling import ask_initial
from desktop.drafts.keeping import Task
from desktop.drafts.list_page import ListPage
from desktop.drafts.submit_sheet import SubmitSheet
from desktop.drafts.writing_page import ASKED, WritingPage
from desktop.screens import Command, Head, Screen, ScreenView
from desktop.signing import acts
from desktop.signing.reason_sheet import ReasonSheet
from desktop.widgets.layouts import Column
from desktop.wording import number
from desktop.words import bind, word

if TYPE_CHECKING:
    from collections.abc import Callable

    from core.office.draft import CongVan
    from db.acting import Done, Store
    from db.queries.rows import DocumentRow
    from desktop.context import Context

ROLES: Final = frozenset({Role.OFFICER, Role.HEAD_OF_SECTION, Role.CLERK, Role.COMMANDER})


class DraftsScreen(ScreenView):
    """``("reply", id)`` as argument starts an answer, ``("open", id)`` goes on with a draft."""

    def __init__(self, context: Context) -> None:
        super().__init__()
        self._context = context
        self.list = ListPage(context, self.write_new)
        self.writing = WritingPage(context)
        self._stack = QStackedWidget()
        self._stack.addWidget(self.list)
        self._stack.addWidget(self.writing)
        self.setLayout(Column(self._stack, gap=0))
        self.list.opened.connect(self._open_row)
        self.list.turned.connect(self._tell)
        self.writing.told.connect(self.head_changed)
        bind(self, self._tell)

    # -- what the frame asks -------------------------------------------------------------------

    @override
    def head(self) -> Head:
        if self._is_writing():
            back = Command("back", "frame.back", self.go_back, "arrow_left", "Esc")
            return Head(word("drafts.letter"), self.writing.subtitle(), back, search=False)
        subtitle = word("drafts.subtitle", n=self.list.count, count=number(self.list.count))
        return Head(word("frame.screen.drafts"), subtitle)

    @override
    def commands(self) -> tuple[Command, ...]:
        return self._writing_commands() if self._is_writing() else self._list_commands()

    @override
    def panes(self) -> tuple[QWidget, ...]:
        if self._is_writing():
            return (self.writing.editor, self.writing.pdf.view)
        return (self.list.list.view, self.list.pdf.view)

    @override
    def start(self) -> QWidget | None:
        return self.writing.editor.subject if self._is_writing() else self.list.list.view

    @override
    def open(self, argument: object) -> None:
        self.list.read()
        if isinstance(argument, tuple) and len(argument) == 2:
            what, document = argument
            self._write(Task(answers=document) if what == "reply" else Task(document))

    @override
    def keep(self) -> None:
        self.writing.keep()
        self.writing.drop()
        self.list.drop()

    # -- writing -------------------------------------------------------------------------------

    def write_new(self) -> None:
        """Begin a letter, or go on with the one that was left unsaved."""
        self._write(Task())

    def go_back(self) -> None:
        """To the list; what is not saved stays on the desk."""
        self.writing.keep()
        self._show_list(self.writing.task.document)

    def _write(self, task: Task, then: Callable[[], None] = lambda: None) -> None:
        self._stack.setCurrentWidget(self.writing)
        self.writing.begin(task, then)
        self._tell()

    def _open_row(self, row: DocumentRow) -> None:
        if row.state == State.DRAFT:
            self._write(Task(row.id))

    def _save(self) -> None:
        self.writing.save(lambda _document: self._say("drafts.saved"))

    def _initial_written(self) -> None:
        """F9 while writing: what is lacking comes first, then saving, then the PIN."""
        if self.writing.problems():
            return
        if self.writing.unsaved() or not self.writing.task.document:
            self.writing.save(self._initial)
        else:
            self._initial(self.writing.task.document)

    # -- acts ----------------------------------------------------------------------------------

    def _initial(self, document: str) -> None:
        ask_initial(self._context, document, self._initialled)

    def _initial_listed(self) -> None:
        if (row := self._row()) is not None:
            self._checked(row, lambda: self._initial(row.id))

    def _submit(self) -> None:
        row = self._row()
        if row is None:
            return
        if row.state == State.DRAFT:
            self._initial_listed()
            return
        self._checked(
            row,
            lambda: self._context.frame.open_sheet(
                SubmitSheet(self._context, row, self._submitted)
            ),
        )

    def _checked(self, row: DocumentRow, then: Callable[[], None]) -> None:
        """Go on if the stored draft lacks nothing; else open it and show what."""

        def look(draft: CongVan | None) -> None:
            found = draft_check.problems(draft) if draft else ()
            if any(one.fault not in ASKED for one in found) and row.state == State.DRAFT:
                self._write(Task(row.id), self.writing.show_problems)
            else:
                then()

        self._context.read(lambda store: acts.text_of(store, row.id), look)

    def _revise(self) -> None:
        row = self._row()
        if row is None:
            return

        def work(store: Store, reason: str) -> Done:
            return incoming.step_for_reason(store, row.id, Act.REVISE, reason)

        sheet = ReasonSheet(self._context, "drafts.revise", work, lambda: self._write(Task(row.id)))
        self._context.frame.open_sheet(sheet)

    def _initialled(self, done: Done) -> None:
        self._say("drafts.initialled")
        self._show_list(done.entity)

    def _submitted(self) -> None:
        self._say("drafts.submitted")

    def _say(self, key: str) -> None:
        self._context.frame.toast(key)

    # -- inside --------------------------------------------------------------------------------

    def _is_writing(self) -> bool:
        return self._stack.currentWidget() is self.writing

    def _row(self) -> DocumentRow | None:
        return self.list.page.row if self.list.page else None

    def _allowed(self, act: Act) -> bool:
        page = self.list.page
        return page is not None and any(move.act is act for move in page.moves)

    def _show_list(self, document: str) -> None:
        self.writing.drop()
        self._stack.setCurrentWidget(self.list)
        self.list.select(document)
        self.list.list.view.setFocus()
        self._tell()

    def _tell(self) -> None:
        self.head_changed.emit()

    def _writing_commands(self) -> tuple[Command, ...]:
        initial = self._initial_written
        return (
            Command("save", "drafts.save", self._save, "save", "Ctrl+S", "bar"),
            Command("initial", "drafts.initial_do", initial, "document_checkmark", "F9", "primary"),
            Command("main", "drafts.initial_do", initial, shortcut="Ctrl+Enter"),
        )

    def _list_commands(self) -> tuple[Command, ...]:
        row = self._row()
        state = row.state if row else ""
        found = [Command("refresh", "drafts.refresh", self.list.read, shortcut="F5")]
        new = partial(Command, "new", "drafts.new", self.write_new, "add", "Ctrl+N")
        if state == State.INITIALLED and self._allowed(Act.REQUEST_SIGNATURE):
            found.append(
                Command("submit", "drafts.submit", self._submit, "send", "Ctrl+Enter", "primary")
            )
        elif state == State.DRAFT and self._allowed(Act.INITIAL):
            found.append(
                Command(
                    "initial",
                    "drafts.initial_do",
                    self._initial_listed,
                    "document_checkmark",
                    "F9",
                    "primary",
                )
            )
            found.append(Command("main", "drafts.submit", self._submit, shortcut="Ctrl+Enter"))
        if state == State.INITIALLED and self._allowed(Act.REVISE):
            found.append(
                Command("revise", "drafts.revise", self._revise, "document_edit", "F2", "bar")
            )
        primary = any(one.place == "primary" for one in found)
        return (new("bar" if primary else "primary"), *found)


SCREEN: Final = Screen(
    "drafts", "daily", "document_edit", "frame.screen.drafts", DraftsScreen, ROLES
)
