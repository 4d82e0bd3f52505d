"""The life of this installation: its own keys, its incarnation, and what betrays an old copy.

A database that was rolled back, a folder that was copied to another machine, counters that were
lost, a twin that writes under the same name: each begins a new incarnation (sync.md §4.1). Leases
of the earlier one give no more numbers, its commits stay and come back, work goes on. What was
noticed is kept until a person has seen it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING, Annotated, Literal

import msgspec
import sqlalchemy as sa
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from core.commits import canonical
from core.commits.format import Commit, Count, Id, Instant
from core.commits.ids import unb64
from core.commits.signatures import Signed
from core.commits.trust import Key
from core.errors import NotEnrolled, OutsideDamaged, RolledBack
from db import commits, local, models
from db.clock import Clock
from db.engine import writes

if TYPE_CHECKING:
    from db.acting import Store
    from db.outside import Outside

INSTALLATION, NOTICED = "installation", "incarnation.noticed"
UNTOLD = "incarnation.untold"
"""The life that began here and of which the unit was not told yet."""

FORMER = "former."
"""Local values named after the devices that this installation was before (db/actions/replacing)."""

MOST_NOTICED = 16
WIDEST_JUMP = 500_000
"""Copies of one store draw their next incarnation, so that no two of them draw the same."""

Why = Literal["rolled-back", "other-machine", "counters-lost", "twin", "copy", "restored"]


class Installation(msgspec.Struct, frozen=True, forbid_unknown_fields=True, omit_defaults=True):
    """This device's own keys and its certificate once enrolled; kept inside the encrypted store.

    ``inc`` is the incarnation that the database believes in; the counter outside decides.
    """

    device: Id
    sign: Annotated[str, msgspec.Meta(max_length=43)]
    box: Key
    inc: Count
    certificate: Signed | None = None

    def signer(self) -> Callable[[bytes], bytes]:
        """The device's signing function."""
        return Ed25519PrivateKey.from_private_bytes(unb64(self.sign, 32)).sign


class Noticed(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What betrayed an old copy or a second one, when (ms UTC), and the incarnation since then."""

    why: Why
    time: Instant
    inc: Count


def keep_installation(connection: sa.Connection, mine: Installation) -> None:
    """Store the installation's keys and certificate."""
    local.put_value(connection, INSTALLATION, canonical.encode(mine))


def installation(connection: sa.Connection) -> Installation:
    """This installation's keys and certificate; raises NotEnrolled where there are none."""
    kept = local.value(connection, INSTALLATION)
    if kept is None:
        raise NotEnrolled
    return canonical.decode_as(Installation, kept)


def settled(
    connection: sa.Connection, mine: Installation, counters: Outside, clock: Clock
) -> Installation:
    """The installation as it works from now on: in a new incarnation where something betrays that
    the database or its folder is an old or a second copy. Raises DiskFull.
    """
    why = _betrayed(connection, mine, counters)
    if why is not None:
        return begin(connection, counters, why, clock)
    counters.settle()
    return mine


def begin(connection: sa.Connection, counters: Outside, why: Why, clock: Clock) -> Installation:
    """Begin a new incarnation, outside first; note why for a person to see, and that the unit is to
    be told.
    """
    mine = installation(connection)
    jump = 1 + int.from_bytes(clock.random(4)) % WIDEST_JUMP
    raised = msgspec.structs.replace(mine, inc=counters.begin_anew(mine.inc, jump))
    keep_installation(connection, raised)
    life = Noticed(why, clock.now(), raised.inc)
    _note(connection, life)
    local.put_value(connection, UNTOLD, canonical.encode(life))
    return raised


def _betrayed(connection: sa.Connection, mine: Installation, counters: Outside) -> Why | None:
    try:
        noted = counters.incarnation()
        if noted < mine.inc:
            return "counters-lost"
        if counters.elsewhere():
            return "other-machine"
        if noted > mine.inc:
            return "rolled-back"
        counters.compare(places(connection, mine))
        for lease, top in _held(connection, mine):
            counters.reconcile(lease, top)
    except OutsideDamaged:
        return "counters-lost"
    except RolledBack:
        return "rolled-back"
    return None


def _held(connection: sa.Connection, mine: Installation) -> list[tuple[str, int]]:
    """The leases of this incarnation that were not returned, with the last number given."""
    lease = models.Lease
    query = sa.select(lease.id, lease.top).where(
        lease.device == mine.device, lease.inc == mine.inc, lease.returned.is_(False)
    )
    return [(row.id, row.top) for row in connection.execute(query)]


def places(connection: sa.Connection, mine: Installation) -> dict[str, int]:
    """How far this incarnation's own chains go, by stream."""
    chain = models.Chain
    query = sa.select(chain.stream, chain.seq).where(
        chain.device == mine.device, chain.inc == mine.inc
    )
    return {row.stream: row.seq for row in connection.execute(query)}


def meet(connection: sa.Connection, store: Store, arrived: Iterable[Commit]) -> bool:
    """Look for ourselves among commits that arrive, before they are stored.

    One of our own incarnation that is not here was written by a twin, or by ourselves before an
    unnoticed restore: from now on we write in another one, which the caller announces when this
    returns True. A higher one says that a copy works elsewhere, or did. A server takes its own
    commits from its journal and is told of an old copy by that (server/orders.py).
    """
    founder = store.realm.founders.get(store.author.device)
    if founder is not None and founder.kind == "server":
        return False
    mine = installation(connection)
    ours = [each for each in arrived if each.header.device == mine.device]
    foreign = {each.header.inc for each in ours if not commits.exists(connection, each.id)}
    if mine.inc in foreign:
        begin(connection, store.outside, "twin", Clock(store.now, store.random))
        return True
    if max(foreign, default=0) > mine.inc and not _told(connection, max(foreign)):
        _note(connection, Noticed("copy", store.now(), max(foreign)))
    return False


# -- what the unit is told -------------------------------------------------------------------------


def untold(connection: sa.Connection) -> Noticed | None:
    """The life that began here and that no commit says yet."""
    kept = local.value(connection, UNTOLD)
    return canonical.decode_as(Noticed, kept) if kept else None


def told(connection: sa.Connection) -> None:
    """A commit of the same transaction says it."""
    local.drop_value(connection, UNTOLD)


# -- what a person is told -------------------------------------------------------------------------


def noticed(store: Store) -> tuple[Noticed, ...]:
    """What was noticed and nobody has acknowledged, the oldest first."""
    with store.engine.begin() as connection:
        return _kept(connection)


def acknowledge(store: Store) -> None:
    """A person has seen what was noticed."""
    with writes(store.engine).begin() as connection:
        local.drop_value(connection, NOTICED)


def _kept(connection: sa.Connection) -> tuple[Noticed, ...]:
    kept = local.value(connection, NOTICED)
    return canonical.decode_as(tuple[Noticed, ...], kept) if kept else ()


def _note(connection: sa.Connection, new: Noticed) -> None:
    kept = (*_kept(connection), new)[-MOST_NOTICED:]
    local.put_value(connection, NOTICED, canonical.encode(kept))


def _told(connection: sa.Connection, inc: int) -> bool:
    return any(each.inc >= inc for each in _kept(connection))
