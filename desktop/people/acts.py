"""Who may unlock this machine: what is shown of it, and what changes it. No Qt."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from core.errors import NotAllowed
from core.office import access
from core.office.terms import Act, Role
from db import local
from db.actions.enrolment import PERSON
from db.engine import writes
from db.queries import office
from desktop import clock
from desktop.signing import key_files

if TYPE_CHECKING:
    from collections.abc import Mapping

    from db.acting import Store
    from db.queries.rows import PersonRow
    from desktop.session import Session
    from desktop.signing.key_files import KeyFace


@dataclass(frozen=True)
class Member:
    """Somebody who may unlock this machine; ``here`` is the one at work, ``removable`` tells
    whether that one may take him away: an administrator may, and everybody where he has no role
    any more. ``entry`` is his name in the vault, ``person`` his id in the unit.
    """

    name: str
    post: str
    here: bool
    entry: str = ""
    person: str = ""
    removable: bool = False


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
    me = office.me(store)
    members = [_member(entry, label, who[entry], rows, me) for entry, label in entries.items()]
    others = [
        row
        for row in rows.values()
        if row.roles and row.id not in who.values() and access.may_let_in(me.roles, row.roles)
    ]
    members.sort(key=lambda member: (not member.here, member.name))
    return Face(tuple(members), tuple(others), tuple(key_files.faces(store)), me)


def _member(
    entry: str, label: str, person: str, rows: Mapping[str, PersonRow], me: PersonRow
) -> Member:
    row, here = rows.get(person), person == me.id
    idle = row is None or not row.roles
    removable = not here and (idle or Role.ADMINISTRATOR in me.roles)
    name, post = (row.name or label, row.post) if row else (label, "")
    return Member(name, post, here, entry, person, removable)


def add(session: Session, store: Store, person: PersonRow, words: str) -> None:
    """Let one more person unlock this machine. Raises NotAllowed, HolderThere, WeakPassphrase,
    DiskFull."""
    if not access.may_let_in(office.me(store).roles, person.roles):
        raise _refusal()
    opened = session.open_vault()
    session.vault.add_person(opened, person.id, person.name, session.protection(words))


def remove(session: Session, store: Store, member: Member) -> None:
    """Let somebody unlock this machine no more; his signing keys here go too. Raises LastKey,
    NotAllowed."""
    shown = next((one for one in face(session, store).members if one.entry == member.entry), None)
    if shown is None or not shown.removable:
        raise _refusal()
    session.vault.remove_person(session.open_vault(), member.entry)
    with writes(store.engine).begin() as connection:
        for key in local.keys(connection, member.person):
            local.drop_key(connection, key.id)


def remove_way(session: Session, store: Store, entry: str, kind: str) -> None:
    """Take one of somebody's ways in away: one's own, or anybody's for an administrator. Raises
    NotAllowed, WrongKey, LastKey."""
    own = entry == session.open_vault().person
    if not own and Role.ADMINISTRATOR not in office.me(store).roles:
        raise _refusal()
    session.vault.remove_protection(session.open_vault(), entry, kind)


def _refusal() -> NotAllowed:
    return NotAllowed(act=Act.EDIT_PEOPLE.value, roles=Role.ADMINISTRATOR.value)


def change_passphrase(session: Session, old: str, new: str) -> None:
    """Another passphrase for the person at work. Raises WrongPassphrase, UnlockDelayed,
    WeakPassphrase."""
    holder = session.open_vault().person
    session.vault.change_protection(holder, old, session.protection(new), clock.now_ms())
