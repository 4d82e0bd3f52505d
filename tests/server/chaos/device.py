"""``python -m tests.server.chaos.device FOLDER NAME PORT SEED``: a person at a machine who works
and syncs until the process is killed.

What was confirmed to the person is said, a line of JSON each: how far the machine's own chains go,
and the number that a document was given.
"""

from __future__ import annotations

import json
import random
import sys
from dataclasses import dataclass
from pathlib import Path

from core.errors import AntinError
from core.office.terms import Kind
from db import commits
from db.actions import incoming
from db.actions.files import NewFile
from db.queries import documents
from db.queries.documents import View
from desktop import clock
from tests.server.test_clones import open_dossier
from tests.server.town import ENTRY, Machine, Town

SIZES = (200, 40_000, 300_000)
INCOMING = View(kinds=(Kind.INCOMING,))


@dataclass
class Person:
    """Who works at a machine, by chance."""

    town: Town
    machine: Machine
    chance: random.Random

    def act(self) -> None:
        """Something that people do; what the rules or the road refuse is said and was no act."""
        doing = self.chance.choice((self.register, self.edit, self.open, self.sync, self.sync))
        try:
            doing()
        except AntinError as error:
            say(refused=error.code)
        else:
            say(chains=own_chains(self.machine))

    def register(self) -> None:
        content = b"%PDF-1.7\n" + clock.random_bytes(self.chance.choice(SIZES))
        file = NewFile("217.pdf", "application/pdf", content, 1)
        done = incoming.register(self.machine.store, ENTRY, file, self.machine.book)
        say(document=done.entity, number=done.number)

    def edit(self) -> None:
        store = self.machine.store
        if rows := documents.rows(store, documents.ids(store, INCOMING)[:20]):
            subject = f"{self.machine.name} {self.chance.randrange(1000)}"
            incoming.edit(store, self.chance.choice(rows).id, subject=subject)

    def open(self) -> None:
        open_dossier(self.machine, f"{self.machine.name} {self.chance.randrange(10**6)}")

    def sync(self) -> None:
        [done] = self.town.sync(self.machine)
        say(problems=[error.code for error in done.problems], equal=done.equal)


def own_chains(machine: Machine) -> list[tuple[str, int, str, int]]:
    """How far each of the machine's own chains goes in its store."""
    with machine.store.engine.begin() as connection:
        found = commits.frontier(connection)
    return [
        (*chain, seq) for chain, seq in found.items() if chain[0] == machine.store.author.device
    ]


def say(**facts: object) -> None:
    print(json.dumps(facts), flush=True)


def main(folder: str, name: str, port: str, seed: str) -> None:
    town = Town(Path(folder), int(port))
    person = Person(town, town.machine(name), random.Random(int(seed)))
    say(open=name)
    while True:
        person.act()


if __name__ == "__main__":
    main(*sys.argv[1:])
