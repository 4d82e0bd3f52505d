"""The print sheet on a real store, by keys: what is printed and saved is an act first, the printer
is remembered, a lock stops what has not begun.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from hashlib import sha256
from pathlib import Path
from typing import Any

import pikepdf
import pytest
import sqlalchemy as sa
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication

from core.commits.ids import b64
from core.office.terms import Kind
from db import commits, models
from db.actions import incoming
from desktop.background import Background, Inline, Lane, Task
from desktop.books.screen import SCREEN, BooksScreen
from desktop.printing.sheet import PrintSheet
from desktop.unlock.lock_screen import Locking
from desktop.widgets.path_sheet import PathSheet
from tests.db.test_ledger import ENTRY
from tests.desktop import looks
from tests.desktop.desk_rig import CTRL, NOW, Desk, press, write
from tests.desktop.looks import settle
from tests.desktop.printing.papers import BOTH, PLAIN, FilePrinters


class Slow(Inline):
    """What waits for the store or the pages waits until it is let go."""

    def __init__(self) -> None:
        self.waiting: list[Callable[[], object]] = []
        self.held: set[Lane] = set()

    def run(self, lane, work, done, failed) -> Task:  # type: ignore[no-untyped-def]
        if lane not in self.held:
            return super().run(lane, work, done, failed)
        task = Task(done, failed)
        self.waiting.append(lambda: task.deliver(work(), None))
        return task

    def let_go(self) -> None:
        self.held.clear()
        while self.waiting:
            self.waiting.pop(0)()


@pytest.fixture(scope="module")
def one(qapp: object, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Desk]:
    made = Desk(tmp_path_factory.mktemp("desk"))
    incoming.register(made.world.clerk.store, ENTRY, None, made.world.book)
    yield made
    made.close()


@pytest.fixture
def desk(one: Desk, tmp_path: Path) -> Iterator[Desk]:
    """A window of its own, and paper."""
    one.printers = FilePrinters(tmp_path / "paper", PLAIN, BOTH)
    one.heard.lines.clear()
    yield one
    for window in one.windows:
        window.close()
        window.deleteLater()
    one.windows.clear()
    one.contexts.clear()
    settle()
    one.pages.stop()


def opened(desk: Desk, background: Background | None = None) -> PrintSheet:
    """The sheet of the incoming book, in a window that is made where there is none."""
    if not desk.windows:
        desk.sit(desk.world.clerk.store, SCREEN, background=background)
        view = desk.view()
        assert isinstance(view, BooksScreen)
        view.open((f"{Kind.INCOMING}/{desk.world.book}", "2026"))
        settle()
    press(Qt.Key.Key_P, CTRL)
    sheet = desk.windows[-1].scrim.card
    assert isinstance(sheet, PrintSheet)
    return sheet


def taken(desk: Desk) -> list[dict[str, Any]]:
    """What every copy that left says of itself, the oldest first; the server takes each."""
    assert not desk.world.push(desk.world.clerk).refused
    table = models.Touch
    query = sa.select(table.entity).where(table.kind == "copy").distinct()
    with desk.world.clerk.store.engine.begin() as connection:
        found = [
            (commit, standing)
            for entity in connection.execute(query).scalars().all()
            for commit, standing in commits.touching(connection, ("copy", entity))
        ]
    assert {standing for _, standing in found} <= {"tentative", "ok"}
    return [commit.ops[0].body for commit, _ in sorted(found, key=lambda one: one[0].order)]


def test_two_keys_print_and_the_act_says_what_went_out(desk: Desk) -> None:
    sheet = opened(desk)
    assert sheet.first() is sheet.send
    press(Qt.Key.Key_Return)
    assert desk.windows[-1].scrim.card is None
    assert "announce Đã gửi sổ đăng ký văn bản đến đến máy in" in desk.heard.lines
    [paper] = desk.printers.printed()
    with pikepdf.open(paper) as made:
        assert len(made.pages) == 2
    [*_, said] = taken(desk)
    assert (said["of"], said["form"], said["way"]) == ("register", "incoming", "print")
    assert (said["pages"], said["lines"], said["since"]) == (2, 1, "2026-01-01")
    assert said["hash"] == b64(sha256(sheet._papers.content).digest())


def test_copies_pages_and_printer_are_chosen_by_keys_and_remembered(desk: Desk) -> None:
    sheet = opened(desk)
    assert not sheet.choices.sides.isVisible()
    sheet.choices.printers._lines[0].setFocus()
    press(Qt.Key.Key_Down)
    assert sheet.choices.printers.value() == "tep-2"
    assert sheet.choices.sides.isVisible()
    sheet.choices.sides.set_value(True)
    sheet.choices.copies_edit.setFocus()
    press(Qt.Key.Key_A, CTRL)
    write("0")
    press(Qt.Key.Key_Return)
    assert sheet.choices.copies.wrong
    press(Qt.Key.Key_A, CTRL)
    write("3")
    sheet.choices.pages_edit.setFocus()
    write("2-3")
    press(Qt.Key.Key_Return)
    assert sheet.choices.pages.wrong
    press(Qt.Key.Key_A, CTRL)
    write("2")
    press(Qt.Key.Key_Return)
    [paper] = desk.printers.printed()
    assert paper.name == "00-tep-2.pdf"
    with pikepdf.open(paper) as made:
        assert len(made.pages) == 3
    [*_, said] = taken(desk)
    assert (said["pages"], said["copies"]) == (1, 3)
    again = opened(desk)
    assert again.choices.printers.value() == "tep-2"
    assert again.choices.sides.value() is True
    desk.printers.there.remove(BOTH)
    press(Qt.Key.Key_Return)
    assert "error PrinterFailed" in desk.heard.lines
    assert again.problem.text.startswith("Máy in “tep-2” không nhận")
    press(Qt.Key.Key_Escape)
    assert opened(desk).choices.printers.value() == "tep"
    assert taken(desk)[-1] == said


def test_without_a_printer_it_says_so_and_offers_the_pdf(desk: Desk, tmp_path: Path) -> None:
    desk.printers.there.clear()
    sheet = opened(desk)
    assert "chưa có máy in" in sheet.choices.none.text
    assert not sheet.send.isEnabled()
    assert sheet.save.hasFocus()
    press(Qt.Key.Key_Return)
    asking = desk.windows[-1].scrim.card
    assert isinstance(asking, PathSheet)
    asking.edit.setText(str(tmp_path / "so.pdf"))
    press(Qt.Key.Key_Return)
    assert (tmp_path / "so.pdf").read_bytes() == sheet._papers.content
    [*_, said] = taken(desk)
    assert (said["way"], said["pages"]) == ("pdf", 2)


def test_what_cannot_be_written_is_said_and_the_act_stays(desk: Desk, tmp_path: Path) -> None:
    before = len(taken(desk))
    opened(desk).save.click()
    asking = desk.windows[-1].scrim.card
    assert isinstance(asking, PathSheet)
    folder = tmp_path / "khoa"
    folder.mkdir()
    asking.edit.setText(str(folder / ("x" * 300 + ".pdf")))
    press(Qt.Key.Key_Return)
    assert "error FileUnwritable" in desk.heard.lines
    assert list(folder.iterdir()) == []
    assert len(taken(desk)) == before + 1


def test_a_window_made_small_goes_on_showing_what_it_showed(desk: Desk) -> None:
    sheet = opened(desk)
    window = desk.windows[-1]
    window.showMinimized()
    settle()
    window.showNormal()
    settle()
    assert sheet.pane.view.page_count == 2
    press(Qt.Key.Key_Return, at=sheet.send)
    assert len(desk.printers.printed()) == 1


def test_enter_before_the_pages_are_there_prints_once_they_are(desk: Desk) -> None:
    slow = Slow()
    desk.sit(desk.world.clerk.store, SCREEN, background=slow)
    desk.view().open((f"{Kind.INCOMING}/{desk.world.book}", "2026"))
    settle()
    slow.held = {Lane.PAGES}
    press(Qt.Key.Key_P, CTRL)
    press(Qt.Key.Key_Return)
    assert desk.printers.printed() == []
    slow.let_go()
    settle()
    assert len(desk.printers.printed()) == 1


def test_what_is_under_way_is_told_and_can_be_stopped(desk: Desk) -> None:
    slow = Slow()
    sheet = opened(desk, slow)
    slow.held = {Lane.PAGES}
    press(Qt.Key.Key_Return)
    assert sheet.send.label == "Đang in 1 / 2"
    assert sheet.cancel.isEnabled()
    press(Qt.Key.Key_Escape, at=desk.windows[-1].scrim)
    assert desk.windows[-1].scrim.card is None
    slow.let_go()
    settle()
    assert desk.printers.printed() == []
    assert any(line.startswith("announce Đã dừng in") for line in desk.heard.lines)


@pytest.mark.parametrize("lane", [Lane.DATABASE, Lane.PAGES])
def test_a_lock_leaves_nothing_readable_and_stops_what_has_not_begun(
    desk: Desk, lane: Lane
) -> None:
    slow = Slow()
    sheet = opened(desk, slow)
    window = desk.windows[-1]
    slow.held = {lane}
    press(Qt.Key.Key_Return)
    assert not sheet.can_close
    window.cover(Locking("wish", NOW))
    settle()
    assert not sheet.isVisible()
    assert sheet._opened is None
    assert sheet.pane.view.page_count == 0
    assert [w for w in QApplication.topLevelWidgets() if w.isVisible()] == [window]
    slow.let_go()
    settle()
    assert desk.printers.printed() == []
    assert not [line for line in desk.heard.lines if "Đã gửi" in line or "Đã dừng" in line]
    window.end_session()
    window.uncover()
    assert any(line.startswith("announce Đã dừng in") for line in desk.heard.lines)


def test_the_sheet_in_every_look(desk: Desk) -> None:
    opened(desk)
    window = desk.windows[-1]
    large = looks.Setting("light", looks.LAPTOP, "vi", 1.25)
    for setting in (large, *looks.every_look()):
        with looks.dressed(setting):
            window.resize(1280, 680)  # so that it is placed anew
            settle()
            window.resize(*setting.size)
            settle()
            assert window.rect().contains(window.scrim.card.geometry())
            looks.assert_not_clipped(window.scrim)
            looks.assert_contrast(window.scrim)
            looks.assert_named(window.scrim)
            looks.screenshot(window, f"print-sheet-{setting.name}")
