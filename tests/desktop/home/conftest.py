"""Somebody before his work lists, on a real store."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication, QLineEdit

from db.queries import documents
from desktop.home.screen import SCREEN, HomeScreen
from desktop.screens import Screen
from desktop.words import words
from tests.db.test_worklists import Office
from tests.desktop.outgoing.stage import Stage
from tests.desktop.seat import Elsewhere

OTHERS = tuple(
    Screen(name, "daily", "archive", f"frame.screen.{name}", Elsewhere)
    for name in ("incoming", "outgoing", "drafts", "signing", "delegations")
)


class Seat:
    """A window of one person of the office."""

    def __init__(self, office: Office, folder: Path, who: str) -> None:
        self.office, self.store = office, office.at(who)
        self.stage = Stage(folder, self.store, (SCREEN, *OTHERS))
        self.stage.window.go("home")
        self.stage.settle(lambda: self.view.page.overview is not None)

    @property
    def view(self) -> HomeScreen:
        found = self.stage.window.stack._views["home"]
        assert isinstance(found, HomeScreen)
        return found

    def lists(self) -> dict[str, str]:
        """The lists that are shown, with their counts."""
        return {name: item.counted() for name, item in self.view.page.pane._items.items()}

    def subjects(self) -> list[str]:
        rows = documents.rows(self.store, list(self.view.page.rows.model.ids))
        return [row.id for row in rows]

    def went(self) -> tuple[str, object]:
        """The screen that was opened, and what it was handed."""
        stack = self.stage.window.stack
        other = stack.view()
        assert isinstance(other, Elsewhere)
        return stack.current_id, other.asked[-1]

    def press(self, *keys: str) -> None:
        for chord in keys:
            self.stage.press(chord)
            self.stage.settle()

    def type(self, text: str) -> None:
        focus = QApplication.focusWidget()
        assert isinstance(focus, QLineEdit)
        focus.insert(text)

    def badge(self) -> int:
        return self.stage.window.nav._items["home"]._count

    def said(self) -> str:
        return self.stage.window.toasts._text.text()


@pytest.fixture
def office(tmp_path: Path) -> Iterator[Office]:
    made = Office(tmp_path)
    yield made
    made.world.close()


@pytest.fixture
def seats(qapp: object, office: Office, tmp_path: Path) -> Iterator[type[Seat]]:
    """Seats somebody; all windows are put away afterwards."""
    taken: list[Seat] = []

    def sit(who: str) -> Seat:
        taken.append(Seat(office, tmp_path, who))
        return taken[-1]

    yield sit  # type: ignore[misc]
    words.set_language("vi")
    for seat in taken:
        assert seat.stage.faults == []
        seat.stage.close()
