"""Files between machines and a real server: several in a message, one's trouble nobody else's, and
only the end of a file that grew.
"""

from __future__ import annotations

import json
import logging
import random

import pytest
import sqlalchemy as sa

from core.commits.ids import text_id
from core.errors import BlobDamaged
from core.sync.chunks import Chunk, read_bitmap
from db import models
from db.acting import Store
from db.actions import files, syncing, transfers
from db.actions.files import NewFile
from db.blob_values import Blob
from db.engine import writes
from tests.server.town import Machine, Town

CHUNK = 1 << 20
chance = random.Random(11)


def asked(caplog: pytest.LogCaptureFixture, path: str) -> int:
    """How often the server was asked something."""
    return [json.loads(record.message)["path"] for record in caplog.records].count(path)


def here(machine: Machine) -> set[str]:
    """The contents of all files that a machine has."""
    with machine.store.engine.begin() as connection:
        return set(
            connection.execute(sa.select(models.Blob.id).where(models.Blob.complete)).scalars()
        )


def test_short_files_travel_together_and_a_damaged_one_stops_nobody(
    town: Town, caplog: pytest.LogCaptureFixture
) -> None:
    clerk, commander = town.machine("clerk"), town.machine("commander")
    for _ in range(5):
        clerk.register(chance.randbytes(70_000))
    stream = clerk.store.stream
    bad, *good = syncing.unsent_files(clerk.store, stream, "", 9)
    path = clerk.store.blobs.path(bad)
    path.write_bytes(path.read_bytes()[:-1] + b"\0\0")
    with caplog.at_level(logging.INFO, "antin.server"), town.running():
        [sent] = town.sync(clerk)
        [taken] = town.sync(commander)
    assert (sent.uploaded, [type(each) for each in sent.problems]) == (4, [BlobDamaged])
    assert (taken.downloaded, taken.problems) == (4, ())
    assert here(commander) == set(good)
    assert syncing.unsent_files(clerk.store, stream, "", 9) == [bad]
    assert [asked(caplog, f"/v1/chunks/{what}") for what in ("missing", "put", "get")] == [1, 1, 1]


def grown(store: Store, document: str, old: str, new: str) -> None:
    """The rows that a signature leaves: ``new`` grew from ``old``, its bytes not here yet."""
    absent = {"size": 0, "frame_log2": 0, "wrapped_key": b"", "chunks": b"", "complete": False}
    mark = {"field": "Ky1", "kind": "main", "person": text_id(bytes(16)), "name": "Nguyễn Văn Mẫu"}
    mark |= {"document": document, "op": "x.1.1.0", "before": old, "after": new}
    with writes(store.engine).begin() as connection:
        connection.execute(sa.insert(models.Blob).values(id=new, **absent))
        mention = {"blob": new, "stream": store.stream, "sent": False}
        connection.execute(sa.insert(models.Mention).values(mention))
        connection.execute(sa.insert(models.Signature).values(**mark, time=1))


def keep(store: Store, content: bytes) -> Blob:
    """Give an awaited file its bytes."""
    sealed = files.seal(store, NewFile("x.pdf", "application/pdf", content))
    with writes(store.engine).begin() as connection:
        files.publish(connection, store, sealed.staged)
    return sealed.staged.blob


@pytest.mark.parametrize(("size", "step"), [(5 * CHUNK + 7, CHUNK), (600_000, CHUNK // 4)])
def test_a_file_that_grew_sends_only_its_end(town: Town, size: int, step: int) -> None:
    clerk, commander = town.machine("clerk"), town.machine("commander")
    before = chance.randbytes(size)
    after = before + chance.randbytes(20_000)
    document = clerk.register(before)
    with town.running() as home:
        town.sync(clerk, commander)
        [old] = here(clerk)
        made = files.seal(clerk.store, NewFile("x.pdf", "application/pdf", after)).staged.blob
        for store in (clerk.store, home.store, commander.store):
            grown(store, document, old, made.id)
        plan = transfers.plan(keep(clerk.store, after))
        with town.road(clerk) as road:
            [bitmap] = road.missing(clerk.store.stream, [plan])
        lacks = [place >= size // step for place in range(len(plan.chunks))]
        assert read_bitmap(bitmap, len(plan.chunks)) == lacks
        stream, promised = clerk.store.stream, transfers.manifest(plan)
        assert transfers.lacking(commander.store, stream, promised) == [size // step]
        [sent, taken] = town.sync(clerk, commander)
    assert (sent.uploaded, taken.downloaded, sent.problems, taken.problems) == (1, 1, (), ())
    assert commander.store.blobs.read(transfers.here(commander.store, [made.id])[made.id]) == after


def test_an_older_version_in_another_stream_tells_nothing(town: Town) -> None:
    clerk = town.machine("clerk")
    before = chance.randbytes(2 * CHUNK)
    document = clerk.register(before)
    [old] = here(clerk)
    made = keep(clerk.store, before + b"x")
    with writes(clerk.store.engine).begin() as connection:
        connection.execute(sa.delete(models.Mention).where(models.Mention.blob == old))
    promised = transfers.manifest(transfers.plan(made))
    grown_at = {
        "document": document,
        "op": "x",
        "field": "",
        "kind": "main",
        "person": "",
        "name": "",
    }
    with writes(clerk.store.engine).begin() as connection:
        values = {**grown_at, "before": old, "after": made.id, "time": 1}
        connection.execute(sa.insert(models.Signature).values(values))
    assert transfers.lacking(clerk.store, clerk.store.stream, promised) == list(
        range(promised.count)
    )


def test_an_older_version_that_is_damaged_helps_nobody_and_holds_up_nothing(town: Town) -> None:
    clerk = town.machine("clerk")
    before = chance.randbytes(3 * CHUNK)
    after = before + chance.randbytes(900)
    document = clerk.register(before)
    [old] = here(clerk)
    path = clerk.store.blobs.path(old)
    path.write_bytes(path.read_bytes()[:-9] + bytes(9))
    made = files.seal(clerk.store, NewFile("x.pdf", "application/pdf", after)).staged.blob
    grown(clerk.store, document, old, made.id)
    promised = transfers.manifest(transfers.plan(made))
    lacks = transfers.lacking(clerk.store, clerk.store.stream, promised)
    assert lacks == list(range(11, promised.count))
    step = 1 << promised.frame_log2
    arrived = [Chunk(made.id, place, after[place * step : (place + 1) * step]) for place in lacks]
    ready = transfers.ready(clerk.store, {made.id: promised}, arrived)
    assert transfers.keep(clerk.store, ready).whole == [made.id]
    assert clerk.store.blobs.read(transfers.here(clerk.store, [made.id])[made.id]) == after
