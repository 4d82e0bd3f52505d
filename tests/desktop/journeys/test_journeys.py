"""The journeys of ux.md §8 on real stores: no more keys than it says, whatever the code may need.

J6 (a conflict of three fields) is its screen's own (tests/desktop/conflicts); J7 is the lock's own
(tests/desktop/unlock).
"""

from __future__ import annotations

from dataclasses import replace
from typing import Final

from PySide6.QtCore import Qt

from core.office.terms import Kind, State
from db.actions import dossiers, incoming
from db.queries import documents
from db.queries.documents import View
from db.queries.rows import DocumentRow
from desktop.drafts.screen import SCREEN as DRAFTS
from desktop.incoming.screen import SCREEN as INCOMING
from desktop.incoming.views import TABS
from tests.db.test_ledger import ENTRY
from tests.db.test_worklists import Office
from tests.desktop import looks
from tests.desktop.desk_rig import CTRL, PIN, Desk, press, write
from tests.desktop.incoming.rig import FOLDER
from tests.desktop.journeys.conftest import Sit
from tests.desktop.journeys.hands import Hands
from tests.desktop.signing.test_sign_queue import finish, states, submitted
from tests.desktop.signing.test_sign_queue import sit as queue

LIMITS: Final = {
    "J1a": 10,  # register what was read from a file
    "J1b": 60,  # register from paper with completion
    "J1c": 120,  # register from paper, all typed
    "J2": 2,  # sign a batch, beside the PIN
    "J3": 11,  # find by half-remembered words
    "J4": 14,  # a directive
    "J5": 20,  # assign twelve documents
    "J8": 2,  # print the handling slip
    "J9": 1,  # reply
}
"""Key events of ux.md §8."""


REPORT: Final = "V/v báo cáo kết quả công tác bảo đảm hậu cần, kỹ thuật"
TYPED: Final = "Về việc xin phê duyệt dự toán sửa chữa doanh trại đơn vị năm 2026"


def _register(office: Office, **changes: object) -> str:
    entry = replace(ENTRY, **changes)  # type: ignore[arg-type]
    return incoming.register(office.at("van"), entry, None, office.world.book).entity


def _newest(office: Office) -> DocumentRow:
    store = office.at("van")
    [row] = documents.rows(store, documents.ids(store, View((Kind.INCOMING,)))[:1])
    return row


def _open_file(hands: Hands) -> None:
    """Ctrl+I, a path: the form is open and filled."""
    hands.press("Ctrl+I")
    hands.seat.put(str(FOLDER / "libreoffice-cong-van.pdf"))
    hands.rest(lambda: hands.seat.view().page.form.code.text() != "")


def _page(office: Office, document: str, who: str = "chi"):
    found = documents.page(office.at(who), document)
    assert found is not None
    return found


def test_j1a_a_letter_that_was_read_from_its_file(office: Office, sit: Sit) -> None:
    """The keyboard is where a person is needed: the deadline."""
    hands = sit("van", INCOMING)
    _open_file(hands)
    hands.begin()
    hands.type("+5")
    hands.press("Ctrl+Return")
    assert hands.keys <= LIMITS["J1a"]
    row = _newest(office)
    assert (row.code, row.issuer, row.due) == ("217/BTM-TC", "Bộ Tham mưu", "2026-11-26")


def test_j1a_where_the_agency_could_not_be_read(office: Office, sit: Sit) -> None:
    """The first doubtful field, then past what was read: Enter goes on to what is open."""
    office.arrived()
    hands = sit("van", INCOMING)
    _open_file(hands)
    form = hands.seat.view().page.form
    form.issuer.setText("")
    form.focus_doubtful()
    hands.begin()
    hands.type("ptm")
    hands.press("Tab", "Return")
    hands.type("+5")
    hands.press("Ctrl+Return", "Ctrl+Return")  # it has the number of another letter: asked once
    assert hands.keys <= LIMITS["J1a"]
    row = _newest(office)
    assert (row.issuer, row.due) == ("Phòng Tham mưu", "2026-11-26")


def test_j1b_from_paper_in_the_words_of_before(office: Office, sit: Sit) -> None:
    _register(office, subject=f"{REPORT} tháng 10 năm 2026", issuer="Cục Hậu cần Mô phỏng")
    hands = sit("van", INCOMING)
    hands.press("Ctrl+N")
    hands.begin()
    hands.type("chc")
    hands.press("Tab")
    hands.type("512/BC-CHC")
    hands.press("Return")
    hands.type("1711")
    hands.press("Return")
    hands.type("bc")
    hands.press("Tab", "Tab")
    hands.type("vvbckq")
    hands.press("Tab")
    hands.type("11 năm 2026")
    hands.press("Tab", "Tab", "Tab")
    hands.type("+5")
    hands.press("Ctrl+Return")
    assert hands.keys <= LIMITS["J1b"]
    row = _newest(office)
    assert (row.issuer, row.code, row.type) == ("Cục Hậu cần Mô phỏng", "512/BC-CHC", "bao-cao")
    assert (row.document_date, row.due) == ("2026-11-17", "2026-11-26")
    assert row.subject == f"{REPORT} tháng 11 năm 2026"


def test_j1b_the_next_letter_of_the_same_agency(office: Office, sit: Sit) -> None:
    """Ctrl+D takes what the letter before had in a field."""
    hands = sit("van", INCOMING)
    for code in ("1/BC-CHC", "2/BC-CHC"):
        hands.press("Ctrl+N")
        hands.begin()
        if code == "1/BC-CHC":
            hands.type("Cục Hậu cần Mô phỏng")
        else:
            hands.press("Ctrl+D")
        hands.press("Return")
        hands.type(code)
        hands.press("Return")
        hands.type("1711")
        hands.press("Return")
        hands.type("bc")
        hands.press("Tab", "Tab")
        hands.type("kết quả trực tuần")
        hands.press("Ctrl+Return")
    assert hands.keys <= LIMITS["J1b"]
    assert _newest(office).issuer == "Cục Hậu cần Mô phỏng"


def test_j1c_from_paper_all_typed(office: Office, sit: Sit) -> None:
    """The median subject of ux.md §0: 65 letters."""
    _register(office, issuer="Cục Hậu cần Mô phỏng")
    hands = sit("van", INCOMING)
    hands.press("Ctrl+N")
    hands.begin()
    hands.type("chc")
    hands.press("Tab")
    hands.type("64/TTr-CHC")
    hands.press("Return")
    hands.type("1711")
    hands.press("Return")
    hands.type("tt")
    hands.press("Tab", "Tab")
    hands.type(TYPED)
    hands.press("Ctrl+Return")
    assert hands.keys <= LIMITS["J1c"]
    assert _newest(office).subject == TYPED
    assert len(TYPED) >= 65


def test_j2_a_batch_is_signed(desk: Desk) -> None:
    """The queue is open: all that is ready is ticked; two chords, and the PIN between them."""
    for number in range(3):
        submitted(desk, f"Về việc số {number}")
    queue(desk)
    chords = ((Qt.Key.Key_Return, CTRL), (Qt.Key.Key_Return,))
    press(*chords[0])
    write(PIN)
    press(*chords[1])
    finish()
    assert len(chords) <= LIMITS["J2"]
    assert states(desk) == [State.SIGNED] * 3


def test_j3_found_by_half_remembered_words(office: Office, sit: Sit) -> None:
    document = _register(office, subject="V/v tổ chức diễn tập khu vực phòng thủ")
    hands = sit("van", DRAFTS, INCOMING)
    hands.begin()
    hands.press("Ctrl+K")
    hands.type("dien tap")
    hands.rest(lambda: hands.seat.card() is not None and not hands.seat.card()._pause.isActive())
    hands.press("Return")
    assert hands.keys <= LIMITS["J3"]
    hands.rest()
    assert hands.seat.window.stack.current_id == "incoming"
    assert hands.seat.view().register.pane.document() == document


def test_j4_a_directive(office: Office, sit: Sit) -> None:
    document = office.submitted()
    hands = sit("chi", INCOMING)
    hands.begin()
    hands.press("F7")
    hands.type("ctn")
    hands.press("Tab")
    hands.type("pth")
    hands.press("Tab", "Tab", "Tab")
    hands.type("+3")
    hands.press("Ctrl+Return")
    assert hands.keys <= LIMITS["J4"]
    page = _page(office, document)
    assert page.row.state == State.IN_PROGRESS
    assert page.remarks[0].text == "Chủ trì nghiên cứu, tham mưu đề xuất."
    assert [(one.part, one.name) for one in page.assignments] == [("lead", "Phạm Thu Hà")]
    assert page.row.due == "2026-11-23"


def test_j5_twelve_documents_are_assigned_and_one_undo_takes_all_back(
    office: Office, sit: Sit
) -> None:
    given = [office.given(office.task("lead", "phu", 9)) for _ in range(12)]
    hands = sit("chi", INCOMING)
    hands.press("Ctrl+2", "Home")
    hands.begin()
    hands.press(*["Shift+Down"] * 11)
    hands.press("F4")
    hands.type("pth")
    hands.press("Tab")
    hands.type("+5")
    hands.press("Ctrl+Return")
    assert hands.keys <= LIMITS["J5"]
    hands.rest(lambda: hands.said("Đã giao 12 văn bản"))
    assert {_page(office, one).row.lead for one in given} == {"Phạm Thu Hà"}
    assert {_page(office, one).row.due for one in given} == {"2026-11-26"}
    hands.begin()
    hands.press("Ctrl+Z")
    assert hands.keys == 1
    hands.rest(lambda: hands.said("Đã hoàn tác 12 văn bản"))
    assert {_page(office, one).row.lead for one in given} == {"Phan Đức Mẫu"}


def test_j5_reaches_everything_that_the_filter_shows(office: Office, sit: Sit) -> None:
    """Ctrl+A chooses all, Space ticks them; a tick stays where the keyboard goes on."""
    for _ in range(3):
        office.given(office.task("lead", "phu", 9))
    hands = sit("chi", INCOMING)
    view = hands.seat.view().register.list.view
    hands.press("Ctrl+2", "Ctrl+A")
    assert len(view.chosen()) == len(view._model.ids) > 1
    hands.press("Space", "Home", "Down", "Space")
    assert len(view.ticked) == len(view._model.ids) - 1
    bar = hands.seat.view().register.bar
    assert bar.isVisible()
    assert bar._count.text() == f"Đã chọn {len(view.ticked)} văn bản"
    assert "bulk.assign" in hands.seat.commands()
    assert "act.assign" not in hands.seat.commands()
    for check in (looks.assert_not_clipped, looks.assert_named, looks.assert_contrast):
        check(hands.seat.window)
    hands.press("Ctrl+A", "Space", "Space")
    hands.press("Home")
    assert not bar.isVisible()
    assert TABS[1].id == "open"


def test_j8_the_handling_slip_is_printed(office: Office, sit: Sit) -> None:
    office.given(office.task("lead", "si", 5))
    hands = sit("van", INCOMING)
    hands.begin()
    hands.press("Ctrl+P", "Return")
    assert hands.keys <= LIMITS["J8"]
    hands.rest(lambda: bool(hands.seat.printers.printed()))
    [paper] = hands.seat.printers.printed()
    assert paper.read_bytes().startswith(b"%PDF")
    assert hands.seat.card() is None


def test_j9_a_reply_begins_with_reference_addressee_and_dossier(office: Office, sit: Sit) -> None:
    document = office.given(office.task("lead", "si", 5))
    dossier = dossiers.open_dossier(office.at("van"), "03.TM", "Thông tin liên lạc", "06").entity
    dossiers.put(office.at("van"), dossier, document)
    hands = sit("si", INCOMING, DRAFTS)
    hands.begin()
    hands.press("Ctrl+R")
    assert hands.keys <= LIMITS["J9"]
    hands.rest()
    editor = hands.seat.view().writing.editor
    written = editor.written()
    assert written.subject == "trả lời công văn số 217/TM-TH ngày 16/11/2026"
    assert written.addressees == "Phòng Tham mưu"
    assert "03.TM – Thông tin liên lạc" in editor.note.text
    hands.press("Ctrl+S")
    hands.rest()
    [(_, draft)] = documents.related(office.at("si"), document).documents
    assert draft.state == State.DRAFT
    assert _page(office, draft.id, "van").dossiers == (dossier,)
    received = office.world.push(office.world.clerk)
    assert not received.refused
    assert {one.value for one in received.standing.values()} == {"ok"}
