"""Asks before several dossiers are handed over or taken in, by number and name; then one act."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from typing_extensions import override

from desktop.widgets.ask_sheet import AskSheet
from desktop.widgets.labels import ElidedLabel, Label
from desktop.widgets.layouts import Column

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from PySide6.QtWidgets import QWidget

    from db.acting import Done, Store
    from db.queries.dossiers import DossierLine
    from desktop.context import Context

SHOWN: Final = 8
"""Names that fit; of more the number is said."""


class ManySheet(AskSheet):
    """``act`` gets the ids; ``key`` names it, ``key.what`` says what follows, ``key.done`` what was
    done.
    """

    def __init__(
        self,
        context: Context,
        key: str,
        rows: Sequence[DossierLine],
        act: Callable[[Store, Sequence[str]], Done],
    ) -> None:
        self._context, self._key, self._rows, self._act = context, key, list(rows), act
        body = Column(Label(f"{key}.what", "body", "text2", wrap=True, n=len(rows)), 4, gap=4)
        for row in self._rows[:SHOWN]:
            name = ElidedLabel(role="val")
            name.show_text(f"{row.code} – {row.title}")
            body.addWidget(name)
        if len(self._rows) > SHOWN:
            body.addWidget(Label("dossiers.more", "sub", n=len(self._rows) - SHOWN))
        super().__init__(key, body, key, icon="folder_open")
        self.set_width(560)

    @override
    def first(self) -> QWidget:
        """The act itself: it asks nothing and destroys nothing."""
        return self.accept

    @override
    def answer(self) -> None:
        """Do it with all of them."""
        wanted = [row.id for row in self._rows]
        self.carry_out(self._context, lambda store: self._act(store, wanted), self._done)

    def _done(self, _done: Done) -> None:
        self._context.frame.toast(f"{self._key}.done", n=len(self._rows))
