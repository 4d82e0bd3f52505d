"""The drafts in every look: empty, a list, a letter being written, what it lacks, the PIN."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from desktop.drafts.screen import SCREEN, DraftsScreen
from desktop.drafts.writing import blocks
from tests.desktop.desk_rig import CTRL, Desk, press, write
from tests.desktop.looks import (
    Setting,
    assert_contrast,
    assert_named,
    assert_not_clipped,
    dressed,
    every_look,
    screenshot,
    settle,
)

K = Qt.Key
ALT = Qt.KeyboardModifier.AltModifier
BODY = """Căn cứ Quy chế làm việc năm 2026 (giả lập);

Sư đoàn giao các cơ quan như sau:

1. Phòng Tham mưu bảo đảm.

a) Đủ vật tư.

b) Đúng hạn."""


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory, qapp: object) -> Iterator[Desk]:
    made = Desk(tmp_path_factory.mktemp("desk"))
    made.sit(made.day.officer, SCREEN)
    yield made
    made.close()


@pytest.fixture(autouse=True)
def _no_child_left(desk: Desk) -> Iterator[None]:
    """The page process ends with every test; the window stays."""
    desk.view().open(None)
    yield
    desk.view().keep()
    desk.pages.stop()


def good(desk: Desk, name: str) -> None:
    window = desk.windows[-1]
    settle()
    screenshot(window, name)
    assert_not_clipped(window)
    assert_named(window)


@pytest.mark.parametrize("look", every_look(), ids=lambda look: look.name)
def test_a_letter_and_its_list(desk: Desk, look: Setting) -> None:
    window, screen = desk.windows[-1], desk.view()
    assert isinstance(screen, DraftsScreen)
    with dressed(look):
        window.resize(*look.size)
        settle()
        good(desk, f"drafts-list-{look.name}")
        press(K.Key_N, CTRL)
        good(desk, f"drafts-kinds-{look.name}")
        press(K.Key_Return)
        press(K.Key_F9)
        good(desk, f"drafts-lacking-{look.name}")
        editor = screen.writing.editor
        editor.subject.setPlainText(
            "bảo đảm thông tin liên lạc cho diễn tập khu vực phòng thủ năm 2026"
        )
        editor.addressees.setPlainText("Phòng Tham mưu;\nPhòng Chính trị")
        editor.body.set_blocks(blocks(BODY))
        QTest.qWait(450)
        good(desk, f"drafts-writing-{look.name}")
        editor.body.setFocus()
        for name, held in (("phrases", (CTRL,)), ("own-phrases", (CTRL, ALT))):
            press(K.Key_J, *held)
            good(desk, f"drafts-{name}-{look.name}")
            press(K.Key_Escape)
        press(K.Key_F9)
        write("sai")
        press(K.Key_Return)
        good(desk, f"drafts-pin-{look.name}")
        card = window.scrim.card
        assert card is not None
        assert_contrast(card)
        press(K.Key_Escape)
        press(K.Key_Escape)
        good(desk, f"drafts-listed-{look.name}")


FAMILIES = ("quyet-dinh", "giay-moi", "bien-ban", "giay-nghi-phep")


@pytest.mark.parametrize("look", every_look(), ids=lambda look: look.name)
def test_the_forms_of_the_families(desk: Desk, look: Setting) -> None:
    window, screen = desk.windows[-1], desk.view()
    assert isinstance(screen, DraftsScreen)
    with dressed(look):
        window.resize(*look.size)
        for kind in FAMILIES:
            screen.open(("new", f"{kind}/{kind}"))
            settle()
            screen.writing.problems()
            good(desk, f"drafts-{kind}-{look.name}")
        screen.writing.editor.parts.add_appendix()
        good(desk, f"drafts-appendix-{look.name}")
        screen.go_back()
