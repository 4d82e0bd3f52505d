"""Files dropped anywhere on the window."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QObject, Signal
from PySide6.QtGui import QDragMoveEvent, QDropEvent
from typing_extensions import override

if TYPE_CHECKING:
    from collections.abc import Callable

    from PySide6.QtWidgets import QWidget


class FileDrop(QObject):
    """``dropped`` carries the paths; nothing is taken while ``counts`` says no."""

    dropped = Signal(list)

    def __init__(self, window: QWidget, counts: Callable[[], bool]) -> None:
        super().__init__(window)
        self._counts = counts
        window.setAcceptDrops(True)
        window.installEventFilter(self)

    @override
    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        # QDragMoveEvent is a QDropEvent too: only the type tells a drop from the way to it
        if isinstance(event, QDragMoveEvent):
            if self._counts() and event.mimeData().hasUrls():
                event.acceptProposedAction()
            return True
        if isinstance(event, QDropEvent) and event.type() == QEvent.Type.Drop:
            paths = [url.toLocalFile() for url in event.mimeData().urls() if url.isLocalFile()]
            if paths and self._counts():
                event.acceptProposedAction()
                self.dropped.emit(paths)
            return True
        return False
