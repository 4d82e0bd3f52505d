"""What ``antin doctor`` looks at: each check asks this machine one thing and judges the answer."""

from __future__ import annotations

import os
import shutil
import ssl
import sys
from dataclasses import dataclass
from enum import StrEnum
from importlib.metadata import version
from pathlib import Path
from typing import TYPE_CHECKING, Final

from cryptography.hazmat.backends.openssl import backend

import resources
from db import process
from db.engine_versions import engine_versions
from desktop import system_libraries
from desktop.clock import local_time

if TYPE_CHECKING:
    from collections.abc import Mapping

OLDEST_PYTHON: Final = (3, 11)
FACES: Final = ("fonts/ui/BVPUI-Regular.ttf", "fonts/LiberationSerif-Regular.ttf")
ROOM_SHORT, ROOM_NONE = 5_000_000_000, 500_000_000  # bytes: a year of scans; one registration
BUS, SEATS = Path("/run/dbus/system_bus_socket"), Path("/run/systemd/seats")  # logind speaks here
LOCKABLE: Final = 65_536  # bytes of memory that may be kept out of the swap file
DAY, LIFE = 86_400_000, 10 * 366 * 86_400_000  # milliseconds


class State(StrEnum):
    """How a finding is to be taken; ``BAD`` means that the program cannot work here."""

    OK = "ok"
    WARNING = "warning"
    BAD = "bad"


@dataclass(frozen=True)
class Finding:
    """One answer of the machine. ``advice`` is a key under ``doctor.`` in resources/i18n."""

    check: str
    state: State
    value: str
    advice: str = ""
    facts: tuple[tuple[str, str], ...] = ()


def examine(home: Path, now_ms: int) -> list[Finding]:
    """Every check, in the order of the report. Changes nothing."""
    return [
        Finding("program", State.OK, f"{version('antin')} {_kind()}"),
        python(),
        store_engine(),
        Finding("openssl", State.OK, f"{backend.openssl_version_text()}; {ssl.OPENSSL_VERSION}"),
        libraries("qt", f"Qt {version('PySide6_Essentials')}", system_libraries.QT),
        libraries("screen", "X11", system_libraries.X11),
        fonts(),
        *folder(home),
        memory(),
        dumps(),
        privacy(),
        sleep(os.environ),
        clock(now_ms, _made_ms()),
    ]


def python() -> Finding:
    """The interpreter that runs us."""
    good = sys.version_info >= OLDEST_PYTHON
    return Finding("python", State.OK if good else State.BAD, sys.version.split()[0], "python")


def store_engine() -> Finding:
    """SQLite, SQLCipher and its OpenSSL; an old SQLite can damage a store."""
    found = engine_versions()
    value = f"SQLite {found.sqlite}, SQLCipher {found.sqlcipher}, {found.crypto}"
    return Finding("store", State.OK if found.safe else State.BAD, value, "store")


def libraries(check: str, value: str, wanted: system_libraries.Libraries) -> Finding:
    """System libraries of Qt; those of a screen are only missed where there is one."""
    lacking = system_libraries.missing(wanted)
    if not lacking:
        return Finding(check, State.OK, value)
    fatal = check == "qt" or bool(os.environ.get("DISPLAY"))
    facts = system_libraries.refusal(lacking).facts
    return Finding(
        check,
        State.BAD if fatal else State.WARNING,
        f"{value}: {facts['libraries']}",
        "libraries",
        (("packages", str(facts["packages"])),),
    )


def fonts(faces: tuple[str, ...] = FACES) -> Finding:
    """The shipped fonts: those of the system are never used."""
    try:
        names = [resources.path(name).stem for name in faces]
    except FileNotFoundError as error:
        return Finding("fonts", State.BAD, str(error), "shipped")
    return Finding("fonts", State.OK, ", ".join(names))


def folder(home: Path) -> list[Finding]:
    """The data folder: may we write, may others read, is there room."""
    place = next(path for path in (home, *home.absolute().parents) if path.exists())
    free = shutil.disk_usage(place).free
    state = State.BAD if free < ROOM_NONE else State.WARNING if free < ROOM_SHORT else State.OK
    return [_home(home, place), Finding("space", state, f"{free / 1e9:.1f} GB", "space")]


def _home(home: Path, place: Path) -> Finding:
    facts = (("folder", str(home)),)
    if not (place.is_dir() and os.access(place, os.W_OK | os.X_OK)):
        return Finding("home", State.BAD, str(home), "home_closed", facts)
    if place != home:
        return Finding("home", State.OK, f"{home} (–)")
    mode = place.stat().st_mode & 0o777
    if os.name == "posix" and mode & 0o077:
        return Finding("home", State.BAD, f"{home} {mode:04o}", "home_open", facts)
    return Finding("home", State.OK, f"{home} {mode:04o}")


def memory() -> Finding:
    """How much memory may be locked, so that keys never reach the swap file; one page is tried."""
    tried = bytearray(1)
    done = process.lock_memory(tried)
    process.unlock_memory(tried)
    if sys.platform == "win32":
        return Finding("memory", State.OK if done else State.WARNING, "VirtualLock", "memory")
    import resource

    limit = resource.getrlimit(resource.RLIMIT_MEMLOCK)[0]
    endless = limit == resource.RLIM_INFINITY
    good = done and (endless or limit >= LOCKABLE)
    value = "∞" if endless else f"{limit >> 10} KiB"
    return Finding("memory", State.OK if good else State.WARNING, value, "memory")


def dumps() -> Finding:
    """Whether a crash of this process would write its memory to disk."""
    good = process.leaves_no_core()
    return Finding("dumps", State.OK if good else State.WARNING, "0" if good else "–", "dumps")


def privacy() -> Finding:
    """Whether other programs of the same user are kept from reading this process."""
    private = process.is_private()
    if private is None:
        return Finding("privacy", State.OK, sys.platform)
    state = State.OK if private else State.WARNING
    return Finding("privacy", state, "prctl 0" if private else "–", "privacy")


def sleep(environ: Mapping[str, str]) -> Finding:
    """Whether this system tells that it sleeps or that its screen is locked; else idle time alone
    locks."""
    if sys.platform == "win32":
        return Finding("sleep", State.OK, "Windows")
    session = (
        environ.get("DBUS_SESSION_BUS_ADDRESS")
        or (Path(environ.get("XDG_RUNTIME_DIR") or "/nonexistent") / "bus").exists()
    )
    logind = BUS.exists() and SEATS.exists()
    found = [name for name, there in (("logind", logind), ("D-Bus", session)) if there]
    return Finding("sleep", State.OK if found else State.WARNING, ", ".join(found) or "–", "sleep")


def clock(now_ms: int, made_ms: int) -> Finding:
    """The wall clock: not before this program was made, not a lifetime after it."""
    good = made_ms - DAY <= now_ms <= made_ms + LIFE
    shown = local_time(now_ms).isoformat(timespec="seconds")
    return Finding("clock", State.OK if good else State.BAD, shown, "clock")


def _made_ms() -> int:
    return int(resources.path("i18n/errors.json").stat().st_mtime * 1000)


def _kind() -> str:
    return "(frozen)" if getattr(sys, "frozen", False) else "(source)"
