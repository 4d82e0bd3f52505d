"""At the document itself: read only for a newer program, acts without effect, clocks that were
wrong; the way to where it is decided.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtWidgets import QLabel, QPushButton

from db.actions import authority, incoming
from db.queries import setting_aside
from desktop.incoming import screen as incoming_screen
from desktop.incoming.document_pane import DocumentPane
from desktop.outgoing import screen as outgoing_screen
from tests.db.test_conflicts import _as, _draft
from tests.db.test_ledger import World
from tests.db.test_troubles import HOUR, write_newer
from tests.desktop.conflicts.conftest import OTHERS, spread
from tests.desktop.seat import Seat


@pytest.fixture
def commander(world: World, papers: list[str], tmp_path: Path) -> Iterator[Seat]:
    """Before a document that a newer program wrote to, with an act without effect, from a machine
    whose clock ran an hour ahead.
    """
    fast = replace(world.clerk.store, now=lambda: world.unit.watch() + HOUR)
    incoming.edit(fast, papers[1], pages=9)
    write_newer(world.clerk, papers[1])
    spread(world, world.clerk, world.commander)
    incoming.edit(world.clerk.store, papers[0], pages=7)
    authority.revoke_device(world.admin.store, world.clerk.mine.device, "máy thất lạc")
    spread(world, world.admin, world.clerk, world.commander)
    others = ("conflicts", *OTHERS[1:])
    seat = Seat(world.commander.store, tmp_path / "commander", incoming_screen.SCREEN, others)
    seat.rest()
    yield seat
    seat.close()


def said(seat: Seat) -> str:
    return " | ".join(
        label.text() for label in seat.view().findChildren(QLabel) if label.isVisible()
    )


def show(seat: Seat, document: str) -> None:
    seat.view().open(("document", document))
    seat.rest()
    pane = seat.view().findChild(DocumentPane)
    waited = 0
    while pane.document() != document and waited < 40:
        seat.rest()
        waited += 1
    assert pane.document() == document


def test_each_document_says_what_is_the_matter_with_it(commander: Seat, papers: list[str]) -> None:
    show(commander, papers[1])
    assert "Chỉ xem – cần cập nhật" in said(commander)
    assert "3 xung đột cần xử lý ở đây" in said(commander)
    assert "chưa có hiệu lực" not in said(commander)
    show(commander, papers[0])
    assert "Chỉ xem – cần cập nhật" not in said(commander), "only that one"
    assert "1 việc ở đây chưa có hiệu lực" in said(commander)
    leads = [
        one
        for one in commander.view().findChildren(QPushButton)
        if one.text() == "Mở mục cần xử lý" and one.isVisible()
    ]
    leads[-1].click()
    [item] = setting_aside.items(commander.store)
    assert commander.view().asked == [item.id]


def test_its_history_marks_what_has_no_effect_and_whose_clock_was_wrong(
    commander: Seat, papers: list[str]
) -> None:
    show(commander, papers[1])
    commander.view().findChild(DocumentPane).tabs.choose(1)
    commander.rest()
    assert "đồng hồ lệch" in said(commander)
    show(commander, papers[0])
    commander.view().findChild(DocumentPane).tabs.choose(1)
    commander.rest()
    assert "chưa có hiệu lực, đang chờ xét" in said(commander)
    assert "đồng hồ lệch" not in said(commander)


def test_look(commander: Seat, papers: list[str]) -> None:
    show(commander, papers[1])
    commander.look("conflicts-troubles")
    assert "Chỉ xem" in said(commander) or "Read only" in said(commander)


def test_an_outgoing_one_says_the_same(world: World, tmp_path: Path) -> None:
    document = _draft(_as(world, "si"))
    write_newer(world.clerk, document)
    spread(world, world.clerk, world.commander)
    others = ("incoming", "conflicts", "drafts", "dossiers")
    seat = Seat(world.commander.store, tmp_path / "out", outgoing_screen.SCREEN, others)
    seat.view().open(("document", document))
    seat.rest()
    assert "Chỉ xem – cần cập nhật" in said(seat)
    seat.close()
