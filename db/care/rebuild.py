"""Computes everything again from the signed commits, in one transaction: all of it or nothing.

Commits and receipts are the truth; columns beside them, chains, heads, aggregates, the rows of
screens, the search and the list of wanted files follow from them; a preview (db/previews.py)
follows from none and goes. Where commits are lost, the store
goes back to where it is sure: the order ends before the first lost place, what followed it waits
for the server's word again, and a chain's commits behind a hole are held. The next exchange with
the server or a peer then brings what is missing by the usual way (docs/formats/wire.md).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import groupby
from typing import TYPE_CHECKING, Any

import sqlalchemy as sa

from core.commits import state_hash
from core.commits.check import Verdict
from core.commits.format import read, verify_signature
from core.commits.ids import unb64
from core.errors import AntinError, RebuildFailed, RolledBack, WorkStopped
from core.sync import receipt as receipts
from db import commits, facts, incarnation, models, previews, projections, search, wanted
from db.acting import Acting, announce
from db.care import integrity_chain, integrity_rows
from db.care.findings import Progress, Walk, on
from db.clock import Clock
from db.engine import writes

if TYPE_CHECKING:
    from core.commits.fold import Key
    from core.commits.format import Commit
    from core.commits.trust import Certificate
    from db.acting import Store
    from db.facts import Realm

EFFECTIVE = [verdict.value for verdict in (Verdict.OK, Verdict.CONFLICT)]
BATCH = 500


@dataclass(frozen=True)
class Rebuilt:
    """What was computed: aggregates; commits dropped because they were not what was signed, ordered
    places given up until the server says them again, commits held behind a hole.
    """

    aggregates: int
    dropped: int
    unordered: int
    held: int

    @property
    def lacking(self) -> bool:
        """Whether something is to come back from the server or a peer."""
        return bool(self.dropped or self.unordered or self.held)


def rebuild(store: Store, progress: Progress = on) -> Rebuilt:
    """Compute everything anew and check the result before it counts. Slow; nobody else writes
    meanwhile. Raises WorkStopped, RebuildFailed, DiskFull, and then nothing has changed.
    """
    with writes(store.engine).begin() as connection:
        done = compute(connection, store.realm, progress)
        _go_on_apart(connection, store)
    return done


def compute(connection: sa.Connection, realm: Realm, progress: Progress) -> Rebuilt:
    """The same inside the caller's transaction, for a store that is not open yet."""
    done = _Again(connection, realm, progress).run()
    _verify(connection, realm)
    return done


def _verify(connection: sa.Connection, realm: Realm) -> None:
    """What was computed agrees with what it was computed from; raises RebuildFailed."""
    walk = Walk(on)
    integrity_chain.commits(connection, realm, walk)
    integrity_chain.order(connection, realm, walk)
    integrity_rows.aggregates(connection, walk)
    if connection.dialect.name == "sqlite":
        walk.findings.extend(search_findings(connection))
    if walk.findings:
        raise RebuildFailed(what=walk.findings[0].code)


def search_findings(connection: sa.Connection) -> list[Any]:
    """What is wrong inside the search."""
    walk = Walk(on)
    for said in search.check(connection):
        walk.find("search", "search", detail=said)
    return walk.findings


def _go_on_apart(connection: sa.Connection, store: Store) -> None:
    """Begin a new incarnation where our own chain lost its end: no place is given twice."""
    try:
        store.outside.compare(incarnation.places(connection, incarnation.installation(connection)))
    except RolledBack:
        clock = Clock(store.now, store.random)
        incarnation.begin(connection, store.outside, "rolled-back", clock)
        announce(Acting(store, connection, store.stream))


class _Again:
    """One run, step after step, inside the caller's transaction."""

    def __init__(self, connection: sa.Connection, realm: Realm, progress: Progress) -> None:
        self._connection, self._realm, self._progress = connection, realm, progress
        self._done = 0
        self._total = 2 * self._count(models.Commit) + self._count(models.Aggregate)
        self.dropped = self.unordered = self.held = 0

    def run(self) -> Rebuilt:
        """Every step in its order."""
        self._clear()
        known = self._certificates()
        for row in self._commits():
            self._step()
            self._beside(row, known)
        strangers = True
        while strangers:
            for stream in self._connection.execute(sa.select(models.Stream.id)).scalars().all():
                self._order(stream)
            self._chains()
            strangers = self._hold_strangers()
        total = self._aggregates()
        return Rebuilt(total, self.dropped, self.unordered, self.held)

    def _count(self, table: type[models.Base]) -> int:
        query = sa.select(sa.func.count()).select_from(table)
        return int(self._connection.execute(query).scalar_one())

    def _step(self) -> None:
        self._done += 1
        if not self._progress(min(self._done, self._total), self._total):
            raise WorkStopped

    def _clear(self) -> None:
        take = self._connection.execute
        parts = [part for many in projections.PARTS.values() for part, _, _ in many]
        for table in (*parts, *(main for main, _ in projections.MAIN.values())):
            take(sa.delete(table))
        for derived in (models.Aggregate, models.Touch):
            take(sa.delete(derived))
        for stream in previews.of(self._connection):
            previews.drop(self._connection, stream)
        if self._connection.dialect.name == "sqlite":
            for name in ("document_search", "document_terms"):
                self._connection.exec_driver_sql(f"DROP TABLE IF EXISTS {name}")
            for statement in search.DDL:
                self._connection.exec_driver_sql(statement)

    # -- commits -----------------------------------------------------------------------------------

    def _commits(self) -> Iterator[sa.RowMapping]:
        """Every stored commit, some at a time, so that rows may change meanwhile."""
        table, last = models.Commit, -1
        query = sa.select(table).order_by(table.n).limit(BATCH)
        while rows := self._connection.execute(query.where(table.n > last)).mappings().all():
            yield from rows
            last = rows[-1]["n"]

    def _certificates(self) -> dict[str, Certificate]:
        """The devices' certificates by the commits that admitted them, and the founders'."""
        admitted: dict[str, list[object]] = {}
        for row in self._commits():
            if self._realm.kind(row["stream"]) == "authority":
                commit = _whole(row)
                for op in commit.ops if commit else ():
                    if op.kind == "device.admit":
                        admitted.setdefault(op.id, []).append(op.body.get("certificate"))
        return facts.read_all(self._realm, admitted)

    def _beside(self, row: sa.RowMapping, known: dict[str, Certificate]) -> None:
        """What stands beside a commit follows from its bytes; one that is not what was signed goes,
        and comes again.
        """
        take, table = self._connection.execute, models.Commit
        commit = _whole(row)
        certificate = known.get(commit.header.device) if commit else None
        if commit is None or not _signed(commit, certificate):
            take(sa.delete(table).where(table.n == row["n"]))
            self.dropped += 1
            return
        beside = integrity_chain.columns(commit)
        if any(row[name] != value for name, value in beside.items()):
            take(sa.update(table).where(table.n == row["n"]).values(beside))
        for kind, entity in integrity_chain.hits(commit):
            take(sa.insert(models.Touch).values(commit=row["n"], kind=kind, entity=entity))
        if row["standing"] != Verdict.QUARANTINE.value:
            wanted.note(self._connection, commit)

    # -- the server's order ------------------------------------------------------------------------

    def _order(self, stream: str) -> None:
        """Order a stream's commits by its receipts as far as they lead without a gap."""
        take, table, receipt = self._connection.execute, models.Commit, models.Receipt
        take(sa.update(table).where(table.stream == stream).values(gseq=None))
        last: receipts.Receipt | None = None
        for last in self._sure(stream):
            commits.mark(self._connection, last.commit, Verdict(last.verdict), last.gseq)
        place = last.gseq if last else 0
        beyond = (receipt.stream == stream) & (receipt.gseq > place)
        self.unordered += int(take(sa.select(sa.func.count()).where(beyond)).scalar_one())
        take(sa.delete(receipt).where(beyond))
        loose = (table.stream == stream) & table.gseq.is_(None) & table.standing.in_(EFFECTIVE)
        take(sa.update(table).where(loose).values(standing=Verdict.TENTATIVE.value))
        chain = last.chain if last else receipts.first_chain(stream)
        head = {"epoch": last.epoch if last else 0, "gseq": place, "chain": chain}
        take(sa.update(models.Stream).where(models.Stream.id == stream).values(head))

    def _sure(self, stream: str) -> Iterator[receipts.Receipt]:
        """The receipts from the first place on whose commits are here."""
        servers = [each for each in self._realm.founders.values() if each.kind == "server"]
        chain, place = receipts.first_chain(stream), 0
        for row in integrity_chain.ordered(self._connection, stream):
            try:
                server = unb64(servers[0].sign, 32) if servers else b""
                item = receipts.read_receipt(row["body"], row["signature"], server)
            except AntinError:
                return
            chain, place = receipts.next_chain(chain, item.commit, item.verdict), place + 1
            here = row["there"] == stream and row["commit"] == item.commit
            if not here or (item.stream, item.gseq, item.chain) != (stream, place, chain):
                return
            yield item

    # -- chains ------------------------------------------------------------------------------------

    def _chains(self) -> None:
        """Each chain as far as its commits follow one another; what lies behind a hole is held."""
        take, table = self._connection.execute, models.Commit
        tips = {(row.stream, row.device, row.inc): row.tip for row in take(sa.select(models.Chain))}
        take(sa.delete(models.Chain))
        order = (table.stream, table.device, table.inc, table.seq, table.n)
        names = sa.select(
            *order, table.id, table.header, table.signature, table.standing, table.gseq
        )
        rows = take(names.order_by(*order), execution_options={"yield_per": BATCH}).mappings()
        for chain, members in groupby(rows, lambda row: (row["stream"], row["device"], row["inc"])):
            path, rest = _path(members, tips.get(chain))
            if path:
                stream, device, inc = chain
                tip = {"seq": path[0], "tip": path[1]}
                values = {"stream": stream, "device": device, "inc": inc, **tip}
                take(sa.insert(models.Chain).values(values))
            self._hold(rest)

    def _hold_strangers(self) -> bool:
        """Hold the commits of devices whose admission is lost or held; whether there were any."""
        table, known = models.Commit, self._certificates()
        query = sa.select(table.n).where(table.device.not_in(list(known))).order_by(table.n)
        strange = list(self._connection.execute(query).scalars())
        self._hold(strange, "unknown-device")
        return bool(strange)

    def _hold(self, numbers: Iterable[int], reason: str = "gap") -> None:
        take, table = self._connection.execute, models.Commit
        for number in numbers:
            row = take(sa.select(table).where(table.n == number)).mappings().one()
            take(sa.delete(models.Touch).where(models.Touch.commit == number))
            take(sa.delete(table).where(table.n == number))
            commits.hold(self._connection, _read(row), reason)
            self.held += 1

    # -- aggregates --------------------------------------------------------------------------------

    def _aggregates(self) -> int:
        """Every aggregate and its rows, in the order in which they came to be."""
        touch, count = models.Touch, 0
        query = sa.select(touch.kind, touch.entity).group_by(touch.kind, touch.entity)
        query = query.order_by(sa.func.min(touch.commit), touch.kind, touch.entity)
        totals: dict[str, bytes] = {}
        for kind, entity in self._connection.execute(query, execution_options={"yield_per": BATCH}):
            self._step()
            count += self._aggregate((kind, entity), totals)
        for stream in self._connection.execute(sa.select(models.Stream.id)).scalars().all():
            total = totals.get(stream, state_hash.EMPTY)
            where = models.Stream.id == stream
            self._connection.execute(sa.update(models.Stream).where(where).values(state_hash=total))
        return count

    def _aggregate(self, key: Key, totals: dict[str, bytes]) -> int:
        kind, entity = key
        touch, table = models.Touch, models.Commit
        query = sa.select(table).join(touch, touch.commit == table.n).order_by(table.n)
        rows = self._connection.execute(query.where(touch.kind == kind, touch.entity == entity))
        found = integrity_rows.folded(rows.mappings().all(), key)
        if found.shown is None:
            return 0
        states = {
            "committed": found.committed and facts.write_state(found.committed),
            "overlay": found.overlay and facts.write_state(found.overlay),
        }
        values = {"kind": kind, "id": entity, "stream": found.stream, **states}
        self._connection.execute(sa.insert(models.Aggregate).values(values))
        tentative = found.overlay is not None
        projections.write(self._connection, key, found.stream, found.shown, tentative)
        if found.committed is not None:
            share = state_hash.of_row(key, found.committed)
            total = totals.get(found.stream, state_hash.EMPTY)
            totals[found.stream] = state_hash.exchange(total, None, share)
        return 1


def _whole(row: sa.RowMapping) -> Commit | None:
    """A stored commit whose bytes are those that its id names."""
    try:
        commit = _read(row)
    except AntinError:
        return None
    return commit if commit.id == row["id"] else None


def _read(row: sa.RowMapping) -> Commit:
    return read(row["header"], row["payload"], row["signature"])


def _signed(commit: Commit, certificate: Certificate | None) -> bool:
    """Whether the device's signature holds, as far as the device is known."""
    try:
        if certificate is not None:
            verify_signature(commit, unb64(certificate.sign, 32))
    except AntinError:
        return False
    return True


def _path(
    rows: Iterable[sa.RowMapping], tip: str | None
) -> tuple[tuple[int, str] | None, list[int]]:
    """The end of a chain as far as it leads, and the numbers of the commits behind a hole."""
    at: tuple[int, str] | None = None
    rest: list[int] = []
    places = [(seq, list(here)) for seq, here in groupby(rows, lambda row: int(row["seq"]))]
    for index, (seq, here) in enumerate(places):
        following = (
            {_prev(row) for row in places[index + 1][1]} if index + 1 < len(places) else set()
        )
        prev = at[1] if at else None
        open_ = seq == (at[0] if at else 0) + 1 and not rest
        fit = [row for row in here if _prev(row) == prev and _on_chain(row, following, tip)]
        if open_ and fit:
            best = max(fit, key=lambda row: (row["id"] in following, row["gseq"] is not None))
            at = seq, best["id"]
        else:
            rest += [row["n"] for row in here if _waits(row)]
    return at, rest


def _on_chain(row: sa.RowMapping, following: set[str | None], tip: str | None) -> bool:
    """A fork is quarantined, and nothing of its chain follows it."""
    aside = row["standing"] == Verdict.QUARANTINE.value
    return not aside or row["id"] in following or row["id"] == tip


def _waits(row: sa.RowMapping) -> bool:
    return row["gseq"] is None and row["standing"] == Verdict.TENTATIVE.value


def _prev(row: sa.RowMapping) -> str | None:
    return read(row["header"], None, row["signature"]).header.prev
