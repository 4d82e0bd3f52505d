"""Writes docs/pictures/forms: a fictional document on each form of NĐ 30/2020 PL III, as drawn; in
``awkward`` documents that are hard to lay out.

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
from tests.desktop.forms.awkward_papers import AWKWARD

if TYPE_CHECKING:
    from collections.abc import Iterator

    from core.office.draft import Draft
    from desktop.forms.document import Rendered

SCALE, COLOURS, GAP, GREY = 0.9, 16, 6, 150
PICTURES = Path(__file__).resolve().parent / "pictures" / "forms"
WATERMARK = "DỮ LIỆU GIẢ LẬP"
HARD = {
    "three-line-agency": "an agency of three lines",
    "long-names": "long names",
    "forty-recipients": "forty recipients",
    "table-across-pages": "a table across pages",
    "sixteen-columns": "a table of sixteen columns",
    "three-signers": "two who wrote the minutes",
    "one-line-over": "10 lines of co-ten-loai",
    "tall-letters": "tall letters: cong-van",
}
"""Names of pictures and of the documents of the tests on them."""


def main() -> None:
    """Draw every form, its files and pages side by side."""
    (PICTURES / "awkward").mkdir(parents=True, exist_ok=True)
    for name, draft in PAPERS.items():
        _draw(draft, PICTURES / f"{name}.png")
    for name, paper in HARD.items():
        _draw(AWKWARD[paper], PICTURES / "awkward" / f"{name}.png")


def _draw(draft: Draft, picture: Path) -> None:
    forms, template = reference.forms(), load()
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
    sheet.quantize(COLOURS).save(picture, optimize=True)


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
