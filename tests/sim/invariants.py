"""What has to hold once a unit is at rest (sync.md §6.1); each check says how it was broken."""

from __future__ import annotations

import itertools
import random
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import sqlalchemy as sa

from core.commits import fold, merge, sealing
from core.commits.check import EFFECTIVE, Verdict
from core.commits.fold import Key
from core.commits.format import Commit, read
from core.errors import AntinError
from core.office import day
from core.sync import receipt
from core.sync.receipt import Receipt
from db import commits, facts, models
from db.actions import syncing
from db.queries import order
from db.queries.order import Page
from desktop.sync import rounds
from server import administration
from tests.sim.hosts import Device, heads, ids, shown, standings
from tests.sim.world import World

ANY_ORDERS = 3
MOST_BYTES = 1000
"""Of a sync without changes in an open session: one greeting and its answer."""
REMOVING = frozenset({"dossier.take", "document.unlink", "document.release", "document.unfile"})
"""Operations that leave nothing behind but an absence."""

LASTING = frozenset({"document.sign", "document.check", "document.direct", "document.endorse"})
"""Acts that stand beside later ones for good."""


@dataclass
class Rest:
    """A world at rest, as the server has it."""

    world: World

    @cached_property
    def standing(self) -> dict[str, Verdict]:
        return standings(self.world.central.store)

    @cached_property
    def machines(self) -> list[Device]:
        return [*self.world.working, self.world["late"]]

    @cached_property
    def pages(self) -> dict[str, Page]:
        store = self.world.central.store
        with store.engine.begin() as connection:
            found = order.heads(connection)
            return {
                name: order.page(connection, name, 0, head.gseq, 10**6)
                for name, head in found.items()
            }

    @cached_property
    def effective(self) -> list[tuple[Commit, Receipt]]:
        return [
            (commit, given.receipt)
            for page in self.pages.values()
            for commit, given in zip(page.commits, page.receipts, strict=True)
            if Verdict(given.receipt.verdict) in EFFECTIVE
        ]

    @cached_property
    def ops(self) -> dict[Key, list[tuple[str, Any]]]:
        """The effective operations of each aggregate, with their names."""
        found: dict[Key, list[tuple[str, Any]]] = defaultdict(list)
        for commit, _ in self.effective:
            for index, op in enumerate(commit.ops):
                found[fold.key(op)].append((commit.op_id(index), op))
        return found

    @property
    def seals(self) -> Iterator[tuple[str, Any]]:
        """The seals of holes that had to be sealed."""
        found = (each for ops in self.ops.values() for each in ops)
        return (
            (name, op)
            for name, op in found
            if op.kind == sealing.KIND and op.body["device"] in self.world.sealed
        )

    @cached_property
    def states(self) -> dict[Key, Mapping[str, Any]]:
        store = self.world.central.store
        with store.engine.begin() as connection:
            return facts.states(connection, list(self.ops), committed=True)


Broken = Iterator[str]


def i1(rest: Rest) -> Broken:
    """Durability: what was confirmed to a person survives any crash; what has a receipt survives
    the loss of a single site; what came to another machine does not stay there alone.
    """
    world = rest.world
    there = ids(world.central.store)
    revoked = {each.name for each in world.devices.values() if each.revoked}
    for commit, at in sorted(world.written.items()):
        if commit not in there | world.lost and at not in revoked:
            yield f"{commit} of {at} is gone"
    for commit in sorted(set(world.receipts) - there - world.burnt):
        yield f"{commit} had a receipt and is gone"
    for device in rest.machines:
        for commit in sorted(world.alone(device)):
            yield f"{commit} is at {device.name} alone"


def i2(rest: Rest) -> Broken:
    """Convergence: the same prefix of a stream makes the same state hash everywhere."""
    want = heads(rest.world.central.store)
    for device in rest.machines:
        for stream, head in heads(device.store).items():
            mine, theirs = (head.gseq, head.state), (want[stream].gseq, want[stream].state)
            if mine != theirs:
                yield f"{device.name} stands at {head.gseq}, the server at {want[stream].gseq}"
    for device in rest.machines:
        read_ = syncing.streams(device.store)
        there = shown(rest.world.central.store, read_)
        if differing := there ^ shown(device.store, read_):
            yield f"{device.name} shows {min(differing)[:2]} otherwise than the server"


def i3(rest: Rest) -> Broken:
    """Order independence: field state is equal under any order of arrival that a cause precedes."""
    chance = random.Random(f"orders/{rest.world.seed}")
    for key, ops in rest.ops.items():
        aside = {name for name, _ in rest.states[key].get("conflicts", ())}
        writes = [(name, op) for name, op in ops if op.body.get("fields") and name not in aside]
        if len(writes) > 1 and all(
            op.kind.endswith((".set", ".create", ".open")) for _, op in writes
        ):
            want = rest.states[key].get("fields", {})
            for _ in range(ANY_ORDERS):
                if _fields(writes, chance) != want:
                    yield f"fields of {key} depend on the order"
                    break


def _fields(writes: list[tuple[str, Any]], chance: random.Random) -> dict[str, merge.Entries]:
    left, done, fields = list(writes), set[str](), dict[str, merge.Entries]()
    names = {name for name, _ in writes}
    while left:
        ready = [each for each in left if names.intersection(each[1].bases) <= done]
        if not ready:
            return {}
        name, op = each = chance.choice(ready)
        left.remove(each)
        done.add(name)
        for field, value in op.body["fields"].items():
            fields[field] = _replaced(fields.get(field, []), op.bases, name, value)
    return fields


def _replaced(
    entries: merge.Entries, bases: Iterable[str], op: str, value: object
) -> merge.Entries:
    """The rule, written once more: what the writer had seen goes, all else stays."""
    kept = [entry for entry in entries if entry[0] not in bases]
    return sorted([*kept, [op, value]], key=lambda entry: str(entry[0]))


def i4(rest: Rest) -> Broken:
    """No silent drop: every accepted write is live, replaced by one that had seen it, or waits in
    sight of people. A signature is never replaced.
    """
    for key, ops in rest.ops.items():
        seen = {base for _, op in ops for base in op.bases}
        text = fold_text(rest.states[key])
        for name, op in ops:
            silent = key[0] == "register" or op.kind in REMOVING
            replaced = name in seen and op.kind not in LASTING
            if not silent and not replaced and f'"{name}"' not in text:
                yield f"{op.kind} {name} left no trace"


def fold_text(state: Mapping[str, Any]) -> str:
    return facts.write_state(dict(state)).decode()


def i5(rest: Rest) -> Broken:
    """Stability: signed bytes and receipts never change (receipts are compared on the way)."""
    bytes_of: dict[str, tuple[bytes, bytes]] = {}
    table = models.Commit
    query = sa.select(table.id, table.header, table.payload, table.signature)
    for store in (rest.world.central.store, *(each.store for each in rest.machines)):
        with store.engine.begin() as connection:
            for row in connection.execute(query):
                found = (bytes(row.header), bytes(row.signature))
                if bytes_of.setdefault(row.id, found) != found:
                    yield f"{row.id} has other bytes somewhere"
                if read(row.header, row.payload, row.signature).id != row.id:
                    yield f"{row.id} was altered"


def i6(rest: Rest) -> Broken:
    """Numbers: at most one document each, the one on paper; no hole below a top; leases never
    overlap.
    """
    for key, ops in rest.ops.items():
        if key[0] == "register":
            fate = _fates(op for _, op in ops)
            yield from _out_of_time(rest, key[1])
            yield from (
                f"number {n} has two documents" for n, all_ in fate.items() if len(all_) > 1
            )
            yield from _holes([op for _, op in ops if op.kind == "register.lease"], fate)
            yield from () if rest.world.cloned else _otherwise(rest.world.paper, key[1], fate)


def _out_of_time(rest: Rest, book: str) -> Broken:
    """Numbers that were given on a day outside their lease, by the clock of the machine."""
    ops = [(commit, op) for commit, _ in rest.effective for op in commit.ops if op.id == book]
    days = {op.body["lease"]: op.body for _, op in ops if op.kind == "register.lease"}
    for commit, op in ops:
        if op.kind == "register.give":
            given, of = day.day(commit.header.hlc[0]).isoformat(), days[op.body["lease"]]
            if not of["start"] <= given <= of["until"]:
                yield f"number {op.body['number']} was given on {given}, outside its lease"


def _fates(ops: Iterable[Any]) -> dict[int, set[str]]:
    """The documents of each number; none for a number that is void or kept."""
    fate: dict[int, set[str]] = defaultdict(set)
    for op in ops:
        for void in op.body.get("voids", ()):
            fate[void["number"]] |= set()
        if op.kind == "register.give":
            fate[op.body["number"]].add(op.body["document"])
        if op.kind == "register.reserve":
            fate[op.body["number"]] |= set()
    return fate


def _otherwise(
    paper: Mapping[tuple[str, int], str], book: str, fate: Mapping[int, set[str]]
) -> Broken:
    for (of, number), document in sorted(paper.items()):
        if of == book and fate.get(number, set()) - {document}:
            yield f"number {number} is of another document than on paper"


def _holes(leases: list[Any], fate: Mapping[int, set[str]]) -> Broken:
    spans = sorted((op.body["first"], op.body["end"]) for op in leases)
    for one, two in itertools.pairwise(spans):
        if one[1] > two[0] and max((n for n in fate if n < one[1]), default=0) >= two[0]:
            yield f"leases {one} and {two} overlap"
    for first, end in spans:
        used = [number for number in fate if first <= number < end]
        for number in range(first, max(used, default=first - 1)):
            if number not in fate:
                yield f"number {number} has no fate"


def i7(rest: Rest) -> Broken:
    """Authority: no effect without an entitled signature."""
    ends: dict[str, int] = {}
    for commit, given in rest.effective:
        ends |= {op.id: given.time for op in commit.ops if op.kind == "device.revoke"}
    for commit, given in rest.effective:
        if given.time > ends.get(commit.header.device, given.time):
            yield f"{commit.id} of a revoked device has effect"
        if commit.id in rest.world.hostile:
            yield f"{commit.id} of a hostile program has effect"
    for device in rest.machines:
        for commit, standing in standings(device.store).items():
            if commit in rest.world.hostile and standing in EFFECTIVE - {Verdict.TENTATIVE}:
                yield f"{commit} of a hostile program has effect at {device.name}"


def i8(rest: Rest) -> Broken:
    """Evidence: chains are whole, the journal has every receipt, forks come from copies alone."""
    for stream, page in rest.pages.items():
        chain = receipt.first_chain(stream)
        for place, given in enumerate(page.receipts, 1):
            chain = receipt.next_chain(chain, given.receipt.commit, given.receipt.verdict)
            if (given.receipt.gseq, given.receipt.chain) != (place, chain):
                yield f"receipt {place} of {stream} does not follow"
        yield from _chains(rest, page)
    found = administration.check_journal(rest.world.central.home)
    if found.behind or found.ahead:
        yield f"journal and store differ by {found.behind} and {found.ahead}"


def _chains(rest: Rest, page: Page) -> Broken:
    """Forks and gaps in the chains of devices; a fork is put aside, and only a copy makes one; a
    gap is one that was sealed.
    """
    seals = {_behind(op.body) for _, op in rest.seals}
    tips: dict[Any, tuple[int, str | None]] = {}
    for commit, given in zip(page.commits, page.receipts, strict=True):
        aside = given.receipt.verdict == "quarantine"
        seq, tip = tips.get(commit.chain, (0, None))
        place = commit.header.seq, commit.header.prev
        if place == (seq + 1, tip) or (commit.chain[:2], *place) in seals:
            tips[commit.chain] = (commit.header.seq, commit.id)
        elif not aside:
            yield f"the chain of {commit.id} has a gap or a fork"
        if aside and commit.id in rest.world.written and not rest.world.cloned:
            yield f"{commit.id} of an honest machine is in quarantine"


def _behind(body: Mapping[str, Any]) -> tuple[Any, ...]:
    """The place that follows a sealed hole."""
    return (body["device"], body["inc"]), body["upto"], body["prev"]


def i9(rest: Rest) -> Broken:
    """Liveness: links and machines recovered, so every queue drains; only what depends on something
    destroyed waits on.
    """
    if not all(map(rest.world.in_step, rest.machines)):
        waiting = {each.name: len(each.unsent()) for each in rest.machines}
        yield f"not in step after the last round: {waiting}"
    gone = rest.world.lost | rest.world.hostile
    for machine in (rest.world.central, *rest.machines):
        with machine.store.engine.begin() as connection:
            held = commits.held(connection)
        if held and not gone and not any(each.revoked for each in rest.world.devices.values()):
            yield f"{machine.name} holds {len(held)} commits for ever"
        if rest.world.sealed & {each.header.device for each in held}:
            yield f"{machine.name} holds commits behind a hole that was sealed"
    for device in rest.machines:
        if any(rest.world.due(device)):
            yield f"{device.name} lacks a file that the server has"


def i10(rest: Rest) -> Broken:
    """Cost: a sync without changes asks next to nothing, however large the store is: one question,
    and one more for files that have yet to come to the server.
    """
    net = rest.world.net
    for device in rest.machines:
        road = rest.world.road(device)
        try:
            if not road.greeted:  # measured is a session that lasts
                rounds.exchange(device.store, road)
            asked, carried = net.asked, net.carried
            rounds.exchange(device.store, road)
        except AntinError as error:
            yield f"{device.name} cannot sync at rest: {error.code}"
            continue
        streams = syncing.streams(device.store)
        cost = net.asked - asked, net.carried - carried
        lacks = any(syncing.missing_files(device.store, one, "", 1) for one in streams)
        if cost[0] > 1 + lacks or cost[1] > MOST_BYTES * (1 + lacks):
            yield f"{device.name} asked {cost[0]} questions, {cost[1]} bytes, for nothing new"


def i11(rest: Rest) -> Broken:
    """Isolation of faults: unknown kinds reach everybody and stop nothing; local work goes on."""
    for commit in rest.world.newer:
        for machine in (rest.world.central, *rest.machines):
            if commit not in rest.world.lost and commit not in machine.has():
                yield f"{commit} of a later version is not at {machine.name}"
        if rest.standing.get(commit, Verdict.OK) not in EFFECTIVE:
            yield f"{commit} of a later version was put aside"


def i12(rest: Rest) -> Broken:
    """Import safety: whatever comes in is answered by a clear refusal, never by a failure."""
    yield from (f"the server failed at {path}" for path in rest.world.net.failed)


INVARIANTS: tuple[Callable[[Rest], Broken], ...] = (
    i1, i2, i3, i4, i5, i6, i7, i8, i9, i10, i11, i12,
)  # fmt: skip


def broken(world: World) -> list[str]:
    """All that is wrong with a world at rest, each with the name of its invariant."""
    rest = Rest(world)
    found = [*world.wrong]
    for check in INVARIANTS:
        found += [f"{check.__name__.upper()} {why}" for why in check(rest)]
    return found
