"""Under which name a filter is kept."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from typing_extensions import override

from db.queries.filters import named
from desktop.widgets.ask_sheet import AskSheet
from desktop.widgets.field import Field, LineEdit
from desktop.widgets.layouts import Column

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from db.queries.filters import Saved

LONGEST: Final = 60


class NameSheet(AskSheet):
    """``then`` gets the name; ``others`` are the filters whose names are taken."""

    def __init__(self, name: str, others: Sequence[Saved], then: Callable[[str], None]) -> None:
        self._others, self._then = others, then
        self.edit = LineEdit()
        self.edit.setMaxLength(LONGEST)
        self.edit.setText(name)
        self.edit.selectAll()
        self.field = Field("filters.name", self.edit)
        super().__init__("filters.name_title", Column(self.field), "filters.save")
        self.set_width(420)
        self.edit.returnPressed.connect(self.try_answer)

    @override
    def answer(self) -> None:
        """A name, and one that no other filter has."""
        name = self.edit.text().strip()
        taken = named(self._others, name)
        key = "filters.wrong.taken" if taken else "" if name else "filters.wrong.name"
        self.field.set_error(key, name=taken.name if taken else "")
        if not key:
            self.finish()
            self._then(name)
