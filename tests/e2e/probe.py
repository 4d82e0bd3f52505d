"""A small window that tells what it was given: letters, chords, dropped files."""

from __future__ import annotations

import json
import sys
from typing import Any

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QDragEnterEvent, QDropEvent, QKeyEvent, QKeySequence
from PySide6.QtWidgets import QApplication, QLineEdit, QVBoxLayout, QWidget
from typing_extensions import override


def tell(what: str, value: Any) -> None:
    print(json.dumps([what, value]), flush=True)


class Probe(QWidget):
    def __init__(self) -> None:
        super().__init__()
        self.edit = QLineEdit()
        self.edit.textEdited.connect(lambda text: tell("text", text))
        QVBoxLayout(self).addWidget(self.edit)
        self.setAcceptDrops(True)
        self.edit.setAcceptDrops(False)
        self.edit.installEventFilter(self)
        self.resize(800, 600)

    @override
    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress:
            tell("keys", QKeySequence(event.keyCombination()).toString())
        return False

    @override
    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        event.acceptProposedAction()

    @override
    def dropEvent(self, event: QDropEvent) -> None:
        tell("files", [url.toLocalFile() for url in event.mimeData().urls()])
        event.acceptProposedAction()


app = QApplication([])
probe = Probe()
probe.show()
probe.edit.setFocus(Qt.FocusReason.OtherFocusReason)
tell("ready", True)
sys.exit(app.exec())
