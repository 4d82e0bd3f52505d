"""The drafts: a list with a preview, and the letter that is being written."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING, Final

from PySide6.QtWidgets import QStackedWidget, QWidget
from typing_extensions import override

from core.office.family import CONG_VAN
from core.office.terms import Act, Role, State
from desktop.documents.versions_sheet import versions_commands
from desktop.drafts.body_tools import body_commands
from desktop.drafts.bringing import Bringing
from desktop.drafts.keeping import Task
from desktop.drafts.kinds import Kind, KindChooser
from desktop.drafts.list_page import ListPage
from desktop.drafts.phrasing import PhraseBook
from desktop.drafts.steps import Steps
from desktop.drafts.taking_sheet import ask_file
from desktop.drafts.turning import Turning
from desktop.drafts.writing_page import WritingPage
from desktop.screens import Command, Head, Screen, ScreenView
from desktop.widgets.layouts import Column
from desktop.wording import number
from desktop.words import bind, word

if TYPE_CHECKING:
    from db.queries.rows import DocumentRow
    from desktop.context import Context
    from desktop.screens import Place

_OFFERED: Final = {
    State.DRAFT: (Act.INITIAL, Act.DISCARD),
    State.INITIALLED: (Act.REQUEST_SIGNATURE, Act.REVISE),
}
_TASKS: Final[dict[str, Callable[[str], Task]]] = {
    "open": Task,
    "reply": lambda document: Task(answers=document),
    "correct": lambda document: Task(corrects=document),
    "replace": lambda document: Task(replaces=document),
    "new": lambda kind: _begun(kind, internal=False),
    "internal": lambda kind: _begun(kind, internal=True),
}


def _begun(kind: str, *, internal: bool) -> Task:
    """A new document by ``template/type``; nothing is a letter."""
    template, _, of = kind.partition("/")
    return Kind(template or CONG_VAN, of or CONG_VAN).task(internal=internal)


ROLES: Final = frozenset({Role.OFFICER, Role.HEAD_OF_SECTION, Role.CLERK, Role.COMMANDER})


class DraftsScreen(ScreenView):
    """``("reply", id)`` as argument starts an answer, ``("correct", id)`` and ``("replace", id)``
    what mends an issued document, ``("internal", "")`` what stays in the unit, ``("new", kind)`` a
    new document; ``("open", id)`` goes on with a draft or a new letter, ``("at", id)`` goes to a
    line of the list."""

    def __init__(self, context: Context) -> None:
        super().__init__()
        self._context = context
        self._kinds = KindChooser(context, self._write)
        self.list = ListPage(context, self._kinds.ask, self._write)
        self.writing = WritingPage(context)
        self._phrases = PhraseBook(context, self.writing.editor.parts)
        self._turning = Turning(context, self.writing, self._kinds)
        bring, key = Bringing(context, self.writing), "drafts.appendix_file"
        self._bring = Command("appendix_file", key, bring.ask, "attach", "Ctrl+Shift+I")
        self._stack = QStackedWidget()
        self._stack.addWidget(self.list)
        self._stack.addWidget(self.writing)
        self.setLayout(Column(self._stack, gap=0))
        self.list.opened.connect(self._open_row)
        problems = self.writing.problems
        self._steps = Steps(
            context, lambda draft: self._write(Task(draft), problems), self._show_list
        )
        self.list.turned.connect(self.head_changed)
        self.writing.told.connect(self.head_changed)
        view, parts = self.writing.pdf.view, self.writing.editor.parts
        view.page_changed.connect(lambda _page: parts.show_pages(view.page_count))
        bind(self, self.head_changed.emit)

    # -- what the frame asks -------------------------------------------------------------------

    @override
    def head(self) -> Head:
        if self._is_writing():
            back = Command("back", "frame.back", self.go_back, "arrow_left", "Esc")
            return Head(self.writing.title(), self.writing.subtitle(), back, search=False)
        subtitle = word("drafts.subtitle", n=self.list.count, count=number(self.list.count))
        return Head(word("frame.screen.drafts"), subtitle)

    @override
    def commands(self) -> tuple[Command, ...]:
        if self._is_writing():
            document, found = self.writing.task.document, self._writing_commands()
            body = (self._bring, *body_commands(self.writing.editor.parts))
            own = (*self._phrases.commands(), *self._turning.commands())
            found = (*found, *body, *own)
        else:
            page, found = self.list.page, self._list_commands()
            found = (*found, *self.list.files.commands())
            document = page.row.id if page else ""
        return (*found, *versions_commands(self._context, document)) if document else found

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
        self._kinds.read()
        self._phrases.read()
        match argument:
            case ("at", str(document)):
                self.list.select(document)
            case (str(way), str(document)) if way in _TASKS:
                self._write(_TASKS[way](document))
            case _:
                pass

    @override
    def place(self) -> object:
        """What is being written, or the line of the list."""
        task = self.writing.task
        if self._is_writing():
            kind = f"{task.template}/{task.type}"
            abouts = (task.answers, task.corrects, task.replaces, task.document, kind)
            about = next(one for one in abouts if one)
            return next(((way, about) for way in _TASKS if _TASKS[way](about) == task), None)
        return ("at", self.list.page.row.id) if self.list.page is not None else None

    @override
    def keep(self) -> None:
        self.writing.keep()
        self.writing.drop()
        self.list.drop()

    # -- writing -------------------------------------------------------------------------------

    def go_back(self) -> None:
        """To the list; what is not saved stays on the desk."""
        self.writing.keep()
        self._show_list(self.writing.task.document)

    def take_in(self) -> None:
        """Begin a document with what another program's file holds."""
        ask_file(self._context, self._write, self.writing.tell_taken)

    def _write(self, task: Task, then: Callable[[], object] = lambda: None) -> None:
        self.writing.keep()
        self._stack.setCurrentWidget(self.writing)
        self.writing.begin(task, then)
        self.head_changed.emit()

    def _open_row(self, row: DocumentRow) -> None:
        if row.state == State.DRAFT:
            self._write(Task(row.id))

    def _save(self) -> None:
        self.writing.save(lambda _document: self._context.frame.toast("drafts.saved"))

    def _initial_written(self) -> None:
        """F9 while writing: what is lacking comes first, then saving, then the PIN."""
        if self.writing.problems():
            return
        if self.writing.unsaved() or not self.writing.task.document:
            self.writing.save(self._steps.initial)
        else:
            self._steps.initial(self.writing.task.document)

    # -- inside --------------------------------------------------------------------------------

    def _is_writing(self) -> bool:
        return self._stack.currentWidget() is self.writing

    def _allowed(self, act: Act) -> bool:
        page = self.list.page
        return page is not None and any(move.act is act for move in page.moves)

    def _show_list(self, document: str) -> None:
        self.writing.drop()
        self._stack.setCurrentWidget(self.list)
        self.list.select(document)
        self.list.list.view.setFocus()
        self.head_changed.emit()

    def _writing_commands(self) -> tuple[Command, ...]:
        if not self.writing.may_initial():
            return (Command("save", "drafts.save", self._save, "save", "Ctrl+S", "primary"),)
        initial, icon = self._initial_written, "document_checkmark"
        return (
            Command("save", "drafts.save", self._save, "save", "Ctrl+S", "bar"),
            Command("initial", "drafts.initial_do", initial, icon, "F9", "primary"),
            Command("main", "drafts.initial_do", initial, shortcut="Ctrl+Enter"),
        )

    def _list_commands(self) -> tuple[Command, ...]:
        """What can be done with the draft that the keyboard rests on, the main act first."""
        refresh = Command("refresh", "drafts.refresh", self.list.read, shortcut="F5")
        acts = self._row_commands(self.list.page.row) if self.list.page else ()
        place: Place = "bar" if acts else "primary"
        new = Command("new", "drafts.new", self._kinds.ask, "add", "Ctrl+N", place)
        begin = partial(self._write, Task())
        letter = Command("letter", "drafts.letter", begin, "add", "Ctrl+Shift+N")
        ask = partial(self._kinds.ask, internal=True)
        internal = Command("new_internal", "drafts.new_internal", ask, "add")
        take = Command("take_in", "drafts.take_in", self.take_in, "arrow_import", "Ctrl+I")
        return (new, *acts, letter, internal, take, refresh)

    def _row_commands(self, row: DocumentRow) -> tuple[Command, ...]:
        steps = self._steps
        initial, submit = partial(steps.initial_checked, row), partial(steps.submit, row)
        revise = partial(steps.revise, row, lambda: self._write(Task(row.id)))
        discard = partial(steps.discard, row)
        icon = "document_checkmark"
        offered: dict[Act, tuple[str, Callable[[], None], str, str, Place]] = {
            Act.INITIAL: ("drafts.initial_do", initial, icon, "F9", "primary"),
            Act.REQUEST_SIGNATURE: ("drafts.submit", submit, "send", "Ctrl+Enter", "primary"),
            Act.REVISE: ("drafts.revise", revise, "document_edit", "F2", "bar"),
            Act.DISCARD: ("drafts.discard", discard, "delete", "Delete", "menu"),
        }
        wanted = _OFFERED.get(State(row.state), ())
        found = [Command(act.value, *offered[act]) for act in wanted if self._allowed(act)]
        if row.state == State.DRAFT and found:
            found.append(Command("main", "drafts.submit", submit, shortcut="Ctrl+Enter"))
        return tuple(found)


SCREEN: Final = Screen(
    "drafts", "daily", "document_edit", "frame.screen.drafts", DraftsScreen, ROLES
)
