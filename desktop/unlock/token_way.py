"""The token's way in: what it can bear before a PIN is typed, opening with it, and whether it stays
plugged in afterwards."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, Literal

from PySide6.QtCore import QObject, QTimer, Signal

from core.errors import AntinError
from desktop.background import Lane

if TYPE_CHECKING:
    from collections.abc import Callable

    from desktop.background import Background, Task

TokenState = Literal["looking", "absent", "fine", "low", "final", "locked"]
EVERY_MS: Final = 2_000
AGAIN_MS: Final = 3_000


@dataclass(frozen=True)
class TokenWay:
    """``look(person)`` says what the PIN of his token can bear, ``unlock(person, pin)`` opens. Both
    are slow; ``unlock`` raises what stands against it."""

    look: Callable[[str], TokenState]
    unlock: Callable[[str, str], None]


class TokenLook(QObject):
    """``told`` carries what the token of the person asked about can bear (a ``TokenState``);
    ``failed`` an error that nobody expected. One question at a time."""

    told = Signal(str)
    failed = Signal(Exception)

    def __init__(self, background: Background, way: TokenWay | None) -> None:
        super().__init__()
        self._background, self._way = background, way
        self._person = ""
        self._asked: Task | None = None
        self._again = QTimer(self, singleShot=True, interval=AGAIN_MS)
        self._again.timeout.connect(lambda: self.ask(self._person))

    def ask(self, person: str) -> None:
        """Ask now, and again until his token is there."""
        self.stop()
        self._person, way = person, self._way
        if way is not None:
            self._asked = self._background.run(
                Lane.TOKEN, lambda: way.look(person), self._tell, self.failed.emit
            )

    def ask_soon(self) -> None:
        """Ask about the same person again in three seconds."""
        self._again.start()

    def stop(self) -> None:
        """An answer that is on its way is not wanted any more, nor another question."""
        self._again.stop()
        if self._asked is not None:
            self._asked.cancel()
            self._asked = None

    def _tell(self, state: TokenState) -> None:
        self.told.emit(state)
        if state == "absent":
            self._again.start()


class TokenWatch(QObject):
    """``gone`` says once that the token which let the person in was taken away."""

    gone = Signal()

    def __init__(self, background: Background) -> None:
        super().__init__()
        self._background = background
        self._here: Callable[[], bool] | None = None
        self._stop: Callable[[], None] = _nothing
        self._asked: Task | None = None
        self._timer = QTimer(self, interval=EVERY_MS)
        self._timer.timeout.connect(self.look)

    def begin(self, here: Callable[[], bool], stop: Callable[[], None]) -> None:
        """Ask ``here`` from now on, in the token lane; ``stop`` ends what it needs."""
        self.end()
        self._here, self._stop = here, stop
        self._timer.start()

    def end(self) -> None:
        """Ask no more; locking does it."""
        self._timer.stop()
        if self._asked is not None:
            self._asked.cancel()
            self._asked = None
        if self._here is not None:
            stop, self._here, self._stop = self._stop, None, _nothing
            self._background.run(Lane.TOKEN, stop, _heard, _heard)

    def look(self) -> None:
        """Ask once, unless an answer is still on its way. Called every two seconds."""
        if self._here is not None and (self._asked is None or self._asked.finished):
            self._asked = self._background.run(Lane.TOKEN, self._here, self._hear, self._fail)

    def _hear(self, here: bool) -> None:
        if not here:
            self.gone.emit()

    def _fail(self, error: Exception) -> None:
        """A driver that does not answer is no token that is there."""
        if isinstance(error, AntinError):
            self.gone.emit()
        else:
            raise error


def _nothing() -> None:
    """There is nothing to end."""


def _heard(_answer: object) -> None:
    """Having ended it needs no word."""
