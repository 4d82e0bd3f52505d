"""What the repository may not carry: one machine's paths, registries' addresses, a loose lock."""

from __future__ import annotations

import re
import subprocess
import tomllib
from typing import TYPE_CHECKING

from tests.architecture.source import Breach

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

MACHINE = re.compile(r"(?<![\w.~/*}-])/(?:work|root|home|Users|farm)/[\w.-]+")
REGISTRY = re.compile(r"\b[\w.-]*(?:pypi|pythonhosted|npmjs|debian)[\w-]*\.(?:org|com|net|io)\b")
PIN = re.compile(r"^([A-Za-z0-9._-]+)(?:\[[^]]*\])?==([^\s;\\]+)")


def tracked(root: Path) -> list[str]:
    """The files that git keeps."""
    listed = subprocess.run(
        ["git", "-c", "safe.directory=*", "ls-files", "-z"],
        cwd=root,
        capture_output=True,
        check=True,
        text=True,
    )
    return [name for name in listed.stdout.split("\0") if name and (root / name).is_file()]


def machine_bound(root: Path, names: list[str]) -> Iterator[Breach]:
    """Lines that name a folder of one machine or the host of a package registry."""
    for name in names:
        data = (root / name).read_bytes()
        if b"\0" in data[:8192]:
            continue
        for number, line in enumerate(data.decode("utf-8", "replace").splitlines(), 1):
            for kind, pattern in (("machine path", MACHINE), ("registry host", REGISTRY)):
                if found := pattern.search(line):
                    yield Breach(name, number, f"{kind}: {found[0]}")


def pins(lock: str) -> dict[str, tuple[str, int, bool]]:
    """Of each pin in the lock: version, line, and whether hashes follow."""
    found: dict[str, tuple[str, int, bool]] = {}
    name = ""
    for number, line in enumerate(lock.splitlines(), 1):
        if match := PIN.match(line):
            name = _plain(match[1])
            found[name] = (match[2], number, False)
        elif re.match(r"    --hash=sha256:[0-9a-f]{64}\b", line) and name:
            found[name] = (*found[name][:2], True)
    return found


def loose_lock(lock: str) -> Iterator[Breach]:
    """Pins without a hash, and addresses that would bind the lock to one server."""
    file = "requirements.lock"
    for name, (_, number, hashed) in pins(lock).items():
        if not hashed:
            yield Breach(file, number, f"{name} has no hash")
    for number, line in enumerate(lock.splitlines(), 1):
        if "://" in line:
            yield Breach(file, number, "an address")
        if line[:1].isalnum() and not PIN.match(line):
            yield Breach(file, number, "not an exact pin")


def unlocked(project: str, lock: str) -> Iterator[Breach]:
    """Dependencies of pyproject.toml that are not exact, not explained, or not in the lock."""
    locked = pins(lock)
    lines = project.splitlines()
    for wanted in _wanted(tomllib.loads(project)):
        number = next(n for n, line in enumerate(lines, 1) if f'"{wanted}"' in line)
        match = PIN.match(wanted)
        if match is None:
            yield Breach("pyproject.toml", number, f"{wanted}: pin it with ==")
        elif locked.get(_plain(match[1]), ("",))[0] != match[2]:
            yield Breach("pyproject.toml", number, f"{wanted} is not in requirements.lock")
        if "#" not in lines[number - 1] and "build-backend" not in lines[number]:
            yield Breach("pyproject.toml", number, f"{wanted}: say why, in one line")


def _wanted(project: dict[str, dict]) -> Iterator[str]:
    yield from project["build-system"]["requires"]
    yield from project["project"]["dependencies"]
    for group in project["project"].get("optional-dependencies", {}).values():
        yield from group
    for group in project.get("dependency-groups", {}).values():
        yield from group


def _plain(name: str) -> str:
    return re.sub(r"[-_.]+", "-", name).lower()
