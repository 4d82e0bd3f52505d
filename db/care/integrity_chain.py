"""Integrity of what was signed: commits, their chains, the server's order, and what is held.

Nothing here is taken from the columns beside the signed bytes: those are compared with them.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from itertools import groupby
from typing import TYPE_CHECKING, Any, Final

import sqlalchemy as sa

from core.commits import fold, sealing
from core.commits.check import Verdict
from core.commits.format import read as read_commit
from core.commits.format import verify_signature
from core.commits.ids import unb64
from core.errors import AntinError
from core.sync import receipt as receipts
from db import facts, models

if TYPE_CHECKING:
    from core.commits.format import Commit
    from core.commits.trust import Certificate
    from db.care.findings import Hits, Walk
    from db.facts import Realm

BATCH: Final = 500
ANY: Final = frozenset({"*"})
"""Stands for a place that could not be looked at: whatever follows it may."""


class Certificates:
    """The certificates of devices, each looked up once."""

    def __init__(self, connection: sa.Connection, realm: Realm) -> None:
        self._connection, self._realm = connection, realm
        self._known: dict[str, Certificate | None] = {}

    def of(self, device: str) -> Certificate | None:
        """A device's certificate, checked up to the root."""
        if device not in self._known:
            self._known[device] = facts.certificate(self._connection, self._realm, device)[0]
        return self._known[device]


def commits(connection: sa.Connection, realm: Realm, walk: Walk) -> None:
    """Every commit's bytes and signature, the columns beside it, what it touches and calls for, and
    every chain from its first commit to its tip.
    """
    table = models.Commit
    order = (table.stream, table.device, table.inc, table.seq, table.n)
    rows = connection.execute(sa.select(table).order_by(*order), execution_options=_STREAM)
    tips = {
        (row.stream, row.device, row.inc): (row.seq, row.tip)
        for row in connection.execute(sa.select(models.Chain))
    }
    known = Certificates(connection, realm)
    for chain, members in groupby(rows.mappings(), lambda row: tuple(row[c] for c in _CHAIN)):
        tip = tips.pop((chain[0], chain[1], chain[2]), None)
        sealed = _sealed(connection, chain)
        _chain(chain, _each(connection, members, known, walk), (tip, sealed), walk)
    for chain, (seq, _) in tips.items():
        walk.find("commit-missing", "commit", _span(chain, 1, seq))


_CHAIN = ("stream", "device", "inc")
_STREAM: Mapping[str, Any] = {"yield_per": BATCH}


def _each(
    connection: sa.Connection, rows: Iterable[sa.RowMapping], known: Certificates, walk: Walk
) -> Iterator[sa.RowMapping]:
    """Look at each commit on its way to its chain."""
    for row in rows:
        commit = read(row, known, walk)
        if commit is not None:
            _beside(connection, row, commit, walk)
        walk.step("commits")
        yield row


def read(row: sa.RowMapping, known: Certificates, walk: Walk) -> Commit | None:
    """A stored commit, with a finding where its bytes or its signature do not hold."""
    try:
        commit = read_commit(row["header"], row["payload"], row["signature"])
    except AntinError as error:
        walk.find("commit-bytes", "commit", row["id"], detail=error.code)
        return None
    if commit.id != row["id"]:
        walk.find("commit-bytes", "commit", row["id"], detail="id")
        return None
    certificate = known.of(commit.header.device)
    try:
        if certificate is None:
            walk.find("commit-signature", "commit", commit.id, hits(commit), "unknown-device")
        else:
            verify_signature(commit, unb64(certificate.sign, 32))
    except AntinError as error:
        walk.find("commit-signature", "commit", commit.id, hits(commit), error.code)
    return commit


def hits(commit: Commit) -> Hits:
    """The aggregates that a commit changes."""
    return tuple(sorted({fold.key(op) for op in commit.ops}))


def columns(commit: Commit) -> dict[str, Any]:
    """What stands beside a commit's bytes so that it can be found."""
    header = commit.header
    return {
        "stream": header.stream,
        "device": header.device,
        "inc": header.inc,
        "seq": header.seq,
        "hlc_ms": header.hlc[0],
        "hlc_n": header.hlc[1],
        "person": header.person,
    }


def _beside(connection: sa.Connection, row: sa.RowMapping, commit: Commit, walk: Walk) -> None:
    wrong = [name for name, value in columns(commit).items() if row[name] != value]
    if wrong:
        walk.find("commit-row", "commit", commit.id, hits(commit), wrong[0])
    touch = models.Touch
    query = sa.select(touch.kind, touch.entity).where(touch.commit == row["n"])
    if sorted(map(tuple, connection.execute(query))) != list(hits(commit)):
        walk.find("touches", "commit", commit.id, hits(commit))
    if row["standing"] == Verdict.QUARANTINE.value:
        return
    for blob in {blob for op in commit.ops for blob in fold.blobs(op)}:
        mention = models.Mention
        where = (mention.blob == blob) & (mention.stream == commit.header.stream)
        row_of = sa.select(mention.blob).join(models.Blob, models.Blob.id == mention.blob)
        if connection.execute(row_of.where(where)).first() is None:
            walk.find("wanted", "blob", blob, hits(commit))


def _chain(
    chain: tuple[Any, ...],
    rows: Iterable[sa.RowMapping],
    known: tuple[tuple[int, str] | None, frozenset[tuple[int, int]]],
    walk: Walk,
) -> None:
    """Whether a chain leads from its beginning to its tip; forks beside it are no fault, nor are
    holes that the server sealed.
    """
    tip, sealed = known
    last, tip_id = tip or (0, "")
    reached: frozenset[str | None] = frozenset({None})
    place = 0
    for seq, here in groupby(rows, lambda row: int(row["seq"])):
        members = [(row["id"], _prev(row)) for row in here]
        if seq > last:
            continue
        if seq > place + 1:
            if (place, seq) not in sealed:
                walk.find("commit-missing", "commit", _span(chain, place + 1, seq - 1))
            reached = ANY
        following = frozenset(each for each, prev in members if reached == ANY or prev in reached)
        if not following:
            walk.find("commit-missing", "commit", _span(chain, seq, seq))
        reached, place = following or ANY, seq
    if place < last:
        walk.find("commit-missing", "commit", _span(chain, place + 1, last))
    elif tip is None or (reached != ANY and tip_id not in reached):
        walk.find("chain-tip", "chain", _span(chain, last, last))


def _sealed(connection: sa.Connection, chain: tuple[Any, ...]) -> frozenset[tuple[int, int]]:
    """The holes of a chain that are on record: the places before and behind each."""
    stream, device, inc = chain[:3]
    key = ("chain", sealing.name((device, inc, stream)))
    state = facts.states(connection, [key], committed=True).get(key, {})
    return frozenset((after, upto) for after, upto, _ in sealing.holes(state))


def _prev(row: sa.RowMapping) -> str | None:
    try:
        return read_commit(row["header"], None, row["signature"]).header.prev
    except AntinError:
        return "*"


def _span(chain: tuple[Any, ...], first: int, last: int) -> str:
    """Places of a chain, as a person can read them out."""
    return f"{chain[1]}.{chain[2]}.{first}" + (f"–{last}" if last > first else "")


def order(connection: sa.Connection, realm: Realm, walk: Walk) -> None:
    """Every receipt's signature, each stream's chain hash from its first place, the standing of
    ordered commits, and the heads.
    """
    servers = [each for each in realm.founders.values() if each.kind == "server"]
    if not servers:
        return
    server = unb64(servers[0].sign, 32)
    for head in connection.execute(sa.select(models.Stream)).all():
        _stream(connection, head, server, walk)


def ordered(connection: sa.Connection, stream: str) -> Iterator[sa.RowMapping]:
    """The receipts of a stream by place, with the standing and place of their commits."""
    table, commit = models.Receipt, models.Commit
    query = (
        sa.select(
            table.commit, table.gseq, table.body, table.signature, commit.standing,
            commit.gseq.label("place"), commit.stream.label("there"),
        )
        .outerjoin(commit, commit.id == table.commit)
        .where(table.stream == stream)
        .order_by(table.gseq)
    )  # fmt: skip
    return iter(connection.execute(query, execution_options=_STREAM).mappings())


def _stream(connection: sa.Connection, head: Any, server: bytes, walk: Walk) -> None:
    chain, place = receipts.first_chain(head.id), 0
    for row in ordered(connection, head.id):
        walk.step("receipts")
        try:
            found = receipts.read_receipt(row["body"], row["signature"], server)
        except AntinError as error:
            walk.find("receipt", "commit", row["commit"], detail=error.code)
            chain, place = "", int(row["gseq"])
            continue
        following = chain and receipts.next_chain(chain, found.commit, found.verdict)
        named = (found.commit, found.gseq, found.stream) == (row["commit"], row["gseq"], head.id)
        if not named or found.gseq != place + 1 or following not in {"", found.chain}:
            walk.find("order", "stream", f"{head.id} {found.gseq}", detail=str(place + 1))
        if row["there"] is None:
            walk.find("commit-missing", "commit", found.commit)
        elif (row["standing"], row["place"]) != (found.verdict, found.gseq):
            walk.find("standing", "commit", found.commit)
        chain, place = found.chain, found.gseq
    if (head.gseq, head.chain) != (place, chain or head.chain):
        walk.find("head", "stream", head.id, detail=f"{head.gseq}/{place}")


def heads(connection: sa.Connection, walk: Walk) -> None:
    """Quickly: whether each head is the place of its last receipt, and each tip a commit."""
    last, stream = sa.func.max(models.Receipt.gseq), models.Stream
    places = dict(
        connection.execute(
            sa.select(models.Receipt.stream, last).group_by(models.Receipt.stream)
        ).all()
    )
    for row in connection.execute(sa.select(stream.id, stream.gseq)):
        if row.gseq != places.get(row.id, 0):
            walk.find("head", "stream", row.id, detail=f"{row.gseq}/{places.get(row.id, 0)}")
    chain = models.Chain
    there = sa.select(models.Commit.id).where(models.Commit.id == chain.tip).exists()
    for tip in connection.execute(sa.select(chain).where(~there)):
        place = (tip.stream, tip.device, tip.inc)
        walk.find("commit-missing", "commit", _span(place, tip.seq, tip.seq))
    walk.step("heads")


def held(connection: sa.Connection, realm: Realm, walk: Walk) -> None:
    """The commits that wait for something missing: their bytes, and what they wait for."""
    known = Certificates(connection, realm)
    for row in connection.execute(sa.select(models.Held)).mappings():
        commit = _held(row, known)
        walk.step("held")
        if commit is None:
            walk.find("held", "commit", row["id"], detail="bytes")


def _held(row: sa.RowMapping, known: Certificates) -> Commit | None:
    try:
        commit = read_commit(row["header"], row["payload"], row["signature"])
        certificate = known.of(commit.header.device)
        if certificate is not None:
            verify_signature(commit, unb64(certificate.sign, 32))
    except AntinError:
        return None
    return commit if commit.id == row["id"] else None
