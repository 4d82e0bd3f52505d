"""What waits at a machine for another one's missing act comes to the server by that machine, where
the gap can be sealed; and an author reads what the server keeps or does not take of his.
"""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import AbstractContextManager, closing
from dataclasses import replace
from pathlib import Path
from typing import TypeVar

import pytest

from core.commits.format import Commit, Op
from core.sync import segment, wire
from core.sync.wire import PushAnswer
from db import commits
from db.actions import authority, bundles, handing_on, sealing, syncing
from db.blob_rows import find
from db.queries import documents, setting_aside
from db.queries.setting_aside import KEPT, REFUSED
from desktop.sync import rounds
from desktop.sync.client import Identity, Parts, Server
from desktop.sync.files import read_bundle, write_bundle
from tests.server.test_bundles_by_hand import ask, server_of
from tests.server.test_exchange import all_equal
from tests.server.test_mixed_versions import write_newer
from tests.server.town import APP, Machine, Town

Road = TypeVar("Road", bound=Server)
CONTENT = b"%PDF-1.7 chi may khac con giu"


class Counting(Server):
    """Counts what is asked on a road."""

    asked: int = 0

    def _post(self, *args: object) -> object:
        self.asked += 1
        return super()._post(*args)


class Leaving(Server):
    """A program that leaves out the first commit of what it sends."""

    def push(self, epoch: int, segments: Sequence[bytes]) -> tuple[PushAnswer, Parts]:
        all_of_it = [each for data in segments for each in segment.decode(data).commits]
        return super().push(epoch, [run.data for run in segment.runs(all_of_it[1:])])


def road(town: Town, machine: Machine, kind: type[Road]) -> AbstractContextManager[Road]:
    author = machine.store.author
    who = Identity(machine.store.realm.provision.realm, author.device, author.sign)
    return closing(kind(town.place(machine), who, APP))


def held(machine: Machine) -> list[Commit]:
    with machine.store.engine.begin() as connection:
        return commits.held(connection)


def behind_a_gap(clerk: Machine, reader: Machine) -> tuple[str, str]:
    """Two documents that the clerk registered last and only the reader has, the first of three
    volumes being lost.
    """
    given = bundles.export(reader.store, [clerk.store.author.device])
    bundles.import_(clerk.store, given.pieces)  # the clerk then sends what is new alone
    clerk.register(subject="Gói đã mất")
    kept = clerk.register(CONTENT, subject="Gói tới nơi"), clerk.register(subject="Gói tới nơi")
    made = bundles.export(clerk.store, [reader.store.author.device], limit=1)
    volumes = [b"".join(each) for each in made.volumes]
    for place in (1, 2):
        assert bundles.import_(reader.store, [volumes[place]]).held == place
    return kept


def queued(town: Town) -> list[tuple[str, int]]:
    with town.opened() as home:
        return [(hole.label, hole.waiting) for hole in sealing.holes(home.store)]


def test_what_a_lost_machine_left_elsewhere_is_sealed_and_taken(either_town: Town) -> None:
    town = either_town
    clerk, commander, admin = (town.machine(name) for name in ("clerk", "commander", "admin"))
    kept = behind_a_gap(clerk, commander)
    with town.running():
        [done] = town.sync(commander)
        assert (done.waiting, done.refused, done.problems) == (0, 0, ())
        authority.revoke_device(admin.store, clerk.store.author.device, "mất máy")
        town.sync(admin, commander)
    assert queued(town) == [("Máy clerk", 2)]
    with town.opened() as home:
        sealing.seal(home.store, home.registrar, "Máy clerk", "mất máy")
    assert queued(town) == []
    with town.running():
        town.sync(commander, admin)
    all_equal(town, commander, admin)
    assert held(commander) == []
    shown = [(one.standing, one.why) for one in setting_aside.items(commander.store)]
    assert shown == [("review", "device-revoked")] * 2, "as by the direct road"
    with town.opened() as home, home.store.engine.begin() as connection:
        [letter] = [each for each in commits.load(connection, ids(commander)) if blobs(each)]
        assert find(connection, blobs(letter)[0]), "its file came by the same machine"
    assert {one.about[0].id for one in setting_aside.items(commander.store)} == set(kept)


def ids(machine: Machine) -> list[str]:
    return [one.id for one in setting_aside.items(machine.store)]


def blobs(commit: Commit) -> list[str]:
    return [op.body["blob"] for op in commit.ops if "blob" in op.body]


def test_it_is_handed_on_once_and_again_after_a_restore(town: Town) -> None:
    clerk, commander = town.machine("clerk"), town.machine("commander")
    behind_a_gap(clerk, commander)
    with town.running(), road(town, commander, Counting) as road_:
        rounds.exchange(commander.store, road_)
        before = road_.asked
        rounds.exchange(commander.store, road_)
        assert road_.asked == before + 1, "a round without changes is one question"
        streams = syncing.streams(commander.store)
        assert handing_on.due(commander.store, streams) == []
        syncing.check_epoch(commander.store, 99)
        [run] = handing_on.due(commander.store, streams)
        assert (run.first, run.last) == (2, 3)
        assert handing_on.due(commander.store, []) == [], "of no stream that it does not read"


def test_what_its_author_sends_after_all_is_taken_as_ever(town: Town) -> None:
    clerk, commander = town.machine("clerk"), town.machine("commander")
    kept = behind_a_gap(clerk, commander)
    with town.running():
        town.sync(commander, clerk, commander, clerk)
    all_equal(town, clerk, commander)
    assert queued(town) == []
    assert all(documents.page(commander.store, each) for each in kept)


def test_what_somebody_made_up_in_anothers_name_is_not_kept(town: Town) -> None:
    clerk, commander = town.machine("clerk"), town.machine("commander")
    behind_a_gap(clerk, commander)
    [first, _] = sorted(held(commander), key=lambda each: each.header.seq)
    flipped = bytes([first.signature[0] ^ 1]) + first.signature[1:]
    forged = replace(first, signature=flipped)
    with town.running(), town.road(commander) as road_:
        epoch = road_.hello().epoch
        answer, _ = road_.push(epoch, [run.data for run in segment.runs([forged])])
    assert [each.code for each in answer.refused] == ["SignatureWrong"]
    assert answer.held == ()
    assert queued(town) == []


def test_it_goes_on_by_stick_too(town: Town, tmp_path: Path) -> None:
    """To the administrator, and to the server by hand, as often as asked."""
    clerk, commander, admin = (town.machine(name) for name in ("clerk", "commander", "admin"))
    behind_a_gap(clerk, commander)
    there, up = tmp_path / "1.antin", tmp_path / "2.antin"
    write_bundle(commander.store, [admin.store.author.device], there)
    done = read_bundle(admin.store, there)
    assert (done.held, [part.size for part in done.missing]) == (2, [1])
    assert read_bundle(admin.store, there).held == 2
    write_bundle(commander.store, [server_of(commander)], up)
    assert ask(town, "bundle", "import", up) == 1, "something is missing"
    assert queued(town) == [("Máy clerk", 2)]


def test_its_author_reads_what_the_server_keeps_until_it_takes_it(town: Town) -> None:
    clerk = town.machine("clerk")
    clerk.register(subject="Bị bỏ sót")
    document = clerk.register(subject="Phải chờ")
    with town.running(), road(town, clerk, Leaving) as leaving:
        done = rounds.exchange(clerk.store, leaving)
        assert (done.waiting, ("document", document) in done.changed) == (1, True)
        [item] = setting_aside.items(clerk.store)
        assert (item.standing, item.why, item.missing) == (KEPT, "gap", ("Máy clerk",))
        assert setting_aside.of(clerk.store, "document", document) == (item.id,)
        assert (item.may_take, item.may_refuse) == (False, False)
        town.sync(clerk)
    assert setting_aside.items(clerk.store) == []


def test_its_author_reads_what_the_server_does_not_take(town: Town) -> None:
    clerk = town.machine("clerk")
    document = clerk.register()
    with town.running():
        town.sync(clerk)
        secret = {"fields": {"secrecy": "mat"}}
        write_newer(clerk, Op(kind="document.set", id=document, body=secret))
        behind = clerk.register(subject="Đứng sau")
        [done] = town.sync(clerk)
        assert (done.refused, done.waiting) == (1, 1)
    first, second = sorted(setting_aside.items(clerk.store), key=lambda one: -one.n)
    assert (first.standing, first.why, first.missing) == (REFUSED, "SecretRefused", ())
    assert (second.standing, second.missing) == (KEPT, ("Máy clerk",))
    assert [one.about[0].id for one in (first, second)] == [document, behind]


@pytest.mark.parametrize("why", [(), (wire.Why("gap"), wire.Why("missing"))])
def test_an_answer_without_a_reason_each_is_read_as_ever(
    town: Town, why: tuple[wire.Why, ...]
) -> None:
    """By a server from before they were told, or one that miscounts."""
    clerk = town.machine("clerk")
    clerk.register()
    [commit] = commits_of(clerk)
    row = wire.Row(*commit.chain, commit.header.seq)
    sent = list(segment.runs([commit]))
    answer = PushAnswer(epoch=1, held=(row,), why=why)
    assert handing_on.note(clerk.store, sent, answer)
    assert not handing_on.note(clerk.store, sent, answer), "no news"
    [item] = setting_aside.items(clerk.store)
    assert (item.standing, item.why, item.missing) == (KEPT, "", ())


def commits_of(machine: Machine) -> list[Commit]:
    with machine.store.engine.begin() as connection:
        return commits.unsent(connection, machine.store.stream, 10)


@pytest.mark.parametrize("kept", [1, 3])
def test_a_reader_that_is_further_gets_no_more_of_it(town: Town, kept: int) -> None:
    clerk, commander = town.machine("clerk"), town.machine("commander")
    behind_a_gap(clerk, commander)
    [first, _] = held(commander)
    with commander.store.engine.begin() as connection:
        found = handing_on.lacked(connection, [first.header.stream], {first.chain: kept})
        assert len(list(found)) == {1: 2, 3: 0}[kept]
