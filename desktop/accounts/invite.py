"""Invites a person's new machine: the code in large letters, and as a file for a stick."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import Qt
from typing_extensions import override

from db.actions import admission
from desktop.people import enrol_acts
from desktop.people.sheets import WorkSheet
from desktop.widgets.buttons import Button
from desktop.widgets.field import Field, LineEdit
from desktop.widgets.labels import Label
from desktop.widgets.layouts import STRETCH, Column, Panel, Row
from desktop.widgets.path_sheet import PathSheet
from desktop.widgets.sheet import Sheet
from desktop.words import word

if TYPE_CHECKING:
    from collections.abc import Sequence

    from db.acting import Store
    from db.queries.accounts import AccountRow
    from desktop.context import Context

GROUPS: Final = 4
"""Groups of the code in its first line; the other three stand below."""


class InviteSheet(WorkSheet):
    """What the machine is called; then the code is made."""

    def __init__(self, context: Context, row: AccountRow) -> None:
        self._row = row
        self.machine = LineEdit()
        self._field = Field("accounts.invite.machine", self.machine, "accounts.invite.machine.hint")
        name = Label(role="val", wrap=True)
        name.show_text(row.name)
        body = Column(
            name, Label("accounts.invite.text", "body", "text2", wrap=True), self._field, gap=8
        )
        super().__init__(context, "accounts.invite", body, "accounts.invite.go", icon="people")

    @override
    def answer(self) -> None:
        """Make the code."""
        label = " ".join(self.machine.text().split())
        self._field.set_error("" if label else "accounts.missing.machine")
        if not label:
            self.machine.setFocus(Qt.FocusReason.OtherFocusReason)
            return
        store, person = self._context.store(), self._row.id
        self.work(lambda: admission.invite(store, person, label), self._show)

    def _show(self, code: str) -> None:
        self._context.frame.open_sheet(CodeSheet(self._context, self._row.name, code))


class CodeSheet(Sheet):
    """The code, once: to be read aloud or copied by hand, or saved with the provisioning file."""

    def __init__(self, context: Context, name: str, code: str) -> None:
        self._context, self.code = context, code
        groups = code.split("-")
        lines = [_line(part) for part in (groups[:GROUPS], groups[GROUPS:])]
        self.save = Button("accounts.invite.save", icon="save")
        self.close_it = Button("accounts.invite.close", "primary", hint="Esc")
        who = Label(role="val", wrap=True)
        who.show_text(name)
        body = Column(
            who,
            Label("accounts.invite.code.text", "body", "text2", wrap=True),
            Panel("quote", Column(*lines, gap=2, margins=(16, 12, 16, 12))),
            Label("accounts.invite.code.note", "hint", wrap=True),
            gap=8,
        )
        super().__init__(
            "accounts.invite.code", body, Row(self.save, STRETCH, self.close_it), icon="people"
        )
        self.save.clicked.connect(lambda _checked: self._ask_path())
        self.close_it.clicked.connect(self.close_card)

    def _ask_path(self) -> None:
        context, code = self._context, self.code

        def write(store: Store, path: Path) -> None:
            enrol_acts.save(path, admission.invitation(store, code))

        def chosen(paths: list[Path]) -> None:
            def done(_nothing: None) -> None:
                context.frame.toast("accounts.invite.saved")

            context.read(lambda store: write(store, paths[0]), done)

        start = Path(f"{word('accounts.invite.file')}.antin")
        sheet = PathSheet("accounts.invite.save_title", chosen, saving=True, start=start)
        context.frame.open_sheet(sheet)


def _line(groups: Sequence[str]) -> Label:
    """A line of the code, in letters that are read from a distance; as every label it cannot be
    selected, so that no clipboard ever has it."""
    label = Label(role="lock")
    label.show_text("-".join(groups))
    label.setAlignment(Qt.AlignmentFlag.AlignCenter)
    return label
