"""What the administrator of the machine asks the server: leases, devices, state, journal."""

from __future__ import annotations

import datetime
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple

from core.errors import FileUnreadable
from core.office import day
from core.sync import message, receipt, trust_list
from db import durable, ledger, serving
from db.actions import lending, relay, sealing, trusting
from db.actions.lending import LeaseWish
from db.queries import certificates, office, order
from server import clock, home, orders
from server.home import Home
from server.orders import Entry


@dataclass(frozen=True)
class Asked:
    """A lease as asked for on the command line: names, count, ISO dates or None."""

    book: str
    device: str
    count: int
    start: str | None = None
    until: str | None = None
    holder_lost: bool = False


class Checked(NamedTuple):
    """A journal against its store: commits in it, those that one has and the other lacks, bytes of
    a torn tail.
    """

    commits: int
    behind: int
    ahead: int
    torn: int


class Trusted(NamedTuple):
    """The trust list that the server hands on: its number, ISO dates, whether it ran out."""

    number: int
    made: str
    until: str
    expired: bool


def lease(opened: Home, asked: Asked) -> tuple[int, int]:
    """Give numbers of a book; the range ``(first, end)``. By default from today to the year's end.

    A running server writes it to the journal before anybody is shown it. Raises NotFound,
    LeaseOpen.
    """
    start = asked.start or clock.today().isoformat()
    year = int(start[:4])
    until = asked.until or datetime.date(year, 12, 31).isoformat()
    device, inc = lending.find_device(opened.store, asked.device)
    book = lending.find_register(opened.store, asked.book, year)
    wish = LeaseWish(device, inc, asked.count, start, until, asked.holder_lost)
    return lending.give_lease(opened.store, opened.registrar, book, wish)


def seal(opened: Home, device: str, reason: str) -> int:
    """Seal what is missing of a machine that writes no more; how many commits that waited behind it
    are ordered. In the journal before anybody is shown it. Raises NotFound.
    """
    return sealing.seal(opened.store, opened.registrar, device, reason)


def devices(opened: Home) -> list[str]:
    """A line for each device: id, kind, label, and whether it is revoked."""
    rows = office.devices(opened.store)
    return ["\t".join((each.id, each.kind, each.label, "×" * each.revoked)) for each in rows]


def status(opened: Home) -> dict[str, str | int]:
    """Epoch, places by stream, places in the journal, enrolment requests that wait, and the last
    day (ISO) of the server's certificate, marked once that is near.
    """
    with opened.store.engine.begin() as connection:
        heads = order.heads(connection)
    kinds = {each.id: each.kind for each in opened.store.realm.provision.streams}
    facts: dict[str, str | int] = {"epoch": opened.registrar.epoch}
    facts |= {kinds.get(each.stream, each.stream): each.gseq for each in heads.values()}
    tips = orders.last_tips(opened.journal)
    facts |= {f"journal.{kinds.get(tip.stream, tip.stream)}": tip.gseq for tip in tips}
    until = day.day(opened.certificate.end - 1).isoformat()
    near = certificates.warned(opened.certificate, opened.store.now())
    facts["certificate"] = until + "\t!" * near
    return facts | {"requests": len(relay.waiting(opened.store))}


def take_trust(opened: Home, path: Path) -> None:
    """Hand on this trust list from now on; a running server does so too.

    Raises FileUnreadable, and what ``trusting.take`` raises: the list before it then stays.
    """
    try:
        data = durable.read_small(path, trust_list.LIMIT)
    except OSError as error:
        raise FileUnreadable from error
    trusting.take(opened.store, data)


def trust(opened: Home) -> Trusted | None:
    """The trust list held, None without one."""
    held = trusting.held(opened.store)
    if held is None:
        return None
    made, until = (day.day(at).isoformat() for at in (held.made, held.next))
    return Trusted(held.number, made, until, held.next <= opened.store.now())


def check_journal(opened: Home) -> Checked:
    """Read the whole journal: chain, seals, receipts, and that the store has the same order.

    Raises JournalDamaged, SignatureWrong, CommitRefused.
    """
    with opened.store.engine.begin() as connection:
        left = {head.stream: head.gseq for head in order.heads(connection).values()}
    found = ahead = 0
    for record in opened.journal.replay():
        entry, parts = message.decode(Entry, record)
        given = [item for pack in parts[: entry.packs] for item in receipt.decode_receipts(pack)]
        ledger.checked(opened.store.realm, given)
        found += len(given)
        same = _same(opened, given)
        left[entry.stream] -= same
        ahead += len(given) - same
    return Checked(found, sum(left.values()), ahead, opened.journal.torn())


def _same(opened: Home, given: list[receipt.Receipted]) -> int:
    """How many of some receipts the store has with the same place and chain hash."""
    first, last = given[0].receipt, given[-1].receipt
    with opened.store.engine.begin() as connection:
        there = order.page(connection, first.stream, first.gseq - 1, last.gseq, len(given))
    pairs = zip(given, there.receipts, strict=False)
    return sum(one.receipt.chain == two.receipt.chain for one, two in pairs)


def replay_journal(data: Path, journal: Path | None, database: str | None) -> int:
    """Bring a store that was restored from a backup up to its journal, and begin another epoch; how
    many commits came back.
    """
    with home.opened(data, journal, database) as opened:
        taken = orders.replay(opened)
    with home.unlocked(data) as vault:
        serving.begin_epoch(vault)
    return taken
