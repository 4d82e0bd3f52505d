"""The page of a finding beside the list of them, the place outlined above it (the file itself is
never touched).
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from PySide6.QtCore import Qt, Signal
from typing_extensions import override

from desktop.shown_pdf import ShownPdf
from desktop.theme.theme import theme
from desktop.widgets.pdf_pane import PdfPane
from desktop.widgets.pdf_view import Overlay
from desktop.widgets.sheet import Sheet

if TYPE_CHECKING:
    from PySide6.QtGui import QHideEvent, QKeyEvent
    from PySide6.QtWidgets import QWidget

    from core.office.format.finding import Finding
    from core.office.format.page import Box
    from desktop.context import Context
    from desktop.documents.finding_list import FindingList
    from desktop.pages import Opened

WIDE: Final = 560
HIGH, LEAST, AROUND = 520, 240, 150
"""Of the pages, and of what stands above and below them."""
EDGE: Final = 32
_ROOM_PT: Final = 3.0


class FindingPlaces(PdfPane):
    """Hidden until a place is asked for; ``turned`` says that it came or went.

    The file is opened in the page process then, and forgotten with the sheet.
    """

    turned = Signal()

    def __init__(self, context: Context) -> None:
        self._pdf = b""
        self._asked = False
        self._opened: Opened | None = None
        self._finding: Finding | None = None
        super().__init__("format.page", context.background)
        self._shown = ShownPdf(context, self._take, self.show_problem)
        self.hide()

    def hold(self, pdf: bytes) -> None:
        """These are the pages."""
        self._pdf = pdf

    def show_place(self, finding: Finding) -> None:
        """Show where it is."""
        self._finding = finding
        if not self._asked:
            self._asked = True
            self._shown.put(self._pdf)
        if self.isHidden():
            self.show()
            self.turned.emit()
        self._outline()

    def follow_place(self, finding: Finding) -> None:
        """Show this one's place instead, where any is shown."""
        if not self.isHidden():
            self.show_place(finding)

    def leave(self, event: QKeyEvent) -> bool:
        """Whether Esc puts the pages away, and nothing else."""
        if event.key() != Qt.Key.Key_Escape or self.isHidden():
            return False
        self.hide()
        self.turned.emit()
        return True

    def wide(self, alone: int, window: QWidget | None) -> int:
        """How wide a sheet is with it, of so many px at 100 % without."""
        if self.isHidden():
            return theme.px(alone)
        room = window.width() - EDGE if window is not None else theme.px(alone + WIDE)
        return max(theme.px(alone), min(theme.px(alone + WIDE), room))

    def fit(self, window: QWidget | None) -> None:
        """Take what height the window has for it."""
        room = window.height() - theme.px(AROUND) if window is not None else theme.px(HIGH)
        self.setFixedHeight(max(theme.px(LEAST), min(theme.px(HIGH), room)))

    def drop(self) -> None:
        """Forget the file, in the page process too."""
        self._pdf = b""
        self._shown.drop()

    # -- inside --------------------------------------------------------------------------------

    def _take(self, opened: Opened | None) -> None:
        self._opened = opened
        self.show_source(opened)
        self._outline()

    def _outline(self) -> None:
        finding, opened = self._finding, self._opened
        if finding is None or opened is None or not 0 < finding.page <= len(opened.sizes):
            return
        page = finding.page - 1
        left, top, right, bottom = place = _around(finding.box, opened.sizes[page])
        high = opened.sizes[page][1]
        box = (left, high - bottom, right, high - top)
        self.show_overlays((Overlay(page, box, marked=True),))
        self.view.go_to(page, (place[1] + place[3]) / 2 if finding.box else 0.0)


class PlacesSheet(Sheet):
    """A sheet with ``places`` at its right and the ``list`` that leads to them at its left; Esc
    puts the pages away before the sheet, and with the sheet they are forgotten.
    """

    places: FindingPlaces
    list: FindingList

    @override
    def adjustSize(self) -> None:
        self.places.fit(self.parentWidget())
        super().adjustSize()

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        if not self.places.leave(event):
            super().keyPressEvent(event)

    @override
    def keep(self) -> None:
        super().keep()
        self.places.drop()

    @override
    def hideEvent(self, event: QHideEvent) -> None:
        """Put away; a window that is only made small keeps what it shows."""
        if not event.spontaneous():
            self.places.drop()
        super().hideEvent(event)

    @override
    def _measure(self) -> None:
        self.setFixedWidth(self.places.wide(self._width, self.parentWidget()))

    def turn(self) -> None:
        """The pages came or went."""
        self._measure()
        self.widened.emit()
        self.list.setFocus()


def _around(box: Box | None, size: tuple[float, float]) -> Box:
    """A place with a little room, within the page; what has none is the whole page."""
    wide, high = size
    if box is None:
        return (_ROOM_PT, _ROOM_PT, wide - _ROOM_PT, high - _ROOM_PT)
    left, top, right, bottom = box
    return (
        max(left - _ROOM_PT, 0.0),
        max(top - _ROOM_PT, 0.0),
        min(max(right, left) + _ROOM_PT, wide),
        min(max(bottom, top) + _ROOM_PT, high),
    )
