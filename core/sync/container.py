"""The first bytes of every file carried by hand (.antin): magic, version and kind.

Six bytes, then the body: canonical JSON for the small kinds, a format of its own for bundles and
backups (docs/formats/container.md).
"""

from __future__ import annotations

from enum import IntEnum
from typing import Final, TypeVar

from core.commits import canonical
from core.errors import EmptyFile, NewerFile, NotOurFile, OtherFile

MAGIC: Final = b"ANTB"
VERSION: Final = 1
HEAD_SIZE: Final = 6
T = TypeVar("T")


class FileKind(IntEnum):
    """What a file holds."""

    BUNDLE = 1
    PROVISION = 2
    ENROL_REQUEST = 3
    ENROL_ANSWER = 4
    BACKUP = 5
    KEPT_KEY = 6
    INVITATION = 7
    RECOVERY_REQUEST = 8
    RECOVERY_ANSWER = 9
    EXTRACT = 10
    TRUST = 11
    TRUST_DETAILED = 12


def head(kind: FileKind) -> bytes:
    """The first bytes of a file."""
    return MAGIC + bytes((VERSION, kind))


def read_head(start: bytes) -> FileKind:
    """The kind of a file by its first six bytes; raises EmptyFile, NotOurFile, NewerFile."""
    if not start:
        raise EmptyFile
    if len(start) < HEAD_SIZE or not start.startswith(MAGIC):
        raise NotOurFile
    version, kind = start[4], start[5]
    if version != VERSION or kind not in set(FileKind):
        raise NewerFile(version=version, kind=kind)
    return FileKind(kind)


def expect(start: bytes, wanted: FileKind) -> None:
    """Check that a file is of one kind; raises what ``read_head`` does, and OtherFile."""
    found = read_head(start)
    if found is not wanted:
        raise OtherFile(wanted=wanted.name.lower(), found=found.name.lower())


def write_json(kind: FileKind, body: object) -> bytes:
    """A whole file whose body is canonical JSON."""
    return head(kind) + canonical.encode(body)


def read_json(kind: FileKind, shape: type[T], data: bytes) -> T:
    """The body of a small file.

    Raises EmptyFile, NotOurFile, NewerFile, OtherFile, TooLarge, NotCanonical.
    """
    expect(data, kind)
    return canonical.decode_as(shape, data[HEAD_SIZE:])


def parted(data: bytes) -> tuple[bytes, bytes]:
    """A small file and the bundle that may stand behind it.

    JSON holds no control character, so the head of a bundle cannot be a part of it.
    """
    found = data.find(head(FileKind.BUNDLE), HEAD_SIZE)
    return (data, b"") if found < 0 else (data[:found], data[found:])
