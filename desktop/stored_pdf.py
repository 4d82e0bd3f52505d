"""Shows a file of the store: decrypted in the database lane, opened in the page process, never on
disk.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from db.actions import files
from desktop.background import Lane
from desktop.latest import Latest
from desktop.pages import Opened

if TYPE_CHECKING:
    from collections.abc import Callable

    from desktop.context import Context

    Show = Callable[[Opened | None], None]
    Fail = Callable[[Exception], None]


class StoredPdf:
    """One place where files of documents are shown, one after the other.

    ``show`` gets each open file, and None when there is nothing (any more); ``fail`` what stood
    against one: BlobMissing, BlobDamaged, BrokenPdf …
    """

    def __init__(self, context: Context, show: Show, fail: Fail) -> None:
        self._context, self._show, self._fail = context, show, fail
        self._asked = Latest(context)
        self._opened: Opened | None = None
        self.blob = ""

    def want(self, blob: str) -> None:
        """Show the file with this hash, or nothing; asked again for the same one it stays."""
        if blob == self.blob:
            return
        self.drop()
        self.blob = blob
        if blob:
            self._asked.read(lambda store: files.content(store, blob), self._open, self._fail)

    def drop(self) -> None:
        """Show nothing and forget the decrypted file, in the page process too."""
        self._asked.drop()
        self.blob = ""
        opened, self._opened = self._opened, None
        if opened is not None:
            self._show(None)
            self._close(opened)

    def _open(self, content: bytes) -> None:
        """Never cancelled: a file that is open by the time nobody wants it must be closed."""
        pages, blob = self._context.pages, self.blob

        def opened() -> Opened:
            return Opened(pages, pages.open(content))

        def shown(found: Opened) -> None:
            if self.blob == blob and self._opened is None:
                self._opened = found
                self._show(found)
            else:
                self._close(found)

        def failed(error: Exception) -> None:
            if self.blob == blob:
                self._fail(error)

        self._context.background.run(Lane.PAGES, opened, shown, failed)

    def _close(self, opened: Opened) -> None:
        pages = self._context.pages
        self._context.background.run(
            Lane.PAGES, lambda: pages.close(opened.handle), _nothing, _nothing
        )


def _nothing(_outcome: object) -> None:
    """A file that could not be closed is gone with its process."""
