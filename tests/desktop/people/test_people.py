"""People of a machine and their keys, through the screen: added, changed, refused, taken away."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QAbstractButton, QWidget

from desktop.signing import key_files
from tests.desktop import looks
from tests.desktop.app.conftest import Start
from tests.desktop.app.driver import CONTROL, Driver, Press
from tests.desktop.app.homes import PASSPHRASES, Homes
from tests.pki import authority as pki

ADD, KEY, LOCK, DO = (
    (key, CONTROL) for key in (Qt.Key.Key_N, Qt.Key.Key_I, Qt.Key.Key_L, Qt.Key.Key_Return)
)
NEW = "gió đưa cành trúc"


@pytest.fixture(scope="session")
def keys(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    return pki.write_pki(tmp_path_factory.mktemp("pki"), at=pki.NOW)


@pytest.fixture
def clerk(homes: Homes, start: Start) -> Driver:
    app = start(homes.clerk)
    app.click("Người van")
    app.unlock(PASSPHRASES["van"])
    app.go("people")
    return app


@pytest.fixture
def commander(homes: Homes, start: Start) -> Driver:
    app = start(homes.commander)
    app.unlock(PASSPHRASES["chi"])
    app.go("people")
    return app


def test_the_people_of_the_machine_are_listed_the_one_at_work_first(clerk: Driver) -> None:
    text = clerk.texts()
    assert text.index("Người van") < text.index("Người si")
    assert "Người chi" not in text


def test_a_person_is_added_and_works_after_lock_and_unlock(commander: Driver, homes: Homes) -> None:
    commander.keys(ADD)
    commander.fill("người si", NEW, NEW)
    commander.keys(DO)
    assert commander.sheet() is None
    assert "Người si" in commander.texts()
    commander.keys(LOCK)
    commander.click("Đổi người dùng")
    commander.click("Người si")
    commander.unlock(NEW)
    assert commander.application.session.store().author.person == homes.people["si"]


@pytest.mark.parametrize(
    ("first", "again", "said"),
    [("ngắn", "ngắn", "ngắn quá"), (NEW, NEW + "!", "khác nhau"), ("aaaaaaaaaaaa", "", "lặp lại")],
)
def test_a_bad_passphrase_is_refused_with_its_reason(
    commander: Driver, first: str, again: str, said: str
) -> None:
    commander.keys(ADD)
    commander.fill("Người si", first, again)
    commander.keys(DO)
    assert said in commander.texts()
    assert len(commander.application.session.people()) == 1


def test_the_own_passphrase_is_changed(clerk: Driver) -> None:
    clerk.click("Đổi cụm mật khẩu của tôi")
    clerk.fill("không phải câu này", NEW, NEW)
    clerk.keys(DO)
    assert "Cụm mật khẩu không đúng" in clerk.texts()
    clerk.keys(Qt.Key.Key_Escape)
    clerk.click("Đổi cụm mật khẩu của tôi")
    clerk.fill(PASSPHRASES["van"], NEW, NEW)
    clerk.keys(DO)
    clerk.keys(LOCK)
    clerk.unlock(PASSPHRASES["van"])
    assert clerk.locked()
    clerk.unlock(NEW)
    assert not clerk.locked()


def test_a_signing_key_is_imported_shown_and_taken_away(
    clerk: Driver, keys: dict[str, Path]
) -> None:
    clerk.keys(KEY)
    clerk.fill(str(keys["van-thu"]), "sai")
    clerk.keys(DO)
    assert "Sai mã PIN" in clerk.texts()
    clerk.fill(pki.PIN)
    clerk.keys(DO)
    assert clerk.sheet() is None
    assert "Trần Thị Thử Nghiệm" in clerk.texts()
    assert "Cá nhân" in clerk.texts()
    clerk.click("Xóa khóa này")
    assert "Trần Thị Thử Nghiệm" not in clerk.texts()
    clerk.keys((Qt.Key.Key_Z, CONTROL))
    assert "Trần Thị Thử Nghiệm" in clerk.texts()


def test_a_file_that_is_no_key_is_refused(clerk: Driver, tmp_path: Path) -> None:
    (tmp_path / "khoa.p12").write_bytes(b"khong phai")
    clerk.keys(KEY)
    clerk.fill(str(tmp_path / "khoa.p12"), "1234")
    clerk.keys(DO)
    assert "Không dùng được tệp khóa ký" in clerk.texts()
    assert key_files.faces(clerk.application.session.store()) == []


def test_only_a_clerk_may_keep_the_seal(homes: Homes, start: Start, keys: dict[str, Path]) -> None:
    app = start(homes.commander)
    app.unlock(PASSPHRASES["chi"])
    app.go("people")
    app.keys(KEY)
    buttons = looks.visible(app.window, QAbstractButton)
    assert not [b for b in buttons if "Con dấu" in b.accessibleName()]


def test_the_seal_of_the_agency(clerk: Driver, keys: dict[str, Path]) -> None:
    clerk.keys(KEY)
    clerk.fill(str(keys["con-dau"]), pki.PIN)
    clerk.keys("2", DO)
    assert "Con dấu cơ quan" in clerk.texts()
    [found] = key_files.faces(clerk.application.session.store())
    assert found.use == "agency"


def sheets(setting: looks.Setting, *found: tuple[str, Press]) -> tuple[tuple[str, Press], ...]:
    """Sheets are alike in windows of every size."""
    return found if setting.size == looks.LAPTOP else ()


def test_looks(clerk: Driver, keys: dict[str, Path]) -> None:
    store = clerk.application.session.store()
    key_files.add(store, keys["van-thu"].read_bytes(), pki.PIN, "person")
    key_files.add(store, keys["con-dau"].read_bytes(), pki.PIN, "agency")
    for setting in looks.every_look():
        with looks.dressed(setting):
            clerk.window.resize(*setting.size)
            clerk.go("people")
            looks.screenshot(clerk.window, f"people-{setting.name}")
            check(clerk.window)
            for name, press in sheets(setting, ("add", ADD), ("key", KEY)):
                clerk.keys(press)
                looks.screenshot(clerk.window, f"people-{name}-{setting.name}")
                sheet = clerk.sheet()
                assert sheet is not None
                check(sheet)
                clerk.keys(Qt.Key.Key_Escape)


def check(root: QWidget) -> None:
    looks.assert_not_clipped(root)
    looks.assert_contrast(root)
    looks.assert_named(root)
