"""One field that competes: its name, what it was before, the values beside each other, what will
stand.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QButtonGroup
from typing_extensions import override

from db.queries.conflicts import Choice
from desktop.conflicts import faces
from desktop.conflicts.cell import SideCell
from desktop.widgets.field import TextEdit
from desktop.widgets.labels import Label
from desktop.widgets.layouts import Column, Panel, Row
from desktop.words import bind, word

if TYPE_CHECKING:
    from PySide6.QtGui import QKeyEvent

    from db.queries.conflicts import Field

_BESIDE = 2
"""So many values stand beside each other; more stand below each other."""


class _ResultEdit(TextEdit):
    """Esc goes back to the values."""

    left = Signal()

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.left.emit()
        else:
            super().keyPressEvent(event)


class FieldBlock(Panel):
    """``changed`` says that another value shall stand; ``moved`` that the keyboard wants to the
    field below (1) or above (-1).
    """

    changed = Signal()
    moved = Signal(int)

    def __init__(self, field: Field) -> None:
        self.field, self._both = field, False
        self.name, self.base = Label(role="panel"), Label(role="sub", tone="text2", wrap=True)
        self.result, self.edit = Label(role="val", wrap=True), _ResultEdit(2)
        self.cells = [SideCell(field, side, place) for place, side in enumerate(field.sides, 1)]
        beside = Row if len(self.cells) <= _BESIDE else Column
        sides = beside(gap=8)
        for cell in self.cells:
            sides.addWidget(cell, 1)
        says = Label("conflicts.result", "label", "text2")
        stands = Row(says, self.edit, self.result, gap=10)
        stands.setStretch(1 if faces.written(field) else 2, 1)
        column = Column(self.name, self.base, sides, stands, gap=5)
        super().__init__("surface", column)
        self._group = QButtonGroup(self)
        for place, cell in enumerate(self.cells):
            self._group.addButton(cell, place)
            cell.moved.connect(self._move)
        self.edit.setVisible(faces.written(field))
        self.result.setVisible(not faces.written(field))
        self._group.idClicked.connect(self.choose)
        self.edit.textChanged.connect(self._type)
        self.edit.left.connect(self.start)
        bind(self, self._speak)

    def start(self) -> None:
        """The keyboard to the value that is chosen, or the first one."""
        place = max(0, self._group.checkedId())
        self.cells[place].setFocus(Qt.FocusReason.OtherFocusReason)

    def choose(self, place: int) -> None:
        """The value at a place shall stand."""
        if place >= len(self.cells) or self.field.locked:
            return
        self.cells[place].setChecked(True)
        self._both = False
        if faces.written(self.field):
            self.edit.setText(self.cells[place].side.value)
        self._show()

    def choose_machine(self, device: str) -> None:
        """What was written on a machine shall stand, where that is one value."""
        places = [at for at, cell in enumerate(self.cells) if cell.side.device == device]
        if len(places) == 1:
            self.choose(places[0])

    def can_keep_both(self) -> bool:
        """Whether no version has to go: another file stays as an attachment, words beside words.
        Of a draft's text all are in its versions anyway.
        """
        file = self.field.file and self.field.name != "draft"
        return not self.field.locked and (file or faces.written(self.field))

    def keep_both(self) -> None:
        """All versions: the words one after another, to be edited; of files the chosen one, or the
        first, in its place and the others as attachments.
        """
        if not self.can_keep_both():
            return
        if self.field.file:
            self.choose(max(0, self._group.checkedId()))
            self._both = True
            self._show()
        else:
            self.edit.setText(" / ".join(str(cell.side.value) for cell in self.cells))

    def standing(self) -> tuple[int, str, bool]:
        """Which value is chosen, -1 for none, what was written, and whether the others stay."""
        return self._group.checkedId(), self.edit.text(), self._both

    def stand(self, chosen: tuple[int, str, bool]) -> None:
        """As it was."""
        place, text, both = chosen
        if place >= 0:
            self.choose(place)
        else:
            self.edit.setText(text)
        if both:
            self.keep_both()

    def choice(self) -> Choice | None:
        """What shall stand; None while nothing is chosen."""
        place = self._group.checkedId()
        if place >= 0:
            return self.field.take(self.field.sides[place])._replace(both=self._both)
        text = self.edit.text().strip()
        if not faces.written(self.field) or not text:
            return None
        return Choice(self.field.name, False, self.field.seen, text)

    def _type(self) -> None:
        """Another text than the chosen one is a value of its own."""
        place = self._group.checkedId()
        if place >= 0 and self.edit.text() != " ".join(str(self.cells[place].side.value).split()):
            self._group.setExclusive(False)
            self.cells[place].setChecked(False)
            self._group.setExclusive(True)
        self._show()

    def _move(self, where: str) -> None:
        now = self._group.checkedId()
        steps = {"left": max(0, now - 1), "right": now + 1 if now >= 0 else 1}
        if where in steps:
            self.choose(min(steps[where], len(self.cells) - 1))
            self.start()
        elif where.isdigit():
            self.choose(int(where) - 1)
            self.start()
        elif where == "both":
            self.keep_both()
        elif where == "edit" and self.edit.isVisible():
            self.edit.setFocus(Qt.FocusReason.OtherFocusReason)
        elif where in ("up", "down"):
            self.moved.emit(1 if where == "down" else -1)

    def _show(self) -> None:
        place = self._group.checkedId()
        if self.field.locked:
            self.result.say("conflicts.locked")
        elif place < 0:
            self.result.say("conflicts.result.none")
        else:
            side = self.cells[place].side
            shown = faces.value(self.field, side.value, side.named)
            self.result.show_text(word("conflicts.both.file", name=shown) if self._both else shown)
        self.changed.emit()

    def _speak(self) -> None:
        name = faces.field_name(self.field)
        self.name.show_text(name)
        self.base.show_text(faces.base(self.field))
        self.edit.setAccessibleName(word("conflicts.result.of", field=name))
        self.edit.setPlaceholderText(word("conflicts.result.none"))
        self._show()
