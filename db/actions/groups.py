"""Restricted groups: an administrator opens one and says who reads it; he need not read it
himself.
"""

from __future__ import annotations

import sqlalchemy as sa

from core.commits import groups as rules
from core.errors import GroupUnfit, NotFound
from core.office.terms import Act
from db import groups, local, models, purge
from db.acting import Acting, Done, Store, acting
from db.actions import authority
from db.engine import writes
from db.projections import field


def open_group(store: Store, name: str) -> Done:
    """Open a group that nobody reads yet; ``entity`` is its stream. Every machine of the unit gets
    to know its name. Raises NotAllowed, GroupUnfit.
    """
    name = " ".join(name.split())
    with acting(store, authority.stream(store)) as act:
        authority.require(act, Act.GRANT)
        known = groups.every(act.connection).values()
        if not name or name in {field(dict(each), "name", "") for each in known}:
            raise GroupUnfit
        group = store.new_id()
        act.add("stream.open", group, fields={"name": name})
        return Done(act.append(), group)


def let_in(store: Store, group: str, person: str) -> Done:
    """Let a person read a group, all that is in it too. Raises NotAllowed, NotFound."""
    return _say(store, group, person, reads=True)


def let_out(store: Store, group: str, person: str) -> Done:
    """Deliver nothing more of a group to a person's machines; each of them removes what it has of
    it at its next exchange. What was read cannot be called back, nor what stands in backups. Raises
    NotAllowed, NotFound.
    """
    return _say(store, group, person, reads=False)


def told(store: Store, group: str) -> None:
    """The person was told that a group left this machine."""
    with writes(store.engine).begin() as connection:
        local.drop_value(connection, purge.LEFT + group)


def _say(store: Store, group: str, person: str, *, reads: bool) -> Done:
    with acting(store, authority.stream(store)) as act:
        authority.require(act, Act.GRANT)
        found = groups.of_stream(act.connection, group)
        if found is None:
            raise NotFound(kind="group")
        if not _known(act, person):
            raise NotFound(kind="person")
        if (person in rules.readers(found)) is reads:
            return Done(frozenset(), group)
        act.add("stream.member", group, person=person, reads=reads)
        return Done(act.append(), group)


def _known(act: Acting, person: str) -> bool:
    query = sa.select(models.Person.id).where(models.Person.id == person)
    return act.connection.execute(query).first() is not None
