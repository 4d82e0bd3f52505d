"""The page of a finding beside the list of them, the place outlined above it (the file itself is
never touched).
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from PySide6.QtCore import Qt, Signal

from desktop.background import Lane
from desktop.pages import Opened
from desktop.theme.theme import theme
from desktop.widgets.pdf_pane import PdfPane
from desktop.widgets.pdf_view import Overlay

if TYPE_CHECKING:
    from PySide6.QtGui import QKeyEvent
    from PySide6.QtWidgets import QWidget

    from core.office.format.finding import Finding
    from core.office.format.page import Box
    from desktop.context import Context

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
        self._context = context
        self._pdf = b""
        self._asked = self._gone = False
        self._opened: Opened | None = None
        self._finding: Finding | None = None
        super().__init__("format.page", context.background)
        self.hide()

    def hold(self, pdf: bytes) -> None:
        """These are the pages."""
        self._pdf = pdf

    def show_place(self, finding: Finding) -> None:
        """Show where it is."""
        self._finding = finding
        if not self._asked:
            self._asked = True
            pages, pdf = self._context.pages, self._pdf

            def opened() -> Opened:
                return Opened(pages, pages.open(pdf))

            self._context.background.run(Lane.PAGES, opened, self._take, self.show_problem)
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
        self._gone, self._pdf = True, b""
        opened, self._opened = self._opened, None
        if opened is not None:
            self.show_source(None)
            self._close(opened)

    # -- inside --------------------------------------------------------------------------------

    def _take(self, opened: Opened) -> None:
        if self._gone:
            self._close(opened)
            return
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

    def _close(self, opened: Opened) -> None:
        pages = self._context.pages
        self._context.background.run(
            Lane.PAGES, lambda: pages.close(opened.handle), _nothing, _nothing
        )


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


def _nothing(_outcome: object) -> None:
    """A file that could not be closed is gone with its process."""
