"""A print job: one page after the other is drawn in the page process and painted for the printer.

It can be stopped between two pages: then the printer is told to forget what it has.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QRect, Qt
from PySide6.QtGui import QImage, QPainter

from core.errors import PrinterFailed
from desktop.background import Lane
from desktop.printing.printers import set_page, set_up

if TYPE_CHECKING:
    from collections.abc import Callable

    from PySide6.QtPrintSupport import QPrinter

    from desktop.background import Background, Task
    from desktop.pages import Opened, PageImage
    from desktop.printing.wanted import Wanted

DOTS: Final = 300
"""Dots an inch of a printed page: letters of 8 points are sharp, a page is 35 MB in memory."""


class Job:
    """``done`` follows the last page; ``failed`` says what went wrong. After ``stop`` neither."""

    def __init__(
        self,
        background: Background,
        opened: Opened,
        printer: QPrinter,
        wanted: Wanted,
        done: Callable[[], None],
        failed: Callable[[Exception], None],
    ) -> None:
        self._background, self._opened, self._printer = background, opened, printer
        self._done, self._failed = done, failed
        first = opened.sizes[wanted.pages[0]]
        self._waiting = list(wanted.pages) * set_up(printer, wanted, first[0] > first[1])
        self._painter: QPainter | None = None
        self._task: Task | None = None
        self._ended = False

    def go_on(self) -> None:
        """Draw the next page, or end."""
        if self._ended:
            return
        if not self._waiting:
            self._end()
            self._done()
            return
        page = self._waiting[0]
        width = round(self._opened.sizes[page][0] / 72 * DOTS)
        self._task = self._background.run(
            Lane.PAGES, lambda: self._opened.render(page, width), self._paint, self._give_up
        )

    def stop(self) -> None:
        """No further page; what the printer has of it, it forgets where it can."""
        if self._ended:
            return
        if self._task is not None:
            self._task.cancel()
        if self._painter is not None:
            self._printer.abort()
        self._end()

    def _paint(self, found: PageImage) -> None:
        page = self._waiting.pop(0)
        set_page(self._printer, self._opened.sizes[page])
        if not self._turn():
            self._give_up(PrinterFailed(name=self._printer.printerName()))
            return
        painter = self._painter
        if painter is not None:
            image = QImage(found.pixels, found.width, found.height, QImage.Format.Format_RGB32)
            painter.drawImage(_within(painter.viewport(), image), image)
        self.go_on()

    def _turn(self) -> bool:
        """A new sheet; False where the printer takes none."""
        if self._painter is not None:
            return self._printer.newPage()
        self._painter = QPainter()
        return self._painter.begin(self._printer)

    def _give_up(self, error: Exception) -> None:
        if not self._ended:
            self._end()
            self._failed(error)

    def _end(self) -> None:
        self._ended = True
        if self._painter is not None and self._painter.isActive():
            self._painter.end()
        self._painter = None


def _within(paper: QRect, image: QImage) -> QRect:
    """As large as it fits, in the middle: another page size is not pulled out of shape."""
    size = image.size().scaled(paper.size(), Qt.AspectRatioMode.KeepAspectRatio)
    box = QRect(paper.topLeft(), size)
    box.moveCenter(paper.center())
    return box
