"""Asks for one text, a reason or an opinion, and does the act that needs it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from typing_extensions import override

from desktop.widgets.ask_sheet import AskSheet
from desktop.widgets.field import Field, TextEdit
from desktop.widgets.layouts import Column

if TYPE_CHECKING:
    from collections.abc import Callable

    from db.acting import Done, Store
    from desktop.context import Context

    Act = Callable[[Store, str], Done]

LIMIT = 2000
"""Letters of a reason or opinion: what every receiver takes (core.commits.bodies)."""


class TextSheet(AskSheet):
    """``act(store, text)`` is done with the text; ``then`` is called once it is.

    ``warning`` is the key of what is to be known before, as that it cannot be undone; ``place``
    is where its draft lies on the person's desk.
    """

    def __init__(
        self,
        context: Context,
        key: str,
        label: str,
        act: Act,
        then: Callable[[], None],
        warning: str = "",
        place: str = "",
    ) -> None:
        self._context, self._act, self._then = context, act, then
        self.edit = TextEdit(lines=3)
        self.field = Field(label, self.edit, warning)
        super().__init__(key, Column(self.field), key)
        self.set_width(520)
        if place:
            self.keep_text(context, place, self.edit)

    @override
    def answer(self) -> None:
        text = self.edit.toPlainText().strip()
        if not text:
            self.field.set_error("incoming.wrong.text")
            self.edit.setFocus()
            return
        if len(text) > LIMIT:
            self.field.set_error("incoming.wrong.long", length=len(text), limit=LIMIT)
            return
        self.field.set_error()
        self.carry_out(
            self._context, lambda store: self._act(store, text), lambda _done: self._then()
        )
