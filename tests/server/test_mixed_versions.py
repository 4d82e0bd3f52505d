"""Programs of different ages between real machines and a real server: nothing is lost, and nobody
writes on what he does not understand (sync.md §4.13).
"""

from __future__ import annotations

from collections.abc import Sequence
from types import SimpleNamespace
from typing import Any

import msgspec
import pytest

from core.commits import canonical, fold
from core.commits.check import Verdict
from core.commits.format import Op
from core.errors import (
    AntinError,
    NewerProgramNeeded,
    ProgramOlder,
    ServerOlder,
)
from core.sync import wire
from db import authoring, commits, facts
from db.actions import incoming
from db.engine import writes
from db.queries import office
from desktop.phrases import explain_in
from server import commit_answers
from tests.server.test_bad_roads import drained, explained, subjects
from tests.server.town import Machine, Town


def write_newer(machine: Machine, *ops: Op) -> None:
    """What a machine with a later version writes, which this one does not know."""
    store = machine.store
    with writes(store.engine).begin() as connection:
        made = authoring.compose(
            connection, store.realm, store.author, store.stream, ops, bytes(16), store.now()
        )
        commits.store(connection, made, Verdict.TENTATIVE)
        commits.advance(connection, made)


def state(machine: Machine, document: str) -> Any:
    with machine.store.engine.begin() as connection:
        return facts.states(connection, [("document", document)])["document", document]


def test_a_newer_machine_pushes_what_nobody_knows(town: Town) -> None:
    """The server takes and orders it; where it went nobody writes before an update; the rest is
    used as ever.
    """
    clerk, commander = town.machine("clerk"), town.machine("commander")
    touched, other = clerk.register(), clerk.register()
    for each in (touched, other):
        incoming.submit(clerk.store, each)
    drained(town, clerk, commander)
    unknown = Op(kind="document.colour", id=touched, body={"shade": "xanh"})
    later = Op(kind="document.set", v=2, id=touched, body={"fields": {"subject": {"vi": "Mới"}}})
    write_newer(clerk, unknown, later)
    drained(town, clerk, commander)
    for machine in (clerk, commander):
        assert len(state(machine, touched)["newer"]) == 2
        before = office.sync(machine.store).unsent
        with pytest.raises(NewerProgramNeeded) as caught:
            incoming.edit(machine.store, touched, subject="Sửa trên nền cũ")
        explained(caught.value)
        assert office.sync(machine.store).unsent == before
    assert "" not in subjects(commander, touched)
    incoming.edit(commander.store, other, subject="Văn bản khác vẫn sửa được")
    drained(town, clerk, commander)
    assert subjects(clerk, other) == ["Văn bản khác vẫn sửa được"]


class NewerHello(wire.HelloAnswer, frozen=True, kw_only=True):
    """A greeting of a later server."""

    advice: str = msgspec.field(default_factory=lambda: "cap nhat")


class NewerPage(wire.PullAnswer, frozen=True, kw_only=True):
    """A page of a later server."""

    proof: Sequence[int] = msgspec.field(default_factory=lambda: (1, 2))


class NewerPushed(wire.PushAnswer, frozen=True, kw_only=True):
    """An answer of a later server."""

    later: int = msgspec.field(default_factory=lambda: 5)


@pytest.fixture
def newer(monkeypatch: pytest.MonkeyPatch) -> None:
    """The server says more in its answers than this program knows, and folds in another way."""
    for name, kind in {
        "HelloAnswer": NewerHello,
        "PullAnswer": NewerPage,
        "PushAnswer": NewerPushed,
    }.items():
        monkeypatch.setattr(commit_answers, name, kind)
    monkeypatch.setattr(commit_answers, "fold", SimpleNamespace(REDUCER=fold.REDUCER + 1))


@pytest.mark.usefixtures("newer")
def test_a_newer_server_says_more_than_we_know(town: Town) -> None:
    """Its state hashes are of another fold: they are not compared."""
    assert b'"later":5' in canonical.encode(NewerPushed(epoch=1))
    clerk, commander = town.machine("clerk"), town.machine("commander")
    document = clerk.register(b"%PDF gia lap")
    incoming.submit(clerk.store, document)
    drained(town, clerk, commander)
    assert "" not in subjects(commander, document)


def test_a_server_that_old_machines_may_only_push_to(
    town: Town, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Push never fails because of version: what is written here is safe there (sync.md §4.13)."""
    clerk, commander = town.machine("clerk"), town.machine("commander")
    document = clerk.register(b"%PDF gia lap")
    incoming.submit(clerk.store, document)
    with monkeypatch.context() as changed:
        changed.setattr(
            commit_answers,
            "HelloAnswer",
            lambda **given: wire.HelloAnswer(**given | {"min_pull": 2}),
        )
        with town.running():
            before = commander.heads()
            sent, stopped = town.sync(clerk, commander)
    assert (sent.sent, sent.uploaded, stopped.received) == (2, 1, 0)
    for done in (sent, stopped):
        assert {type(each) for each in done.problems} == {ProgramOlder}
        explained(done.problems[0])
    assert office.sync(clerk.store).unsent == 0
    assert commander.heads() == before
    assert town.heads()[clerk.store.stream][0] == before[clerk.store.stream][0] + 2
    drained(town, clerk, commander)
    assert "" not in subjects(commander, document)


@pytest.mark.parametrize(
    ("served", "error", "who"),
    [(2, ProgramOlder, "Update the program on this machine"), (0, ServerOlder, "Tell IT")],
)
def test_a_person_is_told_which_side_is_to_be_updated(
    town: Town,
    monkeypatch: pytest.MonkeyPatch,
    served: int,
    error: type[AntinError],
    who: str,
) -> None:
    """The server speaks one version, and this machine another."""
    clerk = town.machine("clerk")
    clerk.register()
    spoken = SimpleNamespace(**vars(wire) | {"VERSION": served})
    monkeypatch.setattr(commit_answers, "wire", spoken)
    with town.running(), pytest.raises(error) as caught:
        town.sync(clerk)
    explained(caught.value)
    assert who in explain_in("en", caught.value).do
    assert office.sync(clerk.store).unsent == 1
