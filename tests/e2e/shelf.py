"""Another program's window with one file on it, to be dragged from.

``python -m tests.e2e.shelf FILE`` says ``ready`` when it stands, and ``dropped ACTION`` after each
drag, on standard output.
"""

from __future__ import annotations

import sys
from pathlib import Path

from PySide6.QtCore import QMimeData, Qt, QUrl
from PySide6.QtGui import QDrag, QGuiApplication, QMouseEvent
from PySide6.QtWidgets import QApplication, QLabel
from typing_extensions import override

PLACE = (8, 8, 128, 96)
"""Left, top, width and height of the shelf on its screen."""


class Shelf(QLabel):
    """A file's name; pressing the mouse on it begins to drag the file."""

    def __init__(self, file: Path) -> None:
        super().__init__(f"🗎\n{file.name}")
        self._file = file
        self.setWordWrap(True)
        self.setAlignment(Qt.AlignmentFlag.AlignCenter)
        on_top = Qt.WindowType.WindowStaysOnTopHint | Qt.WindowType.FramelessWindowHint
        self.setWindowFlags(on_top | Qt.WindowType.WindowDoesNotAcceptFocus)
        self.setGeometry(*PLACE)

    @override
    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        if not event.buttons() & Qt.MouseButton.LeftButton:
            return
        drag = QDrag(self)
        content = QMimeData()
        content.setUrls([QUrl.fromLocalFile(str(self._file))])
        drag.setMimeData(content)
        action = drag.exec(Qt.DropAction.CopyAction)
        print(f"dropped {action.name}", flush=True)


def main(path: str) -> int:
    app = QApplication([])
    shelf = Shelf(Path(path).resolve())
    shelf.show()
    QGuiApplication.processEvents()
    print("ready", flush=True)
    return app.exec()


if __name__ == "__main__":
    sys.exit(main(sys.argv[1]))
