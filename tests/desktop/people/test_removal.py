"""Somebody leaves a machine; a machine joins by an invitation file."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QAbstractButton

from core.errors import NotAllowed
from db import local
from db.actions import admission
from db.engine import writes
from db.local import KeyFile
from db.queries import office
from desktop.people import acts, enrol_acts
from tests.desktop import looks
from tests.desktop.app.conftest import Start
from tests.desktop.app.driver import CONTROL, Driver
from tests.desktop.app.homes import PASSPHRASES, Homes

ADD, DO = (Qt.Key.Key_N, CONTROL), (Qt.Key.Key_Return, CONTROL)
WORDS = "gió đưa cành trúc la đà"


def administrator(homes: Homes, start: Start) -> Driver:
    app = start(homes.admin)
    app.unlock(PASSPHRASES["quan"])
    app.go("people")
    return app


def removers(app: Driver) -> list[QAbstractButton]:
    buttons = looks.visible(app.window, QAbstractButton)
    return [one for one in buttons if "Bỏ khỏi máy" in one.accessibleName()]


def test_an_administrator_takes_somebody_off_his_machine(homes: Homes, start: Start) -> None:
    app = administrator(homes, start)
    assert not removers(app)
    app.keys(ADD)
    app.fill("Người chi", WORDS, WORDS)
    app.keys(DO)
    assert len(app.application.session.people()) == 2
    store = app.application.session.store()
    with writes(store.engine).begin() as connection:
        local.put_key(connection, KeyFile("k", homes.people["chi"], "person", "x", b"x"), 1)
    app.click("Bỏ khỏi máy này")
    for setting in looks.every_look():
        with looks.dressed(setting):
            app.window.resize(*setting.size)
            looks.settle()
            looks.screenshot(app.window, f"people-remove-{setting.name}")
            sheet = app.sheet()
            assert sheet is not None
            looks.assert_not_clipped(sheet)
            looks.assert_contrast(sheet)
            looks.assert_named(sheet)
    app.keys(DO)
    assert app.sheet() is None
    assert [one.label for one in app.application.session.people()] == ["Người quản"]
    assert "Người chi" not in [line.strip() for line in app.texts().splitlines()]
    with store.engine.begin() as connection:
        assert not local.keys(connection, homes.people["chi"])


def test_others_take_away_only_who_has_no_role(homes: Homes, start: Start) -> None:
    app = start(homes.clerk)
    app.click("Người van")
    app.unlock(PASSPHRASES["van"])
    app.go("people")
    assert not removers(app)
    session = app.application.session
    session.vault.add_person(
        session.open_vault(), session.store().new_id(), "Người đã đi", session.protection(WORDS)
    )
    app.go("people")
    assert len(removers(app)) == 1


def test_a_clerk_does_not_let_a_commander_in(homes: Homes, start: Start) -> None:
    app = start(homes.clerk)
    app.click("Người van")
    app.unlock(PASSPHRASES["van"])
    session, store = app.application.session, app.application.session.store()
    face = acts.face(session, store)
    assert "Người chi" not in [row.name for row in face.others]
    commander = next(row for row in office.people(store) if row.id == homes.people["chi"])
    before = session.vault.header()
    with pytest.raises(NotAllowed):
        acts.add(session, store, commander, WORDS)
    officer = next(one for one in face.members if one.name == "Người si")
    with pytest.raises(NotAllowed):
        acts.remove_way(session, store, officer.entry, "argon2id")
    assert session.vault.header() == before


def test_an_invitation_file_answers_the_first_steps(
    homes: Homes, start: Start, tmp_path: Path
) -> None:
    app = administrator(homes, start)
    store = app.application.session.store()
    code = admission.invite(store, homes.people["si"], "Máy trợ lý")
    file = tmp_path / "thu-moi.antin"
    file.write_bytes(admission.invitation(store, code))
    unit = enrol_acts.read_unit(file)
    assert unit.answers == {"code": code, "machine": "Máy trợ lý", "person": "Người si"}
    (tmp_path / "cap-phat.antin").write_bytes(unit.data)
    plain = enrol_acts.read_unit(tmp_path / "cap-phat.antin")
    assert (plain.fingerprint, plain.answers) == (unit.fingerprint, {})
