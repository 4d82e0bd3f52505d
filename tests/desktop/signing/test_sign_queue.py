"""The sign queue by keyboard on a real store and a test PKI: J2, wrong PIN, stop, other content."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import msgspec
import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel
from pytestqt.qtbot import QtBot

from core.commits import merge
from core.office import draft as drafts
from core.office.terms import Act, Kind, Role, State
from db import commits
from db.acting import Store, acting
from db.actions import authority, delegating, files, outgoing
from db.actions.delegating import Giving
from db.actions.files import NewFile
from db.actions.outgoing import Outgoing
from db.queries import documents
from desktop import reference
from desktop.background import Lanes
from desktop.forms import template
from desktop.forms.document import render
from desktop.signing import setting
from desktop.signing.acts import UNOPENED
from desktop.signing.batch_sheet import ResultSheet
from desktop.signing.examining import examine
from desktop.signing.pin_sheet import PinSheet
from desktop.signing.preflight import Flaw
from desktop.signing.screen import SCREEN, SigningScreen
from desktop.unlock.lock_screen import Locking
from desktop.widgets.progress_sheet import ProgressSheet
from tests.desktop.desk_rig import CTRL, NOW, PIN, Desk, press, write
from tests.desktop.looks import settle, visible
from tests.desktop.signing.test_outgoing_life import LETTER

K = Qt.Key
HEAD = "Sư đoàn trưởng"


@pytest.fixture
def desk(tmp_path: Path, qtbot: object) -> Iterator[Desk]:
    made = Desk(tmp_path)
    yield made
    made.close()


def submitted(
    desk: Desk,
    subject: str,
    *,
    signer: str = "Nguyễn Văn Giả Lập",
    urgency: str = "normal",
    block: tuple[str, ...] = LETTER.signer.authority,
    kind: str = "cong-van",
) -> str:
    """A letter of the officer's that waits for the commander, with these lines above his name."""
    day = desk.day
    letter = msgspec.structs.replace(
        LETTER, subject=subject, signer=drafts.Signer(authority=block, name=LETTER.signer.name)
    )
    page = render(letter, template.load(), reference.forms())
    pdf = NewFile("cong-van.pdf", "application/pdf", setting.ready(page), page.pages)
    entry = Outgoing(subject, kind, "SĐ999-TM", ("Phòng Tham mưu",), signer, urgency)
    document = outgoing.draft(day.officer, entry, drafts.encode(letter), pdf).entity
    blob, content = day.main(day.officer, document)
    mark = setting.set_signature(
        content, setting.initials("KyNhay1", "Lê Văn Mẫu"), day.hand("can-bo")
    )
    outgoing.initial(day.officer, document, blob, mark)
    outgoing.submit(day.officer, document)
    return document


def states(desk: Desk) -> list[str]:
    store = desk.day.commander
    view = documents.View((Kind.OUTGOING,))
    return sorted(row.state for row in documents.rows(store, documents.ids(store, view)))


def sit(desk: Desk) -> SigningScreen:
    desk.day.carry()
    desk.sit(desk.day.commander, SCREEN)
    view = desk.view()
    assert isinstance(view, SigningScreen)
    return view


def said(desk: Desk) -> set[str]:
    """The words of the sheet that is open."""
    card = desk.windows[-1].scrim.card
    assert isinstance(card, PinSheet)
    return {label.text() for label in visible(card, QLabel)}


def deputed(desk: Desk) -> tuple[Store, str]:
    """The commander is a deputy from now on: the head, and the delegation to sign in his stead
    until tomorrow.
    """
    world, admin = desk.world, desk.world.admin.store
    head = world.unit.new_id()
    authority.set_person(admin, head, name="Người trưởng", post=HEAD, unit=world.unit.unit)
    authority.give_grant(admin, head, Role.COMMANDER, "2026-01-01")
    authority.set_person(admin, world.people["chi"], post=f"Phó {HEAD}")
    world.push(world.admin)
    for machine in (world.clerk, world.commander):
        world.pull(machine)
    store = replace(desk.day.clerk, author=replace(desk.day.clerk.author, person=head))
    until = store.today() + timedelta(days=1)
    given = Giving("deputy", world.people["chi"], store.today(), until, for_whom=HEAD)
    made = delegating.give(store, given).entity
    return store, made


def test_the_pin_is_asked_on_a_delegation_and_not_once_it_has_ended(desk: Desk) -> None:
    head, given = deputed(desk)
    block = (f"KT. {HEAD.upper()}", f"PHÓ {HEAD.upper()}")
    document = submitted(desk, "Về việc ký thay", block=block)
    screen = sit(desk)
    [found] = screen.list.chosen()
    assert found.row.id == document
    press(K.Key_Return, CTRL)
    until = f"{head.today() + timedelta(days=1):%d/%m/%Y}"
    assert f"{' / '.join(block)}\nủy quyền đến hết {until}" in said(desk)
    press(K.Key_Escape)
    delegating.end(head, given, "Thôi ký thay")
    desk.day.carry()
    desk.contexts[-1].changes.happened.emit(frozenset({("delegation", given)}))
    settle()
    assert not screen.list.chosen()
    [looked] = screen.queue.found.values()
    assert looked.flaws == (Flaw.OUTSIDE_DELEGATION,)
    text = f"Ủy quyền ký đã chấm dứt từ {head.today():%d/%m/%Y}"
    assert text in {label.text() for label in visible(screen, QLabel)}
    assert text in screen.list._face(looked.row).spoken
    press(K.Key_Return, CTRL)
    assert desk.windows[-1].scrim.card is None
    assert states(desk) == [State.TO_SIGN]


def finish() -> None:
    """Let a batch come to its end."""
    for _ in range(40):
        settle()


def test_two_keys_and_a_pin_sign_everything_that_is_ready(desk: Desk) -> None:
    for number in range(3):
        submitted(desk, f"Về việc số {number}")
    screen = sit(desk)
    assert len(screen.list.chosen()) == 3
    press(K.Key_Return, CTRL)
    assert {"Thẩm quyền", "SƯ ĐOÀN TRƯỞNG\ntheo chức vụ"} <= said(desk)
    write(PIN)
    press(K.Key_Return)
    finish()
    assert states(desk) == [State.SIGNED] * 3
    assert "announce Đã ký 3 văn bản" in desk.heard.lines
    assert desk.windows[-1].scrim.card is None
    assert screen.queue.rows == []


def test_a_wrong_pin_signs_nothing_and_asks_again(desk: Desk) -> None:
    for number in range(2):
        submitted(desk, f"Về việc số {number}")
    sit(desk)
    press(K.Key_Return, CTRL)
    write("sai")
    press(K.Key_Return)
    finish()
    assert states(desk) == [State.TO_SIGN] * 2
    card = desk.windows[-1].scrim.card
    assert isinstance(card, PinSheet)
    assert card.field.wrong
    assert not card.edit.text()
    assert QApplication.focusWidget() is card.edit
    assert "error WrongPin" in desk.heard.lines
    write(PIN)
    press(K.Key_Return)
    finish()
    assert states(desk) == [State.SIGNED] * 2


def test_the_right_pin_of_before_does_not_make_a_wrong_one_right(desk: Desk) -> None:
    submitted(desk, "Về việc số 1")
    screen = sit(desk)
    press(K.Key_Return, CTRL)
    write(PIN)
    press(K.Key_Return)
    finish()
    submitted(desk, "Về việc số 2")
    desk.day.carry()
    screen.queue.read()
    settle()
    press(K.Key_Return, CTRL)
    write("sai")
    press(K.Key_Return)
    finish()
    assert states(desk) == [State.SIGNED, State.TO_SIGN]


def test_a_batch_stops_between_two_documents(desk: Desk) -> None:
    for number in range(4):
        submitted(desk, f"Về việc số {number}")
    screen = sit(desk)
    press(K.Key_Return, CTRL)
    write(PIN)
    card = desk.windows[-1].scrim.card
    assert isinstance(card, PinSheet)
    QTest.keyClick(card.edit, K.Key_Return)  # the first is signed, the second waits for the loop
    progress = desk.windows[-1].scrim.card
    assert isinstance(progress, ProgressSheet)
    QTest.keyClick(progress, K.Key_Escape)
    finish()
    assert states(desk).count(State.SIGNED) == 1
    result = desk.windows[-1].scrim.card
    assert isinstance(result, ResultSheet)
    assert result.title.text() == "Đã ký 1 · Chưa ký 3"
    press(K.Key_Return)
    assert len(screen.list.chosen()) == 3


def test_what_changed_after_it_was_submitted_must_be_seen_again(desk: Desk) -> None:
    submitted(desk, "Về việc giữ nguyên")
    changed = submitted(desk, "Về việc sẽ đổi")
    replace_main(desk, changed)
    screen = sit(desk)
    assert [found.flaws[0] for found in screen.queue.found.values() if found.flaws] == [
        Flaw.CHANGED
    ]
    assert [one.row.subject for one in screen.list.chosen()] == ["Về việc giữ nguyên"]
    screen.list.view.set_ticked({row.n for row in screen.queue.rows})
    assert len(screen.list.chosen()) == 1


def test_content_that_changes_under_the_pin_is_not_signed(desk: Desk) -> None:
    document = submitted(desk, "Về việc sẽ đổi")
    sit(desk)
    press(K.Key_Return, CTRL)
    replace_main(desk, document)
    desk.day.carry()
    write(PIN)
    press(K.Key_Return)
    finish()
    assert states(desk) == [State.TO_SIGN]
    assert "error ContentChanged" in desk.heard.lines


def test_another_signer_and_a_missing_key(desk: Desk) -> None:
    submitted(desk, "Về việc của người khác", signer="Người Khác")
    screen = sit(desk)
    [found] = screen.queue.found.values()
    assert found.flaws == (Flaw.OTHER_SIGNER,)
    assert not screen.bar.button.isEnabled()
    press(K.Key_Return, CTRL)
    assert desk.windows[-1].scrim.card is None


def test_a_document_is_returned_with_a_reason(desk: Desk) -> None:
    submitted(desk, "Về việc số 1")
    sit(desk)
    press(K.Key_F8)
    press(K.Key_Return, CTRL)
    assert states(desk) == [State.TO_SIGN]
    write("bo sung can cu")
    press(K.Key_Return, CTRL)
    assert states(desk) == [State.DRAFT]


def test_a_document_signed_unopened_is_remembered_so(desk: Desk) -> None:
    for number in range(2):
        submitted(desk, f"Về việc số {number}")
    screen = sit(desk)
    QTest.qWait(120)
    settle()
    press(K.Key_Return, CTRL)
    write(PIN)
    press(K.Key_Return)
    finish()
    store = desk.day.commander
    notes = []
    for row in documents.rows(store, documents.ids(store, documents.View((Kind.OUTGOING,)))):
        with store.engine.begin() as connection:
            for commit, _ in commits.touching(connection, ("document", row.id)):
                notes += [
                    op.body.get("reason")
                    for op in commit.ops
                    if op.body.get("act") == Act.SIGN.value
                ]
    assert sorted(map(str, notes)) == [UNOPENED, "None"]
    assert screen.queue.rows == []


def replace_main(desk: Desk, document: str) -> None:
    """Another version of the main file, without a move of the workflow."""
    store = desk.day.officer
    _, content = desk.day.main(store, document)
    sealed = files.seal(store, NewFile("cong-van.pdf", "application/pdf", content + b"\n", 1))
    with acting(store) as act:
        files.keep(act, sealed)
        bases = merge.operations(act.state("document", document)["files"]["main"])
        act.add("document.file", document, bases, **sealed.body("main", "main", 0), by=act.by())
        act.append()


def test_who_drafted_and_initialled_may_not_sign(desk: Desk) -> None:
    document = submitted(desk, "Về việc số 1")
    found = examine(desk.day.officer, document)
    assert found.flaws == (Flaw.NO_RIGHT, Flaw.SAME_HANDS, Flaw.OTHER_SIGNER)


def test_a_lock_ends_a_batch_and_what_was_signed_stays(desk: Desk) -> None:
    for number in range(3):
        submitted(desk, f"Về việc số {number}")
    sit(desk)
    press(K.Key_Return, CTRL)
    write(PIN)
    card = desk.windows[-1].scrim.card
    assert isinstance(card, PinSheet)
    QTest.keyClick(card.edit, K.Key_Return)
    desk.locked = True
    desk.ring.forget()
    finish()
    assert states(desk).count(State.SIGNED) == 1
    assert isinstance(desk.windows[-1].scrim.card, ResultSheet)


def test_a_lock_stops_a_batch_after_the_document_under_way(desk: Desk) -> None:
    for number in range(3):
        submitted(desk, f"Về việc số {number}")
    sit(desk)
    press(K.Key_Return, CTRL)
    write(PIN)
    window = desk.windows[-1]
    card = window.scrim.card
    assert isinstance(card, PinSheet)
    QTest.keyClick(card.edit, K.Key_Return)
    window.cover(Locking("sleep", NOW))  # the store stays open until what was begun is done
    finish()
    assert states(desk).count(State.SIGNED) == 1
    assert not desk.ring._open
    window.uncover()
    assert "announce Đã ký 1 văn bản" in desk.heard.lines, "said once somebody is back"


def test_a_batch_runs_in_the_database_lane(desk: Desk, qtbot: QtBot) -> None:
    lanes = Lanes()
    for number in range(2):
        submitted(desk, f"Về việc số {number}")
    desk.day.carry()
    desk.sit(desk.day.commander, SCREEN, background=lanes)
    screen = desk.view()
    assert isinstance(screen, SigningScreen)
    try:
        qtbot.waitUntil(lambda: len(screen.list.chosen()) == 2)
        press(K.Key_Return, CTRL)
        write(PIN)
        press(K.Key_Return)
        qtbot.waitUntil(lambda: "announce Đã ký 2 văn bản" in desk.heard.lines)
        qtbot.waitUntil(lambda: screen.queue.rows == [])
        assert states(desk) == [State.SIGNED] * 2
    finally:
        screen.keep()
        lanes.close()
