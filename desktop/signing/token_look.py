"""Which tokens are plugged in, asked again and again while a sheet wants to know: plugging in and
taking away show without a restart.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QObject, QTimer, Signal

from core.errors import AntinError
from desktop.background import Lane

if TYPE_CHECKING:
    from desktop.background import Background, Task
    from desktop.signing.token_key import Owner

EVERY_MS: Final = 2_000


class TokenLook(QObject):
    """``seen`` carries the tokens (a tuple of ``TokenFace``); none where a driver does not answer:
    its child is ended then, and the next look begins another.
    """

    seen = Signal(object)

    def __init__(self, background: Background) -> None:
        super().__init__()
        self._background = background
        self._owner: Owner | None = None
        self._asked: Task | None = None
        self._again = QTimer(self, singleShot=True, interval=EVERY_MS)
        self._again.timeout.connect(self.look)

    def begin(self, modules: tuple[str, ...]) -> None:
        """Look through these modules from now on."""
        from desktop.signing.token_key import Owner

        self.stop()
        self._owner = Owner(modules)
        self.look()

    def look(self) -> None:
        """Look now, unless an answer is on its way."""
        self._again.stop()
        owner = self._owner
        if owner is not None and (self._asked is None or self._asked.finished):
            self._asked = self._background.run(Lane.TOKEN, owner.look, self._see, self._miss)

    def stop(self) -> None:
        """Look no more."""
        self._again.stop()
        if self._owner is not None:
            owner, self._owner = self._owner, None
            self._background.run(Lane.TOKEN, owner.close, _nothing, _nothing)

    def _see(self, faces: object) -> None:
        if self._owner is not None:
            self._again.start()
            self.seen.emit(faces)

    def _miss(self, error: Exception) -> None:
        if not isinstance(error, AntinError):
            raise error
        self._see(())


def _nothing(_answer: object) -> None:
    """Having ended needs no word."""
