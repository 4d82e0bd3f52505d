"""The pane beside the list: the block that a delegation prints, its days, scope and ground."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QScrollArea, QStackedWidget

from core.office.delegation import ABSENCE
from desktop.delegations.block import Block
from desktop.delegations.faces import TONES, kind_word, span
from desktop.delegations.writing import type_names
from desktop.widgets.buttons import Button
from desktop.widgets.chips import Chip
from desktop.widgets.empty_state import EmptyState
from desktop.widgets.labels import Label
from desktop.widgets.layouts import STRETCH, Column, Divider, Grid, Panel, Row
from desktop.words import word

if TYPE_CHECKING:
    from collections.abc import Callable

    from db.queries.delegations import DelegationRow

_FACTS = ("kind", "giver", "days", "types", "matter", "basis", "reason")


class Detail(Panel):
    """``show_row`` fills it; None says what to choose."""

    def __init__(self, end: Callable[[], None]) -> None:
        self._name, self._post = Label(role="doc", wrap=True), Label(role="sub", tone="text2")
        self._standing = Chip("delegations.standing.now", "ok")
        self._block = Block()
        self._heads = [Label(f"delegations.fact.{name}", "sub", "text3") for name in _FACTS]
        self._values = [Label(role="val", wrap=True) for _ in _FACTS]
        self._end = Button("delegations.end", icon="dismiss", hint="F8")
        self._end.clicked.connect(lambda _checked: end())
        self._whole = QStackedWidget()
        self._whole.addWidget(EmptyState("document_signature", "delegations.none_chosen"))
        self._whole.addWidget(self._page())
        super().__init__("surface", Column(self._whole, gap=0))

    def show_row(self, row: DelegationRow | None) -> None:
        """Everything about one delegation."""
        self._whole.setCurrentIndex(0 if row is None else 1)
        if row is None:
            return
        given, absence = row.given, row.given.kind == ABSENCE
        self._name.show_text(row.person)
        self._post.show_text(given.post)
        self._post.setVisible(bool(given.post))
        self._standing.say(f"delegations.standing.{row.standing}", TONES[row.standing])
        self._block.setVisible(not absence)
        self._block.show_lines(row.lines, row.person)
        types = "" if absence else type_names(given.scope) or word("delegations.all_types")
        said = (
            kind_word(given.kind),
            row.giver,
            span(given),
            types,
            given.matter,
            given.basis,
            row.reason,
        )
        for head, value, text in zip(self._heads, self._values, said, strict=True):
            value.show_text(text)
            head.setVisible(bool(text))
            value.setVisible(bool(text))
        self._end.setVisible(row.mine)

    def _page(self) -> Panel:
        grid = Grid((0, 1), gaps=(16, 6))
        for place, (head, value) in enumerate(zip(self._heads, self._values, strict=True)):
            grid.addWidget(head, place, 0, Qt.AlignmentFlag.AlignTop)
            grid.addWidget(value, place, 1)
        body = Column(self._name, self._post, gap=6, margins=(16, 14, 16, 12))
        body.addLayout(Row(self._standing, STRETCH))
        body.addWidget(self._block)
        body.addLayout(grid)
        body.addStretch(1)
        scroll = QScrollArea(widgetResizable=True)
        scroll.setProperty("ground", "surface")
        scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        scroll.setWidget(Panel("surface", body))
        column = Column(gap=0)
        column.addWidget(scroll, 1)
        column.addWidget(Divider())
        column.addLayout(Row(self._end, STRETCH, margins=(16, 8, 16, 8)))
        return Panel("surface", column)
