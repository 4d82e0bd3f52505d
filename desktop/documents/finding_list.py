"""What deviates from the rules of layout: what it is, the rule, what to do, one below the other."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QScrollArea

from desktop.format_findings import said
from desktop.theme.theme import theme
from desktop.widgets.labels import Label
from desktop.widgets.layouts import Column, Panel
from desktop.words import bind, word, words

if TYPE_CHECKING:
    from collections.abc import Sequence

    from core.office.format.finding import Finding

_HIGHEST: Final = 300
_NARROWEST: Final = 400


class FindingList(QScrollArea):
    """The arrows scroll it; a reader hears it line by line."""

    def __init__(self) -> None:
        super().__init__(widgetResizable=True)
        self._found: tuple[Finding, ...] = ()
        self.setFrameShape(QScrollArea.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        bind(self, self._speak)

    def show_found(self, found: Sequence[Finding]) -> None:
        """Show these; none hides the list."""
        self._found = tuple(found)
        self._speak()

    def _speak(self) -> None:
        self.setAccessibleName(word("format.list"))
        column = Column(gap=2)
        for finding in self._found:
            column.addLayout(_lines(finding))
        inner = Panel("surface", column)
        self.setWidget(inner)
        self.setVisible(bool(self._found))
        wide = max(self.viewport().width(), theme.px(_NARROWEST))
        high = inner.heightForWidth(wide)
        self.setFixedHeight(min(high, theme.px(_HIGHEST)) + 2)


def _lines(finding: Finding) -> Column:
    spoken = said(finding, words.language)
    what, rule, fix = (
        Label(role="unread", wrap=True),
        Label(role="sub", tone="text2", wrap=True),
        Label(role="body", wrap=True),
    )
    what.show_text(f"{spoken.what} ({spoken.place})")
    rule.show_text(f"{spoken.rule} {spoken.law}")
    fix.show_text(f"→ {spoken.fix}")
    return Column(what, rule, fix, gap=2, margins=(0, 4, 0, 8))
