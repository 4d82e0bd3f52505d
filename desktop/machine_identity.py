"""What names this machine, so that a store copied to another one is noticed (sync.md §4.1).

The name never leaves the machine: the store keeps a keyed hash of it (docs/formats/
outside-files.md). A system that has none is not compared.
"""

from __future__ import annotations

import ctypes
import sys
import uuid
from contextlib import suppress
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from db.outside import Here
from desktop.folders import state_folder

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

LINUX: Final = (Path("/etc/machine-id"), Path("/var/lib/dbus/machine-id"))
LONGEST: Final = 200


def here(home: Path) -> Here:
    """Where the store of a home folder is opened."""
    return Here(machine_name(), state_folder(home))


def machine_name(platform: str = sys.platform) -> bytes:
    """What the system keeps as the machine's own name; empty where it keeps none."""
    with suppress(OSError, AttributeError, ImportError):
        return READERS.get(platform, _of_linux)()[:LONGEST]
    return b""


def _of_linux() -> bytes:
    found = (path.read_bytes().strip() for path in LINUX if path.is_file())
    return next((name for name in found if name and name != b"uninitialized"), b"")


def _of_windows() -> bytes:
    """MachineGuid, which Windows makes when it is installed."""
    winreg: Any = import_module("winreg")
    rights = winreg.KEY_READ | winreg.KEY_WOW64_64KEY
    place = r"SOFTWARE\Microsoft\Cryptography"
    with winreg.OpenKey(winreg.HKEY_LOCAL_MACHINE, place, 0, rights) as key:
        return str(winreg.QueryValueEx(key, "MachineGuid")[0]).encode()


def _of_macos() -> bytes:
    """IOPlatformUUID, as gethostuuid(2) gives it."""
    raw = (ctypes.c_ubyte * 16)()
    no_wait = (ctypes.c_long * 2)(0, 0)
    failed = ctypes.CDLL(None).gethostuuid(raw, no_wait)
    return b"" if failed else str(uuid.UUID(bytes=bytes(raw))).upper().encode()


READERS: Final[Mapping[str, Callable[[], bytes]]] = {
    "linux": _of_linux,
    "win32": _of_windows,
    "darwin": _of_macos,
}
