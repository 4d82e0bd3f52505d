"""The files of a document above its pages, where it has more than one: which is shown, what it is,
and how a copy of it is saved.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Signal

from desktop.documents.file_names import Named, named
from desktop.widgets.buttons import Button
from desktop.widgets.labels import ElidedLabel
from desktop.widgets.layouts import Column, Panel, Row
from desktop.widgets.view_tabs import View, ViewTabs
from desktop.words import bind

if TYPE_CHECKING:
    from collections.abc import Sequence

    from db.queries.rows import FileRow


class FileStrip(Panel):
    """``chosen`` says that another file is to be shown, ``wanted`` that a copy of it is to be
    saved.
    """

    chosen, wanted = Signal(), Signal()

    def __init__(self) -> None:
        self._rows: tuple[FileRow, ...] = ()
        self.files: tuple[Named, ...] = ()
        self.tabs = ViewTabs("files.strip", (View("0", "files.main"),))
        self.line = ElidedLabel(role="sub", tone="text2")
        self.save = Button("files.save", "link", icon="save")
        row = Row(gap=10)
        row.addWidget(self.line, 1)
        row.addWidget(self.save)
        super().__init__("surface", Column(self.tabs, row, gap=2, margins=(8, 4, 8, 4)))
        self.tabs.chosen.connect(lambda _id: self._turn())
        self.save.clicked.connect(self.wanted)
        bind(self, self._speak)

    def show_files(self, rows: Sequence[FileRow], *, first: bool) -> None:
        """Show these; the one that is chosen stays so, unless the ``first`` is asked for."""
        self._rows = tuple(rows)
        self._speak()
        if first:
            self.tabs.choose(0)

    def current(self) -> Named | None:
        """The file that is chosen."""
        place = int(self.tabs.current())
        return self.files[place] if place < len(self.files) else None

    def step(self, by: int) -> None:
        """To the next file, or the one before."""
        self.tabs.choose(int(self.tabs.current()) + by)

    def _turn(self) -> None:
        self._say()
        self.chosen.emit()

    def _speak(self) -> None:
        self.files = named(self._rows)
        views = [View(str(at), one.name, own=True) for at, one in enumerate(self.files)]
        self.tabs.set_views(tuple(views) or (View("0", "files.main"),))
        self.setVisible(len(self.files) > 1)
        self._say()

    def _say(self) -> None:
        found = self.current()
        self.line.show_text(found.line() if found else "")
        self.save.setEnabled(found is not None and found.row.here)
