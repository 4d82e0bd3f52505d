"""Who may unlock this machine: what is shown of it, and what changes it. No Qt."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from db import local
from db.actions.enrolment import PERSON
from db.queries import office
from desktop import clock
from desktop.signing import key_files

if TYPE_CHECKING:
    from db.acting import Store
    from db.queries.rows import PersonRow
    from desktop.session import Session
    from desktop.signing.key_files import KeyFace


@dataclass(frozen=True)
class Member:
    """Somebody who may unlock this machine; ``here`` is the one at work."""

    name: str
    post: str
    here: bool


@dataclass(frozen=True)
class Face:
    """What the screen shows: people of this machine, people who could join, the keys of the one at
    work, and whether he may keep the agency's."""

    members: tuple[Member, ...]
    others: tuple[PersonRow, ...]
    keys: tuple[KeyFace, ...]
    me: PersonRow


def face(session: Session, store: Store) -> Face:
    """Read everything. Raises VaultDamaged, StoreClosed."""
    rows = {row.id: row for row in office.people(store)}
    entries = {holder.person: holder.label for holder in session.people()}
    with store.engine.begin() as connection:
        named = local.values(connection, PERSON)
    who = {entry: named.get(entry, entry.encode()).decode() for entry in entries}
    members = [
        _member(label, rows.get(who[entry]), here=who[entry] == store.author.person)
        for entry, label in entries.items()
    ]
    others = [row for row in rows.values() if row.roles and row.id not in who.values()]
    members.sort(key=lambda member: (not member.here, member.name))
    return Face(tuple(members), tuple(others), tuple(key_files.faces(store)), office.me(store))


def _member(label: str, row: PersonRow | None, *, here: bool) -> Member:
    return Member(row.name or label, row.post, here) if row else Member(label, "", here)


def add(session: Session, person: PersonRow, words: str) -> None:
    """Let one more person unlock this machine. Raises WeakPassphrase, DiskFull."""
    opened = session.open_vault()
    session.vault.add_person(opened, person.id, person.name, session.protection(words))


def change_passphrase(session: Session, old: str, new: str) -> None:
    """Another passphrase for the person at work. Raises WrongPassphrase, UnlockDelayed,
    WeakPassphrase."""
    holder = session.open_vault().person
    session.vault.change_protection(holder, old, session.protection(new), clock.now_ms())
