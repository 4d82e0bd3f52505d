"""A register as a screen uses it: heads, rows, and what stands there when there are none."""

from __future__ import annotations

from typing import TYPE_CHECKING, Generic, TypeVar

from PySide6.QtWidgets import QStackedWidget

from desktop.widgets.layouts import Column, Panel
from desktop.widgets.register.head import RegisterHead
from desktop.widgets.register.view import RegisterView

if TYPE_CHECKING:
    from array import array

    from desktop.widgets.empty_state import EmptyState
    from desktop.widgets.register.faces import Plan
    from desktop.widgets.register.model import RegisterModel

R = TypeVar("R")


class RegisterList(Panel, Generic[R]):
    """``view`` is the rows, ``empty`` takes their place when there are none; ``ordered`` carries by
    what a click on a head asks to order them.
    """

    def __init__(self, name: str, model: RegisterModel[R], plan: Plan, empty: EmptyState) -> None:
        self.view = RegisterView(name, model, plan)
        self.empty = empty
        self._head = RegisterHead(self.view.painter)
        self.ordered = self._head.ordered
        self._stack = QStackedWidget()
        self._stack.addWidget(self.view)
        self._stack.addWidget(empty)
        column = Column(self._head, gap=0)
        column.addWidget(self._stack, 1)
        super().__init__("surface", column)
        self.view.layout_changed.connect(self._head.update)

    def show_ids(self, ids: array[int], sections: tuple[str, ...] = ()) -> None:
        """Show these rows, or the empty state."""
        self.view.show_ids(ids, sections)
        self._stack.setCurrentWidget(self.view if ids else self.empty)
        self._head.setVisible(bool(ids))
