"""Gives somebody an authority to sign: on what ground, for which documents, on which days."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from typing_extensions import override

from core.office.delegation import offers
from db.actions import delegating
from desktop import clock
from desktop.delegations.block import Block
from desktop.delegations.people_field import PersonField
from desktop.delegations.writing import NAMED, Written, block, codes, giving, refusal
from desktop.widgets.ask_sheet import AskSheet
from desktop.widgets.date_edit import DateEdit
from desktop.widgets.field import Field, LineEdit
from desktop.widgets.layouts import Column, Row
from desktop.widgets.segmented import Option, Segmented
from desktop.widgets.typed_dates import read_date

if TYPE_CHECKING:
    from datetime import date

    from core.office.delegation import Offer
    from db.acting import Done, Store
    from db.actions.delegating import Giving
    from db.queries.delegations import Board
    from desktop.context import Context


class GiveSheet(AskSheet):
    """The preview below follows every key; what the law asks more is said where it is missing."""

    def __init__(self, context: Context, board: Board) -> None:
        self._context, self._board = context, board
        found = offers(board.held)
        self.kind: Segmented[Offer] = Segmented(
            "delegations.kind", tuple(Option(one, f"delegations.kind.{one.kind}") for one in found)
        )
        others = tuple(one for one in board.people if one.id != board.me.id)
        self.person = PersonField("delegations.person", others)
        self.named = Field("delegations.named.post", LineEdit())
        self.types = Field("delegations.types", LineEdit(), "delegations.types.hint")
        self.matter = Field("delegations.matter", LineEdit())
        self.basis = Field("delegations.basis", LineEdit())
        self.start, self.until = DateEdit(_day), DateEdit(_day)
        self._start = Field("delegations.start", self.start)
        self._until = Field("delegations.until", self.until)
        self.block = Block()
        super().__init__(
            "delegations.give", self._lay_out(), "delegations.give.go", icon="document_signature"
        )
        self.start.set_value(clock.today())
        self._listen()
        self._preview()

    @override
    def answer(self) -> None:
        """Give it, or say what is missing."""
        given = giving(self._written())
        fields = (self.person, self.types, self._start, self._until)
        self.person.check()
        self.types.set_error(
            "delegations.wrong.type" if self._strange() else "", name=self._strange()
        )
        self._start.set_error("" if self.start.value() else "delegations.missing.day")
        self._until.set_error("" if self.until.readable() else "delegations.missing.day")
        wrong = [field for field in fields if field.wrong]
        if wrong or given is None:
            wrong[0].edit.setFocus(Qt.FocusReason.OtherFocusReason)
            return
        if refused := refusal(given, self._board.giver, clock.today()):
            self.fail(refused)
            return
        self.carry_out(self._context, partial(_give, given=given), self._done)

    # -- inside --------------------------------------------------------------------------------

    def _done(self, _done: Done) -> None:
        person = self.person.person()
        self._context.frame.toast("delegations.given", name=person.name if person else "")

    def _written(self) -> Written:
        texts = (" ".join(field.edit.text().split()) for field in self._texts())  # type: ignore[attr-defined]
        named, types, matter, basis = texts
        return Written(
            offer=self.kind.value(),
            person=self.person.person(),
            start=self.start.value(),
            until=self.until.value(),
            named=named,
            types=types,
            matter=matter,
            basis=basis,
        )

    def _texts(self) -> tuple[Field, ...]:
        return (self.named, self.types, self.matter, self.basis)

    def _strange(self) -> str:
        return codes(self._written().types)[1]

    def _preview(self) -> None:
        """Show the lines as they would stand, or what is missing for them."""
        offer = self.kind.value()
        needed = offer.kind in NAMED and not offer.through
        self.named.setVisible(needed)
        if needed:
            self.named.label.say(f"delegations.named.{NAMED[offer.kind]}")
        self._show_block(needed=needed)
        self.adjustSize()

    def _show_block(self, *, needed: bool) -> None:
        given = giving(self._written())
        if given is None or (needed and not self._written().named):
            self.block.show_reason("delegations.block.none")
            return
        person = self.person.person()
        name = " ".join(part for part in (person.rank, person.name) if part) if person else ""
        self.block.show_lines(block(given), name)

    def _listen(self) -> None:
        self.kind.chosen.connect(lambda _offer: self._preview())
        edits = [field.edit for field in self._texts()]
        for edit in (*edits, self.person.name, self.start, self.until):
            edit.textChanged.connect(lambda _text: self._preview())  # type: ignore[attr-defined]

    def _lay_out(self) -> Column:
        days = Row(self._start, self._until, gap=12)
        what = Row(self.matter, self.basis, gap=12)
        for row in (days, what):
            row.setStretch(0, 1)
            row.setStretch(1, 1)
        return Column(self.kind, self.person, self.named, self.types, what, days, self.block, gap=8)


def _give(store: Store, given: Giving) -> Done:
    return delegating.give(store, given)


def _day(text: str) -> date | None:
    return read_date(text, clock.today())
