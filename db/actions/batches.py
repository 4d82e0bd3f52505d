"""What a person set out to sign in one go on this machine: noted before the first signature,
dropped at the end, so that what a crash left tells what is still to be signed (signing.md §8.3).
"""

from __future__ import annotations

from collections.abc import Iterable

import msgspec

from db import local
from db.acting import Store
from db.engine import writes
from db.queries.batches import Note, Wanted, place


def begin(store: Store, wanted: Iterable[Wanted]) -> None:
    """Note what is going to be signed, in place of what an earlier batch left."""
    note = Note(store.now(), tuple(wanted))
    with writes(store.engine).begin() as connection:
        local.put_value(connection, place(store), msgspec.json.encode(note))


def end(store: Store) -> None:
    """The batch came to its end, or nobody goes on with it."""
    with writes(store.engine).begin() as connection:
        local.drop_value(connection, place(store))
