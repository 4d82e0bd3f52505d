"""The interface fonts: the tallest Vietnamese letters keep all their marks, digits stand in
columns."""

from __future__ import annotations

import pytest
from fontTools.ttLib import TTFont
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QFontInfo, QFontMetrics, QImage, QRegion
from PySide6.QtWidgets import QLabel, QWidget

import resources
from desktop.theme.fonts import FAMILY, ROLES, TABULAR, build_font, load_fonts
from desktop.theme.theme import ZOOMS, Look, theme
from tests.desktop.looks import TALLEST

WEIGHTS = {"Regular": 400, "Medium": 500, "SemiBold": 600}


def test_both_families_are_there() -> None:
    assert {FAMILY, TABULAR} <= set(load_fonts())


@pytest.mark.parametrize("role", ROLES)
def test_a_role_gets_our_font_in_its_weight(role: str) -> None:
    info = QFontInfo(build_font(role, 1.0))
    assert info.family() == (TABULAR if ROLES[role].tabular else FAMILY)
    assert info.weight() == ROLES[role].weight
    assert info.pixelSize() == ROLES[role].pixels


@pytest.mark.parametrize("style", WEIGHTS)
def test_the_patch_is_in_the_files(style: str) -> None:
    for family in ("BVPUI", "BVPUITab"):
        font = TTFont(resources.path(f"fonts/ui/{family}-{style}.ttf"))
        assert (font["hhea"].ascent, font["OS/2"].sTypoAscender) == (1130, 1130)
        assert font["OS/2"].usWeightClass == WEIGHTS[style]
        assert "Reserved Font Name" not in str(font["name"].getDebugName(13))
    digits = {font["hmtx"][name][0] for name in ("zero", "one", "four", "seven", "nine")}
    assert digits == {648 if style == "SemiBold" else 640}


@pytest.mark.parametrize("role", [role for role in ROLES if ROLES[role].tabular])
def test_dates_line_up(role: str) -> None:
    metrics = QFontMetrics(build_font(role, 1.0))
    assert metrics.horizontalAdvance("11/11/2011") == metrics.horizontalAdvance("20/08/2026")


@pytest.mark.parametrize("zoom", ZOOMS)
@pytest.mark.parametrize("role", ROLES)
def test_no_label_cuts_a_mark_off(role: str, zoom: float) -> None:
    """The same ink as in a label with room to spare: nothing of Ẳ or ỵ is lost at the edges."""
    theme.show(Look("light", zoom))
    try:
        assert _ink(role, room=0) == _ink(role, room=24) > 50
    finally:
        theme.show(Look("light"))


def _ink(role: str, room: int) -> int:
    """How many dark pixels a label of its own height, and ``room`` more, shows."""
    label = QLabel(TALLEST)
    label.setProperty("role", role)
    label.ensurePolished()
    hint = label.sizeHint()
    label.resize(hint.width(), hint.height() + room)
    image = QImage(label.size(), QImage.Format.Format_RGB32)
    image.fill(Qt.GlobalColor.white)
    label.render(image, QPoint(0, 0), QRegion(), QWidget.RenderFlag.DrawChildren)
    return sum(
        image.pixelColor(x, y).lightness() < 200
        for y in range(image.height())
        for x in range(image.width())
    )
