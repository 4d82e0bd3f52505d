"""Icons recoloured from the theme at paint time and sharp at every size and pixel ratio."""

from __future__ import annotations

from functools import cache, lru_cache
from typing import TYPE_CHECKING

from PySide6.QtCore import QByteArray, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QIcon, QIconEngine, QImage, QPainter, QPixmap
from PySide6.QtSvg import QSvgRenderer
from typing_extensions import override

import resources

if TYPE_CHECKING:
    from collections.abc import Callable

_SIZES = (16, 20, 24)


@cache
def _drawings(name: str, style: str) -> dict[int, str]:
    """The SVG text of an icon by its drawn size. Raises FileNotFoundError for an unknown icon."""
    folder = resources.path("icons")
    files = {size: folder / f"{name}_{size}_{style}.svg" for size in _SIZES}
    found = {
        size: file.read_text(encoding="utf-8") for size, file in files.items() if file.exists()
    }
    if not found:
        raise FileNotFoundError(f"{name}_{style}.svg")
    return found


def best_drawing(name: str, style: str, pixels: int) -> str:
    """The SVG drawn for the size nearest to the wanted one."""
    drawings = _drawings(name, style)
    return drawings[min(drawings, key=lambda size: (abs(size - pixels), size))]


@lru_cache(maxsize=512)
def icon_image(name: str, style: str, colour: str, pixels: int, device_pixels: int) -> QImage:
    """An icon in one colour; ``pixels`` chooses the drawing, ``device_pixels`` is the side of the
    image."""
    svg = best_drawing(name, style, pixels).replace("<svg ", f'<svg fill="{colour}" ', 1)
    image = QImage(device_pixels, device_pixels, QImage.Format.Format_ARGB32_Premultiplied)
    image.fill(Qt.GlobalColor.transparent)
    painter = QPainter(image)
    QSvgRenderer(QByteArray(svg.encode())).render(painter, QRectF(image.rect()))
    painter.end()
    return image


def paint_icon(
    painter: QPainter, rect: QRect, name: str, colour: str, style: str = "regular"
) -> None:
    """Draw an icon centred in a rectangle, as large as its shorter side."""
    side = min(rect.width(), rect.height())
    device = painter.device()
    ratio = device.devicePixelRatioF() if device else 1.0
    image = icon_image(name, style, colour, side, round(side * ratio))
    target = QRect(0, 0, side, side)
    target.moveCenter(rect.center())
    painter.drawImage(target, image)


class TintEngine(QIconEngine):
    """Draws an icon in the colour that ``colour(mode)`` gives when it is painted, not when it is
    made."""

    def __init__(
        self, name: str, colour: Callable[[QIcon.Mode], str], style: str = "regular"
    ) -> None:
        super().__init__()
        self._name, self._colour, self._style = name, colour, style

    @override
    def clone(self) -> QIconEngine:
        return TintEngine(self._name, self._colour, self._style)

    @override
    def paint(self, painter: QPainter, rect: QRect, mode: QIcon.Mode, state: QIcon.State) -> None:
        paint_icon(painter, rect, self._name, self._colour(mode), self._style)

    @override
    def pixmap(self, size: QSize, mode: QIcon.Mode, state: QIcon.State) -> QPixmap:
        return self.scaledPixmap(size, mode, state, 1.0)

    @override
    def scaledPixmap(
        self, size: QSize, mode: QIcon.Mode, state: QIcon.State, scale: float
    ) -> QPixmap:
        side = min(size.width(), size.height())
        logical = max(1, round(side / scale))
        return QPixmap.fromImage(
            icon_image(self._name, self._style, self._colour(mode), logical, side)
        )
