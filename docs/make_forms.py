"""Writes docs/pictures/forms: a fictional document on each form of NĐ 30/2020 PL III, as drawn.

``python docs/make_forms.py``; a few seconds. The boxes of the signatures are outlined: what stands
in them comes with the signatures.
"""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

import pypdfium2 as pdfium
from PIL import Image, ImageDraw

from desktop import reference
from desktop.forms.document import appendices, render
from desktop.forms.template import load
from tests.core.office.papers import PAPERS

if TYPE_CHECKING:
    from collections.abc import Iterator

    from desktop.forms.document import Rendered

SCALE, COLOURS, GAP, GREY = 0.9, 16, 6, 150
PICTURES = Path(__file__).resolve().parent / "pictures" / "forms"
WATERMARK = "DỮ LIỆU GIẢ LẬP"


def main() -> None:
    """Draw every form, its files and pages side by side."""
    PICTURES.mkdir(exist_ok=True)
    forms, template = reference.forms(), load()
    for name, draft in PAPERS.items():
        files = (
            render(draft, template, forms, WATERMARK),
            *appendices(draft, template, forms, WATERMARK),
        )
        pages = [page for file in files for page in _pages(file)]
        width = sum(page.width for page in pages) + GAP * (len(pages) - 1)
        sheet = Image.new("L", (width, pages[0].height), GREY)
        left = 0
        for page in pages:
            sheet.paste(page, (left, 0))
            left += page.width + GAP
        sheet.quantize(COLOURS).save(PICTURES / f"{name}.png", optimize=True)


def _pages(file: Rendered) -> Iterator[Image.Image]:
    """Each page with the outlines of its fields."""
    document = pdfium.PdfDocument(file.pdf)
    for number, page in enumerate(document):
        drawn = page.render(scale=SCALE).to_pil().convert("L")
        pen = ImageDraw.Draw(drawn)
        for field in file.fields:
            if field.page == number:
                left, bottom, right, top = (side * SCALE for side in field.box)
                pen.rectangle(
                    (left, drawn.height - top, right, drawn.height - bottom), outline=GREY
                )
        yield drawn


if __name__ == "__main__":
    main()
