"""A printed copy of the file that came ("bản in từ hệ thống"): with the arrival stamp and a line
that says what it is; what is saved instead is the file as it came.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QRect, Qt
from PySide6.QtGui import QImage, QPainter
from typing_extensions import override

from db.actions import files
from db.queries import office
from desktop.forms.arrival_stamp import foot_line
from desktop.forms.foot_line import FROM_SYSTEM, by
from desktop.incoming.stamp_view import draw_stamp
from desktop.pages import Opened, PageImage
from desktop.printing import leaving
from desktop.printing.sheet import PrintSheet

if TYPE_CHECKING:
    from db.acting import Store
    from desktop.context import Context
    from desktop.forms.arrival_stamp import Box, Stamp

_FOOT_DOTS: Final = 1600
_SIDE, _LOW, _HIGH = 57.0, 20.0, 12.0
"""Of the line at the foot: from the edges, from below, and its height; in points."""


@dataclass(frozen=True)
class Copy:
    """The file with what is said of its copy."""

    content: bytes
    said: str


def copy(store: Store, blob: str) -> Copy:
    """Read in the database lane. Raises BlobMissing, BlobDamaged."""
    said = " · ".join((FROM_SYSTEM, *by(office.me(store).name, store.now())))
    return Copy(files.content(store, blob), said)


@dataclass(frozen=True)
class Inked(Opened):
    """An open PDF whose page images bear inks: page (None for every one), image and box."""

    inks: tuple[tuple[int | None, PageImage, Box], ...] = ()

    @override
    def render(self, page: int, width: int) -> PageImage:
        """The page's image with its inks; white in an ink lets the page be seen."""
        found = super().render(page, width)
        stride, form = found.width * 4, QImage.Format.Format_RGB32
        image = QImage(found.pixels, found.width, found.height, stride, form).copy()
        painter = QPainter(image)
        painter.setCompositionMode(QPainter.CompositionMode.CompositionMode_Multiply)
        scale = found.width / self.sizes[page][0]
        for only, ink, box in self.inks:
            if only is None or only == page:
                _lay(painter, ink, box, scale, found.height)
        painter.end()
        return PageImage(found.width, found.height, bytes(image.constBits()))


def _lay(painter: QPainter, ink: PageImage, box: Box, scale: float, height: int) -> None:
    left, bottom, right, top = (side * scale for side in box)
    area = QRect(round(left), round(height - top), round(right - left), round(top - bottom))
    form = QImage.Format.Format_RGB32
    image = QImage(ink.pixels, ink.width, ink.height, ink.width * 4, form)
    smooth = Qt.TransformationMode.SmoothTransformation
    fixed = Qt.AspectRatioMode.IgnoreAspectRatio
    painter.drawImage(area, image.scaled(area.size(), fixed, smooth))


class CopySheet(PrintSheet):
    """The pages as they are printed; saving gives the file itself, and both are acts."""

    title_key = "incoming.act.print"
    save_key = "incoming.copy.save"
    saved_key = "incoming.copy.saved"

    def __init__(
        self, context: Context, document: str, copied: Copy, stamp: Stamp | None, name: str
    ) -> None:
        self._stamp, self._said = stamp, copied.said
        super().__init__(context, leaving.of_document(copied.content, name, document))

    @override
    def _open(self) -> Opened:
        opened = super()._open()
        inks: list[tuple[int | None, PageImage, Box]] = []
        if self._stamp is not None:
            inks.append((0, *draw_stamp(opened, self._stamp)))
        width = opened.sizes[0][0] - 2 * _SIDE
        handle = opened.server.open(foot_line(self._said, width, _HIGH))
        try:
            line = opened.server.render(handle, 0, _FOOT_DOTS)
        finally:
            opened.server.close(handle)
        inks.append((None, line, (_SIDE, _LOW, _SIDE + width, _LOW + _HIGH)))
        return Inked(opened.server, opened.handle, tuple(inks))
