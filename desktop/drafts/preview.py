"""The final pages of what is being written, drawn anew after a pause; the page stays in place."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QElapsedTimer, QObject, QTimer

from desktop.background import Lane
from desktop.drafts import appending
from desktop.drafts.composing import compose
from desktop.drafts.keeping import drawn
from desktop.drafts.writing import Office, Written
from desktop.latest import Latest
from desktop.pages import Opened

if TYPE_CHECKING:
    from collections.abc import Callable

    from desktop.context import Context
    from desktop.widgets.pdf_pane import PdfPane

LEAST_MS: Final = 60
MOST_MS: Final = 400
"""How long a pause in typing is, at least and at most: twice as long as drawing took last."""


@dataclass(frozen=True)
class _Wish:
    written: Callable[[], Written]
    office: Office
    given: bytes


class LivePreview(QObject):
    """Draws into a pane; ``drop`` forgets the decrypted pages, in the page process too. ``place``
    is that of the appendix in sight: one that is a file of its own has pages of its own.
    """

    def __init__(self, context: Context, pane: PdfPane, place: Callable[[], int | None]) -> None:
        super().__init__(pane)
        self._context, self._pane, self._place = context, pane, place
        self._asked = Latest(context)
        self._wish: _Wish | None = None
        self._opened: Opened | None = None
        self._pause, self._clock = QTimer(self, singleShot=True, interval=LEAST_MS), QElapsedTimer()
        self._pause.timeout.connect(self.draw)

    def want(self, written: Callable[[], Written], office: Office, given: bytes) -> None:
        """Show this after a pause in typing; what is written is asked for then, not at each key.

        A ``given`` PDF is shown as it is.
        """
        self._wish = _Wish(written, office, given)
        self._pause.start()

    def draw(self) -> None:
        """Draw what is wanted, at once."""
        self._pause.stop()
        wish = self._wish
        if wish is None:
            return

        self._clock.start()
        written, place = wish.written(), self._place()

        def work() -> bytes:
            if written.given:
                return wish.given
            draft, watermark = compose(written, wish.office), wish.office.watermark
            own = None if place is None else appending.drawn(draft, place, watermark)
            return (own or drawn(draft, watermark)).pdf

        self._asked.run(
            Lane.WORKER, work, lambda pdf: self._open(pdf, wish), self._pane.show_problem
        )

    def drop(self) -> None:
        """Show nothing any more."""
        self._pause.stop()
        self._asked.drop()
        self._wish = None
        opened, self._opened = self._opened, None
        if opened is not None:
            self._pane.show_source(None)
            self._close(opened)

    def _open(self, pdf: bytes, wish: _Wish) -> None:
        """Never cancelled: a file that is open by the time nobody wants it must be closed."""
        pages = self._context.pages

        def opened() -> Opened:
            return Opened(pages, pages.open(pdf))

        def shown(found: Opened) -> None:
            if self._wish is not wish:
                self._close(found)
                return
            before, self._opened = self._opened, found
            self._pause.setInterval(min(max(LEAST_MS, 2 * self._clock.elapsed()), MOST_MS))
            if before is None:
                self._pane.show_source(found)
            else:
                self._pane.renew_source(found)
                self._close(before)

        self._context.background.run(Lane.PAGES, opened, shown, self._pane.show_problem)

    def _close(self, opened: Opened) -> None:
        pages = self._context.pages
        self._context.background.run(
            Lane.PAGES, lambda: pages.close(opened.handle), _nothing, _nothing
        )


def _nothing(_outcome: object) -> None:
    """A file that could not be closed is gone with its process."""
