"""Pages of bytes that are in hand: opened in the page process, and forgotten there as soon as
nothing shows them any more.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from desktop.background import Lane
from desktop.pages import Opened

if TYPE_CHECKING:
    from collections.abc import Callable

    from desktop.context import Context

    Show = Callable[[Opened | None], None]
    Fail = Callable[[Exception], None]


class ShownPdf:
    """One place where pages are shown, one file after the other.

    ``show`` gets each open file, and None when there is nothing (any more); ``fail`` what stood
    against one: BrokenPdf, ProtectedPdf …
    """

    def __init__(self, context: Context, show: Show, fail: Fail) -> None:
        self._context, self._show, self._fail = context, show, fail
        self._wanted = 0
        self._opened: Opened | None = None

    def put(self, pdf: bytes) -> None:
        """Show these pages instead of what was shown."""
        self.drop()
        pages, wanted = self._context.pages, self._wanted

        def opened() -> Opened:
            return Opened(pages, pages.open(pdf))

        def shown(found: Opened) -> None:
            if wanted == self._wanted:
                self._opened = found
                self._show(found)
            else:
                self._close(found)

        def failed(error: Exception) -> None:
            if wanted == self._wanted:
                self._fail(error)

        # never cancelled: a file that is open by the time nobody wants it must be closed
        self._context.background.run(Lane.PAGES, opened, shown, failed)

    def drop(self) -> None:
        """Show nothing and forget the file, in the page process too."""
        self._wanted += 1
        opened, self._opened = self._opened, None
        if opened is not None:
            self._show(None)
            self._close(opened)

    def _close(self, opened: Opened) -> None:
        pages = self._context.pages
        self._context.background.run(
            Lane.PAGES, lambda: pages.close(opened.handle), _nothing, _nothing
        )


def _nothing(_outcome: object) -> None:
    """A file that could not be closed is gone with its process."""
