"""Prints the part of requirements.lock that a bundle is frozen from, for ``./dev package``.

A bundle is built where only the desktop's dependencies and PyInstaller are installed: hooks collect
whatever they see, and a driver of the server would bring one more OpenSSL (packaging.md §6.2).
"""

from __future__ import annotations

import re
import sys
import tomllib
from pathlib import Path
from typing import Final

TOOLS: Final = ("pyinstaller", "setuptools")
_ENTRY = re.compile(r"^(?=[A-Za-z0-9])", re.MULTILINE)
_NAME = re.compile(r"[A-Za-z0-9._-]+")
_VIA = re.compile(r"#\s+(?:via\s+)?([A-Za-z0-9._-]+)")


def subset(lock: str, roots: list[str]) -> str:
    """The entries that the roots need, found by what each entry says it is there for."""
    entries = {_plain(entry): entry for entry in _ENTRY.split(lock) if _NAME.match(entry)}
    asked_by = {name: set(map(_normal, _VIA.findall(entry))) for name, entry in entries.items()}
    wanted = {_normal(root) for root in roots}
    while found := {name for name, by in asked_by.items() if name not in wanted and by & wanted}:
        wanted |= found
    return "".join(entry for name, entry in entries.items() if name in wanted)


def desktop_roots(project: str) -> list[str]:
    """The desktop's direct dependencies, without versions, and the tools that freeze it."""
    dependencies = tomllib.loads(project)["project"]["dependencies"]
    return [*(_plain(dependency) for dependency in dependencies), *TOOLS]


def _plain(requirement: str) -> str:
    name = _NAME.match(requirement)
    return _normal(name[0]) if name else ""


def _normal(name: str) -> str:
    return re.sub(r"[-_.]+", "-", name).lower()


if __name__ == "__main__":
    root = Path(__file__).resolve().parent.parent
    lock, project = ((root / name).read_text() for name in ("requirements.lock", "pyproject.toml"))
    sys.stdout.write(subset(lock, desktop_roots(project)))
