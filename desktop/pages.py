"""Page images and text of PDFs, read by PDFium in a limited child process (formats.md §5).

Bytes go to the child through a pipe, never through a file. All calls wait for the child, so they
belong in the lane ``PAGES``, one at a time.
"""

from __future__ import annotations

import struct
from dataclasses import dataclass
from typing import Final, TypeVar

import msgspec

from core.errors import BrokenPdf, TooLarge, WorkerCrashed, WorkerTimeout
from desktop.page_lines import TextLine
from desktop.page_reader import MAX_PAGES, Question, make_reader
from desktop.worker import Resident

__all__ = ["Handle", "Opened", "PageImage", "PageServer", "TextLine"]

T = TypeVar("T")
MAX_BYTES: Final = 160 << 20
MEMORY_MB: Final = 1400
OPEN_SECONDS: Final = 20.0
PAGE_SECONDS: Final = 10.0
_HEADER: Final = struct.Struct(">II")
_BYTES_A_PIXEL: Final = 4


@dataclass(frozen=True)
class Handle:
    """An open PDF: its number and the size of each page in points."""

    number: int
    sizes: tuple[tuple[float, float], ...]

    @property
    def page_count(self) -> int:
        """How many pages it has, at least one."""
        return len(self.sizes)


@dataclass(frozen=True)
class PageImage:
    """Pixels of a page: rows of blue, green, red and one byte unused."""

    width: int
    height: int
    pixels: bytes


class PageServer:
    """Opens PDFs and answers about their pages. A child that died is replaced and told all
    again."""

    def __init__(self) -> None:
        self._child = Resident(make_reader, MEMORY_MB)
        self._files: dict[int, bytes] = {}
        self._born = 0
        self._known: set[int] = set()
        self._last = 0

    def open(self, file: bytes) -> Handle:
        """Read a PDF. Raises EmptyFile, NotAPdf, BrokenPdf, ProtectedPdf, TooLarge."""
        if len(file) > MAX_BYTES:
            raise TooLarge(size=len(file), limit=MAX_BYTES)
        self._meet()
        self._last += 1
        handle = Handle(self._last, self._tell(self._last, file))
        self._files[handle.number] = file
        return handle

    def render(self, handle: Handle, page: int, width: int) -> PageImage:
        """The image of a page, ``width`` pixels across; pages count from 0. Raises BrokenPdf."""
        answer = self._ask(Question("render", handle.number, page, max(1, width)))
        wide, high = _HEADER.unpack(answer[: _HEADER.size])
        pixels = answer[_HEADER.size :]
        if len(pixels) != wide * high * _BYTES_A_PIXEL:
            raise BrokenPdf(page=page + 1)
        return PageImage(wide, high, bytes(pixels))

    def text(self, handle: Handle, page: int) -> str:
        """The text of a page in reading order as the file has it; empty for a scan."""
        return str(self._ask(Question("text", handle.number, page)), "utf-8", "replace")

    def lines(self, handle: Handle, page: int) -> tuple[TextLine, ...]:
        """The runs of text of a page with their boxes in points."""
        answer = self._ask(Question("lines", handle.number, page))
        return _decode(answer, tuple[TextLine, ...])

    def content(self, handle: Handle) -> bytes:
        """The bytes of an open PDF, as they were given."""
        return self._files[handle.number]

    def close(self, handle: Handle) -> None:
        """Forget a PDF, here and in the child."""
        if self._files.pop(handle.number, None) is not None and handle.number in self._known:
            self._known.discard(handle.number)
            self._ask_child(Question("close", handle.number))

    def stop(self) -> None:
        """Forget every PDF and end the child; locking and quitting do it."""
        self._files.clear()
        self._known.clear()
        self._child.stop()

    def _ask(self, question: Question) -> memoryview:
        """Ask about an open file; a fresh child is told about it first."""
        file = self._files[question.handle]
        self._meet()
        if question.handle not in self._known:
            self._tell(question.handle, file)
        return self._ask_child(question)

    def _meet(self) -> None:
        """A child that was born since the last question knows no file yet."""
        if self._child.wake() != self._born:
            self._born = self._child.born
            self._known.clear()

    def _tell(self, number: int, file: bytes) -> tuple[tuple[float, float], ...]:
        answer = self._ask_child(Question("open", number), file, seconds=OPEN_SECONDS)
        self._known.add(number)
        sizes = _decode(answer, tuple[tuple[float, float], ...])
        if not 0 < len(sizes) <= MAX_PAGES:
            raise BrokenPdf
        return sizes

    def _ask_child(
        self, question: Question, *parts: bytes, seconds: float = PAGE_SECONDS
    ) -> memoryview:
        """A file that kills the child, or keeps it busy too long, is broken: that is all we
        know."""
        try:
            return self._child.ask(msgspec.msgpack.encode(question), *parts, seconds=seconds)
        except (WorkerCrashed, WorkerTimeout) as error:
            self._known.clear()
            raise BrokenPdf from error


@dataclass(frozen=True)
class Opened:
    """An open PDF as widgets show it (``widgets.page_images.PageSource``)."""

    server: PageServer
    handle: Handle

    @property
    def sizes(self) -> tuple[tuple[float, float], ...]:
        """Width and height of every page in points."""
        return self.handle.sizes

    def render(self, page: int, width: int) -> PageImage:
        """The image of a page. Raises BrokenPdf."""
        return self.server.render(self.handle, page, width)


def _decode(answer: memoryview, kind: type[T]) -> T:
    try:
        return msgspec.msgpack.decode(answer, type=kind)
    except msgspec.MsgspecError as error:
        raise BrokenPdf from error
