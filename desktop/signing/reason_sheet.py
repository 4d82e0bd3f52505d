"""Asks for the reason of a step back: a document returned, withdrawn, taken up again."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from typing_extensions import override

from core.office.terms import Act
from db.actions import incoming
from desktop.widgets.ask_sheet import AskSheet
from desktop.widgets.field import Field, TextEdit
from desktop.widgets.layouts import Column

if TYPE_CHECKING:
    from collections.abc import Callable

    from PySide6.QtWidgets import QWidget

    from db.acting import Done, Store
    from desktop.context import Context

LIMIT: Final = 2000
"""Letters of a reason: what every receiver takes (core.commits.bodies)."""


class ReasonSheet(AskSheet):
    """``act(store, reason)`` is done with it; ``then`` is called once it is. ``about`` is the
    document, at which a reason that was begun is kept; ``above`` is what else is asked."""

    def __init__(
        self,
        context: Context,
        key: str,
        act: Callable[[Store, str], Done],
        then: Callable[[], None],
        about: str,
        above: tuple[QWidget, ...] = (),
    ) -> None:
        self._context, self._act, self._then = context, act, then
        self.edit = TextEdit(lines=3)
        self.field = Field("signing.reason", self.edit)
        super().__init__(key, Column(*above, self.field), key, icon="comment_edit")
        self.keep_text(context, f"{key}:{about}", self.edit)

    @override
    def answer(self) -> None:
        reason = self.edit.text()
        if not reason or len(reason) > LIMIT:
            self.field.set_error("signing.reason.long" if reason else "signing.reason.missing")
            self.edit.setFocus()
            return
        self.field.set_error()
        self.carry_out(
            self._context, lambda store: self._act(store, reason), lambda _done: self._then()
        )


def give_back(context: Context, document: str) -> None:
    """Ask why a document that waits for signature is returned, and return it."""

    def work(store: Store, reason: str) -> Done:
        return incoming.step_for_reason(store, document, Act.RETURN, reason)

    def then() -> None:
        context.frame.toast("signing.returned")

    context.frame.open_sheet(ReasonSheet(context, "signing.return", work, then, document))
