"""The sign queue by keyboard on a real store with a test PKI: J2, wrong PIN, stop, changed content."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt

from core.office import draft as drafts
from core.office.terms import Kind, State
from db.actions import outgoing
from db.actions.files import NewFile
from db.actions.outgoing import Outgoing
from db.queries import documents
from desktop.forms import template
from desktop.forms.cong_van import render
from desktop.signing import setting
from desktop.signing.preflight import Flaw
from desktop.signing.screen import SCREEN, SigningScreen
from tests.desktop.desk_rig import CTRL, PIN, Desk, press, write
from tests.desktop.looks import settle
from tests.desktop.signing.test_outgoing_life import LETTER

K = Qt.Key


@pytest.fixture
def desk(tmp_path: Path, qtbot: object) -> Iterator[Desk]:
    made = Desk(tmp_path)
    yield made
    made.close()


def submitted(
    desk: Desk, subject: str, *, initial: bool = True, signer: str = "Nguyễn Văn Giả Lập"
) -> str:
    """A letter of the officer's that waits for the commander."""
    day = desk.day
    letter = drafts.CongVan(
        **{**{n: getattr(LETTER, n) for n in LETTER.__struct_fields__}, "subject": subject}
    )
    page = render(letter, template.load())
    pdf = NewFile("cong-van.pdf", "application/pdf", setting.ready(page), page.pages)
    entry = Outgoing(subject, "cong-van", "SĐ999-TM", ("Phòng Tham mưu",), signer)
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
    write(PIN)
    press(K.Key_Return)
    finish()
    assert states(desk) == [State.SIGNED] * 3
    assert "announce Đã ký 3 văn bản" in desk.heard.lines
    assert desk.windows[-1].scrim.card is None
    assert screen.queue.rows == []
