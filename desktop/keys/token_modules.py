"""Which PKCS#11 modules may be loaded: those that the policy file names, else the well-known ones.

The policy file lies where only an administrator writes, one path a line, ``#`` before a remark: a
module is code, and nobody else may choose what is loaded.
"""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import Final

POLICY: Final = (
    Path(os.environ.get("PROGRAMDATA", "C:/ProgramData")) / "AnTin/pkcs11-modules.txt"
    if sys.platform == "win32"
    else Path("/etc/antin/pkcs11-modules.txt")
)
WELL_KNOWN: Final = (
    "C:/Windows/System32/gca01-client_v1.dll",
    "C:/Windows/System32/bit4xpki.dll",
    "C:/Windows/System32/eTPKCS11.dll",
    "C:/Windows/System32/opensc-pkcs11.dll",
    "/usr/lib/libbit4xpki.so",
    "/usr/lib/libeToken.so",
    "/usr/lib/x86_64-linux-gnu/opensc-pkcs11.so",
    "/usr/lib64/opensc-pkcs11.so",
    "/Library/OpenSC/lib/opensc-pkcs11.so",
)
MOST: Final = 16


def modules(policy: Path = POLICY, known: tuple[str, ...] = WELL_KNOWN) -> tuple[str, ...]:
    """The paths of the modules that are there, in order; none where the policy cannot be read."""
    try:
        lines = policy.read_text(encoding="utf-8").splitlines()
    except FileNotFoundError:
        named = list(known)
    except (OSError, UnicodeDecodeError):
        named = []
    else:
        named = [line.strip() for line in lines if line.strip() and not line.startswith("#")]
    found = (path for path in dict.fromkeys(named) if Path(path).is_absolute())
    return tuple(path for path in found if Path(path).is_file())[:MOST]
