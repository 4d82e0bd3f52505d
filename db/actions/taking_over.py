"""Taking an old book over: its documents become searchable here, its numbers stay its own.

The numbers of an old book were given elsewhere, on paper or by another program: no lease of this
unit's registers covers them, so nothing here claims to have given them. The document says which
number of which book it had.
"""

from __future__ import annotations

from core.office import secrecy
from core.office.terms import Act, Kind, State
from db.acting import Done, Store, acting
from db.actions.incoming import Incoming


def take_over(store: Store, entry: Incoming, book: str, number: str) -> Done:
    """Record an incoming document of an old book, with the number that it had there.

    ``entry.arrived`` is the day on which it arrived then. Raises NotAllowed, SecretRefused; nothing
    is changed then.
    """
    secrecy.refuse_secret(entry.secrecy, [entry.subject, entry.code, entry.note, book])
    with acting(store) as act:
        act.require(Act.REGISTER)
        document = store.new_id()
        act.add(
            "document.create",
            document,
            kind=Kind.INCOMING.value,
            step=State.REGISTERED.value,
            fields=entry.fields() | {"old_book": book, "old_number": number},
            by=act.by(),
        )
        return Done(act.append(), document)
