"""Things that have one home (clock, threads, network, colours, dialogs …), and core's purity."""

from __future__ import annotations

import ast
import re
import sys
from dataclasses import dataclass
from typing import TYPE_CHECKING

from tests.architecture.source import (
    CODE,
    Breach,
    calls,
    names_used,
    parse,
    python_files,
    strings,
    within,
)

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


@dataclass(frozen=True)
class Home:
    """Names that may be used in some files only."""

    names: tuple[str, ...]
    allowed: tuple[str, ...]  # files, or folders ending in a slash
    sentence: str
    also: tuple[tuple[str, str], ...] = ()  # single names allowed in single files


HOMES = (
    Home(
        (
            "threading",
            "_thread",
            "concurrent.futures",
            "PySide6.QtCore.QThread",
            "PySide6.QtCore.QThreadPool",
            "PySide6.QtCore.QRunnable",
        ),
        ("desktop/background.py", "db/abreast.py"),
        "threads are in desktop/background.py and db/abreast.py only",
        # several threads ask one fork server
        also=(("desktop/fork_server.py", "threading.Lock"),),
    ),
    Home(
        (
            "subprocess",
            "multiprocessing",
            "pty",
            "os.fork",
            "os.system",
            "os.popen",
            "os.posix_spawn",
            "os.execv",
            "PySide6.QtCore.QProcess",
        ),
        ("desktop/worker.py", "desktop/fork_server.py"),
        "child processes are started in desktop/worker.py and desktop/fork_server.py only",
        # the first line of a frozen program, or its children would start the application again
        also=(
            ("desktop/__main__.py", "multiprocessing.freeze_support"),
            ("desktop/commands/verify_alone.py", "multiprocessing.freeze_support"),
        ),
    ),
    Home(
        ("urllib3", "http.client", "urllib.request", "requests", "PySide6.QtNetwork"),
        ("desktop/sync/client.py", "server/outside.py"),
        "HTTP is spoken in desktop/sync/client.py and server/outside.py only",
    ),
    Home(
        (
            "time.time",
            "time.time_ns",
            "time.localtime",
            "time.gmtime",
            "datetime.datetime.now",
            "datetime.datetime.utcnow",
            "datetime.datetime.today",
            "datetime.date.today",
            "uuid.uuid1",
            "uuid.uuid4",
            "os.urandom",
            "os.getrandom",
            "secrets",
            "random",
            "PySide6.QtCore.QDateTime.currentDateTime",
            "PySide6.QtCore.QDateTime.currentMSecsSinceEpoch",
            "PySide6.QtCore.QDate.currentDate",
            "PySide6.QtCore.QTime.currentTime",
            "PySide6.QtCore.QUuid.createUuid",
        ),
        ("desktop/clock.py", "server/clock.py"),
        "clock, ids and randomness come from desktop/clock.py and server/clock.py; pass them in",
    ),
    Home(
        ("PySide6.QtPrintSupport",),
        ("desktop/printing/",),
        "printing is desktop/printing's, which records the act first",
    ),
    Home(
        ("desktop.written",),
        (
            "desktop/printing/leaving.py",
            "desktop/dossiers/package.py",  # records each of its documents and itself
            "desktop/sync/files.py",  # sealed bundles: nothing readable
        ),
        "files for people are written by desktop/printing/leaving.py, which records the act first",
    ),
    Home(
        ("db.actions.exports.note", "db.actions.exports.take"),
        ("desktop/printing/leaving.py", "desktop/dossiers/package.py"),
        "what leaves is recorded where it is written: desktop/printing/leaving.py",
    ),
    Home(
        ("PySide6.QtWidgets.QMessageBox",),
        ("desktop/widgets/",),
        "questions and errors are shown by the dialogs of desktop/widgets",
    ),
)

CORE_LIBRARIES = ("core", "msgspec", "zstandard", "cryptography", "typing_extensions")
SIGNING_LIBRARIES = ("pyhanko", "pyhanko_certvalidator", "pikepdf", "asn1crypto")
IMPURE = (
    "asyncio",
    "concurrent",
    "ctypes",
    "fcntl",
    "ftplib",
    "getpass",
    "glob",
    "http",
    "importlib",
    "locale",
    "logging",
    "mmap",
    "multiprocessing",
    "os",
    "pathlib",
    "platform",
    "random",
    "secrets",
    "select",
    "selectors",
    "shelve",
    "shutil",
    "signal",
    "socket",
    "socketserver",
    "sqlite3",
    "ssl",
    "subprocess",
    "sys",
    "tempfile",
    "threading",
    "time",
    "urllib",
    "webbrowser",
)
IMPURE_CALLS = ("open", "input", "print", "eval", "exec", ".generate", ".generate_key")

HEX = re.compile(r"#(?:[0-9A-Fa-f]{8}|[0-9A-Fa-f]{6})\b|\A#[0-9A-Fa-f]{3,4}\Z|\brgba?\(\s*\d")


def homeless(root: Path) -> Iterator[Breach]:
    """Uses of a name outside its one home."""
    for file, name in python_files(root, *CODE):
        for used, line in set(names_used(parse(file))):
            for home in HOMES:
                if (name, used) in home.also or name.startswith(home.allowed):
                    continue
                if within(used, home.names):
                    yield Breach(name, line, f"{used}: {home.sentence}")


def impure(root: Path) -> Iterator[Breach]:
    """Places where core reaches for the world, or for a library that is not its own."""
    for file, name in python_files(root, "core"):
        tree = parse(file)
        libraries = CORE_LIBRARIES
        if name.startswith("core/signing/"):
            libraries += SIGNING_LIBRARIES
        for used, line in set(names_used(tree)):
            top = used.split(".")[0]
            if top in IMPURE or not (top in sys.stdlib_module_names or top in libraries):
                yield Breach(name, line, f"{used}: core is pure; pass the value in")
        for called, node in calls(tree):
            if called in IMPURE_CALLS:
                yield Breach(name, node.lineno, f"{called}(): core has no I/O or randomness")


def coloured(root: Path) -> Iterator[Breach]:
    """Colours outside the tokens, and style sheets outside the theme."""
    for file, name in python_files(root, "desktop"):
        tree = parse(file)
        if name != "desktop/theme/tokens.py":
            for text, line in strings(tree):
                if HEX.search(text):
                    yield Breach(name, line, f"colour {text!r}: colours are in theme/tokens.py")
        for called, node in calls(tree):
            if called == ".setStyleSheet" and not name.startswith("desktop/theme/"):
                yield Breach(name, node.lineno, "setStyleSheet: styles are set in desktop/theme")
            if called in ("QColor", ".QColor") and any(_number(part) for part in node.args):
                yield Breach(name, node.lineno, "QColor of numbers: colours are in theme/tokens.py")


def _number(node: ast.expr) -> bool:
    return isinstance(node, ast.Constant) and isinstance(node.value, int)
