"""The sheet of a form in every look, with all that can be wrong said at its fields."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt

from tests.desktop.catalogues.test_catalogues import choose, go_to
from tests.desktop.looks import (
    Setting,
    assert_contrast,
    assert_named,
    assert_not_clipped,
    dressed,
    every_look,
    screenshot,
)
from tests.desktop.seat import CTRL, ENTER, Seat


@pytest.mark.parametrize("look", every_look(), ids=lambda look: look.name)
def test_a_form_is_entered(admin: Seat, look: Setting) -> None:
    choose(admin, "forms")
    go_to(admin, "giay-moi")
    with dressed(look):
        admin.window.resize(*look.size)
        admin.press(Qt.Key.Key_N, CTRL)
        admin.press(ENTER, CTRL)
        sheet = admin.card()
        screenshot(admin.window, f"form-sheet-{look.name}")
        assert sheet.fields["code"].wrong
        assert admin.window.rect().contains(sheet.geometry())
        assert_not_clipped(admin.window)
        assert_named(admin.window)
        assert_contrast(sheet)
