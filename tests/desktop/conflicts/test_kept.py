"""What the server keeps of one's own without a place, and what it does not take: shown to its
author with what to do, gone once the server has it.
"""

from __future__ import annotations

from dataclasses import replace

import pytest
from PySide6.QtWidgets import QLabel

from core.sync import segment
from core.sync.frontier import Row
from core.sync.wire import PushAnswer, Refusal, Why
from db import commits
from db.actions import handing_on, incoming
from db.queries import setting_aside
from tests.db.test_ledger import ENTRY, World
from tests.desktop.conflicts.conftest import spread
from tests.desktop.seat import Seat


@pytest.fixture
def papers(world: World) -> list[str]:
    """Of two documents of the clerk the server does not take the first, and keeps the second for
    the commander's missing act.
    """
    store = world.clerk.store
    made = [
        incoming.register(store, replace(ENTRY, code=f"{n}/BC-HC"), None, world.book).entity
        for n in (417, 418)
    ]
    with store.engine.begin() as connection:
        unsent = commits.unsent(connection, store.stream, 10)
    first, second = (Row(*each.chain, each.header.seq) for each in unsent[-2:])
    answer = PushAnswer(
        epoch=1,
        held=(second,),
        why=(Why("missing", (world.commander.mine.device,)),),
        refused=(Refusal(first.device, first.inc, first.stream, first.seq, "CommitRefused"),),
    )
    assert handing_on.note(store, list(segment.runs(unsent)), answer)
    return made


def said(seat: Seat) -> str:
    labels = seat.view().pane.findChildren(QLabel)
    return " ".join(label.text() for label in labels)


def test_its_author_reads_why_and_what_to_do_until_the_server_has_it(
    clerk: Seat, papers: list[str], world: World
) -> None:
    kept, refused = (
        next(one.id for one in setting_aside.items(world.clerk.store) if one.standing == standing)
        for standing in (setting_aside.KEPT, setting_aside.REFUSED)
    )
    clerk.view().open(kept)
    clerk.rest()
    assert "418/BC-HC" in said(clerk)
    assert "Máy chủ đã có việc này" in said(clerk)
    assert "việc trước đó của Máy chỉ huy" in said(clerk), "the machine whose act is missing"
    assert "báo quản trị viên máy chủ" in said(clerk)
    clerk.view().open(refused)
    clerk.rest()
    assert "Máy chủ không nhận việc này (CommitRefused)" in said(clerk)
    shown = {one.id for one in clerk.view().commands() if one.enabled()}
    assert shown.isdisjoint({"take", "lie", "resolve"}), "nobody has to decide about it"
    spread(world, world.clerk)
    assert setting_aside.items(world.clerk.store) == []


def test_look(clerk: Seat) -> None:
    clerk.look("conflicts-kept")
    assert "418/BC-HC" in said(clerk) or "417/BC-HC" in said(clerk)
