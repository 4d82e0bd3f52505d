"""Nothing cut, faint or nameless on the incoming screen: both themes, sizes and languages."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from PySide6.QtCore import Qt

from core.office.terms import Act
from db.actions import handling, incoming
from db.actions.incoming import Task
from db.queries import documents, office
from desktop.printing.sheet import PrintSheet
from desktop.reference import calendar
from tests.desktop.incoming.rig import CTRL, ENTER, ESC, TAB, Rig, register
from tests.desktop.incoming.test_at_server import given_up
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
    screenshot(rig.window, f"incoming-{name}")
    try:
        assert_not_clipped(top)
        assert_named(top)
        if name.endswith(f"{LAPTOP[0]}-vi"):
            assert_contrast(top)
    except AssertionError as error:
        error.add_note(name)
        raise


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
        page.filters.bar.close_bar()
        clerk.rest()


def test_a_file_at_the_server(clerk: Rig) -> None:
    furnish(clerk)
    page = clerk.screen.register
    row = documents.rows(clerk.world.clerk.store, [page.model.ids[2]])[0]
    given_up(clerk.world.clerk.store, row.id)
    page.pane.put_away()  # the same pages lie open
    page.list.view.go_to(int(page.model.ids[2]))
    clerk.changes.emit(frozenset({("document", row.id)}))
    clerk.rest()
    for look in in_every_look(clerk):
        for place, tab in enumerate(("content", "files")):
            page.pane.tabs.choose(2 * place)
            looked_at(clerk, f"at_server_{tab}-{look}")
        page.pane.tabs.choose(0)


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


def test_what_goes_on_between_people(commander: Rig) -> None:
    """The notice and the answer to who asks for more time; who has it; the sheets of the clerk."""
    furnish(commander)
    page, world = commander.screen.register, commander.world
    officer = replace(
        commander.store, author=replace(commander.store.author, person=world.people["si"])
    )
    document = commander.rows()[-1].id
    handling.acknowledge(officer, document)
    handling.ask_extension(officer, document, "Chờ số liệu quân số của Trung đoàn 91 (giả lập)")
    commander.window.go("incoming", ("document", document))
    commander.rest()
    for look in in_every_look(commander):
        page.pane.tabs.choose(0)
        looked_at(commander, f"asked-{look}")
        page.pane.tabs.choose(1)  # longer than its place: what is scrolled away has no ground
        settle()
        assert_not_clipped(commander.window)
        screenshot(commander.window, f"incoming-given-{look}")
        page.pane.notices.banners[0]._action.click()
        commander.press(ENTER, CTRL)
        looked_at(commander, f"extend-{look}")
        commander.press(ESC)


def test_the_sheets_of_the_clerk(clerk: Rig) -> None:
    furnish(clerk)
    document = register(clerk.world, code=TITLES[0][0])
    handling.keep_paper(clerk.store, document, "Tủ 2, ngăn 3, cặp “Đến tháng 11”", 2, 14)
    clerk.window.go("incoming", ("document", document))
    clerk.rest()
    for look in in_every_look(clerk):
        clerk.screen.register.pane.tabs.choose(2)
        looked_at(clerk, f"paper-{look}")
        for act in ("merge", "edit", "paper", "slip", "transfer", "coordination"):
            begin(clerk, act)
            if isinstance(sheet := clerk.window.scrim.card, PrintSheet):
                waited(sheet)
            if act not in ("edit", "paper", "slip"):  # nothing wrong in them: they would be done
                clerk.press(ENTER, CTRL)
            looked_at(clerk, f"{act}-{look}")
            clerk.press(ESC)


def waited(sheet: PrintSheet) -> None:
    """The page is there."""
    sheet.pane.view._pause.timeout.emit()
    settle()
    assert len(sheet.pane.view.images)


def begin(rig: Rig, act: str) -> None:
    """A sheet from the menu, or one of the officers', which look alike for everybody."""
    command = next((c for c in rig.screen.commands() if c.id == f"act.{act}"), None)
    if command is not None:
        command.run()
        rig.rest()
        return
    found = rig.screen.register.pane.found
    assert found is not None
    dispatch = rig.screen.dispatch
    people = office.people(rig.store)
    if act == "transfer":
        dispatch._transfer(Act.TRANSFER, found, people)
    else:
        dispatch._coordinate(Act.ASK_COORDINATION, found, people)
    rig.rest()
