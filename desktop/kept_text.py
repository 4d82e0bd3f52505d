"""The text of a sheet survives whatever closes the sheet but its own act: it is a draft."""

from __future__ import annotations

from contextlib import suppress
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from core.errors import AntinError
from db.actions import desk
from desktop.autosave import Autosave

if TYPE_CHECKING:
    from collections.abc import Callable

    from PySide6.QtWidgets import QPlainTextEdit

    from db.acting import Done, Store
    from db.actions.desk import Unsaved
    from desktop.context import Context


class KeptText(QObject):
    """Shows in ``edit`` what was left at ``place`` on the person's desk, and keeps what is typed
    there."""

    def __init__(self, context: Context, place: str, edit: QPlainTextEdit) -> None:
        super().__init__(edit)
        self._edit, self._place = edit, place
        self._autosave = Autosave(context, place, self._body, self)
        context.read(partial(desk.draft, place=place), self._show)
        edit.textChanged.connect(self._autosave.note)

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
        """The act was done: what stands in the edit is no draft any more."""
        self._autosave.forget()

    def _show(self, draft: Unsaved | None) -> None:
        if draft is not None and not self._edit.toPlainText():
            self._edit.setPlainText(draft.body.decode())
            self._edit.moveCursor(self._edit.textCursor().MoveOperation.End)

    def _body(self) -> bytes:
        return self._edit.toPlainText().encode()
