"""What deviates from the rules of layout: what it is, the rule, what to do, one below the other."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QPointF, Qt, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent, QResizeEvent
from PySide6.QtWidgets import QScrollArea
from typing_extensions import override

from desktop.announce import announce
from desktop.format_findings import said
from desktop.theme.theme import theme
from desktop.widgets.labels import Label
from desktop.widgets.layouts import Column, Panel, restyle
from desktop.words import bind, follow, word, words

if TYPE_CHECKING:
    from collections.abc import Sequence

    from core.office.format.finding import Finding

_HIGHEST: Final = 300
_MOST: Final = 330
"""Pixels that a window of 1366 × 728 has room for, at any size of letters."""
_ENTER: Final = (Qt.Key.Key_Return, Qt.Key.Key_Enter)
_STEPS: Final = {Qt.Key.Key_Down: 1, Qt.Key.Key_Up: -1}


class FindingList(QScrollArea):
    """The arrows choose one, a reader hears it; ``chosen`` carries its place in the list, and so
    does ``wanted`` when Enter or a double click asks for its page.
    """

    chosen = Signal(int)
    wanted = Signal(int)

    def __init__(self) -> None:
        super().__init__(widgetResizable=True)
        self._found: tuple[Finding, ...] = ()
        self._reasons: tuple[str, ...] = ()
        self._reason_lines: list[Label] = []
        self._rows: list[Panel] = []
        self.current = 0
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setFrameShape(QScrollArea.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        bind(self, self._speak)
        follow(self, theme.changed, self._measure)

    def show_found(self, found: Sequence[Finding]) -> None:
        """Show these; none hides the list."""
        self._found, self._reasons, self.current = tuple(found), ("",) * len(found), 0
        self._speak()

    def show_reasons(self, reasons: Sequence[str]) -> None:
        """Say below each why it is kept; empty for those without a reason yet."""
        self._reasons = tuple(reasons)
        for line, reason in zip(self._reason_lines, reasons, strict=True):
            line.show_text(word("format.kept", reason=reason) if reason else "")
            line.setVisible(bool(reason))
        self._measure()

    def choose(self, place: int) -> None:
        """Make another one the current one, in sight."""
        if not 0 <= place < len(self._rows):
            return
        self.current = place
        self._mark()
        self.ensureWidgetVisible(self._rows[place], 0, 0)
        announce(self._told(place), content=True)
        self.chosen.emit(place)

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        key = Qt.Key(event.key())
        ends = {Qt.Key.Key_Home: 0, Qt.Key.Key_End: len(self._rows) - 1}
        if key in _STEPS:
            self.choose(self.current + _STEPS[key])
        elif key in ends:
            self.choose(ends[key])
        elif key in _ENTER and not event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            self.wanted.emit(self.current)
        else:
            super().keyPressEvent(event)

    @override
    def mousePressEvent(self, event: QMouseEvent) -> None:
        self._point(event.position())

    @override
    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        if self._point(event.position()):
            self.wanted.emit(self.current)

    def _point(self, at: QPointF) -> bool:
        """Choose what lies under the mouse, if anything does."""
        spot = self.viewport().mapToGlobal(at.toPoint())
        for place, row in enumerate(self._rows):
            if row.rect().contains(row.mapFromGlobal(spot)):
                self.choose(place)
                return True
        return False

    def _speak(self) -> None:
        self.setAccessibleName(word("format.list"))
        self._rows, self._reason_lines = [], []
        column = Column(gap=2)
        for finding in self._found:
            reason = Label(role="sub", tone="ok", wrap=True)
            self._reason_lines.append(reason)
            self._rows.append(_row(finding, reason))
            column.addWidget(self._rows[-1])
        self.setWidget(Panel("surface", column))
        self.setVisible(bool(self._found))
        self._mark()
        self.show_reasons(self._reasons)

    def _mark(self) -> None:
        for place, row in enumerate(self._rows):
            restyle(row, ground="quote" if place == self.current else "choice")
        self.setAccessibleDescription(self._told(self.current) if self._rows else "")

    def _told(self, place: int) -> str:
        return f"{_spoken(self._found[place])} {self._reason_lines[place].text()}".strip()

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._measure()

    def _measure(self) -> None:
        inner = self.widget()
        if inner is not None and self._rows:
            high = inner.heightForWidth(self.viewport().width())
            self.setFixedHeight(min(high, theme.px(_HIGHEST), _MOST) + 2)


def _row(finding: Finding, reason: Label) -> Panel:
    spoken = said(finding, words.language)
    what, rule, fix = (
        Label(role="unread", wrap=True),
        Label(role="sub", tone="text2", wrap=True),
        Label(role="body", wrap=True),
    )
    what.show_text(f"{spoken.what} ({spoken.place})")
    rule.show_text(f"{spoken.rule} {spoken.law}")
    fix.show_text(f"→ {spoken.fix}")
    return Panel("choice", Column(what, rule, fix, reason, gap=2, margins=(10, 4, 8, 8)))


def _spoken(finding: Finding) -> str:
    spoken = said(finding, words.language)
    return f"{spoken.what} ({spoken.place}). {spoken.rule} {spoken.fix}"
