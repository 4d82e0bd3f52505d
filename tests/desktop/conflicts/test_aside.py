"""What the server set aside, by keys: shown with why and what each choice does, all of a lost
machine taken for one reason, one's own taken back.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QLabel

from db.actions import authority, incoming, reinstating
from db.queries import documents, setting_aside
from desktop.conflicts.screen import SCREEN
from tests.db.test_ledger import ENTRY, World
from tests.desktop.conflicts.conftest import OTHERS, spread
from tests.desktop.seat import CTRL, ENTER, Seat

Key = Qt.Key


@pytest.fixture
def papers(world: World) -> list[str]:
    """Three documents of a machine that was revoked before it could send them; one more fits no
    rule any more.
    """
    spread(world, world.clerk, world.commander)
    made = [
        incoming.register(
            world.clerk.store, replace(ENTRY, code=f"{n}/BC-HC"), None, world.book
        ).entity
        for n in (417, 418, 419)
    ]
    authority.revoke_device(world.admin.store, world.clerk.mine.device, "máy thất lạc")
    spread(world, world.admin, world.clerk, world.commander)
    return made


@pytest.fixture
def commander(world: World, papers: list[str], tmp_path: Path) -> Iterator[Seat]:
    seat = Seat(world.commander.store, tmp_path, SCREEN, OTHERS)
    seat.rest()
    yield seat
    seat.close()


def said(seat: Seat) -> list[str]:
    return [label.text() for label in seat.view().pane.findChildren(QLabel) if label.text()]


def command(seat: Seat, name: str) -> bool:
    return any(one.id == name and one.enabled() for one in seat.view().commands())


def answer(seat: Seat, why: str) -> None:
    card = seat.card()
    assert card is not None, "a reason is asked for"
    card.edit.setText(why)
    seat.press(ENTER, CTRL, at=card.edit)
    seat.rest()


def test_it_says_what_why_whose_and_what_each_choice_does(
    commander: Seat, papers: list[str], world: World
) -> None:
    words = " ".join(said(commander))
    assert "419/BC-HC" in words
    assert "Máy này đã bị thu hồi" in words
    assert "Người van" in words
    assert "Máy chủ nhận" in words
    assert "Cho có hiệu lực:" in words
    assert "Trả lại người làm:" in words
    assert "Trích yếu:" in words, "what was typed can be read"
    assert not command(commander, "resolve")
    assert command(commander, "take")
    assert commander.card() is None, "never a modal"
    assert "3 mục" in commander.view().head().subtitle


def test_all_of_a_lost_machine_is_taken_for_one_reason_by_keys_alone(
    commander: Seat, papers: list[str], world: World
) -> None:
    commander.press(Key.Key_6, CTRL)
    commander.press(Key.Key_4, CTRL)
    assert commander.card() is not None
    commander.press(ENTER, CTRL)
    assert commander.card() is not None, "not without a reason"
    answer(commander, "Đã đối chiếu với sổ giấy")
    assert setting_aside.items(world.commander.store) == []
    pages = [documents.page(world.commander.store, one) for one in papers]
    assert [page.row.number for page in pages if page] == [1, 2, 3]
    assert commander.view().list.empty.isVisible()
    assert not command(commander, "take")


def test_one_is_let_lie_and_the_others_stay(
    commander: Seat, papers: list[str], world: World
) -> None:
    commander.press(Key.Key_5, CTRL)
    answer(commander, "Vào sổ nhầm")
    left = setting_aside.items(world.commander.store)
    assert [one.about[0].code for one in left] == ["418/BC-HC", "417/BC-HC"]
    assert documents.page(world.commander.store, papers[2]) is None
    assert "2 mục" in commander.view().head().subtitle


def test_its_author_is_told_whom_to_ask_and_takes_it_back(
    world: World, papers: list[str], tmp_path: Path
) -> None:
    other = world.unit.machine("second", world.people["van"])
    world.unit.admit(world.admin, other)
    world.push(world.admin)
    world.pull(other)
    seat = Seat(other.store, tmp_path / "second-seat", SCREEN, OTHERS)
    seat.rest()
    assert any("chỉ huy hoặc người khác có quyền" in text for text in said(seat))
    assert not command(seat, "take")
    seat.press(Key.Key_6, CTRL)
    seat.press(Key.Key_5, CTRL)
    answer(seat, "Vào sổ lại ở máy mới")
    assert setting_aside.items(other.store) == []
    seat.close()
    other.store.engine.dispose()


def test_its_words_are_copied_and_it_is_written_once_more_by_keys_alone(
    world: World, papers: list[str], tmp_path: Path
) -> None:
    other = world.unit.machine("third", world.people["van"])
    world.unit.admit(world.admin, other)
    world.push(world.admin)
    world.lease(other, first=10, end=20)
    world.pull(other)
    seat = Seat(other.store, tmp_path / "third-seat", SCREEN, OTHERS)
    seat.rest()
    seat.press(Key.Key_8, CTRL)
    assert "Số, ký hiệu: 419/BC-HC" in QGuiApplication.clipboard().text()
    seat.press(Key.Key_7, CTRL)
    answer(seat, "Vào sổ lại ở máy mới")
    left = {one.about[0].code for one in setting_aside.items(other.store)}
    assert left == {"417/BC-HC", "418/BC-HC"}
    seat.close()
    other.store.engine.dispose()


def test_its_author_reads_who_gave_it_back_and_puts_it_away(
    world: World, papers: list[str], tmp_path: Path
) -> None:
    other = world.unit.machine("fourth", world.people["van"])
    world.unit.admit(world.admin, other)
    world.push(world.admin)
    world.pull(other)
    chosen = setting_aside.items(world.commander.store)[0].id
    reinstating.let_lie(world.commander.store, [chosen], "Gửi nhầm đơn vị")
    spread(world, world.commander, other)
    seat = Seat(other.store, tmp_path / "fourth-seat", SCREEN, OTHERS)
    seat.view().open(chosen)
    seat.rest()
    assert any("Người chi đã trả lại lúc" in text and "Gửi nhầm" in text for text in said(seat))
    assert not command(seat, "take")
    seat.press(Key.Key_5, CTRL)
    seat.rest()
    assert seat.card() is None, "nothing has to be said about it"
    assert chosen not in {one.id for one in setting_aside.items(other.store)}
    seat.close()
    other.store.engine.dispose()


def test_look(commander: Seat, world: World) -> None:
    commander.look("conflicts-aside")
    assert any("Máy này" in text or "This machine" in text for text in said(commander))
