"""Restricted groups: dossiers and documents in a stream of their own that only some people read
(sync.md §4.10, formats.md §2).

An administrator opens a group in the authority's stream, whose name and readers everybody may know,
and says who reads it. The group's id is its stream's, which hangs below the unit's: a device reads
it that is certified for the unit's stream and was admitted for somebody who reads the group. The
server orders every stream. Server, peers and bundles all ask :func:`readable`.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, Final

import msgspec

from core.commits.format import Header, Id
from core.commits.trust import Certificate

State = Mapping[str, Any]
KIND: Final = "restricted"
"""The kind of a group's stream."""


class Member(msgspec.Struct, frozen=True, omit_defaults=True, kw_only=True):
    """Somebody reads the group from now on, or reads it no more."""

    person: Id
    reads: bool


def readers(group: State) -> frozenset[str]:
    """Who reads a group now: of each person the last word counts, in the server's order."""
    return frozenset(person for person, reads in _last(group).items() if reads)


def once(group: State) -> frozenset[str]:
    """Who reads a group or ever did."""
    return frozenset(_last(group))


def _last(group: State) -> dict[str, bool]:
    said = group.get("lists", {}).get("members", ())
    return {value["person"]: value["reads"] for _, value in said}


def readable(
    certificate: Certificate, person: str, groups: Mapping[str, State], parent: str
) -> frozenset[str]:
    """The streams that a device may read: those that it is certified for, and of the groups below
    ``parent`` those of the person for whom it was admitted.
    """
    if certificate.kind == "server":
        return frozenset(certificate.streams) | groups.keys()
    own = {name for name, group in groups.items() if person in readers(group)}
    return frozenset(certificate.streams) | (own if parent in certificate.streams else set())


def reaching(
    certificate: Certificate, header: Header, group: State, person: str, parent: str
) -> tuple[Certificate, bool]:
    """The certificate of a commit's device as it reaches into a group, and whether the device or
    the commit's author does not read the group now. It does not reach there where one of them never
    did.
    """
    if certificate.kind == "server":
        return _with(certificate, header.stream), False
    people = {person, header.person}
    if parent not in certificate.streams or not people <= once(group):
        return certificate, True
    return _with(certificate, header.stream), not people <= readers(group)


def _with(certificate: Certificate, *streams: str) -> Certificate:
    return msgspec.structs.replace(certificate, streams=(*certificate.streams, *streams))


def first(streams: Iterable[str], authority: str) -> list[str]:
    """Streams in the order in which they are taken: the authority's says who may write the rest."""
    return sorted(streams, key=lambda each: (each != authority, each))
