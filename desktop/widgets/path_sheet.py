"""Asks for files or for a place to write one: a path to type, or the system's dialog to pick it."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QFileDialog
from typing_extensions import override

from desktop.widgets.buttons import Button
from desktop.widgets.field import Field, LineEdit
from desktop.widgets.layouts import STRETCH, Column, Row
from desktop.widgets.sheet import Sheet
from desktop.words import word

if TYPE_CHECKING:
    from collections.abc import Callable

    from PySide6.QtGui import QKeyEvent
    from PySide6.QtWidgets import QWidget

WIDTH = 560


class PathSheet(Sheet):
    """``chosen`` is called with the paths; several are separated by a semicolon.

    ``filters`` is the dialog's list of kinds; ``saving`` asks for a new file instead.
    """

    def __init__(
        self,
        key: str,
        chosen: Callable[[list[Path]], None],
        *,
        filters: str = "",
        saving: bool = False,
        start: Path | None = None,
        extra: QWidget | None = None,
    ) -> None:
        self._chosen, self._filters, self._saving = chosen, filters, saving
        self.edit = LineEdit()
        self.edit.setText(str(start) if start else "")
        self.field = Field("widgets.path.save" if saving else "widgets.path.open", self.edit)
        self.browse = Button("widgets.path.browse", icon="folder_open")
        self.accept = Button("widgets.path.accept", "primary", hint="Enter")
        self.cancel = Button("widgets.cancel", "ghost")
        body = Column(self.field, Row(self.browse, STRETCH), gap=6)
        if extra is not None:
            body.insertWidget(0, extra)
        super().__init__(key, body, Row(STRETCH, self.cancel, self.accept), icon="folder_open")
        self.set_width(WIDTH)
        self.browse.clicked.connect(self._browse)
        self.accept.clicked.connect(self._take)
        self.cancel.clicked.connect(self.close_card)
        self.edit.returnPressed.connect(self._take)

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        event.ignore()

    def complete(self) -> bool:
        """Whether what stands beside the path is answered; says what is missing where it is not."""
        return True

    def _browse(self) -> None:
        title = self.title.text()
        if self._saving:
            found, _ = QFileDialog.getSaveFileName(self, title, self.edit.text(), self._filters)
            names = [found] if found else []
        else:
            names, _ = QFileDialog.getOpenFileNames(self, title, "", self._filters)
        if names:
            self.edit.setText("; ".join(names))
            self.edit.setFocus()

    def _take(self) -> None:
        paths = [Path(part.strip()) for part in self.edit.text().split(";") if part.strip()]
        if not paths:
            self.field.set_error("widgets.path.empty")
            return
        missing = [path for path in paths if not self._usable(path)]
        if missing:
            key = "widgets.path.no_folder" if self._saving else "widgets.path.no_file"
            self.field.set_error(key, name=missing[0].name or word("widgets.path.nothing"))
            return
        if self.complete():
            self.close_card()
            self._chosen(paths)

    def _usable(self, path: Path) -> bool:
        """Whether it can be tried; a name that no file system takes is told by the trying."""
        try:
            return path.parent.is_dir() and not path.is_dir() if self._saving else path.is_file()
        except OSError:
            return self._saving
