"""The first exchange of a long stream: shown by a snapshot, then replayed, and in the end the same
as on a machine that only replayed; whatever happens on the way.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa

from core.errors import HistoryComing, NotFound, ServerBusy, SnapshotRefused
from core.office.terms import Kind
from core.sync import snapshot, wire
from db import models, previews
from db.actions import handling, snapshots
from db.care import integrity, rebuild
from db.queries import documents
from db.queries import snapshots as coming
from db.queries.documents import View
from desktop.sync import rounds
from desktop.sync.client import Server
from server import first_syncs
from server import snapshots as kept
from tests.server.town import Machine, Town, copied

VIEW = View((Kind.INCOMING,))
OWN = {"local_values", "local_keys", "local_drafts", "local_reads", "local_exports", "blobs"}
COUNT = 4


@pytest.fixture(autouse=True)
def short(monkeypatch: pytest.MonkeyPatch) -> None:
    """Limits at which a town of a few documents is a long stream with many chunks."""
    for module, name, value in (
        (kept, "LEAST", 4),
        (snapshot, "CHUNK", 600),
        (rounds, "PAGE", 3),
    ):
        monkeypatch.setattr(module, name, value)


@pytest.fixture(scope="module")
def prepared(founded: Town, tmp_path_factory: pytest.TempPathFactory) -> Town:
    """A server with documents, and two machines that have nothing yet."""
    town = copied(founded, tmp_path_factory.mktemp("prepared") / "town", None)
    with town.stack:
        clerk, admin = town.machine("clerk"), town.machine("admin")
        for n in range(COUNT):
            clerk.register(subject=f"Văn bản giả lập số {n}")
        for name in ("one", "other"):
            town.join(admin, name, clerk.person, everything=False)
        with town.running():
            town.sync(admin, clerk)
    return town


@pytest.fixture
def filled(prepared: Town, tmp_path: Path) -> Iterator[Town]:
    """A copy of it for one test."""
    made = copied(prepared, tmp_path / "town", None)
    with made.stack:
        yield made


def everything(machine: Machine) -> dict[str, list[Any]]:
    """All rows but those of the installation itself; row numbers aside."""
    found = {}
    with machine.store.engine.begin() as connection:
        for table in models.Base.metadata.sorted_tables:
            if table.name in OWN:
                continue
            columns = [each for each in table.columns if each.name != "n"]
            if table.name == "touches":
                commit = models.Commit
                query = sa.select(commit.id, models.Touch.kind, models.Touch.entity).join(
                    commit, commit.n == models.Touch.commit
                )
            else:
                query = sa.select(*columns)
            found[table.name] = sorted(map(repr, connection.execute(query)))
    return found


def shown(machine: Machine) -> int:
    return len(documents.ids(machine.store, VIEW))


def cut(town: Town, machine: Machine, at: Callable[[], bool]) -> None:
    """A round that is stopped as soon as that holds."""
    with town.road(machine) as server:
        done = rounds.exchange(machine.store, server, at)
    assert not done.complete
    assert at()


def chunks_here(machine: Machine) -> int:
    with machine.store.engine.begin() as connection:
        found = previews.of(connection).get(machine.store.stream)
    return found.done if found else 0


def whole(machine: Machine) -> bool:
    found = snapshots.shown(machine.store, machine.store.stream)
    return bool(found) and snapshots.lacking(machine.store, machine.store.stream) is None


def unhurt(machine: Machine) -> None:
    """The whole store is looked at, every byte; and nothing is found."""
    assert integrity.check(machine.store, machine.vault).findings == ()


def without_snapshots(patch: pytest.MonkeyPatch) -> list[str]:
    """A server of before there were snapshots; what it is asked from now on."""
    asked: list[str] = []
    ask = Server.ask

    def older(self: Server, endpoint: Any, *args: Any) -> Any:
        asked.append(endpoint.path)
        other = endpoint
        if endpoint in {wire.SNAPSHOT, wire.SNAPSHOT_CHUNK}:
            other = wire.Endpoint("/v1/unknown", endpoint.question, endpoint.answer)
        return ask(self, other, *args)

    patch.setattr(Server, "ask", older)
    return asked


def test_a_newcomer_ends_as_one_that_replayed(
    filled: Town, monkeypatch: pytest.MonkeyPatch
) -> None:
    one, other = filled.machine("one"), filled.machine("other")
    asked: list[str] = []
    ask = Server.ask

    def heard(self: Server, endpoint: Any, *args: Any) -> Any:
        asked.append(endpoint.path)
        return ask(self, endpoint, *args)

    monkeypatch.setattr(Server, "ask", heard)
    with filled.running():
        [done] = filled.sync(one)
        assert asked.count(wire.SNAPSHOT.path) == 1
        assert asked.count(wire.SNAPSHOT_CHUNK.path) > 2
        assert done.equal
        assert not done.problems
        asked = without_snapshots(monkeypatch)
        filled.sync(other, one, other)
        assert wire.SNAPSHOT_CHUNK.path not in asked
    assert one.heads() == other.heads() == filled.heads()
    assert everything(one) == everything(other)
    assert coming.coming(one.store) == []
    unhurt(one)


def test_lists_come_first_and_nobody_writes_before_the_history_is_here(filled: Town) -> None:
    new = filled.machine("one")
    stream = new.store.stream
    with filled.running():
        cut(filled, new, lambda: whole(new))
        assert new.heads()[stream][0] == 0
        assert shown(new) == COUNT
        [page] = documents.rows(new.store, documents.ids(new.store, VIEW)[:1])
        assert documents.page(new.store, page.id) is not None
        [row] = coming.coming(new.store)
        assert (row.kind, row.here) == ("unit", 0)
        assert row.whole > COUNT
        with pytest.raises(HistoryComing):
            handling.keep_paper(new.store, page.id, "Tủ giả lập", 1, 1)
        unhurt(new)
        cut(filled, new, lambda: new.heads()[stream][0] > 3)
        assert coming.coming(new.store)[0].here > 3
        assert shown(new) == COUNT
        unhurt(new)
        filled.sync(new)
    assert coming.coming(new.store) == []
    assert new.heads() == filled.heads()
    unhurt(new)


def test_a_load_that_was_cut_goes_on_where_it_was(filled: Town) -> None:
    new = filled.machine("one")
    with filled.running():
        cut(filled, new, lambda: shown(new) == 2)
        assert not whole(new)
        begun = chunks_here(new)
        again = filled.machine("one")
        assert chunks_here(again) == begun
        assert shown(again) == 2
        unhurt(again)
        [page] = documents.rows(again.store, documents.ids(again.store, VIEW)[:1])
        with pytest.raises(HistoryComing):
            handling.keep_paper(again.store, page.id, "Tủ giả lập", 1, 1)
        [done] = filled.sync(again)
    assert done.equal
    assert not done.problems
    assert again.heads() == filled.heads()
    unhurt(again)


def test_a_store_rebuilt_on_the_way_shows_its_commits_and_goes_on(filled: Town) -> None:
    new = filled.machine("one")
    with filled.running():
        cut(filled, new, lambda: new.heads()[new.store.stream][0] > 3)
        rebuild.rebuild(new.store)
        assert coming.coming(new.store) == []
        assert shown(new) < COUNT
        unhurt(new)
        filled.sync(new)
    assert new.heads() == filled.heads()
    assert shown(new) == COUNT
    unhurt(new)


def test_acts_after_the_snapshot_refer_to_those_before(filled: Town) -> None:
    clerk, new = filled.machine("clerk"), filled.machine("one")
    with filled.running():
        cut(filled, new, lambda: whole(new))
        document = documents.rows(clerk.store, documents.ids(clerk.store, VIEW)[:1])[0].id
        handling.keep_paper(clerk.store, document, "Tủ giả lập", 1, 1)
        clerk.register(subject="Văn bản đến sau bản chụp")
        filled.sync(clerk, new)
    assert new.heads() == filled.heads()
    assert shown(new) == COUNT + 1
    unhurt(new)


SPOILT: dict[str, Callable[[bytes], bytes]] = {
    "manifest": lambda data: data.replace(b"sig", b"sug"),
    "chunk": lambda data: data[:-1] + bytes([data[-1] ^ 1]),
}


@pytest.mark.parametrize("what", ["manifest", "chunk", "sum", "commits", "key"])
def test_a_wrong_snapshot_is_named_and_the_commits_alone_count(
    filled: Town, what: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    new = filled.machine("one")
    _spoil(what, monkeypatch)
    with filled.running():
        [done] = filled.sync(new)
    assert [type(each) for each in done.problems] == [SnapshotRefused]
    assert done.equal
    assert coming.coming(new.store) == []
    assert new.heads() == filled.heads()
    assert shown(new) == COUNT
    unhurt(new)


def _spoil(what: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """A server that lies with its own key, or another's."""
    manifest, chunk, sign = kept.Snapshots.manifest, kept.Snapshots.chunk, snapshot.sign
    if what == "manifest":
        monkeypatch.setattr(kept.Snapshots, "manifest", lambda *a: SPOILT["manifest"](manifest(*a)))
    elif what == "chunk":
        monkeypatch.setattr(kept.Snapshots, "chunk", lambda *a: SPOILT["chunk"](chunk(*a)))
    elif what == "key":
        monkeypatch.setattr(snapshot, "sign", lambda body, _key: sign(body, lambda _: bytes(64)))
    else:
        monkeypatch.setattr(kept.Snapshots, "_make", _lying(what))
        monkeypatch.setattr(kept.Snapshots, "_good", lambda *_: True)


def _lying(what: str) -> Callable[..., None]:
    """Makes a snapshot in which one subject is another, with a sum to it or without."""
    make = kept.Snapshots._make
    honest = coming.read

    def lie(self: kept.Snapshots, stream: str) -> None:
        def read(store: Any, name: str, take: Any) -> None:
            def give(head: Any, rows: Iterator[snapshot.Row]) -> None:
                told = [_told(row) for row in rows]
                total = snapshot.add(bytes(32), told)
                take(replace(head, state=total), iter(told))

            honest(store, name, give)

        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(coming, "read", read)
            if what == "sum":
                real = snapshot.Manifest
                patch.setattr(
                    "server.snapshots.Manifest", lambda **v: real(**v | {"state": "A" * 43})
                )
            make(self, stream)

    return lie


def _told(row: snapshot.Row) -> snapshot.Row:
    if row.key[0] != "document":
        return row
    return snapshot.row(row.key, {**row.state, "told": 1})


def test_an_older_server_has_no_snapshots(filled: Town, monkeypatch: pytest.MonkeyPatch) -> None:
    new = filled.machine("one")
    without_snapshots(monkeypatch)
    with filled.running():
        [done] = filled.sync(new)
    assert done.equal
    assert not done.problems
    assert new.heads() == filled.heads()


def test_only_so_many_first_syncs_at_a_time(filled: Town, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(first_syncs, "AT_ONCE", 1)
    monkeypatch.setattr(first_syncs, "FAR", 3)
    one, other, clerk = filled.machine("one"), filled.machine("other"), filled.machine("clerk")
    with filled.running():
        cut(filled, one, lambda: chunks_here(one) == 1)
        clerk.register(subject="Văn bản của người làm việc")
        waiting, working = filled.sync(other, clerk)
        assert [type(each) for each in waiting.problems] == [ServerBusy]
        assert 1 <= int(waiting.problems[0].facts["wait"]) <= 30
        assert not working.problems
        assert working.sent == 1
        assert other.heads()[other.store.stream][0] == 0
        filled.sync(one)
        [done] = filled.sync(other)
    assert not done.problems
    assert one.heads() == other.heads() == filled.heads()


def test_a_snapshot_is_kept_until_the_tail_is_long_and_the_one_before_it_too(
    filled: Town, monkeypatch: pytest.MonkeyPatch
) -> None:
    clerk = filled.machine("clerk")
    stream = clerk.store.stream
    with filled.running() as home:
        made = kept.Snapshots(home)
        before = made.manifest(stream)
        names = {path.name for path in (filled.server_home / kept.FOLDER / stream).iterdir()}
        assert made.manifest(stream) == before
        clerk.register(subject="Văn bản đến sau")
        filled.sync(clerk)
        assert made.manifest(stream) == before
        monkeypatch.setattr(kept, "TAIL", 1)
        after = made.manifest(stream)
        assert after != before
        here = {path.name for path in (filled.server_home / kept.FOLDER / stream).iterdir()}
        assert names < here
        clerk.register(subject="Văn bản đến sau nữa")
        filled.sync(clerk)
        made.manifest(stream)
        rest = {path.name for path in (filled.server_home / kept.FOLDER / stream).iterdir()}
        assert names - rest
        for path in (filled.server_home / kept.FOLDER / stream).iterdir():
            assert b"document" not in path.read_bytes()
        with pytest.raises(NotFound):
            made.require(clerk.store.realm.provision.stream("authority"))
