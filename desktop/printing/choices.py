"""What can be chosen beside the pages: printer, copies, pages, sides."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from desktop.printing.wanted import Wanted, read_copies, read_pages
from desktop.widgets.banner import Banner
from desktop.widgets.choice_list import Choice, ChoiceList
from desktop.widgets.field import Field, LineEdit
from desktop.widgets.labels import Label
from desktop.widgets.layouts import STRETCH, Column, Row
from desktop.widgets.segmented import Option, Segmented

if TYPE_CHECKING:
    from collections.abc import Sequence

    from db.actions.desk import Habit
    from desktop.printing.printers import Offer

_SIDES: Final = (
    Option(value=False, key="printing.sides.one"),
    Option(value=True, key="printing.sides.two"),
)


class PrintChoices(QWidget):
    """``meant``: Enter in a field, which means print."""

    meant = Signal()

    def __init__(self, offers: Sequence[Offer]) -> None:
        super().__init__()
        self._offers = {offer.name: offer for offer in offers}
        self.none = Banner()
        self.printers = ChoiceList("printing.printer", [_choice(offer) for offer in offers], 4)
        self.copies_edit, self.pages_edit = LineEdit(numbers=True), LineEdit(numbers=True)
        self.copies = Field("printing.copies", self.copies_edit)
        self.pages = Field("printing.pages", self.pages_edit, "printing.pages.hint")
        self.sides = Segmented("printing.sides", _SIDES)
        self._about = (
            Label("printing.printer", "label"),
            self.printers,
            self.copies,
            self.pages,
        )
        self._sides = (Label("printing.sides", "label"), self.sides)
        column = Column(self.none, *self._about, *self._sides, STRETCH, gap=6)
        self.setLayout(Row(column, gap=0))
        self.copies_edit.setText("1")
        self._begin(offers)
        self.printers.chosen.connect(lambda _name: self._offer_sides())
        for edit in (self.copies_edit, self.pages_edit):
            edit.returnPressed.connect(self.meant)
        self.copies_edit.textEdited.connect(lambda _text: self.copies.set_error())
        self.pages_edit.textEdited.connect(lambda _text: self.pages.set_error())

    def remember(self, habit: Habit | None) -> None:
        """Choose as the last time, where that printer is still there."""
        if habit is not None and habit.printer in self._offers:
            self.printers.set_value(habit.printer)
            self.sides.set_value(habit.two_sided)
        self._offer_sides()

    def wanted(self, count: int) -> Wanted | None:
        """What is asked of ``count`` pages; None where a field is wrong, which it says."""
        copies = read_copies(self.copies_edit.text())
        pages = read_pages(self.pages_edit.text(), count)
        self.copies.set_error("" if copies else "printing.copies.wrong")
        self.pages.set_error("" if pages else "printing.pages.wrong", count=count)
        if copies is None or not pages:
            (self.copies_edit if copies is None else self.pages_edit).setFocus()
            return None
        two_sided = self.sides.value() and self._both()
        return Wanted(self.printers.value(), pages, copies, two_sided)

    def _begin(self, offers: Sequence[Offer]) -> None:
        """The usual printer, or the first; without any it says so."""
        if not offers:
            self.none.say("warn", "printing.none")
            for part in self._about:
                part.hide()
        usual = [offer for offer in offers if offer.usual]
        for offer in [*offers[:1], *usual]:
            self.printers.set_value(offer.name)
        self._offer_sides()

    def _both(self) -> bool:
        offer = self._offers.get(self.printers.value())
        return offer is not None and offer.two_sided

    def _offer_sides(self) -> None:
        for part in self._sides:
            part.setVisible(self._both())


def _choice(offer: Offer) -> Choice:
    return Choice(offer.name, offer.said, "printing.usual" if offer.usual else "")
