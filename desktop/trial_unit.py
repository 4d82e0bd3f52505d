"""A unit made at once on this machine – server, root, desk – for demo and self-test. No Qt.

The server's store is used to order the first commits and to lease numbers, then never again.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Final

import resources
from core.commits.ids import b64
from core.commits.signatures import Signed
from core.office import roster
from core.office.terms import Role
from core.sync.container import FileKind, read_json
from core.sync.founding import ServerRequest
from db import commits, ledger, opening, serving
from db.acting import Store
from db.actions import authority, delegating, lending, ordering
from db.actions.founding import Founding, first_commits, found
from db.actions.lending import LeaseWish
from db.engine import writes
from db.keys.protectors import by_key_file, write_key_file
from db.open_vault import OpenVault
from db.opening import Clock
from db.queries import accounts, office
from db.serving import Served
from db.vault import Vault
from desktop import clock as machine

CLOCK: Final = Clock(machine.now_ms, machine.random_bytes)
NOWHERE: Final = "https://127.0.0.1:1"
BOOKS: Final = ("incoming", "outgoing", "copies")
LOAD: Final = 500
"""Commits of a stream that are carried at a time."""


@dataclass(frozen=True)
class TrialUnit:
    """The desk's vault and open store, the people's ids by their short words, the server's side."""

    vault: OpenVault
    desk: Store
    people: dict[str, str]
    served: Served

    def lease(self, count: int) -> None:
        """Give the desk numbers of this year's books."""
        day = self.desk.today().isoformat()
        author = self.desk.author
        wish = LeaseWish(author.device, author.inc, count, day, f"{day[:4]}-12-31")
        for kind in BOOKS:
            book = office.books(self.desk, kind)[0].id
            lending.give_lease(self.served.store, self.served.registrar, book, wish)

    def exchange(self) -> None:
        """What the desk has goes to the server, and its order comes back."""
        while self._carry():
            pass

    def _carry(self) -> bool:
        """One load both ways; whether the desk had anything to send."""
        desk, served = self.desk, self.served
        streams = [stream.id for stream in desk.realm.provision.streams]
        with desk.engine.begin() as connection:
            sent = [one for stream in streams for one in commits.unsent(connection, stream, LOAD)]
            had = commits.frontier(connection)
        ordering.admit(served.store, served.registrar, sent)
        with served.store.engine.begin() as connection:
            tips = commits.frontier(connection)
            runs = [
                commits.run(connection, chain, had.get(chain, 0) + 1, seq)
                for chain, seq in tips.items()
                if seq > had.get(chain, 0)
            ]
            gathered = [*sent, *(one for run in runs for one in run)]
            ordered = commits.receipts(connection, [one.id for one in gathered])
        with writes(desk.engine).begin() as connection:
            ledger.take(connection, desk.realm, gathered, ordered)
        return bool(sent)

    def as_person(self, person: str) -> Store:
        """The same desk with somebody else at work."""
        return replace(self.desk, author=replace(self.desk.author, person=person))

    def close(self) -> None:
        """Close both stores."""
        for store in (self.desk, self.served.store):
            store.engine.dispose()
        self.vault.close()


def make(
    desk: Path,
    server: Path,
    words: str,
    trust: Sequence[str],
    crls: Sequence[str],
    app: str,
    clock: Clock = CLOCK,
) -> TrialUnit:
    """Found the fictional unit of resources/demo; ``words`` open the desk's vault."""
    key = server / "server.key"
    write_key_file(key, clock.random)
    vault = Vault(server / "store", clock.random).create("0" * 26, "server", by_key_file(key))
    keys = serving.prepare(vault, clock)
    spki = b64(clock.random(32))
    request = ServerRequest(label="server", sign=keys.sign, box=keys.box, spki=spki, at=clock.now())
    unit = roster.load_roster(resources.text("demo/unit.json"))
    given = Founding(unit, request, NOWHERE, tuple(trust), tuple(crls), words, words)
    founded = found(Vault(desk, clock.random), given, clock)
    store = opening.open_store(founded.vault, "passphrase", app, clock)
    people = first_commits(store, unit)
    serving.provision(vault, read_json(FileKind.PROVISION, Signed, founded.provision), spki)
    made = TrialUnit(founded.vault, store, people, serving.open_served(vault, None, app, clock))
    made.exchange()
    delegating.give_by_roster(made.as_person, unit, people)
    head = next(one.person for one in unit.roles if one.role is Role.COMMANDER)
    waiting = [(row.grant, row.op) for row in accounts.changes(store)]
    authority.confirm(made.as_person(people[head]), waiting)
    made.exchange()
    return made
