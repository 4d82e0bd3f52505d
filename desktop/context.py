"""What a screen is given: the store, the lanes, the one signal, the frame. Passed in, never looked
up."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Protocol, TypeVar

from core.errors import StoreClosed
from desktop.background import Lane, unasked
from desktop.printing.printers import SystemPrinters
from desktop.signing.ring import KeyRing
from desktop.sync.state import SyncState

if TYPE_CHECKING:
    from collections.abc import Callable

    from db.acting import Done, Store
    from db.actions.undoing import Undone
    from desktop.background import Background, Task
    from desktop.changes import Changes
    from desktop.keeper import Keeper
    from desktop.pages import PageServer
    from desktop.phrases import Fact
    from desktop.printing.printers import Printers
    from desktop.widgets.chips import BadgeTone
    from desktop.widgets.sheet import Card

T = TypeVar("T")


class Frame(Protocol):
    """What screens may ask of the window."""

    @property
    def keeper(self) -> Keeper:
        """The person's wishes of this machine."""
        ...

    def go(self, screen_id: str, argument: object = None) -> None:
        """Show another screen, handing it something."""

    def toast(
        self,
        key: str,
        undo: Callable[[], None] | None = None,
        redo: Callable[[], None] | None = None,
        again: bool = False,
        **facts: Fact,
    ) -> None:
        """Say what was done, for eight seconds, with a way to take it back, or to do again what was
        just taken back; ``again`` for what was done so.
        """

    def open_sheet(self, sheet: Card) -> None:
        """Ask something inside the window."""

    def close_sheet(self) -> None:
        """Put the open sheet away."""

    def show_error(self, error: Exception) -> None:
        """Say what happened, why and what to do; anything that is no AntinError goes to the log."""

    def set_badge(self, screen_id: str, count: int, tone: BadgeTone = "plain") -> None:
        """Show how many things on a screen need the person now."""


@dataclass(frozen=True)
class Context:
    """``store`` gives the open store; it raises StoreClosed while the session is locked."""

    store: Callable[[], Store]
    background: Background
    changes: Changes
    pages: PageServer
    frame: Frame
    ring: KeyRing = field(default_factory=KeyRing)
    sync_now: Callable[[], None] = lambda: None
    sync: SyncState = field(default_factory=SyncState)
    printers: Printers = field(default_factory=SystemPrinters)
    undone: Undone = field(default_factory=dict)

    def read(
        self,
        query: Callable[[Store], T],
        done: Callable[[T], None],
        failed: Callable[[Exception], None] | None = None,
    ) -> Task:
        """Ask the store in the database lane; the answer comes back on the main thread. None comes
        to a question asked under the lock."""
        try:
            store = self.store()
        except StoreClosed:
            return unasked(done)
        return self.background.run(
            Lane.DATABASE, lambda: query(store), done, failed or self.frame.show_error
        )

    def act(
        self,
        action: Callable[[Store], Done],
        done: Callable[[Done], None],
        failed: Callable[[Exception], None] | None = None,
    ) -> Task:
        """Do an act in the database lane, tell everybody what changed, then call ``done``. Raises
        StoreClosed under the lock."""

        def finish(result: Done) -> None:
            self.changes.emit(result.changed)
            done(result)

        store = self.store()
        return self.background.run(
            Lane.DATABASE, lambda: action(store), finish, failed or self.frame.show_error
        )
