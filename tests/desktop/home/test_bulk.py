"""Acts on many documents, by keys: told before, done, told after, taken back at once."""

from __future__ import annotations

from db.actions import dossiers, handling
from db.queries import documents
from desktop.bulk.sheets import BulkSheet, ResultSheet
from tests.db.test_worklists import Office
from tests.desktop.home.conftest import Seat


def _states(office: Office, ids: list[str]) -> list[str]:
    pages = [documents.page(office.at("van"), one) for one in ids]
    return [page.row.state for page in pages if page is not None]


def _sheet(seat: Seat) -> BulkSheet:
    card = seat.stage.window.scrim.card
    assert isinstance(card, BulkSheet)
    return card


def test_ticked_documents_are_submitted_and_all_taken_back_at_once(seats, office) -> None:
    arrived = [office.arrived() for _ in range(3)]
    seat = seats("van")
    assert not seat.view.page.rows.bar.isVisible()
    seat.press("Ctrl+A", "Space")
    bar = seat.view.page.rows.bar
    assert bar.isVisible()
    assert bar._count.text() == "Đã chọn 3 văn bản"
    assert [button.label for button in bar._buttons] == ["Trình chỉ huy", "Đưa vào hồ sơ"]
    seat.press("F9")
    assert _sheet(seat)._count.text() == "Sẽ làm với 3 văn bản:"
    seat.press("Ctrl+Return")
    seat.stage.settle(lambda: seat.said() == "Đã trình 3 văn bản")
    assert _states(office, arrived) == ["submitted"] * 3
    assert seat.lists().get("submitted") == "3"
    seat.press("Ctrl+Z")
    seat.stage.settle(lambda: seat.said() == "Đã hoàn tác 3 văn bản")
    assert _states(office, arrived) == ["registered"] * 3
    assert seat.stage.window.scrim.card is None


def test_twelve_are_assigned_in_few_keys(seats, office) -> None:
    """J5 of ux.md: choose, F4, a name, a deadline, Ctrl+Enter; one undo for all."""
    given = [office.given(office.task("lead", "si", 5)) for _ in range(4)]
    seat = seats("chi")
    seat.view.page.pane.choose("given")
    seat.stage.settle()
    seat.press("Home", "Shift+End", "F4")
    sheet = _sheet(seat)
    seat.type("Người phu")
    seat.press("Return", "Return")
    sheet.fields["due"].edit.setText("+5")
    seat.press("Ctrl+Return")
    seat.stage.settle(lambda: seat.said() == "Đã giao 4 văn bản")
    pages = [documents.page(seat.store, one) for one in given]
    assert [page.row.lead for page in pages if page] == ["Người phu"] * 4
    seat.press("Ctrl+Z")
    seat.stage.settle(lambda: seat.said() == "Đã hoàn tác 4 văn bản")
    pages = [documents.page(seat.store, one) for one in given]
    assert [page.row.lead for page in pages if page] == ["Người si"] * 4


def test_what_cannot_be_done_is_told_before_and_after(seats, office) -> None:
    ready, gone = office.arrived(), office.submitted()
    seat = seats("van")
    seat.view.page.pane.choose("unit_open")
    seat.stage.settle()
    seat.press("Ctrl+A", "F9")
    sheet = _sheet(seat)
    assert sheet._count.text() == "Sẽ làm với 1 văn bản, 1 văn bản không làm được:"
    [(said, reason)] = sheet.outcomes._lines
    assert said.row.id == gone
    assert "Chờ bút phê" in reason.text()
    seat.press("Ctrl+Return")
    seat.stage.settle(lambda: isinstance(seat.stage.window.scrim.card, ResultSheet))
    result = seat.stage.window.scrim.card
    assert isinstance(result, ResultSheet)
    assert result.title.text() == "Đã làm 1 · Chưa làm 1"
    assert _states(office, [ready, gone]) == ["submitted", "submitted"]
    seat.press("Return")
    assert seat.stage.window.scrim.card is None


def test_where_nothing_can_be_done_nothing_is_offered_to_do(seats, office) -> None:
    first = office.given(office.task("lead", "si"))
    handling.acknowledge(office.at("si"), first)
    seat = seats("si")
    acts = {command.id: command for command in seat.view.commands()}
    acts["bulk.acknowledge"].run()
    sheet = _sheet(seat)
    assert not sheet.accept.isEnabled()
    sheet.try_answer()
    assert seat.stage.window.scrim.card is sheet


def test_the_undo_leaves_what_somebody_went_on_with_and_says_so(seats, office) -> None:
    waiting = [office.submitted() for _ in range(2)]
    seat = seats("chi")
    seat.press("Ctrl+A", "F7")
    sheet = _sheet(seat)
    seat.press("Ctrl+Return")
    assert sheet.fields["text"]._below.text()
    sheet.text.setPlainText("Giao nghiên cứu")
    sheet.lead.setText("Người si")
    seat.press("Ctrl+Return")
    seat.stage.settle(lambda: seat.said() == "Đã bút phê 2 văn bản")
    handling.acknowledge(office.at("si"), waiting[0])
    seat.press("Ctrl+Z")
    seat.stage.settle(lambda: isinstance(seat.stage.window.scrim.card, ResultSheet))
    result = seat.stage.window.scrim.card
    assert isinstance(result, ResultSheet)
    assert result.title.text() == "Đã hoàn tác 1 · Chưa hoàn tác 1"
    assert _states(office, waiting) == ["in_progress", "submitted"]


def test_documents_go_into_a_dossier_and_out_again(seats, office) -> None:
    arrived = [office.arrived() for _ in range(2)]
    dossier = dossiers.open_dossier(office.at("van"), "01.TM", "Diễn tập", "06").entity
    seat = seats("van")
    seat.press("Ctrl+A", "Ctrl+H")
    sheet = _sheet(seat)
    sheet.dossier.setText("không có")
    seat.press("Ctrl+Return")
    assert "hồ sơ" in sheet.fields["dossier"]._below.text()
    sheet.dossier.setText("01.TM – Diễn tập")
    seat.press("Ctrl+Return")
    seat.stage.settle(lambda: seat.said() == "Đã đưa 2 văn bản vào hồ sơ")
    pages = [documents.page(seat.store, one) for one in arrived]
    assert [page.dossiers for page in pages if page] == [(dossier,)] * 2
    seat.press("Ctrl+Z")
    seat.stage.settle(lambda: seat.said() == "Đã hoàn tác 2 văn bản")
    pages = [documents.page(seat.store, one) for one in arrived]
    assert [page.dossiers for page in pages if page] == [()] * 2


def test_what_was_read_has_no_undo(seats, office) -> None:
    office.given(office.task("lead", "si"))
    seat = seats("si")
    acts = {command.id: command for command in seat.view.commands()}
    acts["bulk.acknowledge"].run()
    seat.press("Ctrl+Return")
    seat.stage.settle(lambda: seat.said() == "Đã xác nhận nhận việc 1 văn bản")
    assert "to_read" not in seat.lists()
    assert not seat.stage.window.toasts.undo()
