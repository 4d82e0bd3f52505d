"""Choosing people by initials: one person, or several one after the other."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QWidget
from typing_extensions import override

from desktop.widgets.buttons import Button
from desktop.widgets.completion_edit import CompletionEdit
from desktop.widgets.layouts import STRETCH, Column, Row
from desktop.widgets.matching import Candidate
from desktop.words import bind, word

if TYPE_CHECKING:
    from collections.abc import Iterable

    from db.queries.rows import PersonRow


def candidates(people: Iterable[PersonRow]) -> list[Candidate]:
    """People as they are offered: name, with post and unit at the right."""
    return [
        Candidate(row.name, " · ".join(p for p in (row.post, row.unit) if p), id=row.id.encode())
        for row in people
        if row.name
    ]


class PersonEdit(CompletionEdit):
    """One person; a name typed in full counts as chosen. ``emptied`` follows Delete in an empty
    edit."""

    emptied = Signal()

    def __init__(self, people: list[Candidate]) -> None:
        super().__init__(lambda _typed: people)
        self._people = people

    def person(self) -> str:
        """The id of the person, or nothing."""
        typed = self.text().strip().casefold()
        found = self.chosen or next((p for p in self._people if p.text.casefold() == typed), None)
        return found.id.decode() if found else ""

    def unknown(self) -> bool:
        """Whether something stands there that is nobody."""
        return bool(self.text().strip()) and not self.person()

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Delete, not Backspace: input methods send that one by themselves (ux.md §6)."""
        if event.key() == Qt.Key.Key_Delete and not self.text():
            self.emptied.emit()
        else:
            super().keyPressEvent(event)


class PeopleEdit(QWidget):
    """Several people: each one taken becomes a button that takes him out again, as Delete does."""

    changed = Signal()

    def __init__(self, name: str, people: list[Candidate]) -> None:
        super().__init__()
        self._taken: dict[str, Button] = {}
        self.edit = PersonEdit(people)
        bind(self.edit, lambda: self.edit.setAccessibleName(word(name)))
        self._buttons = Row(gap=6)
        self._line = QWidget()
        self._line.setLayout(Row(self._buttons, STRETCH))
        self._line.hide()
        self.setLayout(Column(self.edit, self._line, gap=4))
        self.setFocusProxy(self.edit)
        self.edit.taken.connect(lambda _: self._take())
        self.edit.emptied.connect(self._drop_last)

    def people(self) -> list[str]:
        """The ids, in the order of taking; the one still in the edit among them."""
        last = self.edit.person()
        return [*self._taken, *([last] if last and last not in self._taken else [])]

    def _take(self) -> None:
        person, chosen = self.edit.person(), self.edit.chosen
        if chosen is None or person in self._taken:
            self.edit.choose(None)
            return
        button = Button("incoming.people.taken", icon="dismiss", name=chosen.text)
        button.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        button.clicked.connect(lambda _checked: self._drop(person))
        self._buttons.addWidget(button)
        self._taken[person] = button
        self._line.show()
        self.edit.choose(None)
        self.changed.emit()

    def _drop_last(self) -> None:
        if self._taken:
            self._drop(next(reversed(self._taken)))

    def _drop(self, person: str) -> None:
        button = self._taken.pop(person)
        self._buttons.removeWidget(button)
        button.deleteLater()
        self._line.setVisible(bool(self._taken))
        self.changed.emit()
