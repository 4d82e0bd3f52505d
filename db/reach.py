"""Which streams a device may read now, by its certificate and the groups of its person
(core.commits.groups). The server's answers, bundles and a device's own rounds ask here.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import NamedTuple

import sqlalchemy as sa

from core.commits import groups as rules
from core.commits.format import Commit
from core.errors import AntinError, CommitRefused
from core.sync.receipt import Receipted
from db import facts, groups
from db.facts import Realm


def of_device(connection: sa.Connection, realm: Realm, device: str) -> frozenset[str]:
    """The streams that a device may read; none for an unknown one."""
    held, _ = facts.certificate(connection, realm, device)
    if held is None:
        return frozenset()
    known, person = groups.every(connection), groups.person_of(connection, device)
    found = rules.readable(held, person, known, realm.provision.stream("unit"))
    return frozenset(each for each in found if each in known or realm.kind(each))


def of_all(connection: sa.Connection, realm: Realm, devices: Iterable[str]) -> frozenset[str]:
    """The streams that each of some devices may read."""
    found = [of_device(connection, realm, device) for device in devices]
    return frozenset[str]().union(*found).intersection(*found)


def left(connection: sa.Connection, realm: Realm, device: str) -> frozenset[str]:
    """The streams that a device once read and reads no more: what it wrote there before is still
    taken from it, and nothing of them is said to it.
    """
    held, _ = facts.certificates(connection, realm, device)
    person, known = groups.person_of(connection, device), groups.every(connection)
    once = {stream for each in held for stream in each.streams}
    if realm.provision.stream("unit") in once:
        once |= {name for name, group in known.items() if person in rules.once(group)}
    return frozenset(once) - of_device(connection, realm, device)


class Sifted(NamedTuple):
    """What of something that arrived is of streams that the device reads, and the errors of the
    other commits by id.
    """

    commits: list[Commit]
    ordered: list[Receipted]
    refused: dict[str, AntinError]


def sift(
    connection: sa.Connection,
    realm: Realm,
    device: str,
    arrived: Sequence[Commit],
    ordered: Sequence[Receipted],
) -> Sifted:
    """Leave out what the device may not read, whoever gave it to it."""
    mine = of_device(connection, realm, device)
    foreign = [each for each in arrived if each.header.stream not in mine]
    return Sifted(
        [each for each in arrived if each.header.stream in mine],
        [each for each in ordered if each.receipt.stream in mine],
        {one.id: CommitRefused(reason="other-stream", seq=one.header.seq) for one in foreign},
    )
