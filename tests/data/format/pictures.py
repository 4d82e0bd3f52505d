"""A signature in blue ink and a round red seal, both plainly invented, as transparent PNG."""

from __future__ import annotations

import io
import math
from pathlib import Path

import pypdfium2
from PIL import Image, ImageDraw

HERE = Path(__file__).parent
SIZE = (520, 220)
ROUND = 360
BLUE = (20, 50, 190)
RED = (215, 20, 30)


def signature(colour: tuple[int, int, int] = BLUE) -> bytes:
    """A flourish that fills its picture from edge to edge."""
    image = Image.new("RGBA", SIZE, (255, 255, 255, 0))
    draw = ImageDraw.Draw(image)
    points = [
        (
            10 + 500 * step / 400,
            110 + 95 * math.sin(step / 11) * math.cos(step / 90 + 0.4) * (1 - step / 700),
        )
        for step in range(401)
    ]
    draw.line(points, fill=(*colour, 255), width=8, joint="curve")
    draw.line([(8, 205), (512, 160)], fill=(*colour, 255), width=7)
    return _png(image)


def seal(colour: tuple[int, int, int] = RED) -> bytes:
    """Two rings and a star, with the words of no real unit."""
    image = Image.new("RGBA", (ROUND, ROUND), (255, 255, 255, 0))
    draw = ImageDraw.Draw(image)
    ink = (*colour, 230)
    draw.ellipse((2, 2, ROUND - 3, ROUND - 3), outline=ink, width=10)
    draw.ellipse((62, 62, ROUND - 63, ROUND - 63), outline=ink, width=5)
    middle = ROUND / 2
    star = [
        (
            middle + (95 if step % 2 == 0 else 38) * math.sin(step * math.pi / 5),
            middle - (95 if step % 2 == 0 else 38) * math.cos(step * math.pi / 5),
        )
        for step in range(10)
    ]
    draw.polygon(star, fill=ink)
    for turn in range(0, 360, 12):
        angle = math.radians(turn)
        x, y = middle + 147 * math.cos(angle), middle + 147 * math.sin(angle)
        draw.rectangle((x - 6, y - 9, x + 6, y + 9), fill=ink)
    return _png(image)


def scan(dpi: int = 200, *, grey: bool = False) -> bytes:
    """A page of a signed letter as a scanner would give it: JPEG, in colour, rather coarse."""
    source = pypdfium2.PdfDocument(HERE / "clean-cong-van-ky-so.pdf")
    image = source[0].render(scale=dpi / 72).to_pil().convert("L" if grey else "RGB")
    out = io.BytesIO()
    image.save(out, "JPEG", quality=5, dpi=(dpi, dpi))
    return out.getvalue()


def grey_scan() -> bytes:
    """The same page in grey."""
    return scan(grey=True)


def coarse_scan() -> bytes:
    """The same page at 100 dpi."""
    return scan(100)


def _png(image: Image.Image) -> bytes:
    out = io.BytesIO()
    image.save(out, "PNG", optimize=True)
    return out.getvalue()
