"""Writes a readable file where a person wants it: whole, or not at all. No Qt."""

from __future__ import annotations

import errno
import os
from typing import TYPE_CHECKING

from core.errors import DiskFull, FileUnreadable

if TYPE_CHECKING:
    from pathlib import Path


def write_whole(path: Path, content: bytes) -> None:
    """Write a file and make it durable. Raises DiskFull, FileUnreadable."""
    part = path.with_name(path.name + ".part")
    try:
        with part.open("wb") as target:
            target.write(content)
            target.flush()
            os.fsync(target.fileno())
        part.replace(path)
    except OSError as error:
        part.unlink(missing_ok=True)
        raise (DiskFull if error.errno == errno.ENOSPC else FileUnreadable)() from error
