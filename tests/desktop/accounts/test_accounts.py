"""Accounts, grants, machines and invitations, through the screen and its sheets."""

from __future__ import annotations

import datetime
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QLineEdit, QWidget

from core.office.terms import Role
from core.sync import invitation
from db.actions import admission, naming
from db.actions.naming import PersonNames
from db.queries import accounts
from db.queries.accounts import AccountRow, MachineRow, UnitRow
from desktop.accounts import faces
from desktop.accounts.invite import CodeSheet
from desktop.accounts.naming import PersonSheet, UnitSheet
from desktop.accounts.screen import AccountsScreen
from desktop.accounts.sheets import EndSheet, GrantSheet
from tests.desktop import looks
from tests.desktop.app.conftest import Start
from tests.desktop.app.driver import CONTROL, Driver
from tests.desktop.app.homes import PASSPHRASES, Homes

NEW, DO = (Qt.Key.Key_N, CONTROL), (Qt.Key.Key_Return, CONTROL)
EDIT, GRANT, INVITE = Qt.Key.Key_F2, Qt.Key.Key_F4, Qt.Key.Key_F7


@pytest.fixture
def admin(homes: Homes, start: Start) -> Driver:
    app = start(homes.admin)
    app.unlock(PASSPHRASES["quan"])
    assert app.screen() == "accounts"
    return app


def screen(app: Driver) -> AccountsScreen:
    view = app.window.stack.view()
    assert isinstance(view, AccountsScreen)
    return view


def rows(app: Driver) -> dict[str, AccountRow]:
    found = accounts.accounts(app.application.session.store()).people
    return {row.name: row for row in found}


def units(app: Driver) -> dict[str, UnitRow]:
    found = accounts.accounts(app.application.session.store()).units
    return {row.name: row for row in found}


def later(app: Driver) -> str:
    day = app.application.session.store().today() + datetime.timedelta(days=1)
    return day.strftime("%d/%m/%Y")


def choose(app: Driver, name: str) -> None:
    view = screen(app).lists.people.view
    view.go_to(rows(app)[name].n)
    view.setFocus()
    app.wait(lambda: getattr(view.current(), "name", "") == name)
    screen(app)._show()
    app.settle()


def choose_unit(app: Driver, name: str) -> None:
    view = screen(app).lists.units.view
    view.go_to(units(app)[name].n)
    view.setFocus()
    app.wait(lambda: getattr(view.current(), "name", "") == name)
    screen(app)._show()
    app.settle()


def put(app: Driver, *texts: str) -> None:
    """Fill the fields of the sheet from the first on; an empty text leaves one as it is."""
    for text in texts:
        edit = app.focus()
        assert isinstance(edit, QLineEdit), edit
        if text:
            edit.setText(text)
        app.keys(Qt.Key.Key_Tab)


def test_the_unit_is_listed_with_its_roles(admin: Driver) -> None:
    assert {"Người van", "Người si", "Người chi", "Người quản"} == rows(admin).keys()
    assert rows(admin)["Người quản"].roles == (Role.ADMINISTRATOR,)
    choose(admin, "Người van")
    assert "Văn thư" in admin.texts()
    assert "Đang hiệu lực" in admin.texts()


def test_a_person_is_made_renamed_and_given_a_role(admin: Driver) -> None:
    admin.keys(NEW)
    assert isinstance(admin.sheet(), PersonSheet)
    put(admin, "Trần Văn Mới", "Trung úy", "Trợ lý tác huấn")
    admin.keys(DO)
    assert admin.sheet() is None
    made = rows(admin)["Trần Văn Mới"]
    assert (made.rank, made.post, made.roles) == ("Trung úy", "Trợ lý tác huấn", ())
    choose(admin, "Trần Văn Mới")
    admin.keys(EDIT)
    put(admin, "", "Thượng úy", "", "", later(admin))
    admin.keys(DO)
    assert "Nhập ngày hôm nay hoặc ngày đã qua" in admin.texts()
    put(admin, "1/3/2020")
    admin.keys(DO)
    assert rows(admin)["Trần Văn Mới"].rank == "Thượng úy"
    choose(admin, "Trần Văn Mới")
    admin.wait(lambda: "Quá trình công tác" in admin.texts())
    for text in ("Quá trình công tác", "Từ 01/03/2020", "Thượng úy · Trợ lý tác huấn", "Ghi ngày"):
        assert text in admin.texts()
    choose(admin, "Trần Văn Mới")
    admin.keys(GRANT)
    put(admin, "Trợ lý, chuyên viên", "", "31122099")
    admin.keys(DO)
    assert admin.sheet() is None, admin.texts()
    [grant] = rows(admin)["Trần Văn Mới"].grants
    assert (grant.role, grant.standing) == (Role.OFFICER, "now")
    assert grant.last is not None
    assert grant.last.isoformat() == "2099-12-31"
    assert "đến hết 31/12/2099" in admin.texts()


def test_a_unit_is_made_and_renamed_and_keeps_its_names(admin: Driver) -> None:
    screen(admin).lists.tabs.choose(1)
    admin.settle()
    admin.keys(NEW)
    assert isinstance(admin.sheet(), UnitSheet)
    put(admin, "Phòng Mô phỏng", "MP")
    admin.keys(DO)
    assert admin.sheet() is None, admin.texts()
    made = units(admin)["Phòng Mô phỏng"]
    own = admin.application.session.store().unit
    assert (made.short, made.parent) == ("MP", own)
    choose_unit(admin, "Phòng Mô phỏng")
    admin.keys(EDIT)
    put(admin, "Ban Mô phỏng", "BMP")
    admin.keys(DO)
    assert units(admin)["Ban Mô phỏng"].id == made.id
    choose_unit(admin, "Ban Mô phỏng")
    admin.keys(EDIT)
    put(admin, "", "", "", "", "", "01012020")
    admin.keys(DO)
    assert admin.sheet() is None, admin.texts()
    choose_unit(admin, "Ban Mô phỏng")
    assert "Tên gọi qua các thời kỳ" in admin.texts()
    assert "BMP" in admin.texts()
    choose_unit(admin, next(name for name, row in units(admin).items() if row.id == own))
    admin.keys(EDIT)
    put(admin, "", "", "Ban Mô phỏng")
    admin.keys(DO)
    assert "không thể trực thuộc chính mình" in admin.texts()


def test_what_is_missing_is_said_where_it_is(admin: Driver) -> None:
    admin.keys(NEW, DO)
    assert "Chưa nhập họ và tên" in admin.texts()
    admin.keys(Qt.Key.Key_Escape)
    choose(admin, "Người si")
    admin.keys(GRANT)
    put(admin, "không có vai này", "1/12/2026", "1/11/2026")
    admin.keys(DO)
    assert isinstance(admin.sheet(), GrantSheet)
    for text in ("Chọn vai trò trong danh sách", "Ngày kết thúc đứng trước"):
        assert text in admin.texts()


def test_a_role_is_revoked_with_its_reason(admin: Driver) -> None:
    choose(admin, "Người si")
    admin.click("Thu hồi vai trò")
    assert isinstance(admin.sheet(), EndSheet)
    admin.keys(DO)
    assert "Chưa nhập lý do" in admin.texts()
    put(admin, "Chuyển công tác")
    admin.keys(DO)
    assert admin.sheet() is None, admin.texts()
    [grant] = rows(admin)["Người si"].grants
    assert (grant.standing, grant.reason) == ("over", "Chuyển công tác")
    choose(admin, "Người si")
    assert "Lý do thu hồi: Chuyển công tác" in admin.texts()


def test_every_right_of_a_person_is_revoked(admin: Driver) -> None:
    choose(admin, "Người chi")
    admin.click("Thu hồi mọi quyền")
    put(admin, "Nghỉ hưu")
    admin.keys(DO)
    assert rows(admin)["Người chi"].roles == ()
    choose(admin, "Người chi")
    assert "Thu hồi mọi quyền" not in [one.key for one in screen(admin).commands()]


def test_the_last_administrator_stays_and_the_sheet_says_why(admin: Driver) -> None:
    choose(admin, "Người quản")
    admin.click("Thu hồi mọi quyền")
    put(admin, "Nghỉ hưu")
    admin.keys(DO)
    assert isinstance(admin.sheet(), EndSheet)
    assert "Không thể bỏ quản trị viên cuối cùng" in admin.texts()


def test_nobody_gives_himself_another_role(admin: Driver) -> None:
    choose(admin, "Người quản")
    admin.keys(GRANT)
    put(admin, "Chỉ huy đơn vị")
    admin.keys(DO)
    assert "Không thể tự cấp thêm vai trò" in admin.texts()


def test_an_invitation_shows_its_code_and_goes_into_a_file(admin: Driver, tmp_path: Path) -> None:
    choose(admin, "Người si")
    admin.keys(INVITE)
    put(admin, "Máy trợ lý 2")
    admin.keys(DO)
    sheet = admin.sheet()
    assert isinstance(sheet, CodeSheet)
    [given] = admission.pending(admin.application.session.store())
    assert (given.label, given.person) == ("Máy trợ lý 2", rows(admin)["Người si"].id)
    code = sheet.code
    assert all(group in admin.texts() for group in code.split("-"))
    selects = Qt.TextInteractionFlag.TextSelectableByMouse
    assert not [one for one in looks.visible(sheet, QLabel) if one.textInteractionFlags() & selects]
    admin.click("Lưu tệp mời")
    put(admin, str(tmp_path / "thu-moi.antin"))
    admin.click("Tiếp tục")
    found, unit = invitation.read((tmp_path / "thu-moi.antin").read_bytes())
    assert (found.code, found.person) == (code, "Người si")
    assert unit.unit == admin.application.session.store().unit


def test_a_machine_is_revoked_but_never_this_one(admin: Driver) -> None:
    screen_, view = screen(admin), screen(admin).lists
    view.tabs.choose(2)
    machines = accounts.accounts(admin.application.session.store()).machines
    places = {row.label: n for n, row in enumerate(machines, 1)}
    view.machines.view.go_to(next(n for n, row in enumerate(machines, 1) if row.own))
    admin.wait(lambda: view.machines.view.current() is not None)
    screen_._show()
    assert not [one for one in screen_.commands() if one.id == "away"]
    view.machines.view.go_to(places["Máy văn thư"])
    admin.wait(lambda: getattr(view.machines.view.current(), "label", "") == "Máy văn thư")
    screen_._show()
    looks.settle()
    admin.click("Báo mất máy")
    assert "Không hoàn tác được" in admin.texts()
    put(admin, "Thất lạc")
    admin.keys(DO)
    assert admin.sheet() is None, admin.texts()
    after = accounts.accounts(admin.application.session.store()).machines
    assert [row.label for row in after if row.revoked] == ["Máy văn thư"]


def test_the_filter_needs_no_marks(admin: Driver) -> None:
    view = screen(admin).lists
    view.search.setText("nguoi van thu")
    view.search._search()
    looks.settle()
    assert [row.name for row in view.shown] == ["Người van"]
    view.search.setText("không ai cả")
    view.search._search()
    looks.settle()
    assert "Không có người nào khớp" in admin.texts()


def test_others_have_no_such_screen(homes: Homes, start: Start) -> None:
    app = start(homes.commander)
    app.unlock(PASSPHRASES["chi"])
    with pytest.raises(KeyError):
        app.window.go("accounts")


def test_a_machine_without_a_name_of_its_person_says_so() -> None:
    row = MachineRow("x", "device", "Máy", "ai đó", 1, revoked=True, own=False)
    face = faces.machine_face(row, {})
    assert "Đã thu hồi" in face.spoken


def test_looks(admin: Driver) -> None:
    van, store = rows(admin)["Người van"], admin.application.session.store()
    renamed = PersonNames(van.name, "Thiếu tá", "Trưởng ban Văn thư (giả lập)", van.unit)
    naming.name_person(store, van.id, store.today().isoformat(), renamed)
    for setting in looks.every_look():
        with looks.dressed(setting):
            admin.window.resize(*setting.size)
            admin.go("accounts")
            choose(admin, "Người van")
            looks.screenshot(admin.window, f"accounts-{setting.name}")
            check(admin.window)
            if setting.size == looks.LAPTOP:
                for name, press in (("edit", EDIT), ("grant", GRANT), ("invite", INVITE)):
                    look_at(admin, press, f"accounts-{name}-{setting.name}")
            for place, name in ((1, "units"), (2, "machines")):
                screen(admin).lists.tabs.choose(place)
                looks.settle()
                if name == "units":
                    choose_unit(admin, next(iter(units(admin))))
                looks.screenshot(admin.window, f"{name}-{setting.name}")
                check(admin.window)
            screen(admin).lists.tabs.choose(0)


def look_at(admin: Driver, press: object, name: str) -> None:
    choose(admin, "Người van")
    admin.keys(press)  # type: ignore[arg-type]
    if "invite" in name:
        put(admin, "Máy văn thư 2")
        admin.keys(DO)
    looks.screenshot(admin.window, name)
    sheet = admin.sheet()
    assert sheet is not None
    check(sheet)
    admin.keys(Qt.Key.Key_Escape)


def check(root: QWidget) -> None:
    looks.assert_not_clipped(root)
    looks.assert_contrast(root)
    looks.assert_named(root)
