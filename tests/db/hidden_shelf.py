"""A document that only some see, in a dossier that only they see: what test_visible asks for."""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import Path

import sqlalchemy as sa

from core.office.terms import Role
from db import models
from db.acting import Store
from db.actions import authority, dossiers, incoming, outgoing
from db.actions.outgoing import Outgoing
from db.engine import writes
from db.queries import documents
from tests.db.test_ledger import ENTRY, FILE, World

MARK = "Điều không phải ai cũng biết"
HIDDEN = replace(ENTRY, subject=MARK, issuer=f"Cơ quan {MARK}", code="99/MARK")


@dataclass
class Shelf:
    """One document that only the clerk and the commander may see, in a dossier that only they see;
    ``answered`` is an officer's own that it is linked with.
    """

    world: World
    hidden: str
    row: int
    blob: str
    dossier: str
    own: str

    def seen_by(self, who: str) -> Store:
        author = replace(self.world.clerk.store.author, person=self.world.people.get(who, who))
        return replace(self.world.clerk.store, author=author)


def shelved(folder: Path) -> Shelf:
    """A shelf in a unit of its own; the administrator came last."""
    world = World(folder)
    # the administrator last: from then on only he gives roles
    people = {"luu": Role.ARCHIVIST, "tra": Role.AUDITOR, "quan": Role.ADMINISTRATOR}
    for name, role in people.items():
        world.people[name] = person = world.unit.new_id()
        authority.set_person(world.admin.store, person, name=name, unit=world.unit.unit)
        authority.give_grant(world.admin.store, person, role, "2026-01-01")
    world.push(world.admin)
    world.pull(world.clerk)
    clerk = world.clerk.store
    hidden = incoming.register(clerk, HIDDEN, FILE, world.book).entity
    dossier = dossiers.open_dossier(clerk, "01.MARK", MARK, "10").entity
    dossiers.put(clerk, dossier, hidden)
    officer = replace(clerk, author=replace(clerk.author, person=world.people["si"]))
    own = _draft(officer)
    with writes(clerk.engine).begin() as connection:  # a link that a forger could have written
        table = models.Link
        row = {"document": hidden, "op": "x", "relation": "answers", "target": own}
        connection.execute(sa.insert(table), row)
        n = connection.execute(sa.select(models.Document.n).where(models.Document.id == hidden))
        return Shelf(world, hidden, n.scalar_one(), _blob(clerk, hidden), dossier, own)


def _draft(store: Store) -> str:
    entry = Outgoing("Về việc của tôi", "cong-van", "CV-TM", ("Phòng Tham mưu",), "Người chi")
    return outgoing.draft(store, entry, b"{}", replace(FILE, content=b"%PDF-1.7 du thao")).entity


def _blob(store: Store, document: str) -> str:
    page = documents.page(store, document)
    assert page is not None
    return next(file.blob for file in page.files if file.role in {"main", "received"})
