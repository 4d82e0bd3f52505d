"""The few page images in memory: asked for in the pages lane, dropped oldest first, or all at
once."""

from __future__ import annotations

from collections import OrderedDict
from typing import TYPE_CHECKING, Final, Protocol

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QImage

from desktop.background import Lane

if TYPE_CHECKING:
    from desktop.background import Background, Task
    from desktop.pages import PageImage

KEPT: Final = 8
Key = tuple[int, int]
"""A page and its width in device pixels: what tells one image from another."""


class PageSource(Protocol):
    """An open PDF: sizes of its pages in points, and their images, asked for in the pages lane."""

    @property
    def sizes(self) -> tuple[tuple[float, float], ...]:
        """Width and height of every page."""
        ...

    def render(self, page: int, width: int) -> PageImage:
        """The image of a page, that many pixels across."""
        ...


class PageImages(QObject):
    """``arrived`` says that an image came, ``failed`` what stood against one."""

    arrived = Signal()
    failed = Signal(Exception)

    def __init__(self, background: Background) -> None:
        super().__init__()
        self._background = background
        self._images: OrderedDict[Key, QImage] = OrderedDict()
        self._tasks: dict[Key, Task] = {}
        self._stale: set[Key] = set()

    def __len__(self) -> int:
        return len(self._images)

    def want(self, source: PageSource, keys: set[Key]) -> None:
        """Ask for what is in sight and not here; give up what scrolled away unseen."""
        for key in self._tasks.keys() - keys:
            self._tasks.pop(key).cancel()
        for key in sorted(keys - (self._images.keys() - self._stale) - self._tasks.keys()):
            self._ask(source, key)

    def best(self, key: Key) -> QImage | None:
        """The image of a page at its size, or one of another size until it comes."""
        if (image := self._images.get(key)) is not None:
            self._images.move_to_end(key)
            return image
        return next((kept for at, kept in self._images.items() if at[0] == key[0]), None)

    def renew(self) -> None:
        """Another version of the same pages: those here are shown until the new ones come."""
        self._stale = set(self._images)
        for task in self._tasks.values():
            task.cancel()
        self._tasks.clear()

    def forget(self) -> None:
        """Drop every decrypted image and every question under way."""
        self._images.clear()
        self._stale.clear()
        for task in self._tasks.values():
            task.cancel()
        self._tasks.clear()

    def _ask(self, source: PageSource, key: Key) -> None:
        def done(image: PageImage) -> None:
            self._tasks.pop(key, None)
            self._keep(key, image)

        def failed(error: Exception) -> None:
            self._tasks.pop(key, None)
            self.failed.emit(error)

        task = self._background.run(Lane.PAGES, lambda: source.render(*key), done, failed)
        if not task.finished:
            self._tasks[key] = task

    def _keep(self, key: Key, image: PageImage) -> None:
        form = QImage.Format.Format_RGB32
        shown = QImage(image.pixels, image.width, image.height, image.width * 4, form)
        self._images[key] = shown.copy()
        self._stale.discard(key)
        while len(self._images) > KEPT:
            self._images.popitem(last=False)
        self.arrived.emit()
