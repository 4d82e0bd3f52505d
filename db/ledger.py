"""The ledger: appends commits and stores what the fold returns. The only writer of rows.

Each function runs inside the caller's one transaction, so a commit and the rows that it changes are
durable together or not at all. A device writes with :func:`db.authoring.act` and takes others'
commits and the server's order with :func:`take`; the server orders with :func:`admit`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final

import sqlalchemy as sa

from core.commits import check, fold
from core.commits.check import Outcome, Verdict
from core.commits.fold import Key
from core.commits.format import Commit
from core.commits.groups import KIND
from core.commits.ids import unb64
from core.commits.signatures import Sign
from core.errors import AntinError, CommitRefused
from core.sync import receipt as receipts
from core.sync.receipt import WORDS, Receipt, Receipted
from db import commits, facts, groups, models, states, wanted
from db.facts import Realm

Changed = frozenset[Key]

_HEAD: Final = sa.select(models.Stream.gseq, models.Stream.chain).where(
    models.Stream.id == sa.bindparam("stream")
)


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
    for stream in realm.provision.streams:
        groups.follow(connection, stream.id, stream.kind)


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
    states.refold(connection, touched)
    return Received(standing, refused, frozenset(touched))


def _judge(
    connection: sa.Connection, realm: Realm, commit: Commit, committed: bool = False
) -> Outcome:
    known = facts.of(connection, realm, commit, committed)
    check.authentic(commit, known)
    if known.stream_kind == KIND:
        groups.follow(connection, commit.header.stream)
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
    _append(connection, commit, outcome, standing)
    if effective:
        states.overlay(connection, commit.header.stream, outcome.states)
    return standing


def _append(connection: sa.Connection, commit: Commit, outcome: Outcome, standing: Verdict) -> None:
    """Store a commit that is not held; a fork leaves its chain where it is, a quarantined commit
    calls for no files.
    """
    commits.store(connection, commit, standing)
    if outcome.reason != "fork":
        commits.advance(connection, commit)
    if outcome.verdict is not Verdict.QUARANTINE:
        wanted.note(connection, commit)


def _in_turn(
    connection: sa.Connection, realm: Realm, arrived: Iterable[Commit]
) -> Iterable[Commit]:
    """New and held commits in tentative order, the authority's first; then those still held, again
    while one more finds its place.
    """
    rank = _rank(realm)
    waiting = {commit.id: commit for commit in [*arrived, *commits.held(connection)]}
    while waiting:
        ordered = waiting.values()
        yield from sorted(ordered, key=lambda each: (rank(each.header.stream), each.order))
        held = {commit.id: commit for commit in commits.held(connection)}
        waiting = held if held.keys() < waiting.keys() else {}


def _rank(realm: Realm) -> Callable[[str], bool]:
    """The authority's stream goes before the others: it says who may write them."""
    return lambda stream: realm.kind(stream) != "authority"


def take(
    connection: sa.Connection, realm: Realm, arrived: Iterable[Commit], ordered: Sequence[Receipted]
) -> Received:
    """Take commits together with the server's order of some of them; each may wait for the other.

    ``ordered`` are receipts whose signatures were checked, by stream in order of gseq. Raises
    CommitRefused where the order contradicts what the server said before.
    """
    rest = {commit.id: commit for commit in arrived}
    standing: dict[str, Verdict] = {}
    changed: Changed = frozenset()
    for stream in sorted({item.receipt.stream for item in ordered}, key=_rank(realm)):
        line = [item for item in ordered if item.receipt.stream == stream]
        changed |= _follow(connection, realm, rest, line, standing)
    received = receive(connection, realm, rest.values())
    changed |= received.changed | settle(connection, realm, ordered)
    while more := receive(connection, realm, ()).changed | settle(connection, realm, ordered):
        changed |= more
    return Received({**standing, **received.standing}, received.refused, changed)


def _follow(
    connection: sa.Connection,
    realm: Realm,
    rest: dict[str, Commit],
    ordered: Sequence[Receipted],
    standing: dict[str, Verdict],
) -> Changed:
    """Take commits one by one in the server's order as far as it leads, out of ``rest``."""
    touched: set[Key] = set()
    for item in ordered:
        if not _is_next(connection, item.receipt):
            continue
        if not commits.exists(connection, item.receipt.commit):
            commit = rest.get(item.receipt.commit)
            if commit is None or not _put(connection, realm, commit, item.receipt):
                break
            standing[commit.id] = Verdict(item.receipt.verdict)
            del rest[commit.id]
        touched |= _settle(connection, item)
    states.refold(connection, touched)
    return frozenset(touched)


def adopt(
    connection: sa.Connection, realm: Realm, arrived: Iterable[Commit], ordered: Sequence[Receipted]
) -> Changed:
    """Take back what a restored server had ordered: its own receipts, already checked, from the
    next place on as far as they lead, with the same verdicts; nothing else of what arrived.

    Raises CommitRefused where they do not follow what is here.
    """
    commits.lock_heads(connection)
    return _follow(connection, realm, {commit.id: commit for commit in arrived}, ordered, {})


def _put(connection: sa.Connection, realm: Realm, commit: Commit, receipt: Receipt) -> bool:
    """Store a commit that its receipt puts next; False where it cannot be judged yet.

    The checks are those that the server made on the same states: a commit that they refuse has no
    effect whatever the receipt says. Where a chain was forked, the branch that the server took
    first is the chain.
    """
    effective = Verdict(receipt.verdict) in check.EFFECTIVE
    try:
        outcome = _judge(connection, realm, commit, committed=True)
        if outcome.reason == "fork" and effective and commits.give_way(connection, commit):
            outcome = _judge(connection, realm, commit, committed=True)
    except AntinError:
        return False
    if outcome.verdict is Verdict.HELD:
        return False
    if outcome.verdict is Verdict.QUARANTINE and effective:
        raise CommitRefused(reason="order", seq=receipt.gseq)
    _append(connection, commit, outcome, Verdict.TENTATIVE)
    return True


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
    """Apply the server's order to commits that are here: receipts already checked, in order of
    gseq.

    A stream stops at a receipt whose commit is not here. Raises CommitRefused for one that does not
    follow the stream's chain hash: the server then contradicts its own earlier word.
    """
    touched: set[Key] = set()
    for item in ordered:
        here = commits.exists(connection, item.receipt.commit)
        if here and _is_next(connection, item.receipt):
            touched |= _settle(connection, item)
    states.refold(connection, touched)
    return frozenset(touched)


def _is_next(connection: sa.Connection, receipt: Receipt) -> bool:
    return receipt.gseq == _head(connection, receipt.stream)[0] + 1


def _head(connection: sa.Connection, stream: str) -> tuple[int, str]:
    """The last place and chain hash of a stream; raises CommitRefused for one not followed, unless
    a group was opened for it, which then begins here.
    """
    head = connection.execute(_HEAD, {"stream": stream}).one_or_none()
    if head is None and groups.of_stream(connection, stream) is not None:
        groups.follow(connection, stream)
        return 0, receipts.first_chain(stream)
    if head is None:
        raise CommitRefused(reason="other-stream", seq=0)
    return head.gseq, head.chain


def _settle(connection: sa.Connection, item: Receipted) -> set[Key]:
    """Give a stored commit the place that its receipt names; the aggregates to fold anew."""
    receipt = item.receipt
    _, chain = _head(connection, receipt.stream)
    [commit] = commits.load(connection, [receipt.commit])
    if (
        commit.header.stream != receipt.stream
        or receipts.next_chain(chain, receipt.commit, receipt.verdict) != receipt.chain
    ):
        raise CommitRefused(reason="order", seq=receipt.gseq)
    touched = states.order(connection, commit, receipt)
    _keep_receipt(connection, item)
    return touched


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
    touched: set[Key] = set()
    commits.lock_heads(connection)
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
        keys = {fold.key(op) for op in commit.ops}
        touched |= keys
        if realm.kind(commit.header.stream) == "authority":
            states.refold(connection, keys)  # the next commit may be written by whom this one lets
    states.refold(connection, touched)
    return Received(standing, refused, frozenset(touched)), given


def _admit(
    connection: sa.Connection,
    commit: Commit,
    outcome: Outcome,
    registrar: Registrar,
    now: int,
) -> Receipted:
    stream = commit.header.stream
    gseq, chain = _head(connection, stream)
    _append(connection, commit, outcome, Verdict.TENTATIVE)
    verdict = WORDS[WORDS.index(outcome.verdict.value)]
    receipt = Receipt(
        realm=commit.header.realm,
        stream=stream,
        epoch=registrar.epoch,
        gseq=gseq + 1,
        commit=commit.id,
        verdict=verdict,
        chain=receipts.next_chain(chain, commit.id, verdict),
        time=now,
    )
    signed = receipts.sign_receipt(receipt, registrar.sign)
    states.order(connection, commit, receipt)
    _keep_receipt(connection, signed)
    return signed


def _keep_receipt(connection: sa.Connection, item: Receipted) -> None:
    receipt = item.receipt
    values = {
        "commit": receipt.commit,
        "stream": receipt.stream,
        "gseq": receipt.gseq,
        "body": item.body,
        "signature": item.signature,
    }
    connection.execute(sa.insert(models.Receipt), values)
