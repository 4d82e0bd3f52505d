"""Which columns a list shows, and by what it is ordered, in one sheet."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, get_args

from typing_extensions import override

from db.queries.arrangements import Arrangement
from db.queries.sorting import By, Order
from desktop.widgets.ask_sheet import AskSheet
from desktop.widgets.buttons import Button
from desktop.widgets.check_box import CheckBox
from desktop.widgets.field import Field
from desktop.widgets.labels import Label
from desktop.widgets.layouts import Column, Grid
from desktop.widgets.matching import Candidate
from desktop.widgets.one_edit import OneEdit
from desktop.widgets.segmented import Option, Segmented
from desktop.words import word

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from desktop.widgets.register.faces import Plan

_WAYS: Final = (Option(False, "filters.rising"), Option(True, "filters.falling"))


class ArrangeSheet(AskSheet):
    """``then`` gets what was chosen; the column that takes the rest of the width always stays."""

    def __init__(
        self,
        plan: Plan,
        chosen: Sequence[str] | None,
        order: Order,
        then: Callable[[Arrangement], None],
    ) -> None:
        self._then = then
        shown = plan.usual() if chosen is None else chosen
        self.boxes = {one.name: CheckBox(one.key) for one in plan.columns if one.width}
        for name, box in self.boxes.items():
            box.setChecked(name in shown)
        self._fixed = [one.name for one in plan.columns if not one.width]
        self.by = OneEdit(_orders(plan))
        self.by.choose(self.by.named(order.by))
        self.way = Segmented("filters.way", _WAYS)
        self.way.set_value(order.down)
        self.field = Field("filters.order", self.by)
        self.reset = Button("filters.as_before", "ghost")
        super().__init__(
            "filters.arrange", self._lay_out(), "filters.arrange_done", other=self.reset
        )
        self.set_width(480)
        self.reset.clicked.connect(lambda _checked: self._finish(Arrangement()))

    @override
    def answer(self) -> None:
        """Show it so."""
        wanted = self.by.id()
        self.field.set_error("" if wanted else "filters.wrong.order")
        if not wanted:
            self.by.setFocus()
            return
        ticked = [name for name, box in self.boxes.items() if box.isChecked()]
        by = next(one for one in get_args(By) if one == wanted)
        columns = (*self._fixed, *ticked) if self.boxes else None
        self._finish(Arrangement(columns, Order(by, self.way.value())))

    def _finish(self, liked: Arrangement) -> None:
        self.finish()
        self._then(liked)

    def _lay_out(self) -> Column:
        column = Column(gap=8)
        if self.boxes:
            column.addWidget(Label("filters.columns", "label"))
            grid = Grid((1, 1), gaps=(12, 2))
            for place, box in enumerate(self.boxes.values()):
                grid.addWidget(box, place // 2, place % 2)
            column.addLayout(grid)
        column.addWidget(self.field)
        column.addWidget(self.way)
        return column


def _orders(plan: Plan) -> list[Candidate]:
    """By what the list can be ordered: its columns; a list without columns by anything."""
    known = [one.by for one in plan.columns if one.by]
    return [
        Candidate(word(f"filters.order.{by}"), id=by.encode())
        for by in get_args(By)
        if by in known or by == "arrived" or not known
    ]
