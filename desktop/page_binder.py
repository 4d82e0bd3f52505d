"""Binds PDFs to one for reading, in a limited child process: pages in order, a bookmark for each.

The first half runs in the child only (``worker.Resident``). What a page shows of signatures and
notes is drawn into it, for a bound copy cannot be verified: the originals lie beside it.
"""

from __future__ import annotations

import io
from typing import TYPE_CHECKING, Final

import msgspec
import pikepdf
import pypdfium2 as pdfium  # type: ignore[import-untyped]
from pypdfium2 import raw

from core.errors import BrokenPdf, EmptyFile, NotAPdf, ProtectedPdf, TooLarge, WorkerCrashed
from desktop.page_reader import MAX_PAGES, load
from desktop.worker import Resident

if TYPE_CHECKING:
    from collections.abc import Callable

MEMORY_MB: Final = 1800
MOST_BYTES: Final = 400 << 20
SECONDS: Final = 60.0
UNBOUND: Final = (BrokenPdf, EmptyFile, NotAPdf, ProtectedPdf)
"""What keeps a file out of the bound copy."""

_ADD, _SAVE = b"add", b"save"


class Binder:
    """The bound copy under way, in its own child; ``stop`` belongs after it."""

    def __init__(self) -> None:
        self._child = Resident(_make, MEMORY_MB)
        self._bytes = self._files = 0

    def add(self, file: bytes, title: str) -> int:
        """Bind all pages of a file behind the others; how many. Raises an error of UNBOUND (nothing
        is added then), TooLarge; WorkerTimeout, WorkerCrashed: what was bound before is gone.
        """
        if self._bytes + len(file) > MOST_BYTES:
            raise TooLarge(size=self._bytes + len(file), limit=MOST_BYTES)
        answer = self._child.ask(_ADD, file, title.encode(), seconds=SECONDS)
        pages, bound = msgspec.msgpack.decode(answer, type=tuple[int, int])
        self._bytes, self._files = self._bytes + len(file), self._files + 1
        if bound != self._files:  # killed from outside between two files
            raise WorkerCrashed
        return pages

    def save(self) -> bytes:
        """The bound copy. Raises WorkerTimeout, WorkerCrashed."""
        answer = self._child.ask(_SAVE, seconds=SECONDS)
        bound, copy = int.from_bytes(answer[:4]), bytes(answer[4:])
        if bound != self._files:
            raise WorkerCrashed
        return copy

    def stop(self) -> None:
        """End the child, and forget all that it holds."""
        self._child.stop()


def _make() -> Callable[..., bytes]:
    return _Bound().answer


class _Bound:
    def __init__(self) -> None:
        self._pages = pdfium.PdfDocument.new()
        self._marks: list[tuple[str, int]] = []

    def answer(self, act: bytes, file: bytes = b"", title: bytes = b"") -> bytes:
        return self._add(file, title.decode()) if act == _ADD else self._save()

    def _add(self, file: bytes, title: str) -> bytes:
        source = load(file)
        try:
            count, before = len(source), len(self._pages)
            if before + count > MAX_PAGES:
                raise TooLarge(size=before + count, limit=MAX_PAGES)
            for place in range(count):
                page = source[place]
                raw.FPDFPage_Flatten(page, raw.FLAT_PRINT)
                page.close()
            self._pages.import_pages(source)
        except pdfium.PdfiumError as error:
            raise BrokenPdf from error
        finally:
            source.close()
        self._marks.append((title, before))
        return msgspec.msgpack.encode((count, len(self._marks)))

    def _save(self) -> bytes:
        plain = io.BytesIO()
        self._pages.save(plain)
        marked = io.BytesIO()
        with pikepdf.open(plain) as pdf:
            with pdf.open_outline() as outline:
                for title, place in self._marks:
                    outline.root.append(pikepdf.OutlineItem(title, place))
            pdf.save(marked)
        return len(self._marks).to_bytes(4) + marked.getvalue()
