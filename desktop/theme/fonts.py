"""The two interface families and the type roles of ux.md §3.3, in pixels at 100 %."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

from PySide6.QtGui import QFont, QFontDatabase

import resources

FAMILY = "BVP UI"
TABULAR = "BVP UI Tab"
FALLBACK = "Noto Sans"


@dataclass(frozen=True)
class TypeRole:
    """Size in pixels at 100 %, weight 400/500/600, and whether digits stand in columns."""

    pixels: int
    weight: int = 400
    tabular: bool = False


ROLES: dict[str, TypeRole] = {
    "caption": TypeRole(11, 600),
    "key": TypeRole(11, 500),
    "section": TypeRole(11, 600),
    "badge": TypeRole(11, 600, tabular=True),
    "sub": TypeRole(12),
    "label": TypeRole(12, 500),
    "hint": TypeRole(12),
    "err": TypeRole(12, 500),
    "status": TypeRole(12),
    "sub_num": TypeRole(12, tabular=True),
    "sub_code": TypeRole(12, 600, tabular=True),
    "header": TypeRole(12, 500),
    "body": TypeRole(13),
    "val": TypeRole(13, 500),
    "row": TypeRole(13, 500),
    "unread": TypeRole(13, 600),
    "num": TypeRole(13, 500, tabular=True),
    "num_unread": TypeRole(13, 600, tabular=True),
    "code": TypeRole(13, 500, tabular=True),
    "input": TypeRole(14),
    "panel": TypeRole(14, 600),
    "doc": TypeRole(15, 600),
    "dialog": TypeRole(16, 600),
    "h1": TypeRole(18, 600),
    "lock": TypeRole(22, 600),
    "kpi": TypeRole(30, 600, tabular=True),
}


@cache
def load_fonts() -> tuple[str, ...]:
    """Register the shipped faces with Qt; returns the families. Call once a QGuiApplication
    exists."""
    families: set[str] = set()
    for file in sorted(resources.path("fonts/ui").glob("*.ttf")):
        number = QFontDatabase.addApplicationFont(str(file))
        families.update(QFontDatabase.applicationFontFamilies(number))
    return tuple(sorted(families))


def build_font(role: str, zoom: float) -> QFont:
    """The font of a role at a text zoom. Raises KeyError for an unknown role."""
    kind = ROLES[role]
    font = QFont([TABULAR if kind.tabular else FAMILY, FALLBACK])
    font.setPixelSize(max(1, round(kind.pixels * zoom)))
    font.setWeight(QFont.Weight(kind.weight))
    return font
