"""Which PKCS#11 modules may be loaded: those that the policy file names, else those of the families
that the unit uses (the catalogue ``signing-means``).

The policy file lies where only an administrator writes, one path a line, ``#`` before a remark: a
module is code, and nobody else may choose what is loaded.
"""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Final

from db.queries import reference

if TYPE_CHECKING:
    from collections.abc import Iterable

POLICY: Final = (
    Path(os.environ.get("PROGRAMDATA", "C:/ProgramData")) / "AnTin/pkcs11-modules.txt"
    if sys.platform == "win32"
    else Path("/etc/antin/pkcs11-modules.txt")
)
FOLDERS: Final = (
    "C:/Windows/System32",
    "/usr/lib",
    "/usr/lib/x86_64-linux-gnu",
    "/usr/lib64",
    "/Library/OpenSC/lib",
)
"""Where only an administrator of the machine writes: the unit names files, never places."""
MOST: Final = 16


def places(names: Iterable[str]) -> tuple[str, ...]:
    """Where files of these names would be."""
    return tuple(f"{folder}/{name}" for name in names for folder in FOLDERS)


def well_known() -> tuple[str, ...]:
    """Those of the families that came with the program: what counts before the store is open."""
    families = reference.shipped().means.items
    return places(name for family in families for name in family.files())


def modules(policy: Path = POLICY, known: tuple[str, ...] | None = None) -> tuple[str, ...]:
    """The paths of the modules that are there, in order; none where the policy cannot be read.

    ``known`` counts where there is no policy file: as shipped, unless the unit said otherwise.
    """
    try:
        lines = policy.read_text(encoding="utf-8").splitlines()
    except FileNotFoundError:
        named = list(well_known() if known is None else known)
    except (OSError, UnicodeDecodeError):
        named = []
    else:
        named = [line.strip() for line in lines if line.strip() and not line.startswith("#")]
    found = (path for path in dict.fromkeys(named) if Path(path).is_absolute())
    return tuple(path for path in found if Path(path).is_file())[:MOST]
