"""Which documents of a list are meant: those that are ticked, or else those that are selected."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Set
    from datetime import date

    from core.office.terms import Role
    from db.queries.rows import DocumentRow
    from desktop.widgets.register.model import RegisterModel
    from desktop.widgets.register.view import RegisterView


@dataclass(frozen=True)
class Sitting:
    """Who is before the list, by his roles, and the day from which deadlines count."""

    roles: Set[Role]
    today: date


@dataclass(frozen=True)
class Chosen:
    """The choice that a person made in a list."""

    model: RegisterModel[DocumentRow]
    view: RegisterView[DocumentRow]

    def numbers(self) -> list[int]:
        """The numbers of the ticked documents; of the selected ones while none is ticked."""
        ticked = self.view.ticked
        if not ticked:
            return self.view.chosen()
        return [number for number in self.model.ids if number in ticked]

    def several(self) -> bool:
        """Whether something is ticked, or more than one row selected: then acts are for all."""
        return bool(self.view.ticked) or len(self.view.chosen()) > 1

    def rows(self, most: int) -> list[DocumentRow]:
        """The first of them that are read already."""
        known = (self.model.row_at(self.model.place_of(n)) for n in self.numbers()[:most])
        return [row for row in known if row is not None]

    def clear(self) -> None:
        """It is done: only the row that the keyboard is on stays chosen."""
        if self.view.ticked:
            self.view.set_ticked(set())
        elif self.several() and (row := self.view.current()) is not None:
            self.view.go_to(row.n)
