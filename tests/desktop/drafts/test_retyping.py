"""A begun draft becomes another type and goes back: what both have stays, nothing is lost."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import msgspec
import pytest
from PySide6.QtCore import Qt

from core.errors import DraftWaiting
from core.office.draft import Attached, Fact, Paragraph
from core.office.terms import Kind as Direction
from db.actions import desk as shelf
from db.queries import documents
from desktop import reference
from desktop.drafts import keeping, retyping
from desktop.drafts.composing import blank
from desktop.drafts.keeping import BEFORE, DAYS, Task
from desktop.drafts.kinds import Kind
from desktop.drafts.retyping import Lost
from desktop.drafts.screen import SCREEN, DraftsScreen
from desktop.drafts.turning import LossSheet
from desktop.drafts.writing import Written
from tests.desktop.desk_rig import CTRL, Desk, press, write
from tests.desktop.looks import settle

K = Qt.Key
BODY = (Paragraph("Sư đoàn báo cáo như sau."),)
DECISION = Kind("quyet-dinh", "quyet-dinh")
REPORT = Kind("co-ten-loai", "bao-cao")


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory, qapp: object) -> Iterator[Desk]:
    made = Desk(tmp_path_factory.mktemp("desk"))
    made.sit(made.day.officer, SCREEN)
    yield made
    made.close()


@pytest.fixture(autouse=True)
def _pages_end(desk: Desk) -> Iterator[None]:
    """What a screen still asked for when its test ended is answered, and the pages are shut."""
    yield
    settle()
    desk.pages.stop()


@pytest.fixture
def screen(desk: Desk) -> Iterator[DraftsScreen]:
    """The drafts; what lies on the desk afterwards goes."""
    view = desk.view()
    assert isinstance(view, DraftsScreen)
    view.open(None)
    yield view
    desk.windows[-1].scrim.close_card()
    view.go_back()
    settle()
    for prefix in ("draft:", BEFORE):
        for place, _at in shelf.drafts(desk.day.officer, prefix):
            shelf.drop_draft(desk.day.officer, place)
    view.keep()


def letter(desk: Desk) -> Written:
    office = keeping.office_of(desk.day.officer)
    empty = blank(office)
    return msgspec.structs.replace(
        empty, subject="kết quả", addressees="Phòng Tham mưu", body=BODY, marker="LVM"
    )


def test_what_both_have_stays_and_what_was_made_is_made_anew(desk: Desk) -> None:
    store, before = desk.day.officer, letter(desk)
    found = retyping.turned(store, before, REPORT)
    after = found.written
    assert (after.template, after.type) == REPORT.key
    assert (after.subject, after.body, after.marker) == (before.subject, BODY, "LVM")
    assert after.symbol == blank(keeping.office_of(store, "bao-cao"), *REPORT.key).symbol
    assert after.symbol != before.symbol
    kept = msgspec.structs.replace(before, symbol="TU-DAT", recipients="Phòng Hậu cần")
    assert retyping.turned(store, kept, REPORT).written.symbol == "TU-DAT"
    assert retyping.turned(store, kept, REPORT).written.recipients == "Phòng Hậu cần"


def test_what_goes_is_named(desk: Desk) -> None:
    store = desk.day.officer
    assert Lost("addressees", "", "Phòng Tham mưu") in (
        retyping.turned(store, letter(desk), DECISION).lost
    )
    full = blank(keeping.office_of(store, "giay-moi"), "giay-moi", "giay-moi")
    full = msgspec.structs.replace(
        full, facts=(Fact(key="venue", text="Hội trường"),), attached=Attached(subject="Quy chế")
    )
    issuing = next(one.code for one in reference.families().items if one.attaches)
    lost = retyping.turned(store, full, Kind(issuing, "quyet-dinh")).lost
    assert [one.text for one in lost] == ["Hội trường"]
    lost = retyping.turned(store, full, Kind()).lost
    assert [one.text for one in lost] == ["Hội trường", "Quy chế"]
    assert all(one.field or one.label for one in lost)


def test_the_form_of_before_is_kept_for_thirty_days_and_goes_with_the_document(desk: Desk) -> None:
    store, before = desk.day.officer, letter(desk)
    after = retyping.turned(store, before, REPORT).written
    keeping.keep(store, Task(), before)
    task = retyping.turn(store, Task(), before, after)
    assert keeping.begin(store, task).written == after
    assert keeping.begin(store, task).before == before
    assert shelf.draft(store, Task().place) is None
    keeping.keep(store, Task(), before)
    with pytest.raises(DraftWaiting):
        retyping.turn(store, task, after, before)
    stored = keeping.save(store, task, after).entity
    begun = keeping.begin(store, Task(stored))
    assert (begun.written, begun.before) == (after, before)
    assert keeping.begin(store, task).before is None
    back = retyping.turn(store, begun.task, after, before)
    assert back == Task(stored)
    assert keeping.begin(store, back).office.signers == keeping.office_of(store).signers
    retyping.back(store, back)
    assert keeping.begin(store, back).written == after
    retyping.back(store, back)
    assert keeping.begin(store, back).written == before
    later = replace(store, now=lambda: store.now() + (DAYS + 1) * 86_400_000)
    assert keeping.begin(later, back).before is None
    keeping.save(store, back, before)
    shelf.drop_draft(store, Task().place)
    ids = documents.ids(store, documents.View((Direction.OUTGOING,)))
    [row] = documents.rows(store, ids)
    assert (row.type, row.symbol) == ("cong-van", before.symbol)


def test_by_keyboard_and_back(desk: Desk, screen: DraftsScreen) -> None:
    window, page = desk.windows[-1], screen.writing
    screen.open(("new", ""))
    settle()
    page.editor.subject.setText("báo cáo nhanh")
    page.editor.addressees.setText("Phòng Tham mưu")
    page.editor.body.set_blocks(BODY)
    run(screen, "retype")
    write("quyet dinh")
    press(K.Key_Return)
    sheet = window.scrim.card
    assert isinstance(sheet, LossSheet)
    press(K.Key_Return, CTRL)
    settle()
    now = page.editor.written()
    assert now.type == "quyet-dinh"
    assert (now.subject, now.body, now.addressees) == ("báo cáo nhanh", BODY, "")
    assert "quyết định" in screen.head().title
    run(screen, "retype_back")
    settle()
    assert page.editor.written().addressees == "Phòng Tham mưu"
    assert page.editor.written().type == "cong-van"
    assert page.begun is not None
    assert page.begun.before == now


def run(screen: DraftsScreen, name: str) -> None:
    next(one for one in screen.commands() if one.id == name).run()
    settle()
