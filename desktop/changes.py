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
        self._held: Changed | None = None

    def emit(self, changed: Changed) -> None:
        """Say once what an act or a received commit changed. Main thread only."""
        if self._held is not None:
            self._held |= changed
        elif changed:
            self.happened.emit(changed)

    def hold(self) -> None:
        """Keep what happens to oneself: under the lock nobody can read anything again."""
        self._held = self._held or frozenset()

    def release(self, *, drop: bool) -> None:
        """Say at once what was held; ``drop`` it where everything is built anew anyway."""
        held, self._held = self._held, None
        if held and not drop:
            self.happened.emit(held)


def touches(changed: Changed, *kinds: str) -> bool:
    """Whether anything of these kinds is among what changed."""
    return any(kind in kinds for kind, _ in changed)
