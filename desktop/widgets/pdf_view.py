"""Shows the pages of a PDF; every decrypted image is dropped when hidden, as locking does."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QPoint, QRect, QRectF, Qt, QTimer, Signal
from PySide6.QtGui import (
    QHideEvent,
    QImage,
    QKeyEvent,
    QPainter,
    QPaintEvent,
    QPen,
    QResizeEvent,
    QShowEvent,
    QWheelEvent,
)
from PySide6.QtWidgets import QAbstractScrollArea
from typing_extensions import override

from desktop.theme.theme import theme
from desktop.widgets.page_images import PageImages
from desktop.widgets.page_layout import PX_PER_PT, fit_zoom, lay_out, step_zoom
from desktop.words import bind, follow, word

if TYPE_CHECKING:
    from desktop.background import Background
    from desktop.widgets.page_images import PageSource

_PAUSE_MS: Final = 60
_NO_LIMIT: Final = 100_000


@dataclass(frozen=True)
class Overlay:
    """A box over a page, in points from its lower left corner, with a heading and a line, or with
    an image as ink: what is white in it lets the page be seen. ``marked`` is an outline alone, for
    what is wrong there.
    """

    page: int
    box: tuple[float, float, float, float]
    title: str = ""
    text: str = ""
    image: QImage | None = None
    marked: bool = False


class PdfView(QAbstractScrollArea):
    """``page_changed`` carries the page in sight; ``failed`` what stood against showing one."""

    page_changed = Signal(int)
    zoom_changed = Signal(float)
    failed = Signal(Exception)

    def __init__(self, name: str, background: Background, largest: int = _NO_LIMIT) -> None:
        super().__init__()
        self._largest = largest
        self._source: PageSource | None = None
        self._layout = lay_out((), 1.0, 1)
        self._zoom: float | None = None  # None fits the width
        self.images = PageImages(background)
        self._overlays: tuple[Overlay, ...] = ()
        self.page = 0
        self.setProperty("ground", "desk")
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        # a bar that came and went would change the width, and every page would be drawn twice
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOn)
        self._pause = QTimer(self, singleShot=True, interval=_PAUSE_MS)
        self._pause.timeout.connect(self._fetch)
        self.verticalScrollBar().valueChanged.connect(self._moved)
        self.horizontalScrollBar().valueChanged.connect(self.viewport().update)
        self.images.arrived.connect(self.viewport().update)
        self.images.failed.connect(self.failed)
        bind(self, lambda: self.setAccessibleName(word(name)))
        follow(self, theme.changed, self.viewport().update)

    # -- what is shown -------------------------------------------------------------------------

    def show_source(self, source: PageSource | None) -> None:
        """Show another PDF from its first page, or nothing."""
        self.images.forget()
        self._source, self._overlays, self.page = source, (), 0
        self._arrange()
        self.verticalScrollBar().setValue(0)
        self._describe()
        self._fetch()

    def renew_source(self, source: PageSource) -> None:
        """Show a new version of the PDF in sight, at the same place."""
        self._source, self._overlays = source, ()
        self.images.renew()
        self._arrange()
        self._describe()
        self._fetch()

    def show_overlays(self, overlays: tuple[Overlay, ...]) -> None:
        """Draw boxes over pages, as the place of a signature."""
        self._overlays = overlays
        self.viewport().update()

    @property
    def page_count(self) -> int:
        """How many pages there are; 0 while nothing is shown."""
        return len(self._source.sizes) if self._source else 0

    def go_to(self, page: int, down: float = 0.0) -> None:
        """Bring the top of a page in sight, or the middle of the view to what lies that many points
        further ``down`` on it.
        """
        if self.page_count:
            page = min(max(page, 0), self.page_count - 1)
            place = self._layout.tops[page] - self._layout.tops[0]
            below = down * self._layout.zoom * PX_PER_PT - self.viewport().height() / 2
            self.verticalScrollBar().setValue(place + max(0, round(below)))

    def zoom_by(self, steps: int) -> None:
        """Larger or smaller, up to 300 %."""
        self.set_zoom(step_zoom(self._layout.zoom, steps))

    def set_zoom(self, zoom: float | None) -> None:
        """A fixed zoom, or None to fit the width."""
        self._zoom = zoom
        page = self.page
        self._arrange()
        self.go_to(page)
        self._pause.start()
        self.zoom_changed.emit(self._layout.zoom)

    # -- layout and images ---------------------------------------------------------------------

    def _arrange(self) -> None:
        sizes = self._source.sizes if self._source else ()
        width, height = self.viewport().width(), self.viewport().height()
        zoom = self._zoom or fit_zoom(sizes, width, theme.px(self._largest))
        self._layout = lay_out(sizes, zoom, width)
        vertical, horizontal = self.verticalScrollBar(), self.horizontalScrollBar()
        vertical.setRange(0, max(0, self._layout.height - height))
        vertical.setPageStep(height)
        vertical.setSingleStep(theme.px(40))
        horizontal.setRange(0, max(0, self._layout.needed - width))
        horizontal.setPageStep(width)
        self.viewport().update()

    def _seen(self) -> range:
        top = self.verticalScrollBar().value()
        return self._layout.between(top, top + self.viewport().height())

    def _fetch(self) -> None:
        if self._source is not None and self.isVisible():
            ratio = self.devicePixelRatioF()
            self.images.want(self._source, {self._layout.key(p, ratio) for p in self._seen()})

    def _moved(self) -> None:
        middle = self.verticalScrollBar().value() + self.viewport().height() // 3
        page = self._layout.at(middle) if self.page_count else 0
        if page != self.page:
            self.page = page
            self._describe()
        self.viewport().update()
        self._pause.start()

    def _describe(self) -> None:
        count = self.page_count
        text = word("widgets.page_of", page=self.page + 1, count=count) if count else ""
        self.setAccessibleDescription(text)
        self.page_changed.emit(self.page)

    # -- painting ------------------------------------------------------------------------------

    def _paint_pages(self, painter: QPainter) -> None:
        origin = QPoint(-self.horizontalScrollBar().value(), -self.verticalScrollBar().value())
        ratio = self.devicePixelRatioF()
        for page in self._seen():
            corner = QPoint(self._layout.left(page), self._layout.tops[page]) + origin
            width, height = self._layout.sizes[page]
            area = QRect(corner.x(), corner.y(), width, height)
            painter.fillRect(area, theme.colour("paper"))
            if (image := self.images.best(self._layout.key(page, ratio))) is not None:
                painter.drawImage(area, image)
            painter.setPen(QPen(theme.colour("line2"), 1))
            painter.drawRect(area.adjusted(-1, -1, 0, 0))
            for overlay in self._overlays:
                if overlay.page == page:
                    _paint_overlay(painter, area, overlay, self._layout.zoom * PX_PER_PT)

    # -- Qt ------------------------------------------------------------------------------------

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self.viewport())
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        painter.fillRect(self.viewport().rect(), theme.colour("desk"))
        self._paint_pages(painter)
        painter.end()

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        share = self.verticalScrollBar().value() / max(1, self._layout.height)
        self._arrange()
        self.verticalScrollBar().setValue(round(share * self._layout.height))
        self._pause.start()

    @override
    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._pause.start()

    @override
    def hideEvent(self, event: QHideEvent) -> None:
        self.images.forget()
        super().hideEvent(event)

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        control = bool(event.modifiers() & Qt.KeyboardModifier.ControlModifier)
        pages = {Qt.Key.Key_Down: 1, Qt.Key.Key_Up: -1}
        if control and event.key() in pages:
            self.go_to(self.page + pages[Qt.Key(event.key())])
        elif event.key() == Qt.Key.Key_Home:
            self.go_to(0)
        elif event.key() == Qt.Key.Key_End:
            self.go_to(self.page_count - 1)
        else:
            super().keyPressEvent(event)

    @override
    def wheelEvent(self, event: QWheelEvent) -> None:
        if event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            self.zoom_by(1 if event.angleDelta().y() > 0 else -1)
            event.accept()
        else:
            super().wheelEvent(event)


def _paint_overlay(painter: QPainter, area: QRect, overlay: Overlay, scale: float) -> None:
    """Paint a box over a page that lies in ``area``; ``scale`` is px a point."""
    left, bottom, right, top = (edge * scale for edge in overlay.box)
    box = QRectF(area.left() + left, area.bottom() + 1 - top, right - left, top - bottom)
    if overlay.image is not None:
        _paint_ink(painter, box, overlay.image)
        return
    if overlay.marked:
        painter.setPen(QPen(theme.colour("wrong_on_paper"), 2))
        painter.drawRect(box)
        return
    ground = theme.colour("accent")
    ground.setAlphaF(0.12)
    painter.fillRect(box, ground)
    painter.setPen(QPen(theme.colour("accent"), 1.5, Qt.PenStyle.DashLine))
    painter.drawRect(box)
    inside = box.adjusted(theme.px(6), theme.px(4), -theme.px(6), 0)
    painter.setPen(theme.colour("on_paper"))
    flags = Qt.AlignmentFlag.AlignTop | Qt.TextFlag.TextWordWrap
    painter.setFont(theme.font("caption"))
    painter.drawText(inside, flags, overlay.title)
    painter.setFont(theme.font("key"))
    painter.drawText(inside.adjusted(0, theme.px(16), 0, 0), flags, overlay.text)


def _paint_ink(painter: QPainter, box: QRectF, image: QImage) -> None:
    """Scaled by means of all its pixels: a painter's own scaling loses thin lines."""
    wide = max(1, round(box.width() * painter.device().devicePixelRatioF()))
    ink = image.scaledToWidth(wide, Qt.TransformationMode.SmoothTransformation)
    painter.setCompositionMode(QPainter.CompositionMode.CompositionMode_Multiply)
    painter.drawImage(box, ink)
    painter.setCompositionMode(QPainter.CompositionMode.CompositionMode_SourceOver)
