"""Makes the interface fonts "BVP UI" and "BVP UI Tab" from Be Vietnam Pro: same input, same bytes.

Be Vietnam Pro clips the stacked marks of Ế Ỗ Ẳ in tight labels and has no tabular digits. The patch
raises the ascent, and a second family gives every digit one width and no kerning, so that numbers
and dates stand in columns. The licence (OFL-1.1) reserves no font name; see
LICENSES/OFL-BeVietnamPro.txt.

The originals are BeVietnamPro-{Regular,Medium,SemiBold}.ttf of the package fontpkg-be-vietnam-pro
1.2:

    python packaging/patch_fonts.py ORIGINALS resources/fonts/ui
"""

from __future__ import annotations

import sys
from pathlib import Path

from fontTools.ttLib import TTFont

ASCENT = 1130
DESCENT = -270
WEIGHTS = {"Regular": 400, "Medium": 500, "SemiBold": 600}
DIGITS = ("zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine")


def raise_ascent(font: TTFont) -> None:
    """Give the tallest Vietnamese capitals room (ux.md §3.3)."""
    font["hhea"].ascent = font["OS/2"].sTypoAscender = ASCENT
    font["hhea"].descent = font["OS/2"].sTypoDescender = DESCENT


def rename(font: TTFont, family: str, style: str) -> None:
    """One typographic family; the legacy family carries the style, as desktop systems expect."""
    legacy = family if style == "Regular" else f"{family} {style}"
    names = {
        1: legacy,
        2: "Regular",
        3: f"{family} {style}; from Be Vietnam Pro 1.002",
        4: f"{family} {style}",
        6: f"{family.replace(' ', '')}-{style}",
        16: family,
        17: style,
    }
    for number, text in names.items():
        font["name"].setName(text, number, 3, 1, 0x409)


def set_digit_width(font: TTFont, width: int) -> None:
    """Give 0–9 the same advance and centre each outline in it."""
    glyphs = font["glyf"]
    for digit in DIGITS:
        old_width, old_bearing = font["hmtx"][digit]
        shift = round((width - old_width) / 2)
        glyphs[digit].coordinates.translate((shift, 0))
        glyphs[digit].recalcBounds(glyphs)
        font["hmtx"][digit] = (width, old_bearing + shift)


def drop_kerning(font: TTFont) -> None:
    """Empty the kern feature: a date must not grow tighter around a 1."""
    for record in font["GPOS"].table.FeatureList.FeatureRecord:
        if record.FeatureTag == "kern":
            record.Feature.LookupListIndex = []
            record.Feature.LookupCount = 0


def patch(original: Path, target: Path, style: str) -> None:
    """Write both families for one weight."""
    for family, tabular in (("BVP UI", False), ("BVP UI Tab", True)):
        font = TTFont(original, recalcTimestamp=False, recalcBBoxes=True)
        raise_ascent(font)
        rename(font, family, style)
        if tabular:
            set_digit_width(font, 648 if WEIGHTS[style] >= 600 else 640)
            drop_kerning(font)
        font.save(target / f"{family.replace(' ', '')}-{style}.ttf", reorderTables=True)


def main(originals: Path, target: Path) -> None:
    """Patch the three weights that the interface uses."""
    target.mkdir(parents=True, exist_ok=True)
    for style in WEIGHTS:
        patch(originals / f"BeVietnamPro-{style}.ttf", target, style)


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]))
