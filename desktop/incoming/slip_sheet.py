"""The handling slip of a document: looked at, then printed or saved (Ctrl+P, Enter); each copy that
leaves the store is an act in the document's history.
"""

from __future__ import annotations

import hashlib
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtPrintSupport import QPrinter, QPrinterInfo
from typing_extensions import override

from core.commits.ids import b64
from core.errors import NotFound
from db.actions import exports
from db.queries import slips
from desktop import reference
from desktop.books import printing
from desktop.books.print_sheet import PrintSheet
from desktop.forms.handling_slip import Printed, render
from desktop.widgets.path_sheet import PathSheet
from desktop.written import write_whole

if TYPE_CHECKING:
    from db.acting import Done, Store
    from desktop.context import Context


def pages(store: Store, document: str) -> bytes:
    """The slip as a PDF, read in the database lane. Raises NotFound."""
    found = slips.slip(store, document)
    if found is None:
        raise NotFound(kind="document")
    how = printing.how(store)
    kind = reference.document_types().find(found.row.type)
    name = reference.named(kind, "vi", found.row.type)
    return render(found, Printed(how.person, how.now, name, how.watermark))


class SlipSheet(PrintSheet):
    """``pages`` is the slip's PDF; ``name`` what a file of it is called at first."""

    title_key = "incoming.act.slip"
    sent_key = "incoming.slip.sent"
    save_key = "incoming.slip.save"
    saved_key = "incoming.slip.saved"

    def __init__(self, context: Context, document: str, pages: bytes, name: str) -> None:
        self._about, self._bytes = context, pages
        self._document, self._file_name = document, name
        super().__init__(context, pages, name)

    @override
    def print_to(self, printer: QPrinter) -> None:
        """Said in the history first; then every page."""
        send = super().print_to
        self._about.act(self._note, lambda _done: send(printer), self._fail)

    @override
    def _print(self) -> None:
        """To the printer of this machine; the dialog asks only where there is none yet."""
        usual = QPrinterInfo.defaultPrinter()
        if usual.isNull():
            super()._print()
        else:
            self.print_to(QPrinter(usual, QPrinter.PrinterMode.HighResolution))

    @override
    def _save(self) -> None:
        start = Path.home() / f"{self._file_name}.pdf"
        context, content = self._about, self._bytes

        def write(paths: list[Path]) -> None:
            def act(store: Store) -> Done:
                done = self._note(store)
                write_whole(paths[0], content)
                return done

            context.act(act, lambda _: context.frame.toast(self.saved_key))

        context.frame.open_sheet(
            PathSheet(self.save_key, write, filters="PDF (*.pdf)", saving=True, start=start)
        )

    def _note(self, store: Store) -> Done:
        digest = b64(hashlib.sha256(self._bytes).digest())
        return exports.note(store, self._document, digest)
