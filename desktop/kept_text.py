"""The text of a sheet survives whatever closes the sheet but its own act: it is a draft."""

from __future__ import annotations

from contextlib import suppress
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject
from shiboken6 import isValid

from core.errors import AntinError
from db.actions import desk
from desktop.autosave import Autosave

if TYPE_CHECKING:
    from collections.abc import Callable

    from PySide6.QtWidgets import QPlainTextEdit

    from db.acting import Done, Store
    from db.actions.desk import Unsaved
    from desktop.context import Context


class Kept(QObject):
    """What ``body`` gives is a draft at ``place`` on the person's desk; what was left there is
    handed to ``show``.
    """

    def __init__(
        self,
        context: Context,
        place: str,
        body: Callable[[], bytes],
        show: Callable[[bytes], None],
        owner: QObject,
    ) -> None:
        super().__init__(owner)
        self._show, self._place = show, place
        self._autosave = Autosave(context, place, body, self)
        context.read(partial(desk.draft, place=place), self._found)

    def note(self) -> None:
        """Something changed."""
        self._autosave.note()

    def keep(self) -> None:
        """At once: the session locks, or the sheet is closed without its act."""
        self._autosave.save()

    def ending(self, action: Callable[[Store], Done]) -> Callable[[Store], Done]:
        """The act with which the draft ends, in the same breath."""

        def act(store: Store) -> Done:
            done = action(store)
            with suppress(AntinError):  # a draft that stays is only a nuisance: the act stands
                desk.drop_draft(store, self._place)
            return done

        return act

    def done(self) -> None:
        """The act was done: what was written is no draft any more."""
        self._autosave.forget()

    def _found(self, draft: Unsaved | None) -> None:
        if draft is not None and isValid(self):
            self._show(draft.body)


class KeptText(Kept):
    """Shows in ``edit`` what was left at ``place``, and keeps what is typed there."""

    def __init__(self, context: Context, place: str, edit: QPlainTextEdit) -> None:
        def show(body: bytes) -> None:
            if not edit.toPlainText():
                edit.setPlainText(body.decode())
                edit.moveCursor(edit.textCursor().MoveOperation.End)

        super().__init__(context, place, lambda: edit.toPlainText().encode(), show, edit)
        edit.textChanged.connect(self.note)
