"""Many new machines at once (a unit on the day that it begins): each fetches a unit's snapshot and
then every commit, over real TLS with a certificate of its own, and comes again each second while
the server says that others are first; beside them an ordinary machine sends an act now and then,
and its receipts are timed, against the same without the crowd. The new machines keep nothing, so
they ask much faster than real ones, whose own work is in first_sync.

``--full`` takes 300 machines instead of 40.
"""

from __future__ import annotations

import json
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from typing import TYPE_CHECKING, NamedTuple

from measure import tell
from sync_rig import FULL, served, town

from core.commits import canonical
from core.commits.ids import b64, text_id, unb64
from core.commits.signatures import Signed
from core.commits.trust import ServerPlace
from core.errors import ServerBusy
from core.sync import enrol, wire
from core.sync.snapshot import Manifest
from db.actions import admission, enrolment, incoming
from db.incarnation import Installation
from desktop import clock
from desktop.session import APP, CLOCK
from desktop.sync import rounds
from desktop.sync.client import Identity, Server

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from typing import TypeVar

    from tests.server.town import Machine, Town

    Answer = TypeVar("Answer")

MACHINES = 300 if FULL in sys.argv else 40
DOCUMENTS, PAGE = 2_100, 50
RECEIPTS, PAUSE_S, AGAIN_S = 60, 0.25, 1
CROWD = "--crowd"
GOAL_MS = 1000


class Plan(NamedTuple):
    """What the crowd's process is told: the server, the unit's stream, and who they are."""

    url: str
    spki: str
    realm: str
    stream: str
    machines: list[tuple[str, str]]
    """Device and signing key of each."""


# -- the crowd -------------------------------------------------------------------------------------


def patient(ask: Callable[[], Answer]) -> Answer:
    """An answer, however often the server says that others come first."""
    while True:
        try:
            return ask()
        except ServerBusy:
            time.sleep(AGAIN_S)


def first_sync(plan: Plan, device: str, key: str) -> float:
    """One machine fetches everything; seconds."""
    begun = time.perf_counter()
    who = Identity(plan.realm, device, Installation(device, key, key, 1).signer())
    server, stream = Server(ServerPlace(plan.url, plan.spki), who, APP), plan.stream
    epoch = patient(server.hello).epoch
    [data] = patient(lambda: server.ask(wire.SNAPSHOT, wire.Snapshot(stream))[1])
    signed = canonical.decode_as(Signed, data)
    for chunk in canonical.decode_as(Manifest, unb64(signed.body)).chunks:
        wish = wire.SnapshotChunk(stream, chunk.name)
        patient(partial(server.ask, wire.SNAPSHOT_CHUNK, wish))
    after, head = 0, 1
    while after < head:
        answer = patient(partial(server.pull, stream, epoch, after, PAGE))[0]
        after, head = answer.next, answer.head
    server.close()
    return time.perf_counter() - begun


def crowd(plan: Plan) -> None:
    """What the process of the crowd does: it prints when the last one has everything."""
    with ThreadPoolExecutor(len(plan.machines)) as lanes:
        taken = list(lanes.map(lambda each: first_sync(plan, *each), plan.machines))
    print(json.dumps(taken))


# -- the unit --------------------------------------------------------------------------------------


def admitted(unit: Town, admin: Machine, person: str) -> Iterator[tuple[str, str]]:
    """New machines that are certified and have no store: device and signing key of each."""
    provision = admin.store.realm.provision
    for number in range(MACHINES + 1):
        keys = (b64(clock.random_bytes(32)), b64(clock.random_bytes(32)))
        fresh = Installation(text_id(clock.random_bytes(16)), *keys, 1)
        code = enrol.read_code(admission.invite(admin.store, person, f"Máy {number}"))
        asked = enrolment.request_of(fresh, provision, code, f"Máy {number}", CLOCK)
        yield admission.approve(admin.store, asked, everything=False).device, fresh.sign
    with served(unit):
        unit.sync(admin)


def receipts(machine: Machine, road: Server, document: str, end: Callable[[], bool]) -> list[float]:
    """Milliseconds from an act to its receipt, an act now and then until the end."""
    taken: list[float] = []
    while not end() or len(taken) < RECEIPTS:
        incoming.edit(machine.store, document, subject=f"Lần thứ {len(taken)}")
        begun = time.perf_counter()
        done = rounds.exchange(machine.store, road)
        if done.problems or done.sent != 1:
            raise SystemExit(f"the round failed: {done}")
        taken.append((time.perf_counter() - begun) * 1000)
        time.sleep(PAUSE_S)
    return sorted(taken)


def main() -> None:
    """Alone, then beside the crowd."""
    with town() as unit:
        clerk, admin = unit.machine("clerk"), unit.machine("admin")
        unit.lease("Máy clerk", DOCUMENTS + 10)
        with served(unit):
            unit.sync(admin, clerk)
            made = [clerk.register(subject=f"Văn bản số {number}") for number in range(DOCUMENTS)]
            unit.sync(clerk)
        machines = list(admitted(unit, admin, clerk.person))
        place, realm = unit.place(clerk), clerk.store.realm.provision.realm
        plan = Plan(place.url, place.spki, realm, clerk.store.stream, machines[1:])
        with served(unit), unit.road(clerk) as road:
            single = first_sync(plan, *machines[0])
            alone = receipts(clerk, road, made[0], lambda: True)
            with subprocess.Popen(
                [sys.executable, __file__, CROWD],
                stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True,
            ) as running:  # fmt: skip
                assert running.stdin is not None
                assert running.stdout is not None
                running.stdin.write(json.dumps(plan))
                running.stdin.close()
                beside = receipts(clerk, road, made[0], lambda: running.poll() is not None)
                took = json.loads(running.stdout.read())
            whole = max(took)
    report(alone, beside, single, whole)


def report(alone: list[float], beside: list[float], single: float, whole: float) -> None:
    """The rows."""
    words = f"beside {MACHINES} first syncs"
    for name, part in (("median", 50), ("p99", 99)):
        value, peer = (found[len(found) * part // 100] for found in (beside, alone))
        tell(f"a receipt {words}, {name}", value, "ms", against="alone", peer=peer, limit=8)
        tell(f"a receipt {words}, {name}", value, "ms", against="goal", peer=GOAL_MS, limit=1)
    peer = single * MACHINES
    tell(f"{MACHINES} first syncs", whole, "s", against="one after the other", peer=peer, limit=1.5)


if __name__ == "__main__":
    if CROWD in sys.argv:
        crowd(Plan(*json.loads(sys.stdin.read())))
    else:
        main()
