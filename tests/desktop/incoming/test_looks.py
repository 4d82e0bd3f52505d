"""Nothing cut, faint or nameless on the incoming screen: both themes, sizes and languages."""

from __future__ import annotations

from collections.abc import Iterator

from PySide6.QtCore import Qt

from db.actions import incoming
from db.actions.incoming import Task
from desktop.reference import calendar
from tests.desktop.incoming.rig import CTRL, ENTER, ESC, TAB, Rig, register
from tests.desktop.looks import (
    LAPTOP,
    assert_contrast,
    assert_named,
    assert_not_clipped,
    dressed,
    every_look,
    screenshot,
    settle,
)

TITLES = (
    ("92/KH-TM", "Kế hoạch kiểm tra an toàn thông tin các đơn vị trực thuộc", "very_urgent"),
    ("29/KH-CT", "Thông báo lịch trực sẵn sàng chiến đấu dịp Tết Dương lịch 2027", "normal"),
    ("318/BC-HCKT", "Báo cáo kết quả kiểm tra công tác văn thư quý III năm 2026", "normal"),
    ("217/BTM-TC", "V/v đề nghị phê duyệt kế hoạch bảo đảm hậu cần, kỹ thuật cho diễn tập khu vực "
                   "phòng thủ năm 2026", "urgent"),
    ("64/TTr-TC", "Tờ trình xin phê duyệt dự toán sửa chữa doanh trại khu vực 2", "normal"),
    ("1108/CĐ-BTM", "Công điện về chủ động ứng phó mưa lũ, sạt lở khu vực đóng quân", "express"),
)  # fmt: skip
DUES = ("2026-11-25", "2026-11-19", None, "2026-11-25", "2026-12-05", "2026-11-18")


def furnish(rig: Rig) -> None:
    """A book with a little of everything."""
    world = rig.world
    made = [
        register(world, code=code, subject=subject, urgency=urgency, due=due)
        for (code, subject, urgency), due in zip(TITLES, DUES, strict=True)
    ]
    for document in made[:4]:
        incoming.submit(world.clerk.store, document)
    world.carry(world.clerk, world.commander)
    text = "Giao Trợ lý tác huấn chủ trì, phối hợp thẩm định số liệu; báo cáo trước ngày 24/11."
    for document in made[:3]:
        task = Task("lead", world.people["si"], 5)
        incoming.direct(world.commander.store, document, text, [task], calendar())
    world.carry(world.commander, world.clerk)
    rig.changes.emit(frozenset({("document", made[0])}))
    rig.rest()


def looked_at(rig: Rig, name: str) -> None:
    """What stands on top: the sheet where one is open, else the whole window.

    Colours do not depend on size and language: they are measured once a theme.
    """
    settle()
    top = rig.window.scrim.card or rig.window
    try:
        assert_not_clipped(top)
        assert_named(top)
        if name.endswith(f"{LAPTOP[0]}-vi"):
            assert_contrast(top)
    except AssertionError as error:
        error.add_note(name)
        raise
    screenshot(rig.window, f"incoming-{name}")


def in_every_look(rig: Rig) -> Iterator[str]:
    """The window in one look after the other; gives the look's name."""
    for setting in every_look():
        with dressed(setting):
            rig.window.resize(*setting.size)
            settle()
            yield setting.name


def test_an_empty_book(clerk: Rig) -> None:
    for look in in_every_look(clerk):
        looked_at(clerk, f"empty-{look}")


def test_the_register(clerk: Rig) -> None:
    furnish(clerk)
    page = clerk.screen.register
    page.list.view.go_to(int(page.model.ids[2]))
    clerk.rest()
    for look in in_every_look(clerk):
        for place, tab in enumerate(("register", "story", "files", "related")):
            page.pane.tabs.choose(place)
            looked_at(clerk, f"{tab}-{look}")
        page.pane.tabs.choose(0)
        clerk.press(Qt.Key.Key_F, CTRL)
        clerk.type("hau can 2025")
        clerk.rest()
        looked_at(clerk, f"none-{look}")
        page.filter.close_bar()


def test_registration(clerk: Rig) -> None:
    furnish(clerk)
    for look in in_every_look(clerk):
        clerk.import_file("libreoffice-cong-van.pdf", "qt-giay-moi.pdf")
        clerk.fill(due="15112026")
        clerk.press(TAB)
        looked_at(clerk, f"form-{look}")
        clerk.fill(due="+5", document_date="")
        clerk.press(ENTER, CTRL)
        clerk.press(Qt.Key.Key_X, Qt.KeyboardModifier.AltModifier)
        looked_at(clerk, f"ask-{look}")
        clerk.press(Qt.Key.Key_F2)
        looked_at(clerk, f"number-{look}")
        clerk.press(ESC)
        clerk.press(ESC)
        looked_at(clerk, f"draft-{look}")
        clerk.screen.registration.resume()
        clerk.screen.registration.discard()
        clerk.screen.registration.discard()


def test_the_directive(commander: Rig) -> None:
    furnish(commander)
    page = commander.screen.register
    page.list.view.go_to(int(page.model.ids[2]))
    commander.rest()
    for look in in_every_look(commander):
        commander.press(Qt.Key.Key_F7)
        commander.press(ENTER, CTRL)
        looked_at(commander, f"directive-wrong-{look}")
        commander.type("ctn")
        commander.press(TAB)
        commander.type("ns")
        looked_at(commander, f"directive-{look}")
        commander.press(ESC, times=2)
