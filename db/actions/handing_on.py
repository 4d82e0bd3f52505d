"""What a device holds for something missing goes on to the server, as its author may be lost for
good; and what the server says of commits that it cannot order yet is kept for their authors.
"""

from __future__ import annotations

from collections.abc import Container, Iterator, Sequence

import sqlalchemy as sa

from core.commits import fold
from core.commits.format import Commit
from core.sync import segment
from core.sync.frontier import Frontier, Row
from core.sync.segment import Run
from core.sync.wire import PushAnswer, Why
from db import commits, told
from db.acting import Store
from db.engine import writes
from db.ledger import Changed
from db.told import Told


def due(store: Store, streams: Container[str]) -> list[Run]:
    """The commits of some streams that are held here and that the server is not known to have."""
    with store.engine.begin() as connection:
        found = [each for each in commits.held(connection) if each.header.stream in streams]
        known = told.kept(connection) if found else set()
    return list(segment.runs(each for each in found if each.id not in known))


def lacked(
    connection: sa.Connection, streams: Container[str], theirs: Frontier
) -> Iterator[Commit]:
    """What is held here of some streams and lies beyond how far the readers of a bundle are: it
    goes along with each of their bundles until they are further.
    """
    for commit in commits.held(connection):
        inside = commit.header.stream in streams
        if inside and commit.header.seq > theirs.get(commit.chain, 0):
            yield commit


def note(store: Store, sent: Sequence[Run], answer: PushAnswer) -> Changed:
    """Keep what the server said of commits that were sent and that it did not order; what is shown
    otherwise for it.
    """
    each_told = len(answer.why) == len(answer.held)  # an older server tells none
    why = answer.why if each_told else (Why(),) * len(answer.held)
    said: dict[Row, Told] = {
        Row(one.device, one.inc, one.stream, one.seq): Told(kept=False, reason=one.code)
        for one in answer.refused
    }
    for row, each in zip(answer.held, why, strict=True):
        said[row] = Told(True, each.reason, each.lacks)
    if not said:
        return frozenset()
    asked = [commit for run in sent for commit in segment.decode(run.data).commits]
    rows = {commit.id: Row(*commit.chain, commit.header.seq) for commit in asked}
    found = {commit: said[row] for commit, row in rows.items() if row in said}
    with writes(store.engine).begin() as connection:
        news = told.put(connection, found)
    return frozenset(fold.key(op) for each in asked if each.id in news for op in each.ops)
