"""Keep how a person likes a list: a value of this installation, no commit."""

from __future__ import annotations

import msgspec

from db import local
from db.acting import Store
from db.engine import writes
from db.queries.arrangements import Arrangement, kept, place


def keep(store: Store, screen: str, liked: Arrangement) -> None:
    """Show the list of a screen so from now on."""
    person = store.author.person
    with writes(store.engine).begin() as connection:
        content = msgspec.json.encode(kept(connection, person) | {screen: liked})
        local.put_value(connection, place(person), content)
