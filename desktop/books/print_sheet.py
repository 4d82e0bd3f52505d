"""The pages of a printed book before they go anywhere: looked at, printed, saved as a PDF."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import Qt
from PySide6.QtGui import QImage, QPageLayout, QPageSize, QPainter
from PySide6.QtPrintSupport import QPrintDialog, QPrinter
from typing_extensions import override

from core.errors import AntinError, BrokenPdf
from desktop.background import Lane
from desktop.books import printing
from desktop.pages import Opened
from desktop.widgets.banner import Banner
from desktop.widgets.buttons import Button
from desktop.widgets.layouts import STRETCH, Column, Row, fix_size
from desktop.widgets.path_sheet import PathSheet
from desktop.widgets.pdf_pane import PdfPane
from desktop.widgets.sheet import Sheet

if TYPE_CHECKING:
    from collections.abc import Callable

    from PySide6.QtGui import QHideEvent, QKeyEvent
    from PySide6.QtWidgets import QWidget

    from desktop.context import Context
    from desktop.pages import PageImage

WIDTH, HEIGHT = 980, 470
DOTS: Final = 200
"""Dots an inch of a printed page: letters of 10 points are sharp, a page is 15 MB in memory."""


class PrintSheet(Sheet):
    """``pages`` is the PDF and ``name`` what a file of it is called at first; other forms say their
    own words.
    """

    title_key = "books.print.title"
    sent_key = "books.print.sent"

    def __init__(self, context: Context, pages: bytes, name: str) -> None:
        self._context, self._pages, self._name = context, pages, name
        self._opened: Opened | None = None
        self.problem = Banner()
        self.pane = PdfPane(self.title_key, context.background)
        fix_size(self.pane, height=HEIGHT)
        self.cancel = Button("books.print.close", "ghost", hint="Esc")
        self.save = Button("books.print.save", icon="save", hint="Ctrl S")
        self.send = Button("books.print.do", "primary", icon="print", hint="Ctrl P")
        body = Column(self.problem, self.pane, gap=8)
        foot = Row(STRETCH, self.cancel, self.save, self.send)
        super().__init__(self.title_key, body, foot)
        self.set_width(WIDTH)
        self.cancel.clicked.connect(self.close_card)
        self.save.clicked.connect(self._save)
        self.send.clicked.connect(self._print)
        context.background.run(Lane.PAGES, self._open, self._show, self._fail)

    @override
    def first(self) -> QWidget | None:
        return self.send

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Ctrl+S saves, Ctrl+P prints."""
        keys = {Qt.Key.Key_S: self.save, Qt.Key.Key_P: self.send}
        button = keys.get(Qt.Key(event.key()))
        if button is not None and event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            button.click()
        else:
            super().keyPressEvent(event)

    @override
    def hideEvent(self, event: QHideEvent) -> None:
        """The pages are forgotten, in the page process too."""
        opened, self._opened = self._opened, None
        if opened is not None:
            self.pane.show_source(None)
            _close(self._context, opened)
        super().hideEvent(event)

    def _open(self) -> Opened:
        pages = self._context.pages
        return Opened(pages, pages.open(self._pages))

    def _show(self, opened: Opened) -> None:
        self._opened = opened
        self.pane.show_source(opened)

    def _fail(self, error: Exception) -> None:
        self.problem.say_error(error if isinstance(error, AntinError) else BrokenPdf())
        self.adjustSize()

    def _save(self) -> None:
        context, pages = self._context, self._pages
        start = Path.home() / f"{self._name}.pdf"

        def write(paths: list[Path]) -> None:
            context.read(
                lambda store: printing.save(store, pages, paths[0]),
                lambda _: context.frame.toast("books.print.saved"),
            )

        sheet = PathSheet(
            "books.print.save", write, filters="PDF (*.pdf)", saving=True, start=start
        )
        context.frame.open_sheet(sheet)

    def _print(self) -> None:
        printer = QPrinter(QPrinter.PrinterMode.HighResolution)
        dialog = QPrintDialog(printer, self)
        if dialog.exec():
            self.print_to(printer)

    def print_to(self, printer: QPrinter) -> None:
        """Send every page; the sheet stays until the last one is on its way."""
        if self._opened is None:
            return
        self.can_close = False
        for part in (self.cancel, self.save, self.send):
            part.setEnabled(False)
        Sending(self._context, self._opened, printer, self._sent, self._stopped).go_on()

    def _sent(self) -> None:
        self.can_close = True
        self.close_card()
        self._context.frame.toast(self.sent_key)

    def _stopped(self, error: Exception) -> None:
        self.can_close = True
        for part in (self.cancel, self.save, self.send):
            part.setEnabled(True)
        self._fail(error)


class Sending:
    """One page after the other is drawn in the page process and painted for the printer."""

    def __init__(
        self,
        context: Context,
        opened: Opened,
        printer: QPrinter,
        done: Callable[[], None],
        failed: Callable[[Exception], None],
    ) -> None:
        self._context, self._opened, self._printer = context, opened, printer
        self._done, self._failed = done, failed
        self._page = 0
        self._painter: QPainter | None = None

    def go_on(self) -> None:
        """Draw the next page, or end."""
        sizes = self._opened.sizes
        if self._page == len(sizes):
            self._end()
            self._done()
            return
        width = round(sizes[self._page][0] / 72 * DOTS)
        page = self._page
        self._context.background.run(
            Lane.PAGES, lambda: self._opened.render(page, width), self._paint, self._give_up
        )

    def _paint(self, found: PageImage) -> None:
        wide, high = self._opened.sizes[self._page]
        across = wide > high
        orientation = QPageLayout.Orientation
        self._printer.setPageSize(QPageSize(QPageSize.PageSizeId.A4))
        self._printer.setPageOrientation(orientation.Landscape if across else orientation.Portrait)
        self._printer.setFullPage(True)
        if self._painter is None:
            self._painter = QPainter(self._printer)
        else:
            self._printer.newPage()
        image = QImage(found.pixels, found.width, found.height, QImage.Format.Format_RGB32)
        self._painter.drawImage(self._painter.viewport(), image)
        self._page += 1
        self.go_on()

    def _give_up(self, error: Exception) -> None:
        self._end()
        self._failed(error)

    def _end(self) -> None:
        if self._painter is not None:
            self._painter.end()
            self._painter = None


def _close(context: Context, opened: Opened) -> None:
    pages = context.pages
    context.background.run(Lane.PAGES, lambda: pages.close(opened.handle), _nothing, _nothing)


def _nothing(_outcome: object) -> None:
    """A file that could not be closed is gone with its process."""
