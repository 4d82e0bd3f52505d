"""A machine gets only the streams that it may read: every endpoint is asked for another one,
bundles and rounds bring nothing of it, and what it writes there has no effect.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from hashlib import sha256
from typing import Any

import msgspec
import pytest
from starlette.routing import Route
from starlette.testclient import TestClient

from core.commits.format import Commit
from core.commits.ids import b64, unb64
from core.errors import (
    AntinError,
    CommitRefused,
    EvidenceUnconfigured,
    NotAllowed,
    NotFound,
    WriteRefused,
)
from core.sync import segment, stored, wire
from core.sync.chunks import BlobPlan
from core.sync.manifest import SegmentEntry
from core.sync.wire import ChunkName, Endpoint, Tip
from db import commits, opening
from db.actions import authority, bundles, incoming, transfers
from db.actions.bundle_reader import BundleReader
from db.queries import order, setting_aside
from desktop.sync.client import Server
from server import app
from server.home import Home
from tests.server.narrowing import narrow, outsider, traces
from tests.server.town import Machine, Town

CONTENT = b"%PDF-1.7 chi nguoi trong nhom moi doc"
BLOB = b64(sha256(CONTENT).digest())
ANY = b64(bytes(32))


@dataclass(frozen=True)
class Scene:
    """A running server, a machine that reads all and has written, one that reads less."""

    town: Town
    home: Home
    admin: Machine
    clerk: Machine
    out: Machine
    road: Server

    @property
    def unit(self) -> str:
        return self.clerk.store.stream

    def unseen(self, endpoint: Endpoint[Any, Any], question: Any, parts: Any = ()) -> None:
        """The other stream is answered like one that there is not."""
        for asked in (question, of_stream(question, self.out.store.new_id())):
            with pytest.raises(NotFound) as refused:
                self.road.ask(endpoint, asked, parts)
            assert refused.value.facts == {"kind": "stream"}


def of_stream(question: Any, stream: str) -> Any:
    if isinstance(question, wire.HandBack):
        tip = msgspec.structs.replace(question.tip, stream=stream)
        return msgspec.structs.replace(question, tip=tip)
    return msgspec.structs.replace(question, stream=stream)


def ordered(machine: Machine) -> list[Commit]:
    """The commits of the unit's stream on a machine, in the server's order."""
    store = machine.store
    with store.engine.begin() as connection:
        return list(order.page(connection, store.stream, 0, 1000, 1000).commits)


@contextmanager
def scene(town: Town) -> Iterator[Scene]:
    clerk, admin = town.machine("clerk"), town.machine("admin")
    with town.running() as home:
        out = outsider(town, admin)
        clerk.register(CONTENT)
        town.sync(clerk, out)
        with town.road(out) as road:
            road.hello()
            yield Scene(town, home, admin, clerk, out, road)


# -- each endpoint ---------------------------------------------------------------------------------


def hello(given: Scene) -> None:
    given.road.wait((), 0)  # a session is open
    tips = given.road.hello().tips
    assert {tip.stream for tip in tips} == {authority.stream(given.out.store)}


def session(given: Scene) -> None:
    assert wire.SESSION.answer.__struct_fields__ == ("token", "until")


def push(given: Scene) -> None:
    """Others' commits are refused, known ones too: that the server has them is not said."""
    before = given.town.heads()
    known = ordered(given.clerk)
    given.clerk.register()
    with given.clerk.store.engine.begin() as connection:
        new = commits.unsent(connection, given.unit, 10)
    segments = [run.data for run in segment.runs([*known, *new])]
    answer, packs = given.road.push(0, segments)
    assert (packs, answer.held) == ((), ())
    assert sorted((each.device, each.seq, each.code) for each in answer.refused) == sorted(
        (each.header.device, each.header.seq, "CommitRefused") for each in [*known, *new]
    )
    assert given.town.heads() == before


def pull(given: Scene) -> None:
    given.unseen(wire.PULL, wire.Pull(given.unit, 0, 0))


def wait(given: Scene) -> None:
    """News of the other stream does not end a wait: what does is news of this one."""
    known = given.road.wait((), 0).tips
    assert {tip.stream for tip in known} == {authority.stream(given.out.store)}
    found: list[tuple[Tip, ...]] = []
    waiting = threading.Thread(target=lambda: found.append(given.road.wait(known, 25).tips))
    waiting.start()
    given.clerk.register()
    given.town.sync(given.clerk)
    authority.set_unit(given.admin.store, given.admin.store.unit, name="Sư đoàn Giả Định")
    given.town.sync(given.admin)
    waiting.join()
    assert [(tip.stream, tip.gseq) for tip in found[0]] == [
        (tip.stream, tip.gseq + 1) for tip in known
    ]


def hand_back(given: Scene) -> None:
    given.unseen(wire.HAND_BACK, wire.HandBack(Tip(given.unit, 0, ANY), 0, 0))


def plan(given: Scene) -> BlobPlan:
    return transfers.plan(transfers.here(given.clerk.store, [BLOB])[BLOB])


def missing(given: Scene) -> None:
    """Of a stream that it once read it may send what it wrote itself, and that is not this."""
    for stream in (given.unit, authority.stream(given.out.store)):
        assert given.road.missing(stream, [plan(given)]) == ("",)
    with pytest.raises(NotFound):
        given.road.missing(given.out.store.new_id(), [plan(given)])


def put(given: Scene) -> None:
    names = (ChunkName(BLOB, 0),)
    for stream in (given.unit, authority.stream(given.out.store), given.out.store.new_id()):
        with pytest.raises(NotFound):
            given.road.put(stream, names, (CONTENT,))


def plans(given: Scene) -> None:
    given.unseen(wire.PLANS, wire.Plans(given.unit, (BLOB,)))
    assert given.road.plans(authority.stream(given.out.store), [BLOB]) == ()


def get(given: Scene) -> None:
    names = (ChunkName(BLOB, 0),)
    given.unseen(wire.GET, wire.Get(given.unit, names))
    with pytest.raises(NotFound):
        given.road.get(authority.stream(given.out.store), names)


def media(given: Scene) -> None:
    given.unseen(wire.MEDIA, wire.Media(given.unit, (BLOB,)))
    server = next(each for each in given.out.store.realm.founders.values() if each.kind == "server")
    asked = wire.Media(authority.stream(given.out.store), (BLOB,))
    word = given.road.ask(wire.MEDIA, asked)[0].word
    assert stored.read_stored(word, unb64(server.sign)).files == ()


def enrol(given: Scene) -> None:
    with pytest.raises(AntinError):
        given.road.enrol(b"no request")


def requests(given: Scene) -> None:
    with pytest.raises(NotAllowed):
        given.road.requests()


def reply(given: Scene) -> None:
    with pytest.raises(NotAllowed):
        given.road.reply(ANY, b"")


def evidence(given: Scene) -> None:
    """The service has nothing of the unit's; none is named here."""
    with pytest.raises(EvidenceUnconfigured):
        given.road.evidence("timestamp", "", b"")


def trust(given: Scene) -> None:
    """The list is the whole realm's."""
    with pytest.raises(NotFound):
        given.road.trust_piece(1, 0)


def snapshot(given: Scene) -> None:
    given.unseen(wire.SNAPSHOT, wire.Snapshot(given.unit))


def snapshot_chunk(given: Scene) -> None:
    given.unseen(wire.SNAPSHOT_CHUNK, wire.SnapshotChunk(given.unit, ANY))


def stranger(given: Scene, path: str, **headers: str) -> bytes:
    """What a page says to a machine that is none of the watchers'."""
    built = app.build(given.home)
    return TestClient(built, client=("10.9.8.7", 50_000)).get(path, headers=headers).content


def health(given: Scene) -> None:
    for accept in ("application/json", "text/html"):
        shown = stranger(given, "/health", accept=accept).lower()
        assert b"well" in shown or b"<table>" in shown
        assert b"place" not in shown
    seen = TestClient(app.build(given.home), client=("127.0.0.1", 1)).get(
        "/health", headers={"accept": "application/json"}
    )
    assert seen.json()["place_unit"] == len(ordered(given.clerk))


def metrics(given: Scene) -> None:
    assert b"antin_" not in stranger(given, "/metrics")


PROBES: dict[str, Callable[[Scene], None]] = {
    wire.HELLO.path: hello,
    wire.SESSION.path: session,
    wire.PUSH.path: push,
    wire.PULL.path: pull,
    wire.WAIT.path: wait,
    wire.HAND_BACK.path: hand_back,
    wire.MISSING.path: missing,
    wire.PUT.path: put,
    wire.PLANS.path: plans,
    wire.GET.path: get,
    wire.MEDIA.path: media,
    wire.ENROL.path: enrol,
    wire.REQUESTS.path: requests,
    wire.REPLY.path: reply,
    wire.EVIDENCE.path: evidence,
    wire.TRUST.path: trust,
    wire.SNAPSHOT.path: snapshot,
    wire.SNAPSHOT_CHUNK.path: snapshot_chunk,
    "/health": health,
    "/metrics": metrics,
}


def test_every_endpoint_keeps_to_the_streams_of_who_asks(town: Town) -> None:
    with scene(town) as given:
        served = {route.path for route in app.build(given.home).routes if isinstance(route, Route)}
        assert served == PROBES.keys()  # one without a probe is not served
        for probe in PROBES.values():
            probe(given)
        assert traces(given.out, given.unit).none


# -- rounds and bundles ----------------------------------------------------------------------------


def test_rounds_bring_nothing_of_another_stream_and_are_whole(town: Town) -> None:
    with scene(town) as given:
        first, again = town.sync(given.out, given.out)
        name = authority.stream(given.out.store)
        assert (first.problems, first.equal, first.complete) == ((), True, True)
        assert (again.received, again.changed) == (0, frozenset())
    assert traces(given.out, given.unit).none
    assert given.out.heads()[name] == town.heads()[name]


def read(machine: Machine, made: bundles.Exported) -> BundleReader:
    """What a bundle holds for one of its readers, without taking it in."""
    with machine.store.engine.begin() as connection:
        box = unb64(opening.installation(connection).box, 32)
    with BundleReader(machine.store, made.pieces, box) as reader:
        return reader


def test_a_bundle_carries_only_the_streams_of_its_readers(town: Town) -> None:
    clerk, admin = town.machine("clerk"), town.machine("admin")
    unit, name = clerk.store.stream, authority.stream(clerk.store)
    with town.running():
        out = outsider(town, admin)
        town.sync(clerk)
    clerk.register(CONTENT)
    device, other = out.store.author.device, town.machine("commander").store.author.device
    alone = bundles.export(clerk.store, [device])
    both = bundles.export(clerk.store, [device, other])
    for made in (alone, both):
        found = read(out, made)
        assert {each.stream for each in found.manifest.contains} == {name}
        assert {each.stream for each in found.manifest.requires} <= {name}
        assert {each.stream for each in found.manifest.segments} == {name}
        assert {each.receipt.stream for each in found.ordered} == {name}
        assert found.manifest.chunks == ()
    [theirs] = {each.stream for each in read_by(town, clerk, other)} - {name}
    assert theirs == unit


def read_by(town: Town, clerk: Machine, device: str) -> Sequence[SegmentEntry]:
    found = read(town.machine("commander"), bundles.export(clerk.store, [device]))
    assert [each.blob for each in found.manifest.chunks] == [BLOB]
    return found.manifest.segments


def test_what_a_bundle_brings_of_another_stream_is_not_taken(town: Town) -> None:
    """Whoever wrote it had not heard that this machine reads less."""
    clerk, admin, commander = (town.machine(name) for name in ("clerk", "admin", "commander"))
    out = town.join(admin, "outsider", commander.person, everything=False)
    with town.running():
        town.sync(admin, clerk)
    clerk.register(CONTENT)
    made = bundles.export(clerk.store, [out.store.author.device])
    assert made.files == 1
    foreign = [each for each in read(out, made).commits if each.header.stream == clerk.store.stream]
    narrow(admin, out.store.author.device, authority.stream(admin.store))
    with town.running():
        town.sync(admin, out)
    made = bundles.export(clerk.store, [out.store.author.device])  # the pieces are read once
    done = bundles.read_in(out.store, made.pieces)
    assert (done.refused, done.files, done.held) == (len(foreign), 0, 0)
    assert [type(each) for each in done.notices] == [CommitRefused]
    assert traces(out, clerk.store.stream).none


# -- writing ---------------------------------------------------------------------------------------


def test_what_a_machine_wrote_before_waits_for_a_decision_and_is_not_lost(town: Town) -> None:
    commander, admin, clerk = (town.machine(name) for name in ("commander", "admin", "clerk"))
    opinion = clerk.register()
    with town.running():
        town.sync(clerk, commander)
    incoming.edit(commander.store, opinion, subject="Viết trước khi thôi nhận")
    narrow(admin, commander.store.author.device, authority.stream(admin.store))
    before = commander.heads()[clerk.store.stream]
    with town.running():
        town.sync(admin)
        [done, again] = town.sync(commander, commander)
        town.sync(clerk)
    assert [(each.sent, each.waiting, each.problems) for each in (done, again)] == [(0, 1, ())] * 2
    assert commander.heads()[clerk.store.stream] == before  # nothing is said to it
    [item] = setting_aside.items(clerk.store)
    assert (item.standing, item.why) == ("review", "stream-withdrawn")
    with pytest.raises(WriteRefused, match="stream-withdrawn"):
        incoming.edit(commander.store, opinion, subject="Viết sau đó")


def test_what_it_wrote_while_it_might_counts_for_who_comes_later(town: Town) -> None:
    """A machine that takes the whole history knows the narrower certificate before the acts."""
    commander, admin, clerk = (town.machine(name) for name in ("commander", "admin", "clerk"))
    document = clerk.register()
    with town.running():
        town.sync(clerk, commander)
        incoming.edit(commander.store, document, subject="Viết khi còn nhận")
        town.sync(commander)
        narrow(admin, commander.store.author.device, authority.stream(admin.store))
        late = town.join(admin, "late", clerk.person, everything=False)
        town.sync(admin, late, clerk)
    assert late.heads() == clerk.heads() == town.heads()
