"""A print job: one page after the other is drawn in the page process and painted for the printer.

It can be stopped between two pages: then the printer is told to forget what it has.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QRectF
from PySide6.QtGui import QImage, QPainter

from core.errors import PrinterFailed
from desktop.background import Lane
from desktop.printing.printers import set_page, set_up

if TYPE_CHECKING:
    from collections.abc import Callable

    from PySide6.QtPrintSupport import QPrinter

    from desktop.background import Background
    from desktop.pages import Opened, PageImage
    from desktop.printing.wanted import Wanted

DOTS: Final = 300
"""Dots an inch of a printed page: letters of 8 points are sharp, a page is 35 MB in memory."""
BAND: Final = 256
"""Rows of dots that are packed at once: some 15 ms."""


class Job:
    """``moved`` carries the place of each page begun and how many there are, ``done`` follows the
    last one, ``failed`` says what went wrong. After ``stop`` none of them.

    Drawing, painting and packing a page take longer than a window may stand still: all of it is in
    the lane of the pages, which alone touches painter and printer.
    """

    def __init__(
        self,
        background: Background,
        opened: Opened,
        printer: QPrinter,
        wanted: Wanted,
        moved: Callable[[int, int], None],
        done: Callable[[], None],
        failed: Callable[[Exception], None],
    ) -> None:
        self._painter: QPainter | None = None  # first: it has to go before its printer
        self._background, self._opened, self._printer = background, opened, printer
        self._moved, self._done, self._failed = moved, done, failed
        first = opened.sizes[wanted.pages[0]]
        self._waiting = list(wanted.pages) * set_up(printer, wanted, first[0] > first[1])
        self._count = len(self._waiting)
        self._over = False

    def go_on(self) -> None:
        """Print the next page, or end."""
        if self._over:
            return
        if self._waiting:
            page = self._waiting.pop(0)
            self._moved(self._count - len(self._waiting), self._count)
            self._run(lambda: self._print(page), self.go_on)
        else:
            self._run(self._end, self._finish)

    def stop(self) -> None:
        """No further page; what the printer has of it, it forgets where it can."""
        if not self._over:
            self._over = True
            self._run(self._abort, _nothing)

    def _run(self, work: Callable[[], None], then: Callable[[], None]) -> None:
        self._background.run(Lane.PAGES, work, lambda _none: then(), self._give_up)

    def _finish(self) -> None:
        if not self._over:
            self._over = True
            self._done()

    def _give_up(self, error: Exception) -> None:
        if not self._over:
            self.stop()
            self._failed(error)

    # -- in the lane of the pages ----------------------------------------------------------------

    def _print(self, page: int) -> None:
        if self._over:
            return
        size = self._opened.sizes[page]
        found = self._opened.render(page, round(size[0] / 72 * DOTS))
        set_page(self._printer, size)
        _draw(self._turned(), found)

    def _turned(self) -> QPainter:
        """The painter on a new sheet. Raises PrinterFailed where the printer takes none."""
        painter = self._painter
        if painter is None:
            painter = self._painter = QPainter()
            taken = painter.begin(self._printer)
        else:
            taken = self._printer.newPage()
        if not taken:
            raise PrinterFailed(name=self._printer.printerName())
        return painter

    def _abort(self) -> None:
        if self._painter is not None and self._painter.isActive():
            self._printer.abort()
        self._end()

    def _end(self) -> None:
        if self._painter is not None and self._painter.isActive():
            self._painter.end()


def _draw(painter: QPainter, found: PageImage) -> None:
    """As large as it fits, in the middle: another page size is not pulled out of shape.

    In bands: while one is packed the window stands still. Each reaches one row over the next, so
    that no line shows between them.
    """
    image = QImage(found.pixels, found.width, found.height, QImage.Format.Format_RGB32)
    paper = painter.viewport()
    scale = min(paper.width() / found.width, paper.height() / found.height)
    left = paper.x() + (paper.width() - found.width * scale) / 2
    top = paper.y() + (paper.height() - found.height * scale) / 2
    for row in range(0, found.height, BAND):
        rows = min(BAND + 1, found.height - row)
        band = image.copy(0, row, found.width, rows)
        box = QRectF(left, top + row * scale, found.width * scale, rows * scale)
        painter.drawImage(box, band)


def _nothing() -> None:
    """Nobody waits for the end of what was stopped."""
