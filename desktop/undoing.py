"""Undo and redo of an act on one document: what they need is noted while the act is done
(ux.md §11).
"""

from __future__ import annotations

from dataclasses import dataclass, fields
from functools import partial
from typing import TYPE_CHECKING

from typing_extensions import override

from db.actions import undoing
from db.actions.undoing import WAYS
from desktop.context import Context
from desktop.phrases import phrase

if TYPE_CHECKING:
    from collections.abc import Callable

    from db.acting import Done, Store
    from db.actions.undoing import Footing
    from desktop.background import Task
    from desktop.phrases import Fact

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


@dataclass(frozen=True)
class _Telling:
    """What is said of an act and of its way back, and what follows on that way."""

    key: str
    back: str
    then: Callable[[Done], None]
    facts: dict[str, Fact]


class Undoable:
    """``context`` is for whoever does the act, at once or from a sheet; once it is done, ``say``
    says so with its way back. ``what`` names that way in ``db.actions.undoing``.
    """

    def __init__(self, context: Context, what: str, document: str) -> None:
        self._plain, self._what, self._document = context, what, document
        self._done: tuple[Action, Footing] | None = None
        given = {one.name: getattr(context, one.name) for one in fields(Context)}
        self.context: Context = _Watched(**given, note=self._note)

    def say(
        self,
        key: str,
        back: str,
        then: Callable[[Done], None] = lambda _done: None,
        **facts: Fact,
    ) -> None:
        """Say that it was done. Where there is a lawful way back, Ctrl+Z takes it, says ``back``
        and calls ``then``; Ctrl+Y does the act again and says ``key`` once more, and so forth.
        """
        self._tell(_Telling(key, back, then, facts), again=False)

    def _tell(self, words: _Telling, *, again: bool) -> None:
        undo = partial(self._undo, words, *self._done) if self._done else None
        self._plain.frame.toast(words.key, undo, None, again, **words.facts)

    def _undo(self, words: _Telling, action: Action, footing: Footing) -> None:
        plain, reason = self._plain, phrase("vi", "frame.undo_reason")
        redo = partial(self._redo, words, action, footing) if WAYS[footing.what].again else None

        def told(done: Done) -> None:
            plain.frame.toast(words.back, None, redo, False, **words.facts)
            words.then(done)

        plain.act(lambda store: undoing.take_back(store, footing, reason, plain.undone), told)

    def _redo(self, words: _Telling, action: Action, footing: Footing) -> None:
        undone = self._plain.undone

        def work(store: Store) -> Done:
            done, now = undoing.do_again(store, footing, action, undone)
            self._done = action, now
            return done

        self._plain.act(work, lambda _done: self._tell(words, again=True))

    def _note(self, store: Store, action: Action) -> Done:
        """In the database lane; an act that fails leaves no way back."""
        stood = undoing.stand(store, self._document)
        done = action(store)
        footing = undoing.footing(store, self._what, self._document, stood)
        self._done = (action, footing) if footing else None
        return done
