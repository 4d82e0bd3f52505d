"""Undo of an act on one document: what it needs is noted while the act is done (ux.md §11)."""

from __future__ import annotations

from dataclasses import dataclass, fields
from typing import TYPE_CHECKING

from typing_extensions import override

from db.actions import undoing
from desktop.context import Context
from desktop.phrases import phrase

if TYPE_CHECKING:
    from collections.abc import Callable

    from db.acting import Done, Store
    from db.actions.undoing import Footing
    from desktop.background import Task

    Action = Callable[[Store], Done]
    Noting = Callable[[Store, Action], Done]


@dataclass(frozen=True, kw_only=True)
class _Watched(Context):
    """A context whose acts are noted."""

    note: Noting

    @override
    def act(
        self,
        action: Action,
        done: Callable[[Done], None],
        failed: Callable[[Exception], None] | None = None,
    ) -> Task:
        """As ``Context.act``."""
        return super().act(lambda store: self.note(store, action), done, failed)


class Undoable:
    """``context`` is for whoever does the act, at once or from a sheet; once it is done, ``undo``
    is its way back. ``what`` names that way in ``db.actions.undoing``.
    """

    def __init__(self, context: Context, what: str, document: str) -> None:
        self._plain, self._what, self._document = context, what, document
        self._footing: Footing | None = None
        given = {one.name: getattr(context, one.name) for one in fields(Context)}
        self.context: Context = _Watched(**given, note=self._note)

    def undo(self, then: Callable[[Done], None]) -> Callable[[], None] | None:
        """Takes the act back, then calls ``then``; None where there is no lawful way back."""
        footing, reason = self._footing, phrase("vi", "frame.undo_reason")
        if footing is None:
            return None

        plain = self._plain

        def back() -> None:
            plain.act(lambda store: undoing.take_back(store, footing, reason, plain.undone), then)

        return back

    def _note(self, store: Store, action: Action) -> Done:
        """In the database lane; an act that fails leaves no way back."""
        stood = undoing.stand(store, self._document)
        done = action(store)
        self._footing = undoing.footing(store, self._what, self._document, stood)
        return done
