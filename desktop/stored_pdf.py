"""Shows a file of the store: decrypted in the database lane, opened in the page process, never on
disk.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from core.errors import BlobMissing
from db.actions import files
from desktop.latest import Latest
from desktop.shown_pdf import ShownPdf

if TYPE_CHECKING:
    from desktop.context import Context
    from desktop.shown_pdf import Fail, Show


class StoredPdf:
    """One place where files of documents are shown, one after the other.

    ``show`` gets each open file, and None when there is nothing (any more); ``fail`` what stood
    against one: BlobMissing, BlobDamaged, BrokenPdf …
    """

    def __init__(self, context: Context, show: Show, fail: Fail) -> None:
        self._asked, self._fail = Latest(context), fail
        self._shown = ShownPdf(context, show, fail)
        self.blob = ""

    def want(self, blob: str) -> None:
        """Show the file with this hash, or nothing; asked again for the same one it stays."""
        if blob == self.blob:
            return
        self.drop()
        self.blob = blob
        if blob:
            self._asked.read(lambda store: files.opened(store, blob), self._shown.put, self._failed)

    def _failed(self, error: Exception) -> None:
        if isinstance(error, BlobMissing):
            self.blob = ""  # it may come any moment: whoever wants it again is to see it
        self._fail(error)

    def drop(self) -> None:
        """Show nothing and forget the decrypted file, in the page process too."""
        self._asked.drop()
        self.blob = ""
        self._shown.drop()
