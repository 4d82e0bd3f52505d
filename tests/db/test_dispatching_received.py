"""What a receiver makes of these acts: the rightful author's have effect, another's wait for a
decision and change nothing.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from core.commits.check import Verdict
from core.office.terms import Act
from db import authoring
from db.actions import dispatching, outgoing
from db.actions.dispatching import Loan, Receipt, Sending
from db.engine import writes
from db.queries import dispatches
from tests.db.letter_rig import Letters


@pytest.fixture
def letters(tmp_path: Path) -> Iterator[Letters]:
    made = Letters(tmp_path)
    yield made
    made.close()


def issued(letters: Letters) -> str:
    document = letters.sealed()
    dispatching.dispatch(letters.clerk, document, [Sending("Phòng Tham mưu", "hand")])
    return document


def lent(letters: Letters) -> str:
    document = issued(letters)
    day = letters.clerk.today().isoformat()
    dispatching.lend(letters.clerk, document, Loan("Người mượn", day, "Người chi"))
    return document


def _receive(letters: Letters, document: str) -> None:
    [sent] = dispatches.dispatches(letters.clerk, document)
    receipt = Receipt(sent.op, letters.clerk.today().isoformat())
    dispatching.receive(letters.clerk, document, [receipt])


def _restore(letters: Letters, document: str) -> None:
    [loan] = dispatches.loans(letters.clerk, document)
    dispatching.restore(letters.clerk, document, loan.op)


Do = Callable[[Letters, str], object]
ACTS: dict[str, tuple[Callable[[Letters], str], str, Do]] = {
    "check_content": (Letters.initialled, "kiem", lambda at, d: outgoing.check(
        at.head, d, Act.CHECK_CONTENT, at.blob(d))),
    "check_format": (Letters.initialled, "truong", lambda at, d: outgoing.check(
        at.checker, d, Act.CHECK_FORMAT, at.blob(d))),
    "return": (Letters.initialled, "si", lambda at, d: outgoing.take_back(
        at.head, d, Act.RETURN, "sai")),
    "cancel": (Letters.numbered, "si", lambda at, d: outgoing.take_back(
        at.clerk, d, Act.CANCEL, "sai")),
    "dispatch": (Letters.sealed, "si", lambda at, d: dispatching.dispatch(
        at.clerk, d, [Sending("x", "hand")])),
    "send on": (issued, "truong", lambda at, d: dispatching.dispatch(
        at.clerk, d, [Sending("x", "hand")])),
    "receive": (issued, "si", _receive),
    "recall": (issued, "van", lambda at, d: dispatching.recall(at.commander, d, "sai")),
    "lend": (issued, "chi", lambda at, d: dispatching.lend(
        at.clerk, d, Loan("x", at.clerk.today().isoformat(), "y"))),
    "restore": (lent, "si", _restore),
}  # fmt: skip
"""The document that it is done with, who may not do it, and the act by who may."""


@pytest.mark.parametrize("name", ACTS)
def test_a_receiver_takes_it_from_the_right_and_puts_it_to_review_from_the_wrong(
    letters: Letters, name: str
) -> None:
    begin, wrong, do = ACTS[name]
    world = letters.world
    document = begin(letters)
    world.push(world.clerk)
    world.pull(world.clerk)
    world.pull(world.commander)
    do(letters, document)
    ops = world.unsent(world.clerk, world.unit.stream)[-1].ops
    other = world.commander.store
    author = replace(other.author, person=world.people[wrong])
    with writes(other.engine).begin() as connection:
        salt, now = world.unit.dice(16), other.now()
        forged = authoring.compose(connection, other.realm, author, other.stream, ops, salt, now)
    assert list(world.admit([forged]).standing.values()) == [Verdict.REVIEW]
    assert set(world.push(world.clerk).standing.values()) == {Verdict.OK}
