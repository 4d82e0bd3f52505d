"""The versions of a draft in every look: inline, side by side."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from core.office.anchoring import Place
from db.actions import comments
from db.queries import comments as read
from db.queries import versions
from desktop.documents.versions_sheet import VersionsSheet
from desktop.drafts.screen import SCREEN, DraftsScreen
from tests.desktop.desk_rig import Desk
from tests.desktop.documents import versions_rig as rig
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


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory, qapp: object) -> Iterator[Desk]:
    made = Desk(tmp_path_factory.mktemp("desk"))
    document = rig.saved_again(made)
    author = made.day.officer
    first, second = versions.versions(author, document)
    place = Place("body", 2, 30, "ngày 20 tháng 12", "trước ", " năm 2026")
    comments.comment(author, document, second.text, "Đề nghị ghi rõ giờ nộp báo cáo.", place)
    comments.comment(author, document, first.text, "Thiếu căn cứ pháp lý.")
    said = read.comments(author, document)[0].id
    comments.reply(author, document, said, "Sẽ ghi 16 giờ 00.")
    made.sit(made.day.officer, SCREEN)
    made.view().open(("at", document))
    settle()
    yield made
    made.close()


@pytest.fixture(autouse=True)
def _no_child_left(desk: Desk) -> Iterator[None]:
    yield
    desk.view().keep()
    desk.pages.stop()


def open_versions(desk: Desk) -> VersionsSheet:
    next(one for one in desk.view().commands() if one.id == "versions").run()
    settle()
    sheet = desk.windows[-1].scrim.card
    assert isinstance(sheet, VersionsSheet)
    return sheet


def good(desk: Desk, name: str) -> None:
    window = desk.windows[-1]
    settle()
    screenshot(window, name)
    card = window.scrim.card
    assert card is not None
    assert window.rect().contains(card.geometry())
    assert_not_clipped(card)
    assert_named(card)
    assert_contrast(card)


LOOKS = [*every_look(), Setting("light", (1366, 728), "vi", 1.25)]


@pytest.mark.parametrize("look", LOOKS, ids=lambda look: look.name)
def test_two_versions(desk: Desk, look: Setting) -> None:
    with dressed(look):
        desk.windows[-1].resize(*look.size)
        settle()
        sheet = open_versions(desk)
        good(desk, f"versions-inline-{look.name}")
        sheet.way.set_value(True)
        sheet.way.chosen.emit(True)
        good(desk, f"versions-beside-{look.name}")
        sheet.close_card()
        settle()


@pytest.mark.parametrize("look", every_look(), ids=lambda look: look.name)
def test_open_comments_above_the_text(desk: Desk, look: Setting) -> None:
    window, screen = desk.windows[-1], desk.view()
    assert isinstance(screen, DraftsScreen)
    assert screen.list.page is not None
    with dressed(look):
        window.resize(*look.size)
        screen.open(("open", screen.list.page.row.id))
        settle()
        assert screen.writing.comments.isVisible()
        screenshot(window, f"versions-strip-{look.name}")
        assert_not_clipped(window)
        assert_named(window)
        screen.go_back()
