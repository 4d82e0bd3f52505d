"""The one signal: these entities changed; whoever shows them reads them again."""

from __future__ import annotations

from PySide6.QtCore import QObject, Signal

Changed = frozenset[tuple[str, str]]
"""What an act touched, as pairs of kind and id: ``("document", id)``."""


class _Source(QObject):
    happened = Signal(object)


class Changes:
    """Connect to ``happened``; its one argument is a ``Changed``."""

    def __init__(self) -> None:
        self._source = _Source()
        self.happened = self._source.happened
        self._held = False

    def emit(self, changed: Changed) -> None:
        """Say once what an act or a received commit changed. Main thread only."""
        if changed and not self._held:
            self.happened.emit(changed)

    def hold(self) -> None:
        """Say nothing: under the lock nobody can read anything, and later all is read anew."""
        self._held = True

    def release(self) -> None:
        """Speak again."""
        self._held = False


def touches(changed: Changed, *kinds: str) -> bool:
    """Whether anything of these kinds is among what changed."""
    return any(kind in kinds for kind, _ in changed)
