"""Text on screen: plain, never markup, in one of the type roles."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QLabel, QSizePolicy, QWidget
from typing_extensions import override

from desktop.widgets.layouts import restyle
from desktop.words import bind, word

if TYPE_CHECKING:
    from desktop.phrases import Fact


class Label(QLabel):
    """Words of a key, or text of a document, in a role of ``theme.fonts.ROLES``."""

    def __init__(
        self,
        key: str = "",
        role: str = "body",
        tone: str = "",
        *,
        wrap: bool = False,
        **facts: Fact,
    ) -> None:
        super().__init__()
        self._key, self._facts = key, facts
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setIndent(0)  # a styled label would else begin half an x further in
        self.setWordWrap(wrap)
        self.setProperty("role", role)
        if tone:
            self.setProperty("tone", tone)
        bind(self, self._speak)

    def say(self, key: str, **facts: Fact) -> None:
        """Show the words of a key from now on."""
        self._key, self._facts = key, facts
        self._speak()

    def show_text(self, text: str) -> None:
        """Show this text from now on, whatever the language."""
        self._key = ""
        self.setText(text)

    def set_tone(self, tone: str) -> None:
        """Change the colour: info, ok, warn, danger, violet, accent, text2, text3 or none."""
        restyle(self, tone=tone)

    def _speak(self) -> None:
        if self._key:
            self.setText(word(self._key, **self._facts))


class ElidedLabel(Label):
    """One line that is cut with an ellipsis where it does not fit; the whole stands in its
    tooltip."""

    def __init__(self, key: str = "", role: str = "body", tone: str = "", **facts: Fact) -> None:
        super().__init__(key, role, tone, wrap=False, **facts)
        self.setProperty("elides", True)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)

    @override
    def minimumSizeHint(self) -> QSize:
        return QSize(0, super().minimumSizeHint().height())

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        area = self.contentsRect()
        side = Qt.TextElideMode.ElideRight
        text = painter.fontMetrics().elidedText(self.text(), side, area.width())
        painter.setPen(self.palette().windowText().color())
        painter.drawText(area, self.alignment(), text)
        painter.end()
        self.setToolTip(self.text() if text != self.text() else "")


def label_for(buddy: QWidget, key: str, role: str = "label") -> Label:
    """The label of a field: a screen reader says it when the field takes the focus, for a compound
    field the part that takes it."""
    label = Label(key, role)
    label.setBuddy(buddy)
    inner = buddy.focusProxy() or buddy
    bind(label, lambda: inner.setAccessibleName(word(key)))
    return label
