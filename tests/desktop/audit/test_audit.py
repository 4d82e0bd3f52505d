"""The journal's screen, by keys, on a real store: acts, questions, and the chain read back."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
import sqlalchemy as sa
from PySide6.QtWidgets import QApplication, QLabel, QLineEdit

from core.commits.fold import OPERATIONS
from core.office.terms import Act
from db import models
from db.engine import writes
from db.queries import audit, journal
from db.queries.journal import Line
from desktop.audit.faces import CHOICES, what_words
from desktop.audit.gathering import Gathering
from desktop.audit.screen import SCREEN, AuditScreen
from desktop.printing.sheet import PrintSheet
from desktop.widgets.progress_sheet import ProgressSheet
from tests.db.test_worklists import Office
from tests.desktop import looks
from tests.desktop.forms.reading import read
from tests.desktop.outgoing.stage import Stage


class Seat:
    """A window of somebody who may read the journal."""

    def __init__(self, office: Office, folder: Path, who: str) -> None:
        self.office = office
        self.stage = Stage(folder, office.at(who), (SCREEN,))
        self.stage.window.go("audit")
        self.stage.settle()

    @property
    def view(self) -> AuditScreen:
        found = self.stage.window.stack.view()
        assert isinstance(found, AuditScreen)
        return found

    def titles(self) -> list[str]:
        """What the acts in sight were about."""
        return [
            self.view.model.index(n, 0).data(256).title for n in range(len(self.view.model.ids))
        ]

    def done(self) -> list[str]:
        model = self.view.model
        return [model.index(n, 0).data(256).below[0].text for n in range(len(model.ids))]

    def ask(self, field: str, text: str) -> None:
        edit = self.view.bar.fields[field].edit
        assert isinstance(edit, QLineEdit)
        edit.setFocus()
        edit.setText(text)
        self.stage.press("Return")
        self.stage.settle()


@pytest.fixture
def office(tmp_path: Path) -> Iterator[Office]:
    made = Office(tmp_path)
    made.given(made.task("lead", "si"))
    yield made
    made.world.close()


@pytest.fixture
def seats(qapp: object, office: Office, tmp_path: Path) -> Iterator[type[Seat]]:
    taken: list[Seat] = []

    def sit(who: str = "tra") -> Seat:
        taken.append(Seat(office, tmp_path, who))
        return taken[-1]

    yield sit  # type: ignore[misc]
    for seat in taken:
        assert seat.stage.faults == []
        seat.stage.close()


def test_every_act_is_a_readable_line_the_newest_first(seats, office) -> None:
    seat = seats()
    assert seat.done()[:3] == ["Bút phê", "Trình chỉ huy", "Tạo văn bản"]
    assert seat.titles()[0] == "217/TM-TH · Về việc bảo đảm thông tin"
    spoken = seat.view.model.index(0, 0).data(256).spoken
    assert "Người chi" in spoken
    assert "Chưa gửi" in spoken
    assert seat.view.list.view.hasFocus()


def test_questions_narrow_the_journal_and_are_taken_back(seats, office) -> None:
    seat = seats()
    everything = len(seat.titles())
    seat.ask("words", "bao dam")
    assert len(seat.titles()) == 3
    seat.ask("what", "Trình chỉ huy")
    assert seat.done() == ["Trình chỉ huy"]
    seat.ask("person", "Người chi")
    assert seat.titles() == []
    assert seat.view.empty.isVisible()
    seat.view.empty.button.click()
    seat.stage.settle()
    assert len(seat.titles()) == everything
    seat.ask("since", "1/1/2027")
    assert seat.titles() == []


def test_what_cannot_be_read_is_said_and_asks_nothing(seats, office) -> None:
    seat = seats()
    everything = len(seat.titles())
    seat.ask("until", "hôm kia")
    seat.ask("what", "nhảy múa")
    assert len(seat.titles()) == everything
    assert "ngày" in seat.view.bar.fields["until"]._below.text()
    assert "việc" in seat.view.bar.fields["what"]._below.text()


def test_a_day_is_asked_whole(seats, office) -> None:
    seat = seats()
    everything = len(seat.titles())
    seat.view.bar.since.setText("18/11/2026")
    seat.ask("until", "18/11/2026")
    assert len(seat.titles()) == everything
    seat.ask("until", "17/11/2026")
    assert seat.titles() == []


def test_the_chain_is_read_back_and_found_whole(seats, office) -> None:
    seat = seats()
    assert "Chưa kiểm tra" in seat.view.card._verdict.text()
    assert "Luồng quyền hạn: đến số" in seat.view.card._streams.text()
    assert "3 việc chưa có biên nhận" in seat.view.card._streams.text()
    seat.stage.press("F9")
    seat.stage.settle(lambda: "Toàn vẹn" in seat.view.card._verdict.text())
    assert seat.view.card.check.isEnabled()


def test_a_changed_receipt_and_a_changed_state_are_found(seats, office) -> None:
    store = office.at("tra")
    with writes(store.engine).begin() as connection:
        table = models.Receipt
        one = connection.execute(sa.select(table.commit).order_by(table.gseq).limit(1)).scalar_one()
        connection.execute(sa.update(table).where(table.commit == one).values(signature=b"x" * 64))
        kept = models.Aggregate
        some = connection.execute(
            sa.select(kept.id).where(kept.committed.is_not(None)).limit(1)
        ).scalar_one()
        connection.execute(sa.update(kept).where(kept.id == some).values(committed=b"{}"))
    seat = seats()
    seat.stage.press("F9")
    seat.stage.settle(lambda: "KHÔNG toàn vẹn" in seat.view.card._verdict.text())
    assert "1 biên nhận sai" in seat.view.card._verdict.text()
    assert "1 trạng thái" in seat.view.card._verdict.text()


def test_a_check_step_by_step_finds_what_the_whole_one_finds(office) -> None:
    store = office.at("tra")
    found = []
    for at in audit.begin(store):
        while not at.ended:
            at = audit.go_on(store, at)  # noqa: PLW2901 - one stream to its end
        found.append((at.kind, at.right, at.wrong, at.sum_holds))
    whole = [(s.kind, s.receipts, s.wrong, s.sum_holds) for s in audit.audit(store).streams]
    assert found == whole


def test_who_keeps_people_reads_no_document_here(seats, office) -> None:
    seat = seats("quan")
    assert seat.titles()[0] == "–"
    assert "bảo đảm" not in " ".join(seat.titles())


def test_every_act_has_words() -> None:
    assert {*CHOICES} == {*(act.value for act in Act), *OPERATIONS}
    assert all(what_words(one) and what_words(one) != one for one in CHOICES)
    assert what_words("document.tomorrow") == "document.tomorrow"


def test_looks(seats, office) -> None:
    seat = seats()
    for setting in looks.every_look():
        with looks.dressed(setting):
            seat.stage.window.resize(*setting.size)
            seat.stage.settle()
            looks.screenshot(seat.stage.window, f"audit-{setting.name}")
            looks.assert_not_clipped(seat.stage.window)
            looks.assert_named(seat.stage.window)
            looks.assert_contrast(seat.stage.window)


def test_a_signed_extract_is_saved_and_checked(seats, office, tmp_path: Path) -> None:
    seat = seats()
    seat.ask("what", "Trình chỉ huy")
    seat.stage.press("Ctrl+S")
    target = tmp_path / "nhat-ky.csv"
    seat.stage.type(str(target))
    seat.stage.press("Return")
    seat.stage.settle(target.exists)
    toast = seat.stage.window.toasts._text
    assert toast.text() == "Đã lưu nhat-ky.csv và tệp ký kèm theo"
    assert target.read_text("utf-8-sig").count("Trình chỉ huy") == 1
    assert (tmp_path / "nhat-ky.csv.antin").read_bytes().startswith(b"ANTB")
    _check(seat, target)
    assert toast.text().startswith("Bản trích nguyên vẹn: 1 việc, Người tra lập lúc ")
    target.write_bytes(target.read_bytes() + b"x")
    _check(seat, target)
    words = [label.text() for label in seat.stage.window.scrim.findChildren(QLabel)]
    assert any("KHÔNG còn nguyên vẹn" in text for text in words)


def test_an_extract_on_paper_says_what_was_asked_and_is_vouched_for(
    seats, office, tmp_path: Path
) -> None:
    seat = seats()
    seat.stage.press("F5")
    seat.ask("what", "Trình chỉ huy")
    seat.stage.press("Ctrl+P")
    seat.stage.settle(lambda: isinstance(seat.stage.window.scrim.card, PrintSheet))
    sheet = seat.stage.window.scrim.card
    seat.stage.settle(lambda: sheet.pane.view.page_count == 2)
    said = " ".join(span.text for span in read(sheet._papers.content).spans)
    assert "BẢN TRÍCH NHẬT KÝ HỆ THỐNG" in said
    assert "Việc: Trình chỉ huy" in said
    assert "Luồng quyền hạn: đến số" in said
    assert "Bản trích này có 1 (một) việc." in said
    assert "217/TM-TH · Về việc bảo đảm thông tin" in said
    assert "người in Người tra" in said
    seat.stage.press("Ctrl+S")
    target = tmp_path / "trich.pdf"
    seat.stage.press("Ctrl+A")
    seat.stage.type(str(target))
    seat.stage.press("Return")
    seat.stage.settle((tmp_path / "trich.pdf.antin").exists)
    _check(seat, target)
    toast = seat.stage.window.toasts._text
    assert toast.text().startswith("Bản trích nguyên vẹn: 1 việc, Người tra lập lúc ")
    seat.ask("what", "In, lưu biểu mẫu")
    assert seat.done()[0] == "Lưu PDF bản trích nhật ký"
    assert seat.titles()[0].endswith(" · 1 dòng, 2 trang")


def test_many_acts_are_read_in_parts_that_can_be_stopped(seats, office) -> None:
    seat = seats()
    [first, *_] = seat.view.model.ids
    heard: list[list[list[Line]]] = []

    def begun() -> Gathering:
        made = Gathering(seat.stage.context, seat.view, [first] * 3 * 1000, journal.rows)
        made.gathered.connect(heard.append)
        made.begin()
        return made

    begun()
    assert isinstance(seat.stage.window.scrim.card, ProgressSheet)
    seat.stage.settle(lambda: seat.stage.window.scrim.card is None)
    [parts] = heard
    assert len(parts) == 6
    begun()
    seat.stage.press("Escape")
    seat.stage.settle(lambda: seat.stage.window.scrim.card is None)
    assert len(heard) == 1


def _check(seat: Seat, path: Path) -> None:
    next(one for one in seat.view.commands() if one.id == "verify").run()
    seat.stage.settle()
    seat.stage.type(str(path))
    seat.stage.press("Return")
    seat.stage.settle()


def test_the_keyboard_comes_to_the_question(seats, office) -> None:
    seat = seats()
    seat.stage.press("Ctrl+F")
    assert QApplication.focusWidget() is seat.view.bar.words
