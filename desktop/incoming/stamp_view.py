"""Lays the ĐẾN stamp over the first page of the file that came: a view of the book, switched off
and on; the file itself is never touched.
"""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QObject
from PySide6.QtGui import QImage

from core.errors import AntinError
from desktop.background import Lane
from desktop.forms.arrival_stamp import Stamp, place, render
from desktop.incoming.faces import arrival_number
from desktop.latest import Latest
from desktop.pages import Opened
from desktop.widgets.buttons import IconButton
from desktop.widgets.pdf_view import Overlay

if TYPE_CHECKING:
    from desktop.context import Context
    from desktop.forms.arrival_stamp import Box
    from desktop.incoming.gathered import Gathered
    from desktop.pages import PageImage
    from desktop.widgets.pdf_pane import PdfPane

DOTS: Final = 620
"""Pixels across the stamp: sharp on a screen at 300 %."""
Drawn = tuple["PageImage", "Box"]
"""The stamp as an image, and where it lies."""


def stamp_of(found: Gathered) -> Stamp | None:
    """What the stamp says of a document; None before it has a number."""
    page = found.page
    if not page.row.number:
        return None
    by_part = {part: [a.name for a in page.assignments if a.part == part]
               for part in ("lead", "support")}  # fmt: skip
    handed = [", ".join(names) for names in by_part.values() if names]
    return Stamp(
        found.unit,
        arrival_number(page.row),
        date.fromisoformat(page.row.dated) if page.row.dated else None,
        "; ".join(handed),
        ", ".join(held.code for held in found.related.dossiers),
    )


class StampView(QObject):
    """``button`` switches it; ``show_on`` says which pages are in sight now."""

    def __init__(self, context: Context, pdf: PdfPane) -> None:
        super().__init__(pdf)
        self._context, self._pdf = context, pdf
        self._asked = Latest(context)
        self._opened: Opened | None = None
        self._stamp: Stamp | None = None
        self.wanted = True
        self.button = IconButton("incoming.stamp.hide", "eye")
        self.button.clicked.connect(self.toggle)
        pdf.add_tool(self.button)
        self.button.hide()

    def show_on(self, opened: Opened | None, stamp: Stamp | None) -> None:
        """These pages with this stamp; without one there is nothing to switch."""
        if (opened, stamp) == (self._opened, self._stamp):
            return
        self._opened, self._stamp = opened, stamp
        self.button.setVisible(opened is not None and stamp is not None)
        self._lay()

    def toggle(self) -> None:
        """Off, or on again."""
        self.wanted = not self.wanted
        self.button.say("incoming.stamp.hide" if self.wanted else "incoming.stamp.show")
        self.button.show_icon("eye" if self.wanted else "eye_off")
        self._lay()

    def _lay(self) -> None:
        self._asked.drop()
        opened, stamp = self._opened, self._stamp
        self._pdf.show_overlays(())
        if self.wanted and opened is not None and stamp is not None:
            self._asked.run(Lane.PAGES, lambda: draw_stamp(opened, stamp), self._show, _without)

    def _show(self, drawn: Drawn) -> None:
        found, box = drawn
        image = QImage(
            found.pixels, found.width, found.height, found.width * 4, QImage.Format.Format_RGB32
        )
        self._pdf.show_overlays((Overlay(0, box, image=image.copy()),))


def draw_stamp(opened: Opened, stamp: Stamp) -> Drawn:
    """Draw it, and find its place among the words of the page; in the lane of pages."""
    pages, (width, height) = opened.server, opened.sizes[0]
    handle = pages.open(render(stamp))
    try:
        image = pages.render(handle, 0, DOTS)
    finally:
        pages.close(handle)
    return image, place(_words(opened), width, height)


def _words(opened: Opened) -> list[Box]:
    """Where words stand; nowhere in a page that cannot be read, as a scan's."""
    try:
        lines = opened.server.lines(opened.handle, 0)
    except AntinError:
        return []
    return [(line.left, line.bottom, line.right, line.top) for line in lines]


def _without(_error: Exception) -> None:
    """The pages were put away meanwhile, or cannot be shown: that is said beside them."""
