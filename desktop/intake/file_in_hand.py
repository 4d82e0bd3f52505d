"""The file that is being registered: opened away from the window, forgotten when it is put down."""

from __future__ import annotations

from typing import TYPE_CHECKING

from desktop.background import Lane
from desktop.intake.opening import Arrived, Known, arrive

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from desktop.context import Context


class FileInHand:
    """One file at a time. ``arrived`` gets it when it is open, ``failed`` why it cannot be used."""

    def __init__(
        self,
        context: Context,
        arrived: Callable[[Arrived], None],
        failed: Callable[[Exception], None],
    ) -> None:
        self._context, self._arrived, self._failed = context, arrived, failed
        self._wanted: Path | None = None
        self.current: Arrived | None = None

    def want(self, path: Path, known: Known) -> None:
        """Open a file instead of the one before. Never cancelled: what is open by the time nobody
        wants it must be closed."""
        self.drop()
        self._wanted = path
        pages = self._context.pages

        def done(found: Arrived) -> None:
            if self._wanted == path and self.current is None:
                self.current = found
                self._arrived(found)
            else:
                self._close(found)

        def failed(error: Exception) -> None:
            if self._wanted == path:
                self._wanted = None
                self._failed(error)

        self._context.background.run(Lane.PAGES, lambda: arrive(path, pages, known), done, failed)

    def drop(self) -> None:
        """Put it down: its bytes are forgotten here and in the page process."""
        self._wanted = None
        found, self.current = self.current, None
        if found is not None:
            self._close(found)

    def _close(self, found: Arrived) -> None:
        pages = self._context.pages
        self._context.background.run(
            Lane.PAGES, lambda: pages.close(found.handle), _nothing, _nothing
        )


def _nothing(_outcome: object) -> None:
    """A file that could not be closed is gone with its process."""
