"""What chooses: which period, which unit, with what is under it or not."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import Signal

from core.office import periods
from core.office.units import below
from desktop.books.menu_button import MenuButton
from desktop.reports.board import Asked
from desktop.reports.faces import period_words
from desktop.widgets.layouts import Panel, Row
from desktop.words import word

if TYPE_CHECKING:
    import datetime

    from core.office.units import Unit
    from db.queries.reports import Figures

DAYS: Final = "days"
"""Among the periods: any two days, which are asked for."""
_ALONE: Final = "!"
Words = Callable[[], str]


class Pickers(Panel):
    """``chosen`` carries another ``Asked``; ``days_wanted`` says that two days are to be asked."""

    chosen = Signal(object)
    days_wanted = Signal()

    def __init__(self) -> None:
        self.period, self.unit = MenuButton("reports.period"), MenuButton("reports.unit")
        super().__init__("clear", Row(self.period, self.unit, gap=8))
        self._asked = Asked("")
        self.period.chosen.connect(self._choose_period)
        self.unit.chosen.connect(self._choose_unit)

    def show_choice(self, figures: Figures, asked: Asked) -> None:
        """Offer periods and units, and tell what is chosen."""
        self._asked = asked
        names = dict.fromkeys((*periods.offered(figures.today), asked.period))
        offered = [(name, partial(period_words, name)) for name in names]
        self.period.offer([*offered, (DAYS, partial(word, "reports.period.days"))], asked.period)
        self.unit.offer(_units(figures.units), _name(asked))

    def _choose_period(self, name: str) -> None:
        if name == DAYS:
            self.period.tell(self._asked.period)
            self.days_wanted.emit()
        else:
            self.chosen.emit(Asked(name, self._asked.unit, self._asked.below))

    def _choose_unit(self, name: str) -> None:
        unit = name.removeprefix(_ALONE)
        self.chosen.emit(Asked(self._asked.period, unit, not name.startswith(_ALONE)))


def first(today: datetime.date) -> Asked:
    """What is shown at first: this month, all units."""
    return Asked(periods.name("month", today))


def _name(asked: Asked) -> str:
    return asked.unit if asked.below else f"{_ALONE}{asked.unit}"


def _units(units: dict[str, Unit]) -> list[tuple[str, Words]]:
    """Everything, then the units as they stand under one another; one that has others under it
    with them and alone.
    """
    found: list[tuple[str, Words]] = [("", partial(word, "reports.unit.all"))]
    placed = set[str]()

    def place(unit: Unit, depth: int) -> None:
        if unit.id in placed:
            return
        placed.add(unit.id)
        under = below(units, unit.id)
        indent = "    " * depth
        if under:
            found.append((unit.id, partial(_said, "reports.unit.with", indent, unit.name)))
            alone = partial(_said, "reports.unit.alone", indent, unit.name)
            found.append((f"{_ALONE}{unit.id}", alone))
        else:
            found.append((unit.id, partial(str, f"{indent}{unit.name}")))
        for one in under:
            place(one, depth + 1)

    for top in (one for one in units.values() if one.parent not in units):
        place(top, 0)
    for rest in units.values():  # a circle has no top
        place(rest, 0)
    return found


def _said(key: str, indent: str, unit: str) -> str:
    return indent + word(key, unit=unit)
