"""A directive that is signed as it is given: the slip with it, kept, seen and judged by others."""

from __future__ import annotations

import subprocess
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from core.errors import ContentChanged, WrongPin
from core.office.terms import State
from core.signing.places import places
from core.signing.report import Verdict
from core.signing.verify import judge
from db.actions import files, incoming
from db.actions.incoming import Task
from db.queries import documents, signings
from desktop.incoming.directive_sheet import DirectiveSheet
from desktop.pages import Handle
from desktop.reference import calendar
from desktop.signing import directives, key_files
from desktop.signing.pin_pages import PinPages
from desktop.signing.pin_sheet import PinSheet
from desktop.signing.ring import KeyRing
from desktop.widgets.labels import Label
from tests.db.test_ledger import World
from tests.desktop.forms.reading import read
from tests.desktop.incoming.rig import CTRL, ENTER, ESC, Rig, register
from tests.desktop.incoming.test_looks import in_every_look, looked_at
from tests.pki import authority as pki
from tests.pki.documents import trust

TEXT = "Giao Phòng Tham mưu chủ trì, báo cáo trước ngày 25."


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Iterator[World]:
    world = World(tmp_path_factory.mktemp("world"))
    keys = pki.write_pki(tmp_path_factory.mktemp("pki"), at=pki.NOW)
    key_files.add(world.commander.store, keys["chi-huy"].read_bytes(), pki.PIN, "person")
    yield world
    world.close()


@pytest.fixture
def submitted(made: World) -> str:
    document = register(made)
    incoming.submit(made.clerk.store, document)
    made.carry(made.clerk, made.commander)
    return document


def task(world: World) -> Task:
    return Task("lead", world.people["si"], 5)


def test_the_slip_with_the_directive_is_signed_kept_and_seen_by_others(
    made: World, submitted: str, tmp_path: Path
) -> None:
    store = made.commander.store
    shown = directives.prepare(store, submitted, TEXT, [task(made)], calendar())
    directives.direct(store, KeyRing(), shown, pki.PIN)
    made.carry(made.commander, made.clerk)
    page = documents.page(made.clerk.store, submitted)
    assert page is not None
    assert page.row.state == State.IN_PROGRESS
    assert [remark.text for remark in page.remarks] == [TEXT]
    [slip] = [file for file in page.files if file.role == "attachment"]
    assert (slip.name, slip.signed) == (directives.NAME, True)
    pdf = files.content(store, slip.blob)
    assert pdf.startswith(shown.pdf), "the signature covers the very bytes that were shown"
    said = " ".join(read(pdf).text().split())
    assert "PHIẾU GIẢI QUYẾT VĂN BẢN ĐẾN" in said
    assert TEXT in said
    assert "Chủ trì: Đại úy Người si (thời hạn" in said
    assert [(one.name, one.signed) for one in places(pdf)] == [("ButPhe", True)]
    report = judge(pdf, trust(), store.now())
    assert report.verdict in {Verdict.VALID, Verdict.UNPROVEN}
    [entry] = report.signatures
    assert (entry.role, entry.intact, entry.whole) == ("butphe", True, True)
    [signing] = signings.signings(made.clerk.store, submitted)
    assert (signing.field, signing.means) == ("ButPhe", "soft")
    kept = tmp_path / "slip.pdf"
    kept.write_bytes(pdf)
    verified = subprocess.run(
        ["pdfsig", "-nocert", str(kept)], capture_output=True, text=True, check=False
    ).stdout
    assert "Signature is Valid" in verified
    assert "Total document signed" in verified


def test_with_a_wrong_pin_nothing_is_given(made: World, submitted: str) -> None:
    store = made.commander.store
    shown = directives.prepare(store, submitted, TEXT, [task(made)], calendar())
    with pytest.raises(WrongPin):
        directives.direct(store, KeyRing(), shown, "0000")
    page = documents.page(store, submitted)
    assert page is not None
    assert (page.row.state, page.remarks, page.row.lead) == (State.SUBMITTED, (), "")


def test_a_slip_that_would_say_something_else_by_now_is_not_signed(
    made: World, submitted: str
) -> None:
    store = made.commander.store
    shown = directives.prepare(store, submitted, TEXT, [task(made)], calendar())
    tomorrow = store.now() + 86_400_000
    with pytest.raises(ContentChanged):
        directives.direct(replace(store, now=lambda: tomorrow), KeyRing(), shown, pki.PIN)
    incoming.direct(store, submitted, "Ý kiến khác.", [task(made)], calendar())
    with pytest.raises(ContentChanged):
        directives.direct(store, KeyRing(), shown, pki.PIN)
    page = documents.page(store, submitted)
    assert page is not None
    assert [remark.text for remark in page.remarks] == ["Ý kiến khác."]


def watched(rig: Rig) -> list[bytes]:
    """The bytes of every file that is opened to be shown from now on."""
    opened, opens = list[bytes](), rig.pages.open

    def open_(pdf: bytes) -> Handle:
        opened.append(pdf)
        return opens(pdf)

    rig.pages.open = open_  # type: ignore[assignment,method-assign]
    return opened


def fill(rig: Rig) -> None:
    """F7 and what it asks; the signature ticked."""
    rig.press(Qt.Key.Key_F7)
    rig.rest()
    sheet = rig.window.scrim.card
    assert isinstance(sheet, DirectiveSheet)
    sheet.text.setPlainText(TEXT)
    sheet.lead.setText("Người si")
    sheet.signed.setFocus()
    rig.press(Qt.Key.Key_Space)
    assert sheet.signed.isChecked()


def test_by_keys_it_is_given_and_signed_in_one_go(
    made: World, submitted: str, tmp_path: Path, qtbot: QtBot
) -> None:
    rig = Rig(made, made.commander, tmp_path)
    opened = watched(rig)
    fill(rig)
    opened.clear()
    rig.press(ENTER, CTRL)
    card = rig.window.scrim.card
    assert isinstance(card, PinSheet)
    assert not card.edit.isEnabled(), "no PIN before the slip is in sight"
    rig.rest()
    pin = rig.window.scrim.card
    assert isinstance(pin, PinSheet)
    assert pin.trust.text().startswith("Danh sách tin cậy:")
    qtbot.waitUntil(pin.edit.isEnabled)
    assert pin.edit.hasFocus()
    [pages] = pin.findChildren(PinPages)
    image = pages.pdf.view.grab().toImage()
    rig.press(Qt.Key.Key_PageDown)
    assert pages.pdf.view.grab().toImage() != image, "the pages scroll under the PIN"
    pin.edit.setText(pki.PIN)
    rig.press(ENTER)
    rig.rest()
    assert rig.window.scrim.card is None
    assert not rig.crashes
    page = documents.page(made.commander.store, submitted)
    assert page is not None
    assert [remark.text for remark in page.remarks] == [TEXT]
    [slip] = [file for file in page.files if file.signed]
    assert slip.name == directives.NAME
    [shown] = opened
    assert files.content(made.commander.store, slip.blob).startswith(shown)
    told = " ".join(label.text() for label in rig.window.findChildren(Label))
    assert "khóa mềm" in told.lower()
    rig.close()


def test_the_slip_beside_its_pin_in_every_look(
    made: World, submitted: str, tmp_path: Path, qtbot: QtBot
) -> None:
    rig = Rig(made, made.commander, tmp_path)
    assert rig.rows()[0].id == submitted
    for look in in_every_look(rig):
        fill(rig)
        rig.press(ENTER, CTRL)
        card = rig.window.scrim.card
        assert isinstance(card, PinSheet)
        qtbot.waitUntil(card.edit.isEnabled)
        looked_at(rig, f"directive-pin-{look}")
        assert rig.window.rect().contains(card.geometry())
        rig.press(ESC)
    rig.close()
