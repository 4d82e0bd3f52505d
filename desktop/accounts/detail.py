"""The pane beside the lists: one account with its roles, machines and history, one unit with its
history, or one machine.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLayout, QScrollArea, QStackedWidget, QWidget

from desktop import clock
from desktop.accounts.career import Career
from desktop.accounts.faces import end_of, role_word, span, term_chip
from desktop.clock import local_time
from desktop.terms import term
from desktop.theme.theme import theme
from desktop.widgets.buttons import Button, IconButton
from desktop.widgets.chips import Chip
from desktop.widgets.empty_state import EmptyState
from desktop.widgets.labels import Label
from desktop.widgets.layouts import STRETCH, Column, Divider, Grid, Panel, Row
from desktop.wording import day
from desktop.words import word

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from db.queries.accounts import AccountRow, GrantRow, MachineRow, NamedRow, UnitRow
    from db.queries.groups import GroupRow
    from desktop.screens import Command
    from desktop.widgets.chips import ChipTone

    Revoke = Callable[[GrantRow], None]

_TONES: Final[dict[str, ChipTone]] = {"now": "ok", "later": "info", "over": "neutral"}


class Detail(Panel):
    """``show_account``, ``show_unit`` and ``show_machine`` fill it, ``add_history`` follows once it
    was read; ``show_nothing`` says what to choose.
    """

    def __init__(self, revoke: Revoke) -> None:
        self._revoke = revoke
        self._body, self._buttons = Column(gap=6, margins=(16, 14, 16, 12)), Row(gap=8)
        scroll = QScrollArea(widgetResizable=True)
        scroll.setProperty("ground", "surface")
        scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        scroll.setWidget(Panel("surface", self._body))
        foot = Row(self._buttons, margins=(16, 8, 16, 8))
        column = Column(gap=0)
        column.addWidget(scroll, 1)
        column.addWidget(Divider())
        column.addLayout(foot)
        self._whole = QStackedWidget()
        self._nothing = EmptyState("people", "accounts.none_chosen")
        self._whole.addWidget(self._nothing)
        self._whole.addWidget(Panel("surface", column))
        super().__init__("surface", Column(self._whole, gap=0))

    def show_nothing(self) -> None:
        """No row is chosen."""
        self._whole.setCurrentIndex(0)

    def show_account(self, row: AccountRow, commands: Sequence[Command]) -> None:
        """Name, post, unit, roles with their days, machines."""
        self._begin(row.name, commands)
        post = " · ".join(part for part in (row.rank, row.post) if part)
        self._facts((("accounts.post", post), ("accounts.unit", row.unit_name)))
        self._body.addSpacing(8)
        self._body.addWidget(Label("accounts.grants", "panel"))
        if not row.grants:
            self._body.addWidget(Label("accounts.grants.none", "hint", wrap=True))
        for grant in row.grants:
            self._body.addWidget(self._grant(grant))
        self._body.addSpacing(8)
        self._body.addWidget(Label("accounts.machines", "panel"))
        text = ", ".join(row.machines)
        self._body.addWidget(_text(text or word("accounts.machines.none"), "" if text else "text3"))
        self._body.addStretch(1)

    def show_unit(self, row: UnitRow, commands: Sequence[Command]) -> None:
        """Name, abbreviation, superior, place, code, how many people."""
        self._begin(row.name, commands)
        self._facts(
            (
                ("accounts.unit.short", row.short),
                ("accounts.unit.parent", row.above),
                ("accounts.unit.place", row.place),
                ("accounts.unit.code", row.code),
                ("accounts.column.people", word("accounts.unit.count", n=row.people)),
            )
        )
        self._body.addStretch(1)

    def add_history(self, kind: str, rows: Sequence[NamedRow]) -> None:
        """What the person or unit that is shown was called, above the room that is left."""
        if rows:
            self._body.insertSpacing(self._body.count() - 1, theme.px(8))
            self._body.insertWidget(self._body.count() - 1, Career(kind, rows))

    def show_machine(
        self, row: MachineRow, people: dict[str, str], commands: Sequence[Command]
    ) -> None:
        """Label, kind, whom it was certified for, how long."""
        self._begin(row.label, commands)
        if row.revoked:
            self._body.addLayout(Row(Chip("accounts.revoked", "danger"), STRETCH))
        if chip := term_chip(row):
            state, days = term(row.until, clock.now_ms())
            self._body.addLayout(Row(Chip(f"accounts.term.{state}", chip.tone, n=days), STRETCH))
        if row.own:
            self._body.addLayout(Row(Chip("accounts.own_machine", "info"), STRETCH))
        self._facts(
            (
                ("accounts.column.kind", word(f"accounts.kind.{row.kind}")),
                ("accounts.column.person", people.get(row.person, "–")),
                ("accounts.column.until", end_of(row)),
                ("accounts.heard", day(local_time(row.heard).date()) if row.heard else "–"),
            )
        )
        self._body.addStretch(1)

    def show_group(
        self, row: GroupRow, people: Sequence[AccountRow], commands: Sequence[Command]
    ) -> None:
        """Who reads it on which machines, and its books where this machine may know of them."""
        self._begin(row.name, commands)
        self._body.addWidget(Label("groups.what", "sub", "text2", wrap=True))
        self._body.addSpacing(8)
        self._body.addWidget(Label("groups.readers", "panel"))
        readers = [one for one in people if one.id in row.people]
        for one in readers:
            machines = ", ".join(one.machines) or word("accounts.machines.none")
            self._body.addLayout(Column(_text(one.name), _text(machines, "text2", "sub"), gap=1))
        if not readers:
            self._body.addWidget(Label("groups.nobody", "hint", wrap=True))
        self._body.addSpacing(8)
        self._body.addWidget(Label("groups.books", "panel"))
        books = "\n".join(row.books) or word(
            "groups.books.none" if row.mine else "groups.books.not"
        )
        self._body.addWidget(_text(books, "" if row.books else "text3"))
        self._body.addStretch(1)

    # -- inside --------------------------------------------------------------------------------

    def _begin(self, title: str, commands: Sequence[Command]) -> None:
        _clear(self._body)
        self._body.addWidget(_text(title, "", "doc"))
        _clear(self._buttons)
        for command in commands:
            button = Button(command.key, icon=command.icon, hint=command.shortcut)
            button.clicked.connect(lambda _checked, run=command.run: run())
            button.setEnabled(command.enabled())
            self._buttons.addWidget(button)
        self._buttons.addStretch(1)
        self._whole.setCurrentIndex(1)

    def _facts(self, rows: Sequence[tuple[str, str]]) -> None:
        grid = Grid((0, 1), gaps=(16, 4))
        for place, (key, text) in enumerate(rows):
            grid.addWidget(Label(key, "sub", "text3"), place, 0, Qt.AlignmentFlag.AlignTop)
            grid.addWidget(_text(text or "–"), place, 1)
        self._body.addLayout(grid)

    def _grant(self, grant: GrantRow) -> Panel:
        """A role, its days, how it stands, and the way to end it."""
        head = Row(
            _text(role_word(grant.role), "" if grant.standing != "over" else "text3"),
            Chip(f"accounts.standing.{grant.standing}", _TONES[grant.standing]),
            *((Chip("accounts.unconfirmed", "warn"),) if grant.waits else ()),
            STRETCH,
        )
        column = Column(head, _text(span(grant), "text2", "sub"), gap=1)
        if grant.reason:
            column.addWidget(Label("accounts.ended", "sub", "text3", wrap=True, why=grant.reason))
        row = Row(column, gap=8)
        row.setStretch(0, 1)
        if grant.standing != "over":
            away = IconButton("accounts.revoke", "dismiss")
            away.clicked.connect(lambda _checked: self._revoke(grant))
            row.addWidget(away)
        return Panel("clear", row)


def _text(text: str, tone: str = "", role: str = "val") -> Label:
    label = Label(role=role, tone=tone, wrap=True)
    label.show_text(text)
    return label


def _clear(layout: QLayout) -> None:
    while (item := layout.takeAt(0)) is not None:
        widget, inner = item.widget(), item.layout()
        if isinstance(widget, QWidget):
            widget.hide()
            widget.deleteLater()
        elif inner is not None:
            _clear(inner)
