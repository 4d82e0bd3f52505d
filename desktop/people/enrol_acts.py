"""The files of enrolment, read and written. No Qt."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

from core.commits.signatures import Signed
from core.commits.trust import Provision, fingerprint, read_provision
from core.errors import FileUnreadable, FileUnwritable
from core.sync import container, invitation
from core.sync.container import FileKind
from db import durable

if TYPE_CHECKING:
    from pathlib import Path

LIMIT: Final = 64 << 20
"""Bytes of a file of enrolment; an answer carries people, rights and books."""


@dataclass(frozen=True)
class UnitFile:
    """A provisioning file that was read: its bytes, and what a person compares with paper.

    ``answers`` are those that an invitation gives: code, machine, person.
    """

    data: bytes
    body: Provision
    fingerprint: str
    answers: Mapping[str, str] = field(default_factory=dict)


def read_unit(path: Path) -> UnitFile:
    """A provisioning file, or an invitation with one inside.

    Raises FileUnreadable and what reading either raises.
    """
    data = read(path)
    if container.read_head(data[: container.HEAD_SIZE]) is not FileKind.INVITATION:
        body = read_provision(container.read_json(FileKind.PROVISION, Signed, data))
        return UnitFile(data, body, fingerprint(body.root))
    found, body = invitation.read(data)
    given = {"code": found.code, "machine": found.machine, "person": found.person}
    answers = {name: text for name, text in given.items() if text}
    envelope = container.write_json(FileKind.PROVISION, found.provision)
    return UnitFile(envelope, body, fingerprint(body.root), answers)


def read(path: Path) -> bytes:
    """A file's bytes; raises FileUnreadable, TooLarge."""
    try:
        return durable.read_small(path, LIMIT)
    except OSError as error:
        raise FileUnreadable from error


def save(path: Path, data: bytes) -> None:
    """Write a file whole. Raises DiskFull, FileUnwritable."""
    try:
        durable.replace(path, data)
    except OSError as error:
        raise FileUnwritable(name=path.name) from error
