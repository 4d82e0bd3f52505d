"""What a signature shows on the page: one-page PDFs, drawn for the box of their field.

Looks: domain.md §4 (a person's signature blue, the agency's seal red and in its real size, number
and date in the body's type). The same input gives the same bytes, so a stamp may be kept and used
for many files. A stamp never says whether a signature is valid: pictures can be forged.
"""

from __future__ import annotations

import hashlib
import math
from functools import lru_cache
from io import BytesIO
from typing import TYPE_CHECKING

from PIL import Image, ImageDraw, ImageFont, UnidentifiedImageError
from reportlab.lib.colors import Color
from reportlab.lib.utils import ImageReader
from reportlab.pdfgen.canvas import Canvas

import resources
from core.errors import PictureUnusable
from desktop.forms import fonts
from desktop.forms.boxes import ALIGN, BASELINE, text_size

if TYPE_CHECKING:
    from collections.abc import Sequence

    from desktop.forms.boxes import Box

SEAL_DIAMETER = 36 / 25.4 * 72
"""Of the round seal in the demo: 36 mm, in points."""

_BLACK = Color(0, 0, 0)
_INK_BLUE = Color(0.07, 0.16, 0.62)
_SEAL_RED = Color(0.85, 0.06, 0.10, alpha=0.88)
_SEAL_DPI = 600
_PICTURE_BYTES = 4 << 20
_PICTURE_PIXELS = 16_000_000


class _Page:
    """A page of the box's size, and its finished bytes."""

    def __init__(self, box: Box) -> None:
        self.width, self.height = box[2] - box[0], box[3] - box[1]
        self._file = BytesIO()
        # invariant: no date and no random identifier
        self.canvas = Canvas(self._file, pagesize=(self.width, self.height), invariant=True)

    def finish(self) -> bytes:
        self.canvas.showPage()
        self.canvas.save()
        return self._file.getvalue()


def number(text: str, box: Box) -> bytes:
    """The document's number (`05`, `12a`), upright, ending at the slash printed after it."""
    return _line(text, box, fonts.REGULAR, ALIGN["SoVanBan"])


def date(text: str, box: Box) -> bytes:
    """The date in words (`ngày 05 tháng 01 năm 2026`), italic, after the printed place."""
    return _line(text, box, fonts.ITALIC, ALIGN["NgayVanBan"])


def signature(name: str, box: Box, picture: bytes | None = None) -> bytes:
    """A person's signature: their ``picture`` (PNG, transparent), else strokes drawn from the name.

    The picture keeps its proportions. Raises PictureUnusable.
    """
    return _handwriting(name, box, picture, strokes=max(5, len(name.rsplit(maxsplit=1)[-1]) + 3))


def initials(name: str, box: Box, picture: bytes | None = None) -> bytes:
    """A checker's nháy: a short blue stroke, or their ``picture`` as for `signature`."""
    return _handwriting(name, box, picture, strokes=3)


@lru_cache(maxsize=4)
def seal(name: str, base: str, box: Box) -> bytes:
    """The agency's round red seal: ``name`` along the top, ``base`` along the foot, a star between.

    Drawn in the box's size, which is the seal's real size (SEAL_DIAMETER); nothing is filled, so
    that the signature under it stays readable. The letters are a picture: as text they would come
    out of the document's text as rubble. It is kept, as every document of the agency has the same:
    its words are the agency's own name, nothing of a document.
    """
    page = _Page(box)
    side = min(page.width, page.height)
    canvas, radius = page.canvas, side / 2
    canvas.translate((page.width - side) / 2, (page.height - side) / 2)
    canvas.drawImage(ImageReader(_letters(name, base, side)), 0, 0, side, side, mask="auto")
    canvas.translate(radius, radius)
    canvas.setStrokeColor(_SEAL_RED)
    canvas.setFillColor(_SEAL_RED)
    canvas.setStrokeAlpha(_SEAL_RED.alpha)
    canvas.setFillAlpha(_SEAL_RED.alpha)
    for share, thickness in ((0.965, 0.06), (0.88, 0.012), (0.60, 0.012)):
        canvas.setLineWidth(radius * thickness)
        canvas.circle(0, 0, radius * share)
    _star(canvas, radius * 0.42)
    return page.finish()


def corner(lines: Sequence[str], box: Box) -> bytes:
    """Ô 14: the agency's signature as text and without a picture, lines that end at the right edge;
    the box was left for as many lines.
    """
    page = _Page(box)
    high = page.height / len(lines)
    size = text_size(high)
    fonts.face(fonts.REGULAR)
    page.canvas.setFont(fonts.REGULAR, size)
    page.canvas.setFillColor(_BLACK)
    for place, text in enumerate(reversed(lines)):
        page.canvas.drawRightString(page.width, place * high + BASELINE * size, text)
    return page.finish()


def _line(text: str, box: Box, font: str, align: str) -> bytes:
    page = _Page(box)
    size = text_size(page.height)
    fonts.face(font)
    page.canvas.setFont(font, size)
    page.canvas.setFillColor(_BLACK)
    start = page.width - fonts.width(text, font, size) if align == "right" else 0
    page.canvas.drawString(start, BASELINE * size, text)
    return page.finish()


def _handwriting(name: str, box: Box, picture: bytes | None, strokes: int) -> bytes:
    page = _Page(box)
    if picture is None:
        _scribble(page, name, strokes)
    else:
        page.canvas.drawImage(
            ImageReader(_checked(picture)), 0, 0, page.width, page.height,
            mask="auto", preserveAspectRatio=True,
        )  # fmt: skip
    return page.finish()


def _checked(picture: bytes) -> BytesIO:
    """The picture if it is a PNG of bearable size. Raises PictureUnusable."""
    content = BytesIO(picture)
    try:
        if len(picture) > _PICTURE_BYTES:
            raise PictureUnusable
        with Image.open(content, formats=["PNG"]) as image:
            if image.width * image.height > _PICTURE_PIXELS:
                raise PictureUnusable
            image.verify()
    except (UnidentifiedImageError, Image.DecompressionBombError, OSError, SyntaxError) as error:
        raise PictureUnusable from error
    content.seek(0)
    return content


def _scribble(page: _Page, name: str, strokes: int) -> None:
    """A flowing line whose loops follow from the name, so that each person has their own."""
    chance = hashlib.sha256(name.encode()).digest()
    path = page.canvas.beginPath()
    step = page.width * 0.8 / strokes
    x, middle = page.width * 0.08, page.height * 0.45
    path.moveTo(x, middle)
    for i in range(strokes):
        up = page.height * (0.15 + chance[i] / 255 * 0.22)
        down = page.height * (0.08 + chance[i + 8] / 255 * 0.26)
        lean = step * (0.3 + chance[i + 16] / 255 * 0.9)
        path.curveTo(x + lean, middle + 2 * up, x - lean / 3, middle + up, x + step / 2, middle)
        path.curveTo(x + step * 0.6, middle - 2 * down, x + step, middle - down, x + step, middle)
        x += step
    path.curveTo(
        x + step / 2, page.height * 0.9, page.width * 0.3, page.height * 0.02,
        page.width * 0.97, page.height * 0.22,
    )  # fmt: skip
    page.canvas.setStrokeColor(_INK_BLUE)
    page.canvas.setLineWidth(max(0.9, page.height / 42))
    page.canvas.setLineCap(1)
    page.canvas.setLineJoin(1)
    page.canvas.drawPath(path)


def _star(canvas: Canvas, radius: float) -> None:
    path = canvas.beginPath()
    for i in range(10):
        reach = radius if i % 2 == 0 else radius * 0.382
        angle = math.radians(90 + i * 36)
        (path.lineTo if i else path.moveTo)(reach * math.cos(angle), reach * math.sin(angle))
    path.close()
    canvas.drawPath(path, stroke=0, fill=1)


def _letters(name: str, base: str, side: float) -> Image.Image:
    """The seal's words on a transparent square of ``side`` points."""
    pixels = round(side / 72 * _SEAL_DPI)
    mask = Image.new("L", (pixels, pixels))
    radius = pixels / 2
    _arc(mask, name.upper(), radius * 0.67, 235, top=True)
    _arc(mask, base.upper(), radius * 0.80, 80, top=False)
    red = tuple(round(part * 255) for part in _SEAL_RED.rgb())
    picture = Image.new("RGBA", mask.size, (*red, 0))
    picture.putalpha(mask.point([round(level * _SEAL_RED.alpha) for level in range(256)]))
    return picture


def _arc(mask: Image.Image, text: str, radius: float, degrees: float, *, top: bool) -> None:
    """Letters along a circle, over at most ``degrees``; heads point outwards at the top."""
    size = min(radius * 0.25, math.radians(degrees) * radius / fonts.width(text, fonts.BOLD, 1))
    font = ImageFont.truetype(str(resources.path(f"fonts/{fonts.FILES[fonts.BOLD]}")), size)
    tile = round(size * 3)
    middle, clockwise = (90, -1) if top else (270, 1)
    along = -fonts.width(text, fonts.BOLD, size) / 2
    for letter in text:
        advance = fonts.width(letter, fonts.BOLD, size)
        angle = middle + clockwise * math.degrees((along + advance / 2) / radius)
        along += advance
        glyph = Image.new("L", (tile, tile))
        # anchor ms: middle of the baseline, which lies on the circle
        ImageDraw.Draw(glyph).text((tile / 2, tile / 2), letter, 255, font, anchor="ms")
        turned = glyph.rotate(angle + 90 * clockwise, Image.Resampling.BICUBIC)
        x = mask.width / 2 + radius * math.cos(math.radians(angle)) - tile / 2
        y = mask.height / 2 - radius * math.sin(math.radians(angle)) - tile / 2
        mask.paste(255, (round(x), round(y)), turned)
