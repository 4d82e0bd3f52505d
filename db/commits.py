"""The table of commits: storing them, finding them, and the hybrid clock that orders them for
display.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from typing import Final

import sqlalchemy as sa

from core.commits import canonical, reinstating
from core.commits.check import EFFECTIVE, Verdict
from core.commits.fold import Key, key
from core.commits.format import Commit, read
from core.sync.clocks import MARGIN_MS
from core.sync.receipt import Receipt, Receipted
from db import models

MAX_AHEAD = MARGIN_MS
"""A remote clock pulls ours at most five minutes beyond local time (sync.md §4.5)."""

UNANSWERED: Final = models.Commit.standing == sa.literal(
    Verdict.TENTATIVE.value, literal_execute=True
)
"""The condition that the server has not answered a commit yet; written out in the statement, so
that the index of these few is used: by a parameter SQLite would look through all commits."""

# what is done for each commit stands ready
_HERE: Final = sa.select(models.Commit.n).where(models.Commit.id == sa.bindparam("commit"))
_THOSE: Final = sa.select(models.Commit).where(
    models.Commit.id.in_(sa.bindparam("commits", expanding=True))
)
_NOT_HELD: Final = sa.delete(models.Held).where(models.Held.id == sa.bindparam("commit"))
_MARK: Final = (
    sa.update(models.Commit)
    .where(models.Commit.id == sa.bindparam("commit"))
    .values(standing=sa.bindparam("standing"), gseq=sa.bindparam("gseq"))
)
_ADVANCE: Final = (
    sa.update(models.Chain)
    .where(
        models.Chain.stream == sa.bindparam("of_stream"),
        models.Chain.device == sa.bindparam("of_device"),
        models.Chain.inc == sa.bindparam("of_inc"),
    )
    .values(seq=sa.bindparam("seq"), tip=sa.bindparam("tip"))
)
_AT_ONCE: Final = 500
_OF_ONE: Final = (
    sa.select(models.Commit)
    .join(models.Touch, models.Touch.commit == models.Commit.n)
    .where(models.Touch.kind == sa.bindparam("kind"), models.Touch.entity == sa.bindparam("entity"))
)
_WAITING: Final = (
    sa.select(models.Touch.kind, models.Touch.entity, models.Commit.n)
    .join(models.Touch, models.Touch.commit == models.Commit.n)
    .where(UNANSWERED)
)
_BY_ROW: Final = sa.select(models.Commit).where(
    models.Commit.n.in_(sa.bindparam("rows", expanding=True))
)
_OF_STREAM: Final = (
    sa.select(models.Commit)
    .where(models.Commit.stream == sa.bindparam("stream"))
    .order_by(
        models.Commit.hlc_ms,
        models.Commit.hlc_n,
        models.Commit.device,
        models.Commit.inc,
        models.Commit.seq,
    )
    .limit(sa.bindparam("most", type_=sa.Integer))
)
_UNSENT: Final = _OF_STREAM.where(UNANSWERED)
_IN_REVIEW: Final = _OF_STREAM.where(
    models.Commit.gseq.is_(None),
    sa.text("standing IN ('review', 'quarantine') AND standing = 'review'"),  # as its index says
)
_OPEN_CHAINS: Final = (
    sa.select(models.Chain.device, models.Chain.inc, models.Chain.seq)
    .join(models.Commit, models.Commit.id == models.Chain.tip)
    .where(models.Chain.stream == sa.bindparam("stream"), models.Commit.gseq.is_(None))
)
_LAST_UNANSWERED: Final = (
    sa.select(models.Commit.seq)
    .where(
        models.Commit.stream == sa.bindparam("stream"),
        models.Commit.device == sa.bindparam("device"),
        models.Commit.inc == sa.bindparam("inc"),
        models.Commit.seq <= sa.bindparam("tip"),
        models.Commit.standing == Verdict.TENTATIVE.value,
    )
    .order_by(models.Commit.seq.desc())
    .limit(1)
)
_TOUCHING: Final = _OF_ONE.order_by(
    models.Commit.hlc_ms, models.Commit.hlc_n, models.Commit.device, models.Commit.seq
)
_LAST: Final = (
    sa.select(models.Commit.hlc_ms, models.Commit.hlc_n)
    .where(models.Commit.hlc_ms <= sa.bindparam("latest"))
    .order_by(models.Commit.hlc_ms.desc(), models.Commit.hlc_n.desc())
    .limit(1)
)


def store(
    connection: sa.Connection, commit: Commit, standing: Verdict, gseq: int | None = None
) -> None:
    """Keep a commit for good, with the aggregates that it touches."""
    header = commit.header
    values = {
        "id": commit.id,
        "stream": header.stream,
        "device": header.device,
        "inc": header.inc,
        "seq": header.seq,
        "hlc_ms": header.hlc[0],
        "hlc_n": header.hlc[1],
        "person": header.person,
        "standing": standing.value,
        "gseq": gseq,
        "header": commit.raw,
        "payload": commit.payload,
        "signature": commit.signature,
    }
    done = connection.execute(sa.insert(models.Commit), values)
    [number] = done.inserted_primary_key or (None,)
    connection.execute(_NOT_HELD, {"commit": commit.id})
    touched = [
        {"commit": number, "kind": kind, "entity": entity}
        for kind, entity in {key(op) for op in commit.ops}
    ]
    connection.execute(sa.insert(models.Touch), touched)


def advance(connection: sa.Connection, commit: Commit) -> None:
    """Make a commit the tip of its chain."""
    device, inc, stream = commit.chain
    now = {"seq": commit.header.seq, "tip": commit.id}
    chain = {"of_stream": stream, "of_device": device, "of_inc": inc}
    if not connection.execute(_ADVANCE, chain | now).rowcount:
        begun = {"stream": stream, "device": device, "inc": inc}
        connection.execute(sa.insert(models.Chain), begun | now)


def give_way(connection: sa.Connection, commit: Commit) -> bool:
    """Take a chain back to the place before a commit that the server put there; False where it has
    ordered another one there. Ours stay tentative until the server's word on them comes.
    """
    table = models.Commit
    device, inc, stream = commit.chain
    ours = (table.stream == stream) & (table.device == device) & (table.inc == inc)
    effective = [verdict.value for verdict in EFFECTIVE]
    ordered = table.gseq.is_not(None) & table.standing.in_(effective)
    later = sa.select(table.n).where(ours & ordered & (table.seq >= commit.header.seq))
    if connection.execute(later.limit(1)).first() is not None:
        return False
    where = (models.Chain.stream == stream) & (models.Chain.device == device)
    where &= models.Chain.inc == inc
    if commit.header.prev is None:
        connection.execute(sa.delete(models.Chain).where(where))
        return True
    before = {"seq": commit.header.seq - 1, "tip": commit.header.prev}
    connection.execute(sa.update(models.Chain).where(where).values(before))
    return True


def exists(connection: sa.Connection, commit_id: str) -> bool:
    """Whether a commit is stored here, whatever its standing."""
    return connection.execute(_HERE, {"commit": commit_id}).one_or_none() is not None


def mark(connection: sa.Connection, commit_id: str, standing: Verdict, gseq: int) -> None:
    """Note the server's verdict and place."""
    said = {"commit": commit_id, "standing": standing.value, "gseq": gseq}
    connection.execute(_MARK, said)


def load(connection: sa.Connection, ids: Iterable[str]) -> list[Commit]:
    """Commits by id, in the order asked for; absent ones are left out."""
    wanted = list(ids)
    rows = connection.execute(_THOSE, {"commits": wanted}).mappings()
    found = {row["id"]: _read(row) for row in rows}
    return [found[commit_id] for commit_id in wanted if commit_id in found]


def tentative(connection: sa.Connection, entities: Collection[Key]) -> dict[Key, list[Commit]]:
    """The tentative commits that touch some aggregates, of each in tentative order.

    All that wait are looked through once: a register is touched by every number of its year.
    """
    rows: dict[Key, list[int]] = {}
    for kind, entity, row in connection.execute(_WAITING) if entities else ():
        if (kind, entity) in entities:
            rows.setdefault((kind, entity), []).append(row)
    wanted = sorted({row for found in rows.values() for row in found})
    read = {
        row["n"]: _read(row)
        for at in range(0, len(wanted), _AT_ONCE)
        for row in connection.execute(_BY_ROW, {"rows": wanted[at : at + _AT_ONCE]}).mappings()
    }
    return {
        key: sorted((read[row] for row in found), key=lambda commit: commit.order)
        for key, found in rows.items()
    }


def touching(connection: sa.Connection, entity: Key) -> list[tuple[Commit, str]]:
    """All commits that touch an aggregate with their standing, in clock order; what was in review
    and reinstated has the standing of what took it.
    """
    rows = connection.execute(_TOUCHING, {"kind": entity[0], "entity": entity[1]}).mappings()
    found = [(_read(row), row["standing"]) for row in rows]
    taken = {
        about: standing
        for commit, standing in found
        if standing in EFFECTIVE
        for about in reinstating.named(op for op in commit.ops if op.kind in reinstating.KINDS)
    }
    review = Verdict.REVIEW
    return [
        (commit, taken.get(commit.id, standing) if standing == review else standing)
        for commit, standing in found
    ]


def lock_heads(connection: sa.Connection) -> None:
    """Let no other server order commits until this transaction ends; on SQLite it writes alone
    already.
    """
    connection.execute(sa.select(models.Stream.id).order_by(models.Stream.id).with_for_update())


def run(
    connection: sa.Connection,
    chain: tuple[str, int, str],
    first: int,
    last: int,
    standing: Verdict | None = None,
) -> list[Commit]:
    """The accepted commits of a chain from place ``first`` to ``last``, both included; only those
    of one standing if that is given.
    """
    device, inc, stream = chain
    table = models.Commit
    query = sa.select(table).where(
        table.stream == stream,
        table.device == device,
        table.inc == inc,
        table.seq.between(first, last),
        table.standing == standing if standing else table.standing != Verdict.QUARANTINE.value,
    )
    return [_read(row) for row in connection.execute(query.order_by(table.seq)).mappings()]


def unsent(connection: sa.Connection, stream: str, limit: int) -> list[Commit]:
    """Commits of a stream that the server has not answered yet, in tentative order, at most
    ``limit``; also those that this store would have reviewed: the server has to say so.
    """
    chosen = {"stream": stream, "most": limit}
    rows = (
        row
        for query in (_UNSENT, _IN_REVIEW)
        for row in connection.execute(query, chosen).mappings()
    )
    return sorted(map(_read, rows), key=lambda each: each.order)[:limit]


def frontier(connection: sa.Connection) -> dict[tuple[str, int, str], int]:
    """How far this store has each chain."""
    rows = connection.execute(sa.select(models.Chain))
    return {(row.device, row.inc, row.stream): row.seq for row in rows}


def receipts(
    connection: sa.Connection, ids: Iterable[str], heard: Mapping[str, int] | None = None
) -> list[Receipted]:
    """The server's receipts for some commits, and all beyond the places in ``heard``, by stream and
    place.
    """
    table = models.Receipt
    beyond = (
        sa.and_(table.stream == name, table.gseq > place) for name, place in (heard or {}).items()
    )
    where = sa.or_(table.commit.in_(list(ids)), *beyond)
    query = sa.select(table.body, table.signature).where(where)
    rows = connection.execute(query.order_by(table.stream, table.gseq))
    return [Receipted(canonical.decode_as(Receipt, row.body), row.signature) for row in rows]


def heard(connection: sa.Connection, device: str) -> dict[str, int]:
    """How far the server's order of each stream had come to a device for certain: as far as its
    last commit there says, from the beginning where that says nothing or is of another epoch.
    """
    table = models.Commit
    found = {}
    for stream in connection.execute(sa.select(models.Stream.id, models.Stream.epoch)):
        mine = sa.select(table).where(table.device == device, table.stream == stream.id)
        last = mine.order_by(table.inc.desc(), table.seq.desc()).limit(1)
        row = connection.execute(last).mappings().one_or_none()
        seen = _read(row).header.seen if row else None
        found[stream.id] = seen.gseq if seen and seen.epoch == stream.epoch else 0
    return found


def tick(connection: sa.Connection, now: int) -> tuple[int, int]:
    """The next hybrid time: after every commit seen, except those whose clock runs too far
    ahead.
    """
    last = connection.execute(_LAST, {"latest": now + MAX_AHEAD}).one_or_none()
    if last is None or last.hlc_ms < now:
        return now, 0
    return last.hlc_ms, last.hlc_n + 1


def hold(connection: sa.Connection, commit: Commit, reason: str) -> None:
    """Keep a commit durably until what it needs has come."""
    if (
        connection.execute(
            sa.select(models.Held.id).where(models.Held.id == commit.id)
        ).one_or_none()
        is None
    ):
        connection.execute(
            sa.insert(models.Held).values(
                id=commit.id,
                stream=commit.header.stream,
                reason=reason,
                header=commit.raw,
                payload=commit.payload,
                signature=commit.signature,
            )
        )


def held_for(connection: sa.Connection, commit_id: str) -> str:
    """Why a commit is held; the empty text where it is not."""
    found = connection.execute(sa.select(models.Held.reason).where(models.Held.id == commit_id))
    return str(found.scalar() or "")


def held(connection: sa.Connection) -> list[Commit]:
    """The commits that wait for something missing."""
    return [_read(row) for row in connection.execute(sa.select(models.Held)).mappings()]


def unordered_tips(
    connection: sa.Connection, stream: str, device: str, inc: int
) -> tuple[tuple[str, int, int], ...]:
    """The last commits of others' chains that the server has not ordered yet: what a new commit
    depends on besides the order that it has seen.

    Only chains whose tip has no place yet are looked at: the server orders a chain from its
    beginning.
    """
    found = []
    others = connection.execute(_OPEN_CHAINS, {"stream": stream}).all()
    for other, life, tip in others:
        if (other, life) != (device, inc):
            # up to the tip: beyond is a fork, which no chain leads to
            chosen = {"stream": stream, "device": other, "inc": life, "tip": tip}
            last = connection.execute(_LAST_UNANSWERED, chosen).scalar()
            found += [(other, life, last)] if last is not None else []
    return tuple(sorted(found))


def _read(row: sa.RowMapping) -> Commit:
    return read(row["header"], row["payload"], row["signature"])
