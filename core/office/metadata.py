"""What a dossier and its documents are described by when they leave the system.

Law: NĐ 30/2020/NĐ-CP PL VI phần II, with its names, order and lengths. Inside the program values
may be longer (domain.md §7): what is too long for the decree is told, never cut.
"""

from __future__ import annotations

from collections.abc import Sequence
from enum import StrEnum
from typing import Final

import msgspec


class Subject(StrEnum):
    """What is described."""

    DOSSIER = "dossier"
    OUTGOING = "outgoing"
    INCOMING = "incoming"


class Field(msgspec.Struct, frozen=True):
    """A field: its name, that of its group before a slash, and its most letters or digits; 0: as
    many as there are.
    """

    name: str
    most: int


class TooLong(msgspec.Struct, frozen=True):
    """A value longer than the decree has room for."""

    name: str
    length: int
    most: int


Values = Sequence[tuple[str, str]]
"""Names and values in the order of the table; a group that comes several times is repeated."""

_FILE_CODE: Final = (
    Field("FileCode/OrganId", 13),
    Field("FileCode/FileCatalog", 4),
    Field("FileCode/FileNotation", 20),
)
_DOCUMENT: Final = (
    *_FILE_CODE,
    Field("DocOrdinal", 3),
    Field("TypeName", 100),
    Field("CodeNumber", 11),
    Field("CodeNotation", 30),
    Field("IssuedDate", 10),
    Field("OrganName", 200),
    Field("Subject", 500),
    Field("Language", 30),
    Field("PageAmount", 3),
    Field("Description", 500),
)
_SIGNER: Final = (Field("SignerInfo/Position", 100), Field("SignerInfo/FullName", 50))

FIELDS: Final[dict[Subject, tuple[Field, ...]]] = {
    Subject.DOSSIER: (
        *_FILE_CODE,
        Field("Title", 500),
        Field("Maintenance", 30),
        Field("Rights", 30),
        Field("Creator", 30),
        Field("Language", 50),
        Field("StartDate", 10),
        Field("EndDate", 10),
        Field("DocTotal", 4),
        Field("PageTotal", 4),
        Field("Description", 500),
    ),
    Subject.OUTGOING: (
        *_DOCUMENT,
        *_SIGNER,
        Field("To/OrganId", 13),
        Field("To/OrganName", 200),
        Field("Priority", 1),
        Field("IssuedAmount", 3),
        Field("DueDate", 10),
    ),
    Subject.INCOMING: (
        *_DOCUMENT,
        Field("ArrivalDate", 10),
        Field("ArrivalNumber", 10),
        *_SIGNER,
        Field("Priority", 1),
        Field("ToPlaces", 1000),
        Field("TraceHeaderList", 0),
        Field("DueDate", 10),
    ),
}
LANGUAGE: Final = "Tiếng Việt"


def too_long(subject: Subject, values: Values) -> tuple[TooLong, ...]:
    """The values that the decree has no room for. Raises KeyError for a field it does not have."""
    most = {field.name: field.most for field in FIELDS[subject]}
    return tuple(
        TooLong(name, len(value), most[name])
        for name, value in values
        if most[name] and len(value) > most[name]
    )
