"""A labelled field: label, a mark when its value was read from the file, the edit, an error or
hint."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLineEdit, QPlainTextEdit, QWidget
from typing_extensions import override

from desktop.theme.theme import theme
from desktop.widgets.labels import Label, label_for
from desktop.widgets.layouts import Column, Row, restyle
from desktop.widgets.marks import IconLabel
from desktop.words import bind, follow, word

if TYPE_CHECKING:
    from PySide6.QtGui import QKeyEvent

    from desktop.phrases import Fact


class LineEdit(QLineEdit):
    """A one-line edit; ``numbers`` gives it tabular digits."""

    def __init__(self, *, numbers: bool = False, big: bool = False) -> None:
        super().__init__()
        self.setProperty("numbers", numbers)
        self.setProperty("big", big)


class TextEdit(QPlainTextEdit):
    """A few lines of plain text; Tab moves on, as in every other field."""

    def __init__(self, lines: int = 2) -> None:
        super().__init__()
        self._lines = lines
        self.setTabChangesFocus(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        follow(self, theme.changed, self._measure)

    def text(self) -> str:
        """What stands in it, on one line."""
        return " ".join(self.toPlainText().split())

    def setText(self, text: str) -> None:  # noqa: N802 - named as QLineEdit names it
        """Replace what stands in it."""
        self.setPlainText(text)

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter belongs to the form: a summary is one paragraph."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            event.ignore()
        else:
            super().keyPressEvent(event)

    def _measure(self) -> None:
        self.setFixedHeight(theme.px(18) + self._lines * theme.px(19))


class Field(QWidget):
    """Puts a label above an edit and what is wrong with it below; both languages, screen readers
    too."""

    def __init__(self, key: str, edit: QWidget, hint: str = "") -> None:
        super().__init__()
        self._key, self.edit = key, edit
        self.label = label_for(edit, key)
        self._mark = IconLabel("scan_text", "info")
        self._below = Label(hint, "hint", wrap=True)
        self._icon = IconLabel("error_circle", "danger", style="filled")
        self._hint, self._hint_facts = hint, dict[str, "Fact"]()
        self._error, self._error_facts = "", dict[str, "Fact"]()
        top = Row(self.label, self._mark, 0, gap=6)
        bottom = Row(self._icon, self._below, gap=5)
        bottom.setAlignment(self._icon, Qt.AlignmentFlag.AlignTop)
        bottom.setStretch(1, 1)
        self._column = Column(top, edit, bottom, 0, gap=2)
        self.setLayout(self._column)
        self._mark.hide()
        bind(self, self._speak)

    def give_room(self) -> None:
        """Let the edit take all the height that the form has left."""
        self._column.setStretch(1, 1)
        self._column.setStretch(3, 0)

    @property
    def wrong(self) -> bool:
        """Whether an error stands below."""
        return bool(self._error)

    def set_error(self, key: str = "", **facts: Fact) -> None:
        """Say what is wrong and how to mend it; without a key the error is gone."""
        self._error, self._error_facts = key, facts
        restyle(self.edit, wrong=bool(key))
        self._speak()

    def set_hint(self, key: str, **facts: Fact) -> None:
        """Say something useful below."""
        self._hint, self._hint_facts = key, facts
        self._speak()

    def set_read(self, read: bool) -> None:
        """Mark the value as read from the file, until a person touched it."""
        self._mark.setVisible(read)
        self._speak()

    def _speak(self) -> None:
        wrong = bool(self._error)
        key = self._error if wrong else self._hint
        text = word(key, **(self._error_facts if wrong else self._hint_facts)) if key else ""
        self._below.setText(text)
        self._below.setVisible(bool(text))
        self._icon.setVisible(wrong)
        restyle(self._below, role="err" if wrong else "hint")
        read = word("widgets.read_from_file") if not self._mark.isHidden() else ""
        self.edit.setAccessibleDescription(" ".join(part for part in (text, read) if part))
        self._mark.setToolTip(word("widgets.read_from_file"))
