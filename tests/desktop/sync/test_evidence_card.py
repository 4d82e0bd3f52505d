"""The evidence card of the sync screen: what stands there, taking over by keyboard, every look."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QPushButton

from core.commits.intake_bodies import Intake, SignedBy
from db.actions import bundles, incoming
from db.actions import completing as kept
from db.actions.files import NewFile
from db.queries import completing
from db.queries.completing import Completion
from desktop.sync.screen import SCREEN
from tests.db.test_ledger import ENTRY, World
from tests.db.unit_of_three import START
from tests.desktop import looks
from tests.desktop.outgoing.stage import Stage

SIGNED = Intake(
    verdict="VALID",
    reason="Good",
    at=START,
    signatures=(SignedBy(role="main", verdict="VALID", reason="Good"),),
)
TAKE = "Nhận làm trên máy này"


@pytest.fixture
def world(tmp_path: Path) -> Iterator[World]:
    """A clerk's machine took four signed letters in; a commander's machine knows of them."""
    made = World(tmp_path)
    for number in range(4):
        pdf = b"%%PDF-1.7 a fictional letter %d" % number
        file = NewFile(f"{number}.pdf", "application/pdf", pdf, 1, intake=SIGNED)
        incoming.register(made.clerk.store, ENTRY, file, made.book)
    carried = bundles.export(made.clerk.store, [made.commander.mine.device])
    bundles.import_(made.commander.store, carried.pieces)
    yield made
    made.close()


@pytest.fixture
def stage(world: World, tmp_path: Path) -> Iterator[Stage]:
    made = Stage(tmp_path / "home", world.commander.store, (SCREEN,))
    made.window.go("sync")
    yield made
    made.close()


def buttons(stage: Stage) -> list[QPushButton]:
    return [one for one in looks.visible(stage.window, QPushButton) if one.text() == TAKE]


def fits(stage: Stage) -> bool:
    """Whether no words are cut, once the lines have got their heights."""
    try:
        looks.assert_not_clipped(stage.window)
    except AssertionError:
        return False
    return True


def left(world: World) -> list[Completion]:
    return completing.listed(world.commander.store, 9)


def test_a_file_of_another_machine_is_taken_over_by_keyboard(world: World, stage: Stage) -> None:
    stage.settle(lambda: len(buttons(stage)) > 0)
    before, offered = left(world), buttons(stage)
    assert len(offered) == len([one for one in before if not one.waits])
    first = offered[0]
    assert first.accessibleDescription().startswith("1 – Về việc bảo đảm thông tin – 0.pdf: ")
    assert "Máy văn thư sẽ làm" in first.accessibleDescription()
    stage.window.activateWindow()
    for _ in range(60):
        if QApplication.focusWidget() is first:
            break
        QTest.keyClick(QApplication.focusWidget() or stage.window, Qt.Key.Key_Tab)
    assert QApplication.focusWidget() is first
    QTest.keyClick(first, Qt.Key.Key_Space)
    stage.settle(lambda: len(buttons(stage)) == len(offered) - 1)
    assert sum(one.waits for one in left(world)) == sum(one.waits for one in before) + 1
    said = [label.text() for label in looks.visible(stage.window, QLabel)]
    assert any("đã nhận làm, bắt đầu sau khi đồng bộ" in text for text in said)


def test_look_of_the_card(world: World, stage: Stage) -> None:
    """One waits for a person, one was taken over, one is half done, one is nobody's hurry."""
    store = world.commander.store
    one, two, three, _ = sorted(left(world), key=lambda each: each.document)
    kept.note(store, one, "b", None, "Revoked")
    kept.take_over(store, two)
    kept.note(store, three, "interim", START + 86_400_000)
    for setting in looks.every_look():
        with looks.dressed(setting):
            stage.window.resize(*setting.size)
            stage.window.go("sync")
            stage.changes.emit(frozenset({("document", one.document)}))
            stage.settle(lambda: fits(stage))
            looks.screenshot(stage.window, f"sync-evidence-{setting.name}")
            looks.assert_contrast(stage.window)
            looks.assert_named(stage.window)
