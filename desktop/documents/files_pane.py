"""The pages of a document with all its files: one is shown, the others a key away."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from db.queries.rows import FileRow
from desktop.documents.fetching import fetch_commands
from desktop.documents.file_strip import FileStrip
from desktop.printing.leaving import save_files
from desktop.screens import Command
from desktop.stored_pdf import StoredPdf
from desktop.widgets.layouts import Column, Panel
from desktop.widgets.path_sheet import PathSheet
from desktop.widgets.pdf_pane import PdfPane

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from desktop.context import Context
    from desktop.pages import Opened

LARGEST = 100_000


class FilesPane(Panel):
    """``show`` is told which file is open now; ``blob`` is the hash of the one in sight, empty
    where its pages cannot be shown.
    """

    def __init__(
        self,
        context: Context,
        name: str,
        show: Callable[[Opened | None], None],
        largest: int = LARGEST,
    ) -> None:
        self._context, self._tell = context, show
        self._document, self._files = "", tuple[FileRow, ...]()
        self.pdf, self.strip = PdfPane(name, context.background, largest), FileStrip()
        self.stored = StoredPdf(context, self._show, self.pdf.show_problem)
        column = Column(self.strip, gap=0)
        column.addWidget(self.pdf, 1)
        super().__init__("surface", column)
        self.strip.chosen.connect(self._want)
        self.strip.wanted.connect(self._ask)

    @property
    def blob(self) -> str:
        """The hash of the file whose pages are wanted."""
        return self.stored.blob

    def show_files(self, document: str, files: Sequence[FileRow]) -> None:
        """Show the files of a document; of another one than before its first."""
        first, self._document = document != self._document, document
        self._files = tuple(files)
        self.strip.show_files(files, first=first)
        self._want()

    def commands(self) -> tuple[Command, ...]:
        """To the next file and back, where there is more than one; back from the server."""
        fetch = fetch_commands(self._context, self._document, self._files)
        if len(self.strip.files) < 2:
            return fetch
        step = self.strip.step
        return (
            *fetch,
            Command("file_next", "files.next", partial(step, 1), shortcut="Alt+PgDown"),
            Command("file_before", "files.before", partial(step, -1), shortcut="Alt+PgUp"),
        )

    def drop(self) -> None:
        """Forget the decrypted file: the screen is left or the session locks."""
        self.stored.drop()

    def _want(self) -> None:
        found = self.strip.current()
        shown = found is not None and found.shown and (found.row.here or found.row.away)
        self.stored.want(found.row.blob if found and shown else "")

    def _show(self, opened: Opened | None) -> None:
        self.pdf.show_source(opened)
        self._tell(opened)

    def _ask(self) -> None:
        found, document = self.strip.current(), self._document
        if found is None:
            return
        row, beside = found.row, found.beside

        def write(paths: list[Path]) -> None:
            chosen = [(row.blob, paths[0])]
            if beside is not None:
                chosen.append((beside.blob, paths[0].with_name(f"{paths[0].name}.p7s")))
            self._context.act(
                lambda store: save_files(store, document, chosen),
                lambda _: self._context.frame.toast("files.saved", name=paths[0].name),
            )

        start = Path.home() / row.name.replace("/", "-")
        self._context.frame.open_sheet(PathSheet("files.save", write, saving=True, start=start))
