"""Bundles between two machines through the window; what is said of a bad one; every look."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
import sqlalchemy as sa
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from core.commits.ids import b64
from core.sync.snapshot import Manifest
from db import local, models, previews
from db.actions import incoming, snapshots
from db.engine import writes
from db.queries import documents, office
from desktop.sync.bundle_sheets import ExportSheet
from tests.db.test_ledger import ENTRY, FILE
from tests.desktop import looks
from tests.desktop.app.conftest import Start
from tests.desktop.app.driver import CONTROL, Driver, Press
from tests.desktop.app.homes import PASSPHRASES, Homes

EXPORT, IMPORT, DO = ((key, CONTROL) for key in (Qt.Key.Key_E, Qt.Key.Key_I, Qt.Key.Key_Return))


@pytest.fixture
def clerk(homes: Homes, start: Start) -> Driver:
    app = start(homes.clerk)
    app.click("Người van")
    app.unlock(PASSPHRASES["van"])
    return app


def register(app: Driver) -> str:
    store = app.application.session.store()
    [book] = [row for row in office.books(store, "incoming") if row.next]
    return incoming.register(store, ENTRY, FILE, book.id).entity


def export(app: Driver, path: Path) -> None:
    """Write a bundle for every machine offered."""
    app.go("sync")
    app.keys(EXPORT)
    sheet = app.sheet()
    assert isinstance(sheet, ExportSheet)
    for box in sheet.recipients.boxes.values():
        box.setFocus()
        if not box.isChecked():
            app.keys(Qt.Key.Key_Space)
    sheet.edit.setFocus()
    app.fill(str(path))


def test_a_bundle_goes_from_machine_to_machine_and_back(
    clerk: Driver, homes: Homes, start: Start, tmp_path: Path
) -> None:
    document = register(clerk)
    export(clerk, tmp_path / "den.antin")
    assert re.search(r"Đã chép \d+ thay đổi và 1 tệp", clerk.texts())
    assert "chưa xác nhận" in clerk.texts()
    clerk.close()
    chief = start(homes.commander)
    chief.unlock(PASSPHRASES["chi"])
    chief.go("sync")
    chief.keys(IMPORT)
    chief.fill(str(tmp_path / "den.antin"))
    assert "Đã nhập 1 thay đổi và 1 tệp" in chief.texts()
    assert documents.page(chief.application.session.store(), document) is not None
    export(chief, tmp_path / "ve.antin")
    chief.close()
    again = start(homes.clerk)
    again.unlock(PASSPHRASES["van"])
    again.go("sync")
    again.keys(IMPORT)
    again.fill(str(tmp_path / "ve.antin"))
    assert "đã nhận" in again.texts()


def test_a_dropped_bundle_is_taken_in_a_strange_file_refused(
    clerk: Driver, homes: Homes, start: Start, tmp_path: Path
) -> None:
    register(clerk)
    export(clerk, tmp_path / "den.antin")
    clerk.close()
    cut = tmp_path / "cut.antin"
    cut.write_bytes((tmp_path / "den.antin").read_bytes()[:-40])
    chief = start(homes.commander)
    chief.unlock(PASSPHRASES["chi"])
    chief.window.drops.dropped.emit([str(cut)])
    chief.settle()
    assert chief.screen() == "sync"
    assert chief.sheet() is not None
    assert "Gói" in chief.texts()
    chief.keys(Qt.Key.Key_Escape)
    chief.window.drops.dropped.emit([str(tmp_path / "den.antin")])
    chief.settle()
    assert "Đã nhập 1 thay đổi và 1 tệp" in chief.texts()


def test_nobody_chosen_and_no_path(clerk: Driver, tmp_path: Path) -> None:
    clerk.go("sync")
    clerk.keys(EXPORT)
    sheet = clerk.sheet()
    assert isinstance(sheet, ExportSheet)
    for box in sheet.recipients.boxes.values():
        box.setChecked(False)
    sheet.edit.setFocus()
    clerk.fill(str(tmp_path / "goi.antin"))
    assert clerk.sheet() is sheet
    assert "Chưa chọn máy nhận" in clerk.texts()
    assert not (tmp_path / "goi.antin").exists()


def test_one_box_stands_for_the_whole_unit(clerk: Driver) -> None:
    clerk.go("sync")
    clerk.keys(EXPORT)
    sheet = clerk.sheet()
    assert isinstance(sheet, ExportSheet)
    boxes, everybody = sheet.recipients.boxes, sheet.recipients.everybody
    everybody.setFocus()
    clerk.keys(Qt.Key.Key_Space)
    assert sheet.recipients.chosen() == list(boxes)
    next(iter(boxes.values())).setFocus()
    clerk.keys(Qt.Key.Key_Space)
    assert not everybody.isChecked()
    assert sheet.recipients.chosen() == list(boxes)[1:]


def begin_preview(app: Driver, whole: int) -> str:
    """The unit's stream as if a snapshot of so many places had begun to show it; what to drop it
    by.
    """
    store = app.application.session.store()
    hash_ = b64(bytes(32))
    manifest = Manifest(
        realm=store.realm.provision.realm,
        stream=store.stream,
        epoch=0,
        gseq=whole,
        chain=hash_,
        state=hash_,
        reducer=1,
        chunks=(),
    )
    with writes(store.engine).begin() as connection:
        previews.keep(connection, previews.Preview(manifest))
    return store.stream


def test_a_history_that_is_coming_is_told_until_it_is_here(clerk: Driver) -> None:
    stream = begin_preview(clerk, 2000)
    clerk.go("sync")
    clerk.settle()
    assert re.search(r"Lịch sử của đơn vị đang về: \d+/2000 việc\.", clerk.texts())
    looks.screenshot(clerk.window, "sync-history")
    store = clerk.application.session.store()
    snapshots.drop(store, stream)
    QTest.qWait(1200)  # the screen looks again of itself
    clerk.settle()
    assert "đang về" not in clerk.texts()


def sheets(setting: looks.Setting, *found: tuple[str, Press]) -> tuple[tuple[str, Press], ...]:
    """Sheets are alike in windows of every size."""
    return found if setting.size == looks.LAPTOP else ()


def age(app: Driver, *days: int) -> None:
    """The bundles written, as if so many days ago."""
    store = app.application.session.store()
    with writes(store.engine).begin() as connection:
        for one, ago in zip(local.exports(connection), days, strict=True):
            older = sa.update(models.LocalExport).values(time=one.time - ago * 86_400_000)
            connection.execute(older.where(models.LocalExport.recipient == one.recipient))
    app.go("incoming")
    app.go("sync")


def test_a_bundle_that_nobody_confirmed_says_how_old_it_is(clerk: Driver, tmp_path: Path) -> None:
    register(clerk)
    export(clerk, tmp_path / "goi.antin")
    age(clerk, 3, 30)
    assert {"chưa xác nhận, đã 3 ngày", "chưa xác nhận, đã 30 ngày"} <= {
        line.rpartition(" · ")[2] for line in clerk.texts().splitlines()
    }


def test_looks(clerk: Driver, tmp_path: Path) -> None:
    register(clerk)
    export(clerk, tmp_path / "goi.antin")
    age(clerk, 3, 30)
    for setting in looks.every_look():
        with looks.dressed(setting):
            clerk.window.resize(*setting.size)
            clerk.window.toasts.dismiss()
            clerk.settle()
            looks.screenshot(clerk.window, f"sync-{setting.name}")
            looks.assert_not_clipped(clerk.window)
            looks.assert_contrast(clerk.window)
            looks.assert_named(clerk.window)
            for name, press in sheets(setting, ("export", EXPORT), ("import", IMPORT)):
                clerk.keys(press)
                looks.screenshot(clerk.window, f"sync-{name}-{setting.name}")
                sheet = clerk.sheet()
                assert sheet is not None
                looks.assert_not_clipped(sheet)
                looks.assert_contrast(sheet)
                looks.assert_named(sheet)
                clerk.keys(Qt.Key.Key_Escape)
