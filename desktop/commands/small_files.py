"""The small files that commands read and write: limited, never replaced, whole or not at all."""

from __future__ import annotations

from typing import TYPE_CHECKING

from core.errors import FileThere, FileUnreadable, FileUnwritable
from db import durable

if TYPE_CHECKING:
    from pathlib import Path

LIMIT = 64 << 20


def read(path: Path, limit: int = LIMIT) -> bytes:
    """The bytes of a file; raises FileUnreadable, TooLarge."""
    try:
        return durable.read_small(path, limit)
    except OSError as error:
        raise FileUnreadable from error


def require_absent(*paths: Path) -> None:
    """Raise FileThere before anything is made that could then not be written."""
    for path in paths:
        if path.exists():
            raise FileThere(name=path.name)


def write_new(path: Path, data: bytes) -> None:
    """Write a file that is not there yet; raises FileThere, FileUnwritable."""
    try:
        with path.open("xb") as file:
            file.write(data)
    except FileExistsError as error:
        raise FileThere(name=path.name) from error
    except OSError as error:
        raise FileUnwritable(name=path.name) from error
