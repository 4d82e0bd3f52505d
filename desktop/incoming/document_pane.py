"""One incoming document beside the register: head, tabs for pages, history, files, links, and what
can be done with it.
"""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QSizePolicy, QStackedWidget, QWidget
from typing_extensions import override

from db.actions import desk, files
from desktop.changes import touches
from desktop.documents.fetching import fetch_commands
from desktop.documents.troubles import TroublesBar
from desktop.incoming.action_bar import ActionBar
from desktop.incoming.acts import Doing, Extra, doings, main_act
from desktop.incoming.document_head import DocumentHead
from desktop.incoming.gathered import Gathered, gather
from desktop.incoming.intake_line import IntakeLine
from desktop.incoming.notices import Notices, notices
from desktop.incoming.side_lists import FileList, RelatedList, signed_by
from desktop.incoming.stamp_view import StampView, stamp_of
from desktop.incoming.story_list import StoryList
from desktop.latest import Latest
from desktop.signing.report_sheet import ReportSheet
from desktop.stored_pdf import StoredPdf
from desktop.widgets.empty_state import EmptyState
from desktop.widgets.layouts import Column, Divider, Panel, Row
from desktop.widgets.pdf_pane import PdfPane
from desktop.widgets.view_tabs import View, ViewTabs

if TYPE_CHECKING:
    from collections.abc import Set

    from core.office.terms import Role
    from db.queries.rows import DocumentRow, FileRow
    from desktop.changes import Changed
    from desktop.context import Context
    from desktop.pages import Opened
    from desktop.screens import Command

_TABS = (
    View("content", "incoming.tab.content"),
    View("story", "incoming.tab.story"),
    View("files", "incoming.tab.files"),
    View("related", "incoming.tab.related"),
)


class _Pages(QStackedWidget):
    """What is said above comes first; the pages take the height that is left."""

    def __init__(self) -> None:
        super().__init__()
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Ignored)

    @override
    def hasHeightForWidth(self) -> bool:
        return False


class DocumentPane(Panel):
    """``turned`` says that another document, or another state of it, is shown.

    ``act_wanted`` carries an act, ``go_wanted`` a screen and what it is to show, ``opened`` a
    document that is read now.
    """

    turned = Signal()
    act_wanted = Signal(object)
    go_wanted = Signal(str, object)
    opened = Signal()

    def __init__(self, context: Context) -> None:
        self._context = context
        self._asked = Latest(context)
        self.found: Gathered | None = None
        self._wanted: str = ""
        self._pages_open: Opened | None = None
        self.roles: Set[Role] = frozenset()
        self._build()
        super().__init__("surface", Column(self._stack, gap=0))
        self._file = StoredPdf(context, self._show_pages, self.pdf.show_problem)
        self._connect()

    def _build(self) -> None:
        self.head, self.bar = DocumentHead(), ActionBar()
        self.tabs = ViewTabs("incoming.tabs", _TABS)
        self.pdf = PdfPane("incoming.tab.content", self._context.background)
        self.stamp = StampView(self._context, self.pdf)
        self.story = StoryList()
        self.files, self.related = (
            FileList("incoming.tab.files"),
            RelatedList("incoming.tab.related"),
        )
        self.troubles, self.notices = TroublesBar(self._context), Notices()
        self.intake = IntakeLine(self._context)
        self._no_file = EmptyState("document_pdf", "incoming.files.none")
        self._pages = _Pages()
        self._bodies: dict[str, QWidget] = {
            "content": self.pdf, "story": self.story, "files": self.files, "related": self.related,
        }  # fmt: skip
        for body in (*self._bodies.values(), self._no_file):
            self._pages.addWidget(body)
        said = Column(self.intake, self.troubles, self.notices, gap=4, margins=(12, 0, 12, 0))
        column = Column(self.head, said, gap=0)
        column.addLayout(Row(self.tabs, margins=(12, 4, 12, 4)))
        column.addWidget(Divider())
        column.addWidget(self._pages, 1)
        column.addWidget(self.bar)
        self._page = Panel("surface", column)
        self._nothing = EmptyState("mail_inbox", "incoming.preview.none")
        self._stack = QStackedWidget()
        self._stack.addWidget(self._nothing)
        self._stack.addWidget(self._page)

    def _connect(self) -> None:
        self.tabs.chosen.connect(lambda _: self._show_body())
        self.bar.wanted.connect(self.act_wanted)
        self.notices.wanted.connect(self.act_wanted)
        self.files.chosen.connect(self._choose_file)
        self.related.chosen.connect(lambda target: self.go_wanted.emit(*target))
        self._context.changes.happened.connect(self._changed)

    # -- what is shown -------------------------------------------------------------------------

    def show_row(self, row: DocumentRow | None) -> None:
        """Show a document of the register, or none."""
        wanted = row.id if row else ""
        if wanted != self._wanted:
            self._wanted = wanted
            self.tabs.choose(0)
        self._read()

    def document(self) -> str:
        """The id of the document shown; empty while another one is being read."""
        shown = self.found.page.row.id if self.found else ""
        return shown if shown == self._wanted else ""

    def doings(self) -> tuple[Doing, ...]:
        """What the person may do with it now."""
        return doings(self.found.page, self.roles, self.found.me) if self.found else ()

    def commands(self) -> tuple[Command, ...]:
        """To ask for files that are at the server only."""
        page = self.found.page if self.found else None
        return fetch_commands(self._context, page.row.id, page.files) if page else ()

    def put_away(self) -> None:
        """Forget the decrypted file and every question: the session locks or the screen is left."""
        self._asked.drop()
        self._file.drop()
        self.intake.put_away()

    def _read(self) -> None:
        wanted = self._wanted
        if wanted:
            self._asked.read(lambda store: gather(store, wanted), self._show)
        else:
            self._asked.drop()
            self._show(None)

    def _show(self, found: Gathered | None) -> None:
        self.found = found
        self._stack.setCurrentWidget(self._page if found else self._nothing)
        if found is None:
            self._file.drop()
        else:
            self._fill(found)
            self._mark_read(found.page.row)
        offered = self.doings()
        self.bar.show_doings(offered, main_act(found.page, offered) if found else None)
        self.turned.emit()

    def _fill(self, found: Gathered) -> None:
        self.head.show_page(found.page, found.today)
        self.story.show_story(found)
        self.files.show_found(found)
        self.related.show_found(found)
        self._say_intake()
        self.tabs.set_count("story", len(found.story))
        self.tabs.set_count("files", len(found.page.files) or None)
        related = len(found.related.documents) + len(found.related.dossiers)
        self.tabs.set_count("related", related or None)
        self.troubles.show_thing("document", found.page.row.id)
        self._lay_stamp()
        self.notices.show_notices(notices(found, {doing.act for doing in self.doings()}))
        self._show_body()

    def _show_body(self) -> None:
        tab = self.tabs.current()
        file = self.found.main_file() if self.found else None
        nothing = tab == "content" and file is None
        self._pages.setCurrentWidget(self._no_file if nothing else self._bodies[tab])
        if tab == "content" and self.isVisible():
            self._file.want(file.blob if file else "")

    def _show_pages(self, opened: Opened | None) -> None:
        self.pdf.show_source(opened)
        self._pages_open = opened
        self._lay_stamp()
        self._say_intake()
        if opened is not None:
            self.intake.judge(opened.server.content(opened.handle))

    def _say_intake(self) -> None:
        """Of the file whose pages are in sight."""
        if (found := self.found) is not None:
            chosen = (file for file in found.page.files if file.blob == self._file.blob)
            self.intake.show_file(next(chosen, found.main_file()))

    def _lay_stamp(self) -> None:
        """Over the file that came, and no other."""
        found, file = self.found, self.found.main_file() if self.found else None
        came = file is not None and file.blob == self._file.blob
        self.stamp.show_on(self._pages_open, stamp_of(found) if found and came else None)

    def _choose_file(self, chosen: FileRow | Extra) -> None:
        """A line of the files: its pages take the place of the first file's, or something is
        done."""
        if isinstance(chosen, Extra):
            self.act_wanted.emit(chosen)
            return
        signed = signed_by(chosen, self.found.page.files) if self.found else None
        if signed is not None:
            self._report(chosen, signed)
            return
        self.tabs.choose(0)
        self._file.want(chosen.blob)

    def _report(self, signature: FileRow, signed: FileRow) -> None:
        """A signature beside a file has no pages: what it says is shown."""
        content, beside = (partial(files.content, blob=one.blob) for one in (signed, signature))
        sheet = ReportSheet(
            self._context, content, self.document(), signed.name, signature.intake, beside=beside
        )
        self._context.frame.open_sheet(sheet)

    def _mark_read(self, row: DocumentRow) -> None:
        if not row.read:
            self._context.read(
                lambda store: desk.mark_read(store, row.id), lambda _: self.opened.emit()
            )

    def _changed(self, changed: Changed) -> None:
        if self._wanted and touches(changed, "document", "dossier", "person"):
            self._read()

    @override
    def showEvent(self, event: QShowEvent) -> None:
        """Back in sight after a lock or another screen: the file is opened anew."""
        super().showEvent(event)
        if self.found is not None:
            self._show_body()
