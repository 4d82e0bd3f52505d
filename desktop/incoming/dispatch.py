"""Carries out the acts on the chosen document: at once, or after a sheet asked what they need."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from core.office.terms import Act
from core.office.workflow import Ask
from db.actions import incoming
from db.queries import office
from desktop.dossiers.choose import ChooseDossier
from desktop.incoming.acts import OPINED, REASONED
from desktop.incoming.directive_sheet import DirectiveSheet
from desktop.incoming.faces import arrival_number
from desktop.incoming.text_sheet import TextSheet
from desktop.screens import Command

if TYPE_CHECKING:
    from db.acting import Done, Store
    from db.queries.rows import PersonRow
    from desktop.context import Context
    from desktop.incoming.gathered import Gathered
    from desktop.incoming.register_page import RegisterPage

_OPINIONS = {Act.COMPLETE: incoming.complete, Act.TAKE_NOTE: incoming.take_note}


class Dispatch(QObject):
    """Acts on the document that is shown, never on one that is still being read."""

    def __init__(self, context: Context, register: RegisterPage) -> None:
        super().__init__(register)
        self._context, self._pane = context, register.pane
        self._pane.act_wanted.connect(self.begin)
        self._pane.go_wanted.connect(context.frame.go)

    def commands(self) -> tuple[Command, ...]:
        """The acts that are open to the person now."""
        return tuple(
            Command(f"act.{doing.act}", doing.key, partial(self.begin, doing.act), doing.icon,
                    doing.shortcut, enabled=lambda: bool(self._pane.document()))
            for doing in self._pane.doings()
        )  # fmt: skip

    def begin(self, act: Act) -> None:
        """Do an act, asking first what it needs."""
        found, document = self._pane.found, self._pane.document()
        if found is None or not document:
            return
        if act is Act.SUBMIT:
            self._context.act(
                lambda store: incoming.submit(store, document), lambda _: self._say(act, found)
            )
        elif act in (Act.DIRECT, Act.ASSIGN):
            self._context.read(office.people, partial(self._ask_people, act, found))
        elif act is Act.ANSWER:
            self._context.frame.go("drafts", ("reply", document))
        elif act is Act.FILE:
            self._context.frame.open_sheet(ChooseDossier(self._context, [document]))
        elif act in OPINED | REASONED:
            self._ask_text(act, found)

    def _ask_people(self, act: Act, found: Gathered, people: list[PersonRow]) -> None:
        sheet = DirectiveSheet(
            self._context,
            found.page.row.id,
            people,
            found.today,
            partial(self._say, act, found),
            with_text=act is Act.DIRECT,
        )
        self._context.frame.open_sheet(sheet)

    def _ask_text(self, act: Act, found: Gathered) -> None:
        document = found.page.row.id

        def do(store: Store, text: str) -> Done:
            if act in OPINED:
                return _OPINIONS[act](store, document, text)
            return incoming.step_for_reason(store, document, act, text)

        label = "incoming.opinion" if act in OPINED else "incoming.reason"
        key = "incoming.act.take_note" if act is Act.TAKE_NOTE else f"office.act.{act}"
        final = any(move.act is act and Ask.FINAL in move.asks for move in found.page.moves)
        warning = f"office.ask.{Ask.FINAL}" if final else ""
        then = partial(self._say, act, found)
        place = f"text:{act}:{document}"
        self._context.frame.open_sheet(
            TextSheet(self._context, key, label, do, then, warning, place)
        )

    def _say(self, act: Act, found: Gathered) -> None:
        self._context.frame.toast(f"incoming.did.{act}", n=arrival_number(found.page.row))
