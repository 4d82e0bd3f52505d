"""Sizes that the law gives and how far a measured one may be off (NĐ 30/2020 PL I; domain table).

Lengths on paper are millimetres, sizes of letters and gaps of lines points.
"""

from __future__ import annotations

from typing import Final

# ---- the law's
PAPER_MM: Final = (210.0, 297.0)
MARGIN_TOP_MM: Final = (20.0, 25.0)
MARGIN_BOTTOM_MM: Final = (20.0, 25.0)
MARGIN_LEFT_MM: Final = (30.0, 35.0)
MARGIN_RIGHT_MM: Final = (15.0, 20.0)
INDENTS_MM: Final = (10.0, 12.7)
BODY_SIZE: Final = (13.0, 14.0)
GAP_PT: Final = 6.0
SPACING: Final = (1.0, 1.5)
LINE_PART: Final = (1 / 3, 1 / 2)
SUBJECT_GAP_PT: Final = 6.0
SEAL_PART: Final = 1 / 3
SCAN_DPI: Final = 200.0
SCAN_VERSION: Final = 14

# ---- how far off is not a deviation
PAPER_OFF_MM: Final = 1.0
MARGIN_OFF_MM: Final = 0.6
INDENT_OFF_MM: Final = 0.6
SIZE_OFF_PT: Final = 0.26
GAP_OFF_PT: Final = 0.8
SPACING_OFF: Final = 0.04
CENTRE_OFF_MM: Final = 3.0
EDGE_OFF_MM: Final = 2.6
LEVEL_OFF_PT: Final = 4.0
LINE_OFF_MM: Final = 2.5
PART_OFF: Final = 0.03
SUBJECT_GAP_OFF_PT: Final = (1.2, 2.5)
MOTTO_GAP_OFF_PT: Final = 2.0
RAGGED_PT: Final = 2.0
FRAME_OFF_MM: Final = 1.0
SEAL_OFF: Final = 0.14
SEAL_OFF_MM: Final = 2.0
SIGNATURE_OFF_MM: Final = 8.0
SCAN_OFF_DPI: Final = 2.0
DARK: Final = 0x38
"""Each part of a colour that is still black."""

SINGLE: Final = 1.149
"""Baseline to baseline of single spacing, as a part of the size, of Times New Roman and its
metric twins.
"""
FAMILIES: Final = ("timesnewroman", "liberationserif", "tinos")
"""Times New Roman and the faces with its metrics, as files spell them without spaces."""
