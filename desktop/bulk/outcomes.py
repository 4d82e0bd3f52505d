"""Documents under each other, each with what is or was said of it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QScrollArea, QWidget

from core.errors import AntinError
from desktop.documents.faces import code_of, subject_of
from desktop.theme.theme import theme
from desktop.widgets.labels import ElidedLabel, Label
from desktop.widgets.layouts import Column, Row
from desktop.widgets.marks import IconLabel
from desktop.words import bind, explain, follow, word

if TYPE_CHECKING:
    from collections.abc import Sequence

    from db.queries.rows import DocumentRow

SHOWN: Final = 60
"""Lines at most; how many more there are is said below them."""
_HIGH: Final = 190


@dataclass(frozen=True)
class Said:
    """A document and why it is not or was not done; without an error it is or was. ``skipped`` was
    never tried."""

    row: DocumentRow
    error: Exception | None = None
    skipped: bool = False

    @property
    def good(self) -> bool:
        """Whether the act is open to it, or was done."""
        return self.error is None and not self.skipped

    def reason(self) -> str:
        """Why not, in one sentence."""
        if self.skipped:
            return word("bulk.skipped")
        if isinstance(self.error, AntinError):
            found = explain(self.error)
            return f"{found.what} {found.why}"
        return word("bulk.fault") if self.error is not None else ""


class Outcomes(QScrollArea):
    """What cannot be done stands first: it is what a person has to look at."""

    def __init__(self, said: Sequence[Said]) -> None:
        super().__init__(widgetResizable=True)
        self._lines: list[tuple[Said, Label]] = []
        ordered = sorted(said, key=lambda one: one.good)
        column = Column(gap=6, margins=(0, 0, 8, 0))
        for one in ordered[:SHOWN]:
            column.addWidget(self._line(one))
        if len(ordered) > SHOWN:
            column.addWidget(Label("bulk.more", "hint", n=len(ordered) - SHOWN))
        column.addStretch(1)
        inside = QWidget()
        inside.setLayout(column)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setWidget(inside)
        for ground in (inside, self.viewport()):
            ground.setAutoFillBackground(False)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        follow(self, theme.changed, lambda: self.setFixedHeight(self._height(inside)))
        bind(self, self._speak)

    def _height(self, inside: QWidget) -> int:
        return min(theme.px(_HIGH), inside.sizeHint().height() + theme.px(4))

    def _line(self, one: Said) -> QWidget:
        subject, reason = ElidedLabel(role="body"), Label(role="sub", tone="warn", wrap=True)
        subject.show_text(" · ".join(part for part in (code_of(one.row), subject_of(one.row))))
        icon = IconLabel("checkmark_circle", "ok") if one.good else IconLabel("warning", "warn")
        column = Column(subject, gap=0)
        if not one.good:
            column.addWidget(reason)
            self._lines.append((one, reason))
        row = Row(icon, column, gap=8)
        row.setAlignment(icon, Qt.AlignmentFlag.AlignTop)
        row.setStretch(1, 1)
        whole = QWidget()
        whole.setLayout(row)
        return whole

    def _speak(self) -> None:
        self.setAccessibleName(word("bulk.items"))
        for one, label in self._lines:
            label.show_text(one.reason())
