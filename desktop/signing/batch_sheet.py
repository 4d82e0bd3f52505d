"""At the end of a batch: what was signed and what was not."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QScrollArea, QWidget
from typing_extensions import override

from core.errors import AntinError
from desktop.announce import announce, announce_error
from desktop.documents.faces import subject_of
from desktop.widgets.buttons import Button
from desktop.widgets.labels import Label
from desktop.widgets.layouts import STRETCH, Column, Row
from desktop.widgets.marks import IconLabel
from desktop.widgets.sheet import Sheet
from desktop.words import bind, explain, word

if TYPE_CHECKING:
    from collections.abc import Sequence

    from PySide6.QtGui import QKeyEvent

    from desktop.signing.batch import Outcome

_ENTER: Final = (Qt.Key.Key_Return, Qt.Key.Key_Enter)
_SHOWN: Final = 260


class ResultSheet(Sheet):
    """What was signed, and for every other document why it was not."""

    def __init__(self, outcomes: Sequence[Outcome]) -> None:
        self._outcomes = [one for one in outcomes if not one.signed]
        self.signed = len(outcomes) - len(self._outcomes)
        self._lines = [_line(one) for one in self._outcomes]
        close = Button("frame.close", "primary", big=True, hint="Enter")
        body = Column(scrolling(Column(*(row for row, _ in self._lines), STRETCH, gap=10)), gap=4)
        super().__init__(
            "signing.result.name", body, Row(STRETCH, close), icon="document_signature"
        )
        self.set_width(560)
        close.clicked.connect(self.close_card)
        bind(self, self._speak)
        announce(self.title.text())
        for error in {type(one.error): one.error for one in self._outcomes if one.error}.values():
            announce_error(error)

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in _ENTER:
            self.close_card()
        else:
            super().keyPressEvent(event)

    def _speak(self) -> None:
        self.title.say("signing.result.title", n=self.signed, left=len(self._outcomes))
        self.setAccessibleName(self.title.text())
        for outcome, (_, reason) in zip(self._outcomes, self._lines, strict=True):
            reason.show_text(_reason(outcome))


def _line(outcome: Outcome) -> tuple[QWidget, Label]:
    subject, reason = Label(role="unread", wrap=True), Label(role="sub", tone="warn", wrap=True)
    subject.show_text(subject_of(outcome.document.row))
    icon = IconLabel("subtract" if outcome.skipped else "warning", "warn")
    row = Row(icon, Column(subject, reason, gap=0), gap=8)
    row.setAlignment(icon, Qt.AlignmentFlag.AlignTop)
    row.setStretch(1, 1)
    whole = QWidget()
    whole.setLayout(row)
    return whole, reason


def _reason(outcome: Outcome) -> str:
    if outcome.skipped:
        return word("signing.result.skipped")
    if isinstance(outcome.error, AntinError):
        return explain(outcome.error).sentence()
    return word("signing.result.fault")


def scrolling(column: Column) -> QScrollArea:
    """A list that scrolls where it is higher than a sheet has room for."""
    inside = QWidget()
    inside.setLayout(column)
    area = QScrollArea()
    area.setWidgetResizable(True)
    area.setFrameShape(QFrame.Shape.NoFrame)
    area.setWidget(inside)
    for ground in (inside, area.viewport()):
        ground.setAutoFillBackground(False)
    area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
    area.setMaximumHeight(_SHOWN)
    return area
