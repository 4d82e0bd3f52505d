"""One step of enrolment on a card: its fields, what is wrong with them, back and on.

Enter goes to the next field and from the last one on, Ctrl+Enter goes on, Esc goes back.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QGuiApplication, QKeyEvent
from PySide6.QtWidgets import QAbstractButton, QFileDialog, QLineEdit, QWidget
from typing_extensions import override

from core.errors import AntinError
from desktop.announce import announce
from desktop.people.enrol_steps import PLACES, Ask, Step, problems
from desktop.unlock.passphrase_edit import PassphraseEdit
from desktop.widgets.banner import Banner
from desktop.widgets.buttons import Button
from desktop.widgets.field import Field, LineEdit
from desktop.widgets.labels import Label
from desktop.widgets.layouts import STRETCH, Column, Panel, Row
from desktop.words import word

if TYPE_CHECKING:
    from collections.abc import Mapping

    from PySide6.QtWidgets import QLayout

_ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter)
FILTER = "Ấn Tín (*.antin)"


class StepForm(Panel):
    """``answered`` carries the texts by field once nothing is wrong with them; ``back`` asks for
    the step before."""

    answered = Signal(dict)
    back = Signal()

    def __init__(
        self, step: Step, known: Mapping[str, str], extra: QLayout | None = None, *, first: bool
    ) -> None:
        self.step = step
        self.fields = {ask.name: _field(ask, known.get(ask.name, "")) for ask in step.asks}
        self.problem = Banner()
        self._back = Button("people.enrol.back", "ghost")
        self.accept = Button(f"people.enrol.{step.name}.go", "primary", hint="Ctrl ↵", big=True)
        super().__init__("card", self._lay_out(extra))
        self._back.setVisible(not first)
        self._back.clicked.connect(self.back)
        self.accept.clicked.connect(self._go_on)

    def start(self) -> None:
        """Put the keyboard on the first field that is empty, else on the last, else on the
        button."""
        edits = [field.edit for field in self.fields.values()]
        empty = [edit for edit in edits if not _text(edit)]
        target = (empty or edits[-1:] or [self.accept])[0]
        target.setFocus(Qt.FocusReason.TabFocusReason)

    def set_busy(self, *, busy: bool) -> None:
        """What was answered is being worked on."""
        for part in (self.accept, self._back, *self.fields.values()):
            part.setEnabled(not busy)

    def fail(self, error: AntinError) -> None:
        """Say why it did not go on; what was typed stays."""
        self.set_busy(busy=False)
        self.problem.say_error(error)
        self.start()

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape and self._back.isVisible():
            self.back.emit()
        elif event.key() not in _ENTER:
            super().keyPressEvent(event)
        elif event.modifiers() & Qt.KeyboardModifier.ControlModifier or self._at_end():
            self._go_on()
        elif isinstance(button := self.focusWidget(), QAbstractButton):
            button.click()
        else:
            self.focusNextChild()

    def _at_end(self) -> bool:
        edits = [field.edit for field in self.fields.values()]
        return not edits or self.focusWidget() is edits[-1]

    def _go_on(self) -> None:
        if not self.accept.isEnabled():
            return
        QGuiApplication.inputMethod().commit()
        answers = {name: _text(field.edit) for name, field in self.fields.items()}
        wrong = problems(self.step, answers)
        for name, field in self.fields.items():
            field.set_error(wrong.get(name, ""))
        if wrong:
            announce(word(next(iter(wrong.values()))))
            self.fields[next(iter(wrong))].edit.setFocus(Qt.FocusReason.OtherFocusReason)
            return
        self.problem.hush()
        self.set_busy(busy=True)
        self.answered.emit(answers)

    def _lay_out(self, extra: QLayout | None) -> Column:
        name = self.step.name
        column = Column(gap=8, margins=(28, 22, 28, 20))
        if self.step.place:
            column.addWidget(Label("people.enrol.place", "sub", n=self.step.place, total=PLACES))
        column.addWidget(Label(f"people.enrol.{name}", "dialog"))
        column.addWidget(Label(f"people.enrol.{name}.text", "body", "text2", wrap=True))
        column.addWidget(self.problem)
        if extra is not None:
            column.addLayout(extra)
        for ask in self.step.asks:
            column.addWidget(self.fields[ask.name])
            if ask.kind in ("open", "save"):
                column.addLayout(Row(self._browse(ask), STRETCH))
        column.addSpacing(6)
        column.addLayout(Row(self._back, STRETCH, self.accept))
        return column

    def _browse(self, ask: Ask) -> Button:
        button = Button("widgets.path.browse", icon="folder_open")

        def look() -> None:
            pick = QFileDialog.getSaveFileName if ask.kind == "save" else _open_one
            edit = self.fields[ask.name].edit
            found, _ = pick(self, word(f"people.enrol.{self.step.name}"), _text(edit), FILTER)
            if found and isinstance(edit, QLineEdit):
                edit.setText(found)
                edit.setFocus(Qt.FocusReason.OtherFocusReason)

        button.clicked.connect(lambda _checked: look())
        return button


def _open_one(parent: QWidget, title: str, start: str, kinds: str) -> tuple[str, str]:
    return QFileDialog.getOpenFileName(parent, title, start, kinds)


def _field(ask: Ask, text: str) -> Field:
    edit = PassphraseEdit() if ask.kind == "passphrase" else LineEdit()
    edit.setText(text)
    key = f"people.enrol.{ask.name}"
    return Field(key, edit, f"{key}.hint" if ask.hint else "")


def _text(edit: QWidget) -> str:
    return edit.text() if isinstance(edit, QLineEdit) else ""
