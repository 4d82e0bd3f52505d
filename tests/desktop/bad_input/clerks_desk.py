"""A clerk at the incoming screen in the real window, driven by keys, on a store of his own."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit

from core.office.terms import Kind
from db.queries import documents
from db.queries.rows import DocumentRow
from desktop.incoming.screen import SCREEN
from tests.db.test_ledger import World
from tests.desktop.bad_input.hashing import file_names, store_hash
from tests.desktop.outgoing.stage import Stage

SAMPLES = Path(__file__).parents[2] / "data" / "incoming"


class ClerksDesk:
    """``bring`` gives a file to the window, ``save`` registers what stands in the form."""

    def __init__(self, world: World, folder: Path) -> None:
        self.folder, self.world, self.store = folder, world, world.clerk.store
        self.stage = Stage(folder, self.store, (SCREEN,))
        self.window = self.stage.window
        self.window.go("incoming")
        self.rest()

    def bring(self, path: Path) -> None:
        """Ctrl+I, the path, Enter."""
        self.window.close_sheet()
        self.stage.press("Ctrl+I")
        edit = QApplication.focusWidget()
        assert isinstance(edit, QLineEdit)
        edit.setText(str(path))
        self.stage.press("Return")
        self.rest()

    def save(self) -> None:
        """Ctrl+Enter."""
        self.stage.press("Ctrl+Return")
        self.rest()

    def rest(self) -> None:
        """Wait until every pause of typing and moving has passed."""
        QTest.qWait(320)

    def kept(self) -> tuple[str, list[str]]:
        """What is in the store, and the names of its files."""
        return store_hash(self.store), file_names(self.folder)

    def rows(self) -> list[DocumentRow]:
        view = documents.View(kinds=(Kind.INCOMING,))
        return documents.rows(self.store, documents.ids(self.store, view, ""))

    def close(self) -> None:
        self.stage.close()
        assert self.stage.faults == []
