"""People as records name them: the card of today and the snapshot that an act keeps for ever.

Acts carry {name, rank, post, unit name} beside the ids, so that an old register reprints as it was
(formats.md §2). No academic titles before a name; military rank where the minister so provides
(law: NĐ 30/2020/NĐ-CP Đ.13, PL I II.7).
"""

from __future__ import annotations

import msgspec

from core.office.collation import name_key


class Snapshot(msgspec.Struct, frozen=True, omit_defaults=True):
    """A person as named on the day of the act; texts, not ids."""

    name: str
    rank: str = ""
    post: str = ""
    unit: str = ""


class Person(msgspec.Struct, frozen=True):
    """A person's card; ``unit`` is an id, ``rank`` a word of the catalogue of ranks."""

    id: str
    name: str
    unit: str
    post: str
    rank: str = ""


def snapshot(person: Person, unit_name: str) -> Snapshot:
    """Return what an act keeps of the person; ``unit_name`` is the unit's name of that day."""
    return Snapshot(person.name, person.rank, person.post, unit_name)


def signer_name(person: Person | Snapshot, *, with_rank: bool = True) -> str:
    """Return the line under a signature: ``Thượng tá Nguyễn Văn A``, or the name alone."""
    return f"{person.rank} {person.name}" if with_rank and person.rank else person.name


def sort_key(person: Person) -> tuple[tuple[bytes, bytes], str]:
    """Return the key of Vietnamese lists of people: given name, family name, then id."""
    return name_key(person.name), person.id
