"""After a crash: which documents of the batch were signed, which were not, and going on with
exactly those.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QWidget
from typing_extensions import override

from desktop.announce import announce
from desktop.documents.faces import subject_of
from desktop.signing.batch_sheet import scrolling
from desktop.widgets.buttons import Button
from desktop.widgets.labels import ElidedLabel, Label
from desktop.widgets.layouts import STRETCH, Column, Row
from desktop.widgets.marks import IconLabel
from desktop.widgets.sheet import Sheet
from desktop.wording import moment
from desktop.words import bind

if TYPE_CHECKING:
    from PySide6.QtGui import QKeyEvent

    from db.queries.batches import Cut
    from db.queries.rows import DocumentRow

_ENTER: Final = (Qt.Key.Key_Return, Qt.Key.Key_Enter)
_FATES: Final = (
    ("left", "subtract", "warn"),
    ("other", "warning", "warn"),
    ("signed", "checkmark_circle", "ok"),
)
"""The parts of a batch as they are listed: what is to be done first."""


class ResumeSheet(Sheet):
    """``wanted`` says that the rest is to be signed, ``left`` that it is not; Esc asks again
    later. Enter takes the first button.
    """

    wanted = Signal()
    left = Signal()

    def __init__(self, cut: Cut) -> None:
        self.cut = cut
        self._heads: list[tuple[Label, str, int]] = []
        parts = [part for fate in _FATES for part in self._part(*fate)]
        self._said = Label(role="body", tone="text2", wrap=True)
        body = Column(self._said, scrolling(Column(*parts, STRETCH, gap=6)), gap=10)
        count = len(cut.left)
        self.go_on = Button("signing.resume.go_on", "primary", big=True, hint="Enter", n=count)
        self.leave = Button("signing.resume.leave", big=True)
        if count:
            buttons = Row(STRETCH, self.leave, self.go_on)
        else:
            self.leave = Button("frame.close", "primary", big=True, hint="Enter")
            buttons = Row(STRETCH, self.leave)
        super().__init__("signing.resume.name", body, buttons, icon="document_signature")
        self.set_width(560)
        self.go_on.clicked.connect(self._go_on)
        self.leave.clicked.connect(self._leave)
        bind(self, self._speak)
        announce(self.title.text())

    @override
    def first(self) -> QWidget | None:
        return self.go_on if self.cut.left else self.leave

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in _ENTER:
            (self.leave if self.leave.hasFocus() or not self.cut.left else self.go_on).click()
        else:
            super().keyPressEvent(event)

    def _go_on(self) -> None:
        self.close_card()
        self.wanted.emit()

    def _leave(self) -> None:
        self.left.emit()
        self.close_card()

    def _part(self, fate: str, icon: str, colour: str) -> list[QWidget]:
        rows: tuple[DocumentRow, ...] = getattr(self.cut, fate)
        if not rows:
            return []
        head = Label(role="unread")
        self._heads.append((head, f"signing.resume.{fate}", len(rows)))
        return [head, *(_line(row, icon, colour) for row in rows)]

    def _speak(self) -> None:
        signed, left = len(self.cut.signed), len(self.cut.left)
        self.title.say("signing.result.title", n=signed, left=left + len(self.cut.other))
        self.setAccessibleName(self.title.text())
        self._said.say("signing.resume.said", at=moment(self.cut.begun))
        for label, key, count in self._heads:
            label.say(key, n=count)


def _line(row: DocumentRow, icon: str, colour: str) -> QWidget:
    subject = ElidedLabel(role="sub")
    subject.show_text(subject_of(row))
    whole = QWidget()
    line = Row(IconLabel(icon, colour), subject, gap=8)
    line.setStretch(1, 1)
    whole.setLayout(line)
    return whole
