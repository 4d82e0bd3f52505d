"""A frame with a made-up register, to look at the shell without any real screen: fictional data
only."""

from __future__ import annotations

import io
from array import array
from types import SimpleNamespace
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QSplitter
from reportlab.pdfgen import canvas

from desktop.background import Inline
from desktop.crash import CrashHandler
from desktop.frame.nav import Badge
from desktop.keeper import Keeper
from desktop.preferences.screen import PreferencesScreen
from desktop.screens import Command, Head, Screen, ScreenView
from desktop.unlock.lock_screen import LockScreen
from desktop.widgets.chips import ChipText
from desktop.widgets.empty_state import EmptyState
from desktop.widgets.layouts import Column, Divider, Panel, Row
from desktop.widgets.pdf_pane import PdfPane
from desktop.widgets.register.faces import TITLE, Cell, Plan, RowFace
from desktop.widgets.register.faces import Column as Heading
from desktop.widgets.register.model import RegisterModel
from desktop.widgets.register.register_list import RegisterList
from desktop.widgets.states import state_cell, urgency_chips
from desktop.widgets.view_tabs import View, ViewTabs
from desktop.window import Window
from desktop.wording import number
from desktop.words import word
from tests.desktop.sample_letters import Letter, letters

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from pathlib import Path

    from desktop.pages import PageImage, PageServer

NOW = 1795318860000  # 22/11/2026 10:41 in Vietnam
UNIT = "Sư đoàn Bộ binh 999 (giả lập)"


def face(letter: Letter) -> RowFace:
    """How a made-up row looks."""
    state = state_cell(letter.state)
    bold = letter.unread
    text, tone, icon = letter.due
    due = Cell(text, tone, "label" if icon else "body", icon)
    chips = urgency_chips(letter.urgency)
    if letter.n % 11 == 4:
        chips = (ChipText("Mẫu", "stamp"),)
    code = Cell(letter.code, "text2", "num_unread" if bold else "code")
    digits = "num_unread" if bold else "num"
    spoken = f"{letter.title}. {letter.code}. {letter.sender}. {text}. {state.text}"
    return RowFace(
        letter.title,
        spoken,
        unread=bold,
        chips=chips,
        clip=letter.clip,
        number=Cell(number(letter.n), "text", digits),
        day=Cell(letter.day, "text3", "sub_num"),
        below=tuple(
            Cell(part, tone, role)
            for part, tone, role in (
                (letter.code, "text2", "sub_code"),
                (letter.sender, "text3", "sub"),
                (letter.lead, "text3", "sub"),
            )
            if part
        ),
        right_top=due,
        right_bottom=Cell(state.text, state.tone, "sub", state.icon, state.style, state.icon_tone),
        cells=(
            Cell(number(letter.n), "text", digits),
            Cell(letter.day, "text2", "num"),
            code,
            TITLE,
            Cell(letter.sender, "text2"),
            Cell(letter.lead or "–", "text2"),
            due,
            state,
        ),
    )


PLAN = Plan(
    columns=(
        Heading("sample.number", 66, right=True),
        Heading("sample.day", 76),
        Heading("sample.code", 128),
        Heading("sample.title", 0),
        Heading("sample.sender", 140),
        Heading("sample.lead", 116),
        Heading("sample.due", 116),
        Heading("sample.state", 128),
    ),
    heads=("sample.number", "sample.title", "sample.due_state"),
)


def sample_pdf(pages: int = 3) -> bytes:
    """A small PDF with plain words."""
    buffer = io.BytesIO()
    paper = canvas.Canvas(buffer, pagesize=(595, 842))
    for page in range(pages):
        paper.setFont("Times-Bold", 13)
        paper.drawCentredString(297, 780, "DU LIEU GIA LAP")
        paper.setFont("Times-Roman", 13)
        for line in range(24):
            paper.drawString(
                85,
                730 - 22 * line,
                f"Trang {page + 1}, dong {line + 1}: van ban mau cua su doan 999.",
            )
        paper.showPage()
    paper.save()
    return buffer.getvalue()


class SampleSource:
    """Pages of the sample PDF, through the real page server."""

    def __init__(self, server: PageServer, file: bytes) -> None:
        self._server, self._handle = server, server.open(file)

    @property
    def sizes(self) -> tuple[tuple[float, float], ...]:
        return self._handle.sizes

    def render(self, page: int, width: int) -> PageImage:
        return self._server.render(self._handle, page, width)


class SampleScreen(ScreenView):
    """A register beside a preview, as the incoming screen will be."""

    def __init__(self, rows: Sequence[Letter], source: SampleSource | None) -> None:
        super().__init__()
        self.done: list[str] = []
        by_number = {row.n: row for row in rows}

        def fetch(ids: Sequence[int], done: Callable[[Sequence[Letter]], None]) -> None:
            done([by_number[n] for n in ids])

        self.model = RegisterModel(fetch, lambda row: row.n, face)
        empty = EmptyState("mail_inbox", "sample.empty", "sample.register", self._register)
        self.list = RegisterList("sample.list", self.model, PLAN, empty)
        views = (
            View("all", "sample.all"),
            View("open", "sample.open"),
            View("soon", "sample.soon", "warn"),
            View("late", "sample.late", "danger"),
            View("wait", "sample.wait"),
        )
        self.tabs = ViewTabs("sample.views", views)
        for view, count in (("open", 37), ("soon", 9), ("late", 3), ("wait", 12)):
            self.tabs.set_count(view, count)
        self.pdf = PdfPane("sample.preview", Inline())
        left = Column(Row(self.tabs, margins=(10, 5, 8, 5)), Divider(), self.list, gap=0)
        left.setStretch(2, 1)
        self.splitter = QSplitter(Qt.Orientation.Horizontal)
        self.splitter.addWidget(Panel("surface", left))
        self.splitter.addWidget(self.pdf)
        self.splitter.setHandleWidth(1)
        self.splitter.setSizes([1128, 568])
        self.setLayout(Column(self.splitter, gap=0))
        self.list.show_ids(array("q", by_number))
        self.list.view.go_to(rows[2].n if len(rows) > 2 else 0)
        if source is not None:
            self.pdf.show_source(source)

    def head(self) -> Head:
        return Head(word("frame.screen.incoming"), word("sample.book", n=number(1284)))

    def commands(self) -> tuple[Command, ...]:
        return (
            Command(
                "import",
                "sample.import",
                lambda: self.done.append("import"),
                "document_add",
                "Ctrl+I",
                "bar",
            ),
            Command("register", "sample.register", self._register, "add", "Ctrl+N", "primary"),
        )

    def panes(self):
        return (self.tabs, self.list.view, self.pdf.view)

    def start(self):
        return self.list.view

    def keep(self) -> None:
        self.done.append("keep")

    def _register(self) -> None:
        self.done.append("register")


def sample_window(folder: Path, source: SampleSource | None = None, rows: int = 60) -> Window:
    """The whole frame with a made-up unit, unlocked on the sample register."""
    keeper = Keeper(folder)
    lock = LockScreen(Inline(), lambda _person, _words: None, lambda: NOW)
    crash = CrashHandler(folder / "log.txt", lambda: NOW, lambda _code: None)
    window = Window(keeper, lock, crash)
    made = letters(rows)
    daily = (
        ("home", "home"),
        ("incoming", "mail_inbox_arrow_down"),
        ("outgoing", "mail_arrow_up"),
        ("drafts", "document_edit"),
        ("signing", "document_signature"),
        ("dossiers", "folder_open"),
        ("deadlines", "calendar_clock"),
    )
    look_up = (("search", "search"), ("reports", "data_histogram"), ("history", "history"))
    screens = [
        Screen(i, "daily", icon, f"frame.screen.{i}", lambda _c: SampleScreen(made, source))
        for i, icon in daily
    ]
    screens += [
        Screen(i, "look_up", icon, f"frame.screen.{i}", lambda _c: SampleScreen((), None))
        for i, icon in look_up
    ]
    screens += [
        Screen(
            "sync", "system", "arrow_sync", "frame.screen.sync", lambda _c: SampleScreen((), None)
        ),
        Screen(
            "preferences",
            "system",
            "settings",
            "frame.screen.preferences",
            lambda _c: PreferencesScreen(keeper),
        ),
    ]
    lock.hide()
    window.show_session(
        SimpleNamespace(frame=window),
        tuple(screens),
        Badge("Nguyễn Thị Hư Cấu", "Văn thư"),
        "SĐ999 (giả lập)",
    )
    for screen, count, tone in (
        ("incoming", 14, "plain"),
        ("drafts", 3, "plain"),
        ("signing", 30, "plain"),
        ("deadlines", 2, "danger"),
        ("sync", 2, "warn"),
    ):
        window.set_badge(screen, count, tone)
    window.status.sync.say("frame.sync.done", "checkmark_circle", "ok", at="08:42")
    window.status.note.say("frame.conflicts", "warning", "warn", n=2)
    window.status.token.say("frame.token.ready", "usb_stick", "ok")
    window.status.show_countdown(272)
    window.go("incoming")
    return window
