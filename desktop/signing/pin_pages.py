"""The pages of the very bytes that will be signed, beside the question for the PIN."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Signal

from desktop.shown_pdf import ShownPdf
from desktop.theme.theme import theme
from desktop.widgets.layouts import Column, Panel
from desktop.widgets.pdf_pane import PdfPane
from desktop.widgets.pdf_view import Overlay
from desktop.words import word

if TYPE_CHECKING:
    from core.signing.places import Place
    from desktop.context import Context
    from desktop.pages import Opened

WIDTH = 620


class PinPages(Panel):
    """``appeared`` says that a page is in sight; ``place`` is where the signature of somebody of
    this name goes.
    """

    appeared = Signal()

    def __init__(self, context: Context, pdf: bytes, place: Place, name: str) -> None:
        self._place = place
        self._overlay = Overlay(place.page, place.box, name, word("signing.place"))
        self.pdf = PdfPane("signing.pin.pages", context.background)
        self._shown = ShownPdf(context, self._show, self.pdf.show_problem)
        self.in_sight = False
        super().__init__("surface", Column(self.pdf, gap=0))
        self.pdf.view.images.arrived.connect(self._appear)
        self._shown.put(pdf)

    def fit(self, height: int) -> None:
        """Take this height and the usual width."""
        self.setFixedSize(theme.px(WIDTH), height)

    def drop(self) -> None:
        """Forget the pages, in the page process too."""
        self._shown.drop()
        self.in_sight = False

    def _show(self, opened: Opened | None) -> None:
        self.pdf.show_source(opened)
        if opened is None:
            return
        self.pdf.show_overlays((self._overlay,))
        height = opened.sizes[self._place.page][1]
        down = height - self._place.box[3]
        if self._place.page or down > height / 2:  # what is new stands right above the signature
            self.pdf.view.go_to(self._place.page, down)

    def _appear(self) -> None:
        self.in_sight = True
        self.appeared.emit()
