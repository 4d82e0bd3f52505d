"""Writes a file where a person wants it: whole, or not at all. No Qt."""

from __future__ import annotations

import errno
import os
from typing import TYPE_CHECKING

from core.errors import DiskFull, FileUnwritable

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path


def write_whole(path: Path, content: bytes) -> None:
    """Write a file and make it durable. Raises DiskFull, FileUnwritable."""
    write_pieces(path, (content,))


def write_pieces(path: Path, pieces: Iterable[bytes]) -> None:
    """The same from pieces as they come; raises what bringing them raises, and nothing is left."""
    part = path.with_name(path.name + ".part")
    try:
        with part.open("wb") as target:
            for piece in pieces:
                target.write(piece)
            target.flush()
            os.fsync(target.fileno())
        part.replace(path)
    except OSError as error:
        part.unlink(missing_ok=True)
        if error.errno == errno.ENOSPC:
            raise DiskFull from error
        raise FileUnwritable(name=path.name) from error
    except BaseException:
        part.unlink(missing_ok=True)
        raise
