"""The ledger: appends commits and stores what the fold returns. The only writer of rows.

Each function runs inside the caller's one transaction, so a commit and the rows that it changes are
durable together or
not at all. A device writes with :func:`act`, takes others' commits with :func:`receive` and the
server's order with
:func:`settle`; the server orders with :func:`admit`.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

import sqlalchemy as sa

from core.commits import check, fold, state_hash
from core.commits.check import Outcome, Verdict
from core.commits.fold import Key, State
from core.commits.format import Commit, Header, Op, Point, Session, payload_bytes, write
from core.commits.ids import unb64
from core.commits.signatures import Sign
from core.errors import AntinError, CommitRefused, WriteRefused
from core.sync import receipt as receipts
from core.sync.receipt import WORDS, Receipt, Receipted
from db import commits, facts, models, projections
from db.facts import Realm

Changed = frozenset[Key]


@dataclass(frozen=True)
class Author:
    """Who acts on which device; ``sign`` holds the device's key."""

    device: str
    inc: int
    person: str
    session: Session
    app: str
    sign: Sign = field(repr=False)


@dataclass(frozen=True)
class Registrar:
    """The server's hand: its epoch and the key that signs receipts."""

    epoch: int
    sign: Sign = field(repr=False)


@dataclass(frozen=True)
class Received:
    """What became of commits that arrived: ids by standing, refused ones with their error, and what
    changed.
    """

    standing: Mapping[str, Verdict]
    refused: Mapping[str, AntinError]
    changed: Changed


def open_streams(connection: sa.Connection, realm: Realm) -> None:
    """Begin to follow the streams that the provisioning file names."""
    known = set(connection.execute(sa.select(models.Stream.id)).scalars())
    for stream in realm.provision.streams:
        if stream.id not in known:
            connection.execute(
                sa.insert(models.Stream).values(
                    id=stream.id,
                    kind=stream.kind,
                    epoch=0,
                    gseq=0,
                    chain=receipts.first_chain(stream.id),
                    state_hash=state_hash.EMPTY,
                )
            )


def act(
    connection: sa.Connection,
    realm: Realm,
    author: Author,
    stream: str,
    ops: Sequence[Op],
    salt: bytes,
    now: int,
) -> tuple[Commit, Changed]:
    """Append one act of a person as a tentative commit and store the rows that it changes.

    Raises SecretRefused, and WriteRefused where the same checks that every receiver makes would not
    accept it.
    """
    commit = _compose(connection, realm, author, stream, tuple(ops), salt, now)
    outcome = check.judge(commit, facts.of(connection, realm, commit))
    if outcome.verdict not in {Verdict.OK, Verdict.CONFLICT}:
        raise WriteRefused(reason=outcome.reason or outcome.verdict.value)
    commits.store(connection, commit, Verdict.TENTATIVE)
    commits.advance(connection, commit)
    _overlay(connection, stream, outcome.states)
    return commit, frozenset(outcome.states)


def _compose(
    connection: sa.Connection,
    realm: Realm,
    author: Author,
    stream: str,
    ops: tuple[Op, ...],
    salt: bytes,
    now: int,
) -> Commit:
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
    query = sa.select(models.Stream.epoch, models.Stream.gseq, models.Stream.chain).where(
        models.Stream.id == stream
    )
    row = connection.execute(query).one()
    return Point(epoch=row.epoch, gseq=row.gseq, chain=row.chain) if row.gseq else None


def receive(connection: sa.Connection, realm: Realm, arrived: Iterable[Commit]) -> Received:
    """Take others' commits as tentative until the server's order is known; held ones are tried
    again.
    """
    standing: dict[str, Verdict] = {}
    refused: dict[str, AntinError] = {}
    touched: set[Key] = set()
    for commit in _in_turn(connection, realm, arrived):
        if commits.exists(connection, commit.id):
            standing[commit.id] = Verdict.DUPLICATE
            continue
        try:
            outcome = _judge(connection, realm, commit)
        except AntinError as error:
            refused[commit.id] = error
            continue
        standing[commit.id] = _keep(connection, commit, outcome)
        if standing[commit.id] is Verdict.TENTATIVE:
            touched |= {fold.key(op) for op in commit.ops}
    _refold(connection, touched)
    return Received(standing, refused, frozenset(touched))


def _judge(
    connection: sa.Connection, realm: Realm, commit: Commit, committed: bool = False
) -> Outcome:
    known = facts.of(connection, realm, commit, committed)
    check.authentic(commit, known)
    return check.judge(commit, known)


def _keep(connection: sa.Connection, commit: Commit, outcome: Outcome) -> Verdict:
    """Store a received commit by its local outcome; what is in review or quarantine here waits for
    the server's word.
    """
    if outcome.verdict is Verdict.HELD:
        commits.hold(connection, commit, outcome.reason)
        return Verdict.HELD
    effective = outcome.verdict in {Verdict.OK, Verdict.CONFLICT}
    standing = Verdict.TENTATIVE if effective else outcome.verdict
    commits.store(connection, commit, standing)
    if outcome.reason != "fork":
        commits.advance(connection, commit)
    if effective:
        _overlay(connection, commit.header.stream, outcome.states)
    return standing


def _in_turn(
    connection: sa.Connection, realm: Realm, arrived: Iterable[Commit]
) -> Iterable[Commit]:
    """New and held commits in tentative order, the authority's first; then those still held, again
    while one more finds its place.
    """
    rank = {stream.id: stream.kind != "authority" for stream in realm.provision.streams}
    waiting = {commit.id: commit for commit in [*arrived, *commits.held(connection)]}
    while waiting:
        ordered = waiting.values()
        yield from sorted(
            ordered, key=lambda each: (rank.get(each.header.stream, True), each.order)
        )
        held = {commit.id: commit for commit in commits.held(connection)}
        waiting = held if held.keys() < waiting.keys() else {}


def take(
    connection: sa.Connection, realm: Realm, arrived: Iterable[Commit], ordered: Sequence[Receipted]
) -> Received:
    """Take commits together with the server's order of some of them; each may wait for the other.

    Raises CommitRefused where the order contradicts what the server said before.
    """
    received = receive(connection, realm, arrived)
    changed = received.changed | settle(connection, realm, ordered)
    while more := receive(connection, realm, ()).changed | settle(connection, realm, ordered):
        changed |= more
    return Received(received.standing, received.refused, changed)


def checked(realm: Realm, ordered: Iterable[Receipted]) -> list[Receipted]:
    """Receipts whose signature by the unit's server holds; raises SignatureWrong, CommitRefused."""
    servers = [each for each in realm.founders.values() if each.kind == "server"]
    found = []
    for item in ordered:
        if item.receipt.realm != realm.provision.realm or not servers:
            raise CommitRefused(reason="other-realm", seq=item.receipt.gseq)
        receipts.read_receipt(item.body, item.signature, unb64(servers[0].sign, 32))
        found.append(item)
    return found


def settle(connection: sa.Connection, realm: Realm, ordered: Sequence[Receipted]) -> Changed:
    """Apply the server's order: receipts with their exact bytes and signatures, already checked, in
    order of gseq.

    Stops before a receipt whose commit is not here or that does not follow the stream's chain hash;
    raises CommitRefused
    for the latter, as the server then contradicts its own earlier word.
    """
    touched: set[Key] = set()
    for item in ordered:
        receipt = item.receipt
        head = connection.execute(
            sa.select(models.Stream).where(models.Stream.id == receipt.stream)
        ).one()
        if receipt.gseq <= head.gseq:
            continue
        found = commits.load(connection, [receipt.commit])
        if receipt.gseq != head.gseq + 1 or not found:
            break
        if receipts.next_chain(head.chain, receipt.commit, receipt.verdict) != receipt.chain:
            raise CommitRefused(reason="order", seq=receipt.gseq)
        touched |= _commit(connection, found[0], receipt)
        _keep_receipt(connection, item)
    _refold(connection, touched)
    return frozenset(touched)


def _commit(connection: sa.Connection, commit: Commit, receipt: Receipt) -> set[Key]:
    """Fold one ordered commit into the committed states and move the stream's head."""
    verdict = Verdict(receipt.verdict)
    keys = {fold.key(op) for op in commit.ops}
    commits.mark(connection, commit.id, verdict, receipt.gseq)
    total = connection.execute(
        sa.select(models.Stream.state_hash).where(models.Stream.id == receipt.stream)
    ).scalar_one()
    if verdict in check.EFFECTIVE:
        before = facts.states(connection, keys, committed=True)
        for key, state in check.after(commit, before).items():
            total = state_hash.exchange(
                total, _share(key, before.get(key)), state_hash.of_row(key, state)
            )
            _store(connection, key, receipt.stream, committed=state)
    connection.execute(
        sa.update(models.Stream)
        .where(models.Stream.id == receipt.stream)
        .values(epoch=receipt.epoch, gseq=receipt.gseq, chain=receipt.chain, state_hash=total)
    )
    return keys


def _share(key: Key, state: State | None) -> bytes | None:
    return state_hash.of_row(key, state) if state is not None else None


def admit(
    connection: sa.Connection,
    realm: Realm,
    arrived: Iterable[Commit],
    registrar: Registrar,
    now: int,
) -> tuple[Received, list[Receipted]]:
    """The server's side: judge each commit against the committed states, give it the next place and
    a signed receipt.
    """
    standing: dict[str, Verdict] = {}
    refused: dict[str, AntinError] = {}
    given: list[Receipted] = []
    for commit in _in_turn(connection, realm, arrived):
        if commits.exists(connection, commit.id):
            standing[commit.id] = Verdict.DUPLICATE
            continue
        try:
            outcome = _judge(connection, realm, commit, committed=True)
        except AntinError as error:
            refused[commit.id] = error
            continue
        standing[commit.id] = outcome.verdict
        if outcome.verdict is Verdict.HELD:
            commits.hold(connection, commit, outcome.reason)
            continue
        given.append(_admit(connection, commit, outcome, registrar, now))
    changed = frozenset(key for item in given for key in _touched(connection, item.receipt.commit))
    _refold(connection, changed)
    return Received(standing, refused, changed), given


def _admit(
    connection: sa.Connection,
    commit: Commit,
    outcome: Outcome,
    registrar: Registrar,
    now: int,
) -> Receipted:
    stream = commit.header.stream
    query = sa.select(models.Stream).where(models.Stream.id == stream).with_for_update()
    head = connection.execute(query).one()
    commits.store(connection, commit, Verdict.TENTATIVE)
    if outcome.reason != "fork":
        commits.advance(connection, commit)
    verdict = WORDS[WORDS.index(outcome.verdict.value)]
    receipt = Receipt(
        realm=commit.header.realm,
        stream=stream,
        epoch=registrar.epoch,
        gseq=head.gseq + 1,
        commit=commit.id,
        verdict=verdict,
        chain=receipts.next_chain(head.chain, commit.id, verdict),
        time=now,
    )
    signed = receipts.sign_receipt(receipt, registrar.sign)
    _commit(connection, commit, receipt)
    _keep_receipt(connection, signed)
    return signed


def _keep_receipt(connection: sa.Connection, item: Receipted) -> None:
    receipt = item.receipt
    connection.execute(
        sa.insert(models.Receipt).values(
            commit=receipt.commit,
            stream=receipt.stream,
            gseq=receipt.gseq,
            body=item.body,
            signature=item.signature,
        )
    )


def _touched(connection: sa.Connection, commit_id: str) -> set[Key]:
    query = (
        sa.select(models.Touch.kind, models.Touch.entity)
        .join(models.Commit, models.Commit.n == models.Touch.commit)
        .where(models.Commit.id == commit_id)
    )
    return {(row.kind, row.entity) for row in connection.execute(query)}


def _overlay(connection: sa.Connection, stream: str, states: Mapping[Key, State]) -> None:
    """Show states that only this device knows of, over the committed ones."""
    for key, state in states.items():
        _store(connection, key, stream, overlay=state)
        projections.write(connection, key, stream, state, tentative=True)


def _refold(connection: sa.Connection, keys: Iterable[Key]) -> None:
    """Fold the tentative commits of aggregates anew over their committed states, and store the rows
    to show.
    """
    for key in keys:
        state = facts.states(connection, [key], committed=True).get(key)
        waiting = commits.tentative(connection, key)
        for commit in waiting:
            for index, op in enumerate(commit.ops):
                if fold.key(op) == key:
                    state = fold.fold(state, op, check.at(commit, index))
        stream = _stream_of(connection, key)
        if state is None:
            _forget(connection, key)
        elif stream:
            _store(connection, key, stream, overlay=state if waiting else None)
            projections.write(connection, key, stream, state, tentative=bool(waiting))


def _forget(connection: sa.Connection, key: Key) -> None:
    """Drop the rows of an aggregate of which no effective commit is left; the commits themselves
    stay.
    """
    projections.remove(connection, key)
    connection.execute(
        sa.delete(models.Aggregate).where(
            (models.Aggregate.kind == key[0]) & (models.Aggregate.id == key[1])
        )
    )


def _stream_of(connection: sa.Connection, key: Key) -> str | None:
    """The stream that a row belongs to."""
    where = (models.Aggregate.kind == key[0]) & (models.Aggregate.id == key[1])
    found: str | None = connection.execute(sa.select(models.Aggregate.stream).where(where)).scalar()
    return found


def _store(connection: sa.Connection, key: Key, stream: str, **states: State | None) -> None:
    """Store the committed state or the overlay of one aggregate."""
    where = (models.Aggregate.kind == key[0]) & (models.Aggregate.id == key[1])
    values = {
        name: facts.write_state(state) if state is not None else None
        for name, state in states.items()
    }
    if not connection.execute(sa.update(models.Aggregate).where(where).values(values)).rowcount:
        connection.execute(
            sa.insert(models.Aggregate).values(kind=key[0], id=key[1], stream=stream, **values)
        )
