"""A new machine joins the unit, by keys alone: with two files, over the server, and what is
refused on the way."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

from core.commits.trust import fingerprint
from core.sync import enrol
from db.actions import admission
from db.queries import office
from tests.desktop import looks
from tests.desktop.app.conftest import Start
from tests.desktop.app.driver import CONTROL, Driver
from tests.server.town import PEOPLE, Machine, Town

WORDS = "ngựa sắt qua cầu"
DO = (Qt.Key.Key_Return, CONTROL)


def invite(admin: Machine, name: str = PEOPLE["clerk"]) -> str:
    person = next(each.id for each in office.people(admin.store) if each.name == name)
    return admission.invite(admin.store, person, "Máy mới")


def to_passphrase(app: Driver, town: Town, code: str) -> None:
    """Through the first three steps."""
    app.fill(str(town.folder / "provision.antin"))
    app.keys(DO)
    app.fill(PEOPLE["clerk"], code)


def found(app: Driver, town: Town, code: str) -> None:
    """Until the vault is made and its request waits."""
    to_passphrase(app, town, code)
    app.fill(WORDS, WORDS)
    assert app.application.session.waiting()


def approve(town: Town, admin: Machine) -> None:
    """What the administrator does about the request that waits on the server."""
    with town.road(admin) as road:
        [request] = road.requests()
        approved = admission.approve(admin.store, request, everything=False)
        town.sync(admin)
        road.reply(approved.request, approved.answer)


def test_an_invitation_file_leads_from_the_first_step(
    town: Town, tmp_path: Path, start: Start
) -> None:
    admin = town.machine("admin")
    file = tmp_path / "thu-moi.antin"
    file.write_bytes(admission.invitation(admin.store, invite(admin)))
    app = start(tmp_path / "home")
    app.fill(str(file))
    groups = fingerprint(admin.store.realm.provision.root).split()
    assert all(group in app.texts() for group in groups)
    app.keys(DO, DO)  # it is the same; machine, name and code stand there already
    app.fill(WORDS, WORDS)
    assert app.application.session.waiting()
    [waiting] = app.application.session.people()
    assert waiting.label == PEOPLE["clerk"]


def test_by_two_files(town: Town, tmp_path: Path, start: Start) -> None:
    admin = town.machine("admin")
    app = start(tmp_path / "home")
    app.fill(str(town.folder / "provision.antin"))
    shown = app.texts()
    assert "Sư đoàn Bộ binh 999 (giả lập)" in shown
    groups = fingerprint(admin.store.realm.provision.root).split()
    assert all(group in shown for group in groups)
    app.keys(DO)
    app.fill(PEOPLE["clerk"], invite(admin))
    app.fill(WORDS, WORDS)
    app.click("Lưu tệp yêu cầu")
    app.fill(str(tmp_path / "yeu-cau.antin"))
    request = (tmp_path / "yeu-cau.antin").read_bytes()
    answer = admission.approve(admin.store, request, everything=True).answer
    (tmp_path / "tra-loi.antin").write_bytes(answer)
    app.click("Nạp tệp trả lời")
    app.fill(str(tmp_path / "tra-loi.antin"))
    assert not app.locked()
    assert PEOPLE["clerk"] in app.texts()
    assert app.screen() == "home"


def test_over_the_server_and_the_wait_outlives_the_program(
    town: Town, tmp_path: Path, start: Start
) -> None:
    admin = town.machine("admin")
    with town.running():
        first = start(tmp_path / "home")
        found(first, town, invite(admin))
        first.click("Gửi yêu cầu tới máy chủ")
        assert "Đang chờ quản trị viên chấp thuận" in first.texts()
        first.close()
        app = start(tmp_path / "home")
        app.unlock(WORDS)
        assert app.locked()
        assert "Đang chờ quản trị viên chấp thuận" in app.texts()
        approve(town, admin)
        app.wait(lambda: not app.locked())
        app.wait(lambda: "Đã đồng bộ" in app.window.status.sync.accessibleName())
        assert PEOPLE["clerk"] in app.texts()
        app.close()


def test_without_a_server_it_says_so_and_files_still_work(
    town: Town, tmp_path: Path, start: Start
) -> None:
    app = start(tmp_path / "home")
    found(app, town, invite(town.machine("admin")))
    app.click("Gửi yêu cầu tới máy chủ")
    assert "Chưa tới được máy chủ" in app.texts()
    app.click("Lưu tệp yêu cầu")
    app.fill(str(tmp_path / "yeu-cau.antin"))
    assert enrol.request_of((tmp_path / "yeu-cau.antin").read_bytes()).code


def test_a_refused_request_is_asked_again_with_another_code(
    town: Town, tmp_path: Path, start: Start
) -> None:
    admin = town.machine("admin")
    with town.running():
        app = start(tmp_path / "home")
        found(app, town, invite(admin))
        app.click("Gửi yêu cầu tới máy chủ")
        with town.road(admin) as road:
            [request] = road.requests()
            road.reply(enrol.request_hash(enrol.request_of(request)), b"")
        app.wait(lambda: "Quản trị viên đã từ chối" in app.texts())
        app.click("Gửi lại bằng mã mới")
        app.fill(invite(admin))
        app.click("Gửi yêu cầu tới máy chủ")
        approve(town, admin)
        app.wait(lambda: not app.locked())
        app.close()


def test_what_is_wrong_is_said_at_its_field(town: Town, tmp_path: Path, start: Start) -> None:
    app = start(tmp_path / "home")
    app.fill("")
    assert "còn trống" in app.texts()
    app.fill(str(tmp_path / "khong-co.antin"))
    assert "Không có tệp ở đường dẫn này" in app.texts()
    (tmp_path / "la.antin").write_bytes(b"khong phai")
    app.fill(str(tmp_path / "la.antin"))
    assert "Đây không phải tệp của Ấn Tín" in app.texts()
    app.fill(str(town.folder / "root.antin"))
    assert "Tệp này thuộc loại khác" in app.texts()
    code = invite(town.machine("admin"))
    wrong = code[:-1] + ("0" if code[-1] != "0" else "1")
    to_passphrase(app, town, wrong)
    assert "ký tự kiểm tra không khớp" in app.texts()
    app.fill(code.lower())
    app.fill("ngắn", "ngắn")
    assert "ngắn quá" in app.texts()
    app.fill(WORDS, "khác hẳn câu trước")
    assert "Hai lần gõ khác nhau" in app.texts()
    assert not app.application.session.enrolled()
    app.keys(Qt.Key.Key_Escape)
    assert "Máy và người dùng" in app.texts()


def test_looks(town: Town, tmp_path: Path, start: Start) -> None:
    app = start(tmp_path / "home")
    each_look(app, "unit")
    app.fill(str(town.folder / "provision.antin"))
    each_look(app, "compare")
    app.keys(DO)
    app.fill(PEOPLE["clerk"], "SAI")
    each_look(app, "who")
    app.fill(invite(town.machine("admin")))
    app.fill("ngắn", "khác")
    each_look(app, "secret")
    app.fill(WORDS, WORDS)
    each_look(app, "asked")
    app.click("Gửi yêu cầu tới máy chủ")
    each_look(app, "offline")


def each_look(app: Driver, name: str) -> None:
    """Check a card in every look; only the first one in the large window too, as they are alike."""
    for setting in looks.every_look():
        if setting.size != looks.LAPTOP and name != "unit":
            continue
        with looks.dressed(setting):
            app.window.resize(*setting.size)
            looks.settle()
            looks.screenshot(app.window, f"enrol-{name}-{setting.name}")
            check(app.window)
    assert app.window.minimumSizeHint().height() <= 680


def check(root: QWidget) -> None:
    looks.assert_not_clipped(root)
    looks.assert_contrast(root)
    looks.assert_named(root)
