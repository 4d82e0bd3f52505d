"""Writing a letter: the form beside its final pages, saved by wish and put aside by itself."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtWidgets import QSplitter, QWidget
from typing_extensions import override

from core.errors import AntinError
from core.office import draft_check, workflow
from core.office.draft_check import Fault
from core.office.terms import Act, Kind, Role, State
from desktop import reference
from desktop.announce import announce
from desktop.clock import local_time
from desktop.documents.comment_strip import CommentStrip
from desktop.drafts import keeping
from desktop.drafts.composing import compose
from desktop.drafts.editor import Editor
from desktop.drafts.keeping import Task
from desktop.drafts.parts_edit import place_in_sight
from desktop.drafts.preview import LivePreview
from desktop.latest import Latest
from desktop.widgets.layouts import Column, Panel
from desktop.widgets.pdf_pane import PdfPane
from desktop.wording import clock_time, moment
from desktop.words import word, words

if TYPE_CHECKING:
    from collections.abc import Callable

    from PySide6.QtGui import QShowEvent

    from core.office.draft_check import Problem
    from db.acting import Done
    from db.queries.submissions import Returned
    from desktop.context import Context
    from desktop.drafts.keeping import Begun
    from desktop.drafts.writing import Written

AUTOSAVE_MS: Final = 2000
PAGE_WIDTH: Final = 760
# who checks is asked when it is submitted, and does not stop it (core.office.workflow.Ask)
ASKED: Final = (Fault.CHECKER_CONTENT, Fault.CHECKER_FORMAT)


class WritingPage(QWidget):
    """``told`` says that the head has something new to say; ``begun`` is the task with all that its
    form shows, None while it is read.
    """

    told = Signal()

    def __init__(self, context: Context) -> None:
        super().__init__()
        self._context = context
        self._asked = Latest(context)
        self.begun: Begun | None = None
        self._saved: Written | None = None
        self._now: Written | None = None
        self._said = ""
        self.task = Task()
        self.kept_at: int | None = None
        self.editor = Editor()
        self.comments = CommentStrip(context)
        self.pdf = PdfPane("drafts.pages", context.background, PAGE_WIDTH)
        place = partial(place_in_sight, self.editor.parts)
        self._preview = LivePreview(context, self.pdf, place)
        self._autosave = QTimer(self, singleShot=True, interval=AUTOSAVE_MS)
        self._autosave.timeout.connect(self.keep)
        self.editor.edited.connect(self._edited)
        self.editor.parts.turned.connect(self._draw)
        self._lay_out()

    # -- what is written -----------------------------------------------------------------------

    def begin(self, task: Task, then: Callable[[], object] = lambda: None) -> None:
        """Show the form of a task, with what was left unsaved."""

        def show(begun: Begun) -> None:
            self._show(begun)
            then()

        self.task, self.begun, self._said = task, None, ""
        self._asked.read(lambda store: keeping.begin(store, task), show)

    def problems(self) -> tuple[Problem, ...]:
        """What the letter still lacks, shown at its fields."""
        if self.begun is None:
            return ()
        draft = compose(self.written(), self.begun.office)
        found = tuple(
            one for one in draft_check.problems(draft, reference.forms()) if one.fault not in ASKED
        )
        self.editor.show_problems(found)
        if found:
            announce(word("drafts.problems", n=len(found)))
        return found

    def tell_taken(self, notes: str) -> None:
        """Say that the form was filled in from a file, and what is to be known of it."""
        if notes:
            self.editor.banner.say("warn", "drafts.taken_noted", notes=notes)
        else:
            self.editor.banner.say("info", "drafts.taken")

    def may_initial(self) -> bool:
        """Whether the drafter may set a nháy himself; a commander signs and does not."""
        roles = self.begun.office.me.roles if self.begun else frozenset[Role]()
        return workflow.may(Kind.OUTGOING, State.DRAFT, Act.INITIAL, roles) is None

    def unsaved(self) -> bool:
        """Whether anything differs from what is stored."""
        return self.begun is not None and self.written() != self._saved

    def save(self, then: Callable[[str], None]) -> None:
        """Save as a version of the draft; ``then`` gets its id."""
        if self.begun is None or not self.editor.scope.settled():
            return
        task, written = self.task, self.written()

        def done(result: Done) -> None:
            self.task, self._saved = Task(result.entity), written
            self._autosave.stop()
            self.kept_at = None
            self.editor.banner.hush()
            self._tell()
            then(result.entity)

        def failed(error: Exception) -> None:
            if isinstance(error, AntinError):
                self.editor.banner.say_error(error)
            else:
                self._context.frame.show_error(error)

        self._context.act(lambda store: keeping.save(store, task, written), done, failed)

    def keep(self) -> None:
        """Put unsaved work on the desk, encrypted, at once."""

        def kept(at: int) -> None:
            self.kept_at = at
            self._tell()

        self._autosave.stop()
        if self.unsaved():
            task, written = self.task, self.written()
            self._context.read(lambda store: keeping.keep(store, task, written), kept)
        else:
            self._tell()

    def drop(self) -> None:
        """Forget the decrypted pages: the screen is left or the session locks."""
        self._preview.drop()

    def subtitle(self) -> str:
        """What the head says of saving."""
        if self.kept_at is not None:
            return word("drafts.kept_at", at=f"{local_time(self.kept_at):%H:%M:%S}")
        unsaved = self._now is None or self.unsaved()
        return word("drafts.unsaved" if self.begun and unsaved else "drafts.all_saved")

    def title(self) -> str:
        """What is being written."""
        kind = self.begun.written.type if self.begun else self.task.type
        name = reference.named(reference.document_types().find(kind), words.language)
        return word("drafts.writing", kind=name.lower() if words.language == "vi" else name)

    # -- inside --------------------------------------------------------------------------------

    def written(self) -> Written:
        """The form as it stands, read once after each change and not at each key."""
        if self._now is None:
            self._now = self.editor.written()
        return self._now

    def _show(self, begun: Begun) -> None:
        self.begun, self._now = begun, None
        self._saved = begun.stored
        self.kept_at = begun.unsaved
        self.editor.show_form(begun.written, begun.office)
        self._show_returned(begun.returned)
        self.comments.show_document(self.task.document)
        if (dossier := begun.dossier) is not None:
            facts = {"code": dossier.code, "title": dossier.title}
            self.editor.note.say("info", "drafts.reply_dossier", **facts)
        if begun.given and begun.returned is None:
            self.editor.note.say("info", "drafts.given")
        if begun.unsaved is not None:
            self.editor.banner.say("info", "drafts.restored", at=clock_time(begun.unsaved))
            self.editor.banner.offer("drafts.restored_drop", self.forget)
        self.editor.subject.setFocus(Qt.FocusReason.OtherFocusReason)
        self._draw()
        self._tell()

    def _show_returned(self, back: Returned | None) -> None:
        """Why it came back stands above the form until it goes on."""
        self.editor.note.hush()
        if back is not None:
            at = moment(back.time)
            self.editor.note.say(
                "warn", "drafts.returned", name=back.name, at=at, reason=back.reason
            )

    def _tell(self) -> None:
        """The frame makes its head anew each time: only when the words differ."""
        said = self.subtitle()
        if said != self._said:
            self._said = said
            self.told.emit()

    def forget(self) -> None:
        """The unsaved text is not wanted: back to what is stored."""
        begun = self.begun
        if begun is None:
            return
        task = begun.task
        self._context.read(
            lambda store: keeping.forget(store, task), lambda _none: self.begin(task)
        )

    def _edited(self) -> None:
        if self.begun is not None:
            self._now = None
            self._preview.want(self.written, self.begun.office, self.begun.given)
            self._autosave.start()
            self.kept_at = None
            self._tell()

    def _draw(self) -> None:
        if self.begun is not None:
            self._preview.want(self.written, self.begun.office, self.begun.given)
            self._preview.draw()

    def _lay_out(self) -> None:
        splitter = QSplitter(Qt.Orientation.Horizontal)
        splitter.setChildrenCollapsible(False)
        splitter.setHandleWidth(1)
        left = Column(self.comments, self.editor, gap=0)
        left.setStretch(1, 1)
        splitter.addWidget(Panel("surface", left))
        splitter.addWidget(self.pdf)
        splitter.setSizes([540, 640])
        splitter.setStretchFactor(1, 1)
        self.setLayout(Column(splitter, gap=0))

    @override
    def showEvent(self, event: QShowEvent) -> None:
        """After a lock or another screen the pages are drawn again."""
        super().showEvent(event)
        self._draw()
