"""Asks once before what one machine wrote shall stand in several documents and dossiers."""

from __future__ import annotations

from typing import TYPE_CHECKING

from typing_extensions import override

from desktop.widgets.ask_sheet import AskSheet
from desktop.widgets.labels import Label
from desktop.widgets.layouts import Column

if TYPE_CHECKING:
    from collections.abc import Callable


class MachineSheet(AskSheet):
    """``take`` does it."""

    def __init__(self, label: str, count: int, take: Callable[[], None]) -> None:
        self._take = take
        said = Label("conflicts.all.what", wrap=True, n=count, label=label)
        super().__init__("conflicts.all.title", Column(said), "conflicts.resolve")
        self.set_width(480)

    @override
    def answer(self) -> None:
        self.finish()
        self._take()
