"""Shows the pages that a copy would have, drawn anew after a pause."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QObject, QTimer
from shiboken6 import isValid

from core.errors import AntinError, BrokenPdf
from desktop.background import Lane
from desktop.latest import Latest
from desktop.pages import Opened

if TYPE_CHECKING:
    from collections.abc import Callable

    from desktop.context import Context
    from desktop.widgets.pdf_pane import PdfPane

PAUSE_MS: Final = 250


class CopyPreview(QObject):
    """``drop`` forgets the pages, in the page process too."""

    def __init__(
        self, context: Context, pane: PdfPane, failed: Callable[[AntinError], None]
    ) -> None:
        super().__init__(pane)
        self._context, self._pane, self._failed = context, pane, failed
        self._asked = Latest(context)
        self._draw: Callable[[], bytes] | None = None
        self._opened: Opened | None = None
        self._pause = QTimer(self, singleShot=True, interval=PAUSE_MS)
        self._pause.timeout.connect(self._begin)

    def want(self, draw: Callable[[], bytes]) -> None:
        """Show what this draws."""
        self._draw = draw
        self._pause.start()

    def drop(self) -> None:
        """Show nothing any more."""
        self._pause.stop()
        self._asked.drop()
        self._draw = None
        opened, self._opened = self._opened, None
        if opened is not None:
            self._pane.show_source(None)
            self._close(opened)

    def _begin(self) -> None:
        draw = self._draw
        if draw is not None:
            self._asked.run(Lane.WORKER, draw, lambda pdf: self._open(pdf, draw), self._fail)

    def _open(self, pdf: bytes, draw: Callable[[], bytes]) -> None:
        """Never cancelled: a file that is open by the time nobody wants it must be closed."""
        pages = self._context.pages

        def opened() -> Opened:
            return Opened(pages, pages.open(pdf))

        def shown(found: Opened) -> None:
            if self._draw is not draw:
                self._close(found)
                return
            before, self._opened = self._opened, found
            if before is None:
                self._pane.show_source(found)
            else:
                self._pane.renew_source(found)
                self._close(before)

        self._context.background.run(Lane.PAGES, opened, shown, self._fail)

    def _fail(self, error: Exception) -> None:
        if isValid(self) and self._draw is not None:
            self._failed(error if isinstance(error, AntinError) else BrokenPdf())

    def _close(self, opened: Opened) -> None:
        pages = self._context.pages
        self._context.background.run(
            Lane.PAGES, lambda: pages.close(opened.handle), _nothing, _nothing
        )


def _nothing(_outcome: object) -> None:
    """A file that could not be closed is gone with its process."""
