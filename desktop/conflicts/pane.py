"""What competes in one document or dossier, field by field, and the acts that came too late; or
what the server set aside.
"""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QScrollArea, QWidget

from desktop.conflicts import aside_card, faces
from desktop.conflicts.block import FieldBlock
from desktop.documents.head_chips import group_chip
from desktop.widgets.banner import Banner
from desktop.widgets.labels import Label
from desktop.widgets.layouts import Column, Panel
from desktop.words import bind, word

if TYPE_CHECKING:
    from db.queries.conflicts import Choice, Conflict, Late, Waiting
    from db.queries.setting_aside import Item


class ConflictPane(QScrollArea):
    """``changed`` says that something else is chosen."""

    changed = Signal()

    def __init__(self) -> None:
        super().__init__(widgetResizable=True)
        self.blocks: list[FieldBlock] = []
        self.found: Conflict | None = None
        self.item: Item | None = None
        self._row: Waiting | None = None
        self.setFrameShape(QScrollArea.Shape.NoFrame)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        bind(self, lambda: self.setAccessibleName(word("conflicts.pane")))
        bind(self, self._build)

    def show_conflict(self, row: Waiting | None, found: Conflict | None) -> None:
        """Show what competes in a document or dossier; None for nothing."""
        self._row, self.found, self.item, self.blocks = row, found, None, []
        self._build()

    def show_aside(self, row: Waiting, item: Item | None) -> None:
        """Show an act that the server set aside."""
        self._row, self.found, self.item, self.blocks = row, None, item, []
        self._build()

    def choices(self) -> list[Choice]:
        """What was chosen so far."""
        return [found for block in self.blocks if (found := block.choice()) is not None]

    def machine(self, place: int) -> tuple[str, str] | None:
        """The machine, by id and label, of the first field's version at a place."""
        if not self.blocks or place >= len(self.blocks[0].cells):
            return None
        side = self.blocks[0].cells[place].side
        return side.device, side.label

    def choose_machine(self, device: str) -> None:
        """Everywhere what was written on one machine."""
        for block in self.blocks:
            block.choose_machine(device)

    def both(self) -> FieldBlock | None:
        """The field whose versions can all be kept: that with the keyboard before the first."""
        able = [block for block in self.blocks if block.can_keep_both()]
        inside = [block for block in able if block.isAncestorOf(self.focusWidget() or block)]
        return next(iter([*inside, *able]), None)

    def keep_both(self) -> None:
        """All its versions."""
        if (block := self.both()) is not None:
            block.keep_both()

    def start(self) -> None:
        """The keyboard to the first field."""
        if self.blocks:
            self.blocks[0].start()

    def _build(self) -> None:
        """Once more in another language: what was chosen stays."""
        chosen = [block.standing() for block in self.blocks]
        self.blocks = []
        column = Column(gap=14, margins=(16, 12, 16, 16))
        if self._row is not None and self.found is not None:
            self._fill(column, self._row, self.found)
        elif self._row is not None and self.item is not None:
            aside_card.fill(column, self._row, self.item)
        column.addStretch(1)
        # later: what is shown now may be what the key was pressed in that led here
        if (before := self.takeWidget()) is not None:
            before.hide()
            before.deleteLater()
        self.setWidget(Panel("surface", column))
        for block, stood in zip(self.blocks, chosen, strict=False):
            block.stand(stood)
        self.changed.emit()

    def _fill(self, column: Column, row: Waiting, found: Conflict) -> None:
        title, whose = Label(role="doc", wrap=True), Label(role="sub", wrap=True)
        title.show_text(" · ".join(part for part in (row.code, row.title) if part))
        whose.show_text(faces.waited(row))
        banner = Banner()
        column.addWidget(title)
        column.addWidget(whose)
        for chip in group_chip(row.group):
            column.addWidget(chip)
        if row.reason:
            back = Banner()
            back.say("warn", "conflicts.back.said", name=row.back, to=row.keeper, reason=row.reason)
            column.addWidget(back)
        column.addWidget(banner)
        banner.say("info", "conflicts.agreed", n=found.untouched)
        for place, field in enumerate(found.fields):
            block = FieldBlock(field)
            block.changed.connect(self.changed)
            block.moved.connect(partial(self._move, place))
            self.blocks.append(block)
            column.addWidget(block)
        for item in found.late:
            column.addWidget(_late(item))
        column.addWidget(Label("conflicts.effect", "hint", wrap=True))

    def _move(self, place: int, by: int) -> None:
        wanted = min(max(0, place + by), len(self.blocks) - 1)
        self.blocks[wanted].start()
        self.ensureWidgetVisible(self.blocks[wanted])


def _late(item: Late) -> QWidget:
    """An act that came too late: what, why, by whom, and what it said."""
    head, stands = faces.late(item)
    column = Column(gap=3, margins=(10, 8, 10, 8))
    about = f"{item.side.label} · {faces.who(item.side)}"
    said = faces.reason(item)
    lines = ((head, "val"), (f"“{said}”" if said else "", "body"), (about, "sub"),
             (faces.origin(item.side), "sub"), (stands, "body"))  # fmt: skip
    for text, role in lines:
        if text:
            label = Label(role=role, wrap=True)
            label.show_text(text)
            column.addWidget(label)
    return Panel("quote", column)
