"""Writing a commit: one act of this device's person, signed, appended and shown at once.

The part of the ledger that runs on the author's side, inside the caller's one transaction.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Final

import sqlalchemy as sa

from core.commits import check
from core.commits.check import Verdict
from core.commits.fold import Key
from core.commits.format import Commit, Header, Op, Point, Session, payload_bytes, write
from core.commits.signatures import Sign
from core.errors import ClockOutsideCertificate, HistoryComing, WriteRefused
from db import commits, facts, groups, models, previews, states, wanted
from db.facts import Realm

_POINT: Final = sa.select(models.Stream.epoch, models.Stream.gseq, models.Stream.chain).where(
    models.Stream.id == sa.bindparam("stream")
)


@dataclass(frozen=True)
class Author:
    """Who acts on which device; ``sign`` holds the device's key."""

    device: str
    inc: int
    person: str
    session: Session
    app: str
    sign: Sign = field(repr=False)


def act(
    connection: sa.Connection,
    realm: Realm,
    author: Author,
    stream: str,
    ops: Sequence[Op],
    salt: bytes,
    now: int,
) -> tuple[Commit, frozenset[Key]]:
    """Append one act of a person as a tentative commit and store the rows that it changes.

    Raises SecretRefused, ClockOutsideCertificate, HistoryComing while the stream is only shown, and
    WriteRefused where the same checks that every receiver makes would not accept it.
    """
    if stream in previews.of(connection) or groups.awaits(connection, author.device, stream):
        raise HistoryComing
    if groups.of_stream(connection, stream) is not None:
        groups.follow(connection, stream)  # who meets sticks only may be the first to write there
    commit = compose(connection, realm, author, stream, tuple(ops), salt, now)
    known = facts.of(connection, realm, commit)
    if known.certificate and not check.in_time(commit.header, known.certificate):
        raise ClockOutsideCertificate  # everybody would refuse it, and hold back all that follows
    outcome = check.judge(commit, known)
    if outcome.verdict not in {Verdict.OK, Verdict.CONFLICT}:
        raise WriteRefused(reason=outcome.reason or outcome.verdict.value)
    commits.store(connection, commit, Verdict.TENTATIVE)
    commits.advance(connection, commit)
    wanted.note(connection, commit)
    states.overlay(connection, stream, outcome.states)
    return commit, frozenset(outcome.states)


def compose(
    connection: sa.Connection,
    realm: Realm,
    author: Author,
    stream: str,
    ops: tuple[Op, ...],
    salt: bytes,
    now: int,
) -> Commit:
    """A signed commit on top of what this device has, not stored yet. Raises TooLarge."""
    seq, tip = facts.tip(connection, (author.device, author.inc, stream)) or (0, None)
    deps = commits.unordered_tips(connection, stream, author.device, author.inc)
    header = Header(
        v=1,
        realm=realm.provision.realm,
        stream=stream,
        device=author.device,
        inc=author.inc,
        seq=seq + 1,
        prev=tip,
        deps=deps,
        auth=_point(connection, realm.provision.stream("authority")),
        seen=_point(connection, stream),
        hlc=commits.tick(connection, now),
        person=author.person,
        session=author.session,
        app=author.app,
        payload="A" * 43,
        size=0,
    )
    return write(header, payload_bytes(ops, salt), author.sign)


def _point(connection: sa.Connection, stream: str) -> Point | None:
    row = connection.execute(_POINT, {"stream": stream}).one()
    return Point(epoch=row.epoch, gseq=row.gseq, chain=row.chain) if row.gseq else None
