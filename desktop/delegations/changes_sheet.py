"""Asks a commander to confirm changes of rights that others made (NĐ 30/2020/NĐ-CP PL VI)."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QScrollArea
from typing_extensions import override

from db.actions import authority
from desktop.theme.theme import theme
from desktop.widgets.ask_sheet import AskSheet
from desktop.widgets.check_box import CheckBox
from desktop.widgets.labels import Label
from desktop.widgets.layouts import Column, Panel
from desktop.wording import day, moment
from desktop.words import word

if TYPE_CHECKING:
    from db.acting import Done, Store
    from db.queries.accounts import ChangeRow
    from desktop.context import Context

ROOM = 320
"""The most height of the list, in pixels of the drawing."""


class ChangesSheet(AskSheet):
    """Each change with who made it, when and why; all are chosen but the person's own."""

    def __init__(self, context: Context, changes: tuple[ChangeRow, ...]) -> None:
        self._context = context
        self.boxes: dict[tuple[str, str], CheckBox] = {}
        lines = Column(gap=10, margins=(0, 0, 8, 0))
        for row in changes:
            lines.addLayout(self._line(row))
        area = QScrollArea(widgetResizable=True)
        area.setFrameShape(QFrame.Shape.NoFrame)
        area.setProperty("ground", "surface")
        area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        area.setWidget(Panel("surface", lines))
        area.setFixedHeight(min(lines.sizeHint().height(), theme.px(ROOM)))
        note = Label("delegations.changes.note", "body", "text2", wrap=True)
        body = Column(note, area, gap=10)
        super().__init__(
            "delegations.changes", body, "delegations.changes.go", icon="shield_checkmark"
        )

    @override
    def answer(self) -> None:
        """Confirm those that are chosen."""
        chosen = [change for change, box in self.boxes.items() if box.isChecked()]
        if not chosen:
            self.problem.say("warn", "delegations.changes.none")
            return
        self.carry_out(
            self._context,
            partial(_confirm, chosen=chosen),
            lambda _done: self._context.frame.toast("delegations.changes.done", n=len(chosen)),
        )

    def _line(self, row: ChangeRow) -> Column:
        role = word(f"office.role.{row.role}")
        box = CheckBox(f"delegations.change.{row.act}", role=role, name=row.person)
        box.setChecked(not row.own)
        box.setEnabled(not row.own)
        self.boxes[row.grant, row.op] = box
        told = Label(role="sub", tone="text2", wrap=True)
        told.show_text(_told(row))
        told.setContentsMargins(theme.px(26), 0, 0, 0)
        return Column(box, told, gap=0)


def _told(row: ChangeRow) -> str:
    """From when to when, by whom, when, why; that it is the person's own."""
    since = word("accounts.since", since=day(row.since))
    span = word("accounts.span", since=day(row.since), last=day(row.last)) if row.last else since
    own = word("delegations.change.own") if row.own else ""
    parts = (span, row.by, moment(row.time), row.reason, own)
    return " · ".join(part for part in parts if part)


def _confirm(store: Store, chosen: list[tuple[str, str]]) -> Done:
    return authority.confirm(store, chosen)
