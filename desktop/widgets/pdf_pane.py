"""A PDF with its tools: page back and forth, page number, zoom; says so when a page cannot be
shown."""

from __future__ import annotations

from typing import TYPE_CHECKING

from core.errors import AntinError, BrokenPdf, FileAtServer
from desktop.widgets.banner import Banner
from desktop.widgets.buttons import Button, IconButton
from desktop.widgets.labels import Label
from desktop.widgets.layouts import STRETCH, Column, Divider, Panel, Row
from desktop.widgets.pdf_view import PdfView
from desktop.words import bind, word

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

    from desktop.background import Background
    from desktop.widgets.page_images import PageSource
    from desktop.widgets.pdf_view import Overlay


class PdfPane(Panel):
    """``view`` is the pages; the tools act on it."""

    def __init__(self, name: str, background: Background, largest: int = 100_000) -> None:
        self.view = PdfView(name, background, largest)
        self._number = Label(role="num")
        self._fit = Button("widgets.fit_width", "link")
        self._up = IconButton("widgets.page_up", "chevron_up", shortcut="Ctrl+Up")
        self._down = IconButton("widgets.page_down", "chevron_down", shortcut="Ctrl+Down")
        self._out = IconButton("widgets.zoom_out", "zoom_out")
        self._in = IconButton("widgets.zoom_in", "zoom_in")
        self._banner = Banner()
        self._tools = Row(self._up, self._down, self._number, STRETCH, gap=2, margins=(8, 3, 8, 3))
        for tool in (self._out, self._fit, self._in):
            self._tools.addWidget(tool)
        column = Column(self._tools, Divider(), self._banner, gap=0)
        column.addWidget(self.view, 1)
        super().__init__("surface", column)
        self._connect()
        bind(self, self._speak)

    def show_source(self, source: PageSource | None) -> None:
        """Show another PDF from its first page, or nothing."""
        self._banner.hush()
        self.view.show_source(source)
        self._speak()

    def renew_source(self, source: PageSource) -> None:
        """Show a new version of the PDF in sight, at the same place."""
        self._banner.hush()
        self.view.renew_source(source)
        self._speak()

    def show_overlays(self, overlays: tuple[Overlay, ...]) -> None:
        """Draw boxes over pages."""
        self.view.show_overlays(overlays)

    def add_tool(self, tool: QWidget) -> None:
        """Put one more at the right of the page number."""
        self._tools.insertWidget(3, tool)

    def show_problem(self, error: Exception) -> None:
        """Say above the pages why they cannot be shown."""
        known = error if isinstance(error, AntinError) else BrokenPdf()
        self._banner.say_error(known, "info" if isinstance(known, FileAtServer) else "danger")

    def _connect(self) -> None:
        view = self.view
        self._up.clicked.connect(lambda: view.go_to(view.page - 1))
        self._down.clicked.connect(lambda: view.go_to(view.page + 1))
        self._out.clicked.connect(lambda: view.zoom_by(-1))
        self._in.clicked.connect(lambda: view.zoom_by(1))
        self._fit.clicked.connect(lambda: view.set_zoom(None))
        view.page_changed.connect(lambda _: self._speak())
        view.zoom_changed.connect(lambda _: self._speak())
        view.failed.connect(self.show_problem)

    def _speak(self) -> None:
        count = self.view.page_count
        self._number.setText(f"{self.view.page + 1} / {count}" if count else "")
        self._number.setAccessibleName(
            word("widgets.page_of", page=self.view.page + 1, count=count) if count else ""
        )
        for tool in (self._up, self._down, self._out, self._in, self._fit):
            tool.setEnabled(bool(count))
