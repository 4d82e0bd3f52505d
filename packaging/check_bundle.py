"""The checks after every build of a Linux bundle: ``check_bundle.py FOLDER``; a fault exits with 1.

Size and files, links, libraries (none missing, none left over), and that program and window come up
with no Python on the machine and say nothing unexpected. Needs ``objdump`` (binutils) and Xvfb.
"""

from __future__ import annotations

import os
import re
import signal
import subprocess
import sys
import tempfile
import threading
import time
from pathlib import Path
from typing import TYPE_CHECKING, Final

import bundle_rules

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

MOST_BYTES, MOST_FILES = 185_000_000 * 105 // 100, 260 * 105 // 100
OURS: Final = ("resources", "LICENSES")  # shipped data is not of the packager's making
HELPERS: Final = ("libxcb-cursor.so.0", "libxkbcommon-x11.so.0")  # only there if the builder has it
LOADED_BY_NAME: Final = ("libpython3", "libpdfium")  # by the boot loader; by ctypes
STARTS: Final = (  # command, exit code, what it must say; the second shows that children start
    (["--version"], 0, "antin "),
    (["verify", "--json", "not-a.pdf"], 2, "NotAPdf"),
    (["doctor"], 0, ""),
    (["self-test"], 0, ""),
)
_ELF = b"\x7fELF"
_LIBRARY: Final = re.compile(r"^lib[^/]+\.so\b")


def over_budget(
    bundle: Path, most_bytes: int = MOST_BYTES, most_files: int = MOST_FILES
) -> Iterator[str]:
    """More bytes or files than planned, beside our own shipped data."""
    parts = [file for file in _files(bundle) if not _is_ours(file.relative_to(bundle))]
    size = sum(file.stat().st_size for file in parts)
    print(f"  {size / 1e6:.0f} MB in {len(parts)} files, beside {' and '.join(OURS)}")
    if size > most_bytes:
        yield f"{size} bytes, at most {most_bytes}"
    if len(parts) > most_files:
        yield f"{len(parts)} files, at most {most_files}"


def dangling(bundle: Path) -> Iterator[str]:
    """Links to a file that was dropped."""
    for link in bundle.rglob("*"):
        if link.is_symlink() and not link.exists():
            yield f"{link.relative_to(bundle)} leads nowhere"


def libraries(bundle: Path) -> Iterator[str]:
    """Libraries that are needed and neither bundled nor the system's; and those nobody needs."""
    binaries = [file for file in _files(bundle) if _is_elf(file)]
    needs = {file: _needed(file) for file in binaries}
    present = {file.name for file in bundle.rglob("*.so*")}
    for file, names in needs.items():
        for name in names - present:
            if name.split(".so")[0] not in bundle_rules.SYSTEM and not name.startswith("ld-linux"):
                yield f"{file.relative_to(bundle)} needs {name}: not bundled, not the system's"
    wanted = set[str]().union(*needs.values())
    found = {file.name for file in binaries if file.name.startswith(LOADED_BY_NAME)}
    for file in binaries:
        if _is_library(file) and file.name not in wanted | found:
            yield f"{file.relative_to(bundle)} is needed by nothing"


def helpers(bundle: Path) -> Iterator[str]:
    """Libraries without which no window comes up on X11."""
    for name in HELPERS:
        if not any(bundle.rglob(name)):
            yield f"{name} is missing: install it on the machine that builds"


def starts(bundle: Path) -> Iterator[str]:
    """The program without Python on the machine, in a home of its own, on no screen."""
    known = _run(bundle, ["--language", "en", "--help"]).stdout
    for command, code, words in STARTS:
        if not command[0].startswith("-") and f"    {command[0]} " not in known:
            continue
        done = _run(bundle, command)
        print(f"  antin {' '.join(command)}: {done.returncode}")
        if done.returncode != code or done.stderr or words not in done.stdout:
            yield f"antin {' '.join(command)}: {done.returncode}\n{done.stdout}{done.stderr}"


def shows(bundle: Path) -> Iterator[str]:
    """The window comes up on a bare X11 screen and says that it is ready, and nothing else."""
    with tempfile.TemporaryDirectory() as home, tempfile.TemporaryFile("w+") as complaints:
        environ = [f"PATH={home}", f"HOME={home}", f"XDG_RUNTIME_DIR={home}"]
        command = [bundle / "antin", "--home", f"{home}/home", "--announce"]
        started = time.monotonic()
        program = subprocess.Popen(
            ["xvfb-run", "-a", "env", *environ, *command],
            stdout=subprocess.PIPE,
            stderr=complaints,
            text=True,
            start_new_session=True,
        )
        said = _until_ready(program, 60)
        took = time.monotonic() - started
        complaints.seek(0)
        told = complaints.read()  # before the screen goes away under the program
        os.killpg(program.pid, signal.SIGTERM)
        program.communicate(timeout=30)
    print(f"  ready after {took:.1f} s, screen included" if said else "  never ready")
    if not said or told:
        yield f"the window: {told or 'not ready within a minute'}"


def _until_ready(program: subprocess.Popen[str], seconds: float) -> bool:
    alarm = threading.Timer(seconds, os.killpg, (program.pid, signal.SIGKILL))
    alarm.start()
    try:
        return any(line == "ready\n" for line in program.stdout or ())
    finally:
        alarm.cancel()
        alarm.join()  # cancelled, it still has to be let run to its end


def _run(bundle: Path, command: list[str]) -> subprocess.CompletedProcess[str]:
    with tempfile.TemporaryDirectory() as home:
        Path(home, "not-a.pdf").write_text("no PDF")
        environ = {"PATH": home, "HOME": home, "QT_QPA_PLATFORM": "offscreen"}
        return subprocess.run(
            [bundle / "antin", *command],
            env=environ,
            cwd=home,
            capture_output=True,
            text=True,
            timeout=120,
            check=False,
        )


def _files(bundle: Path) -> list[Path]:
    return [file for file in bundle.rglob("*") if file.is_file() and not file.is_symlink()]


def _is_elf(file: Path) -> bool:
    with file.open("rb") as opened:
        return opened.read(4) == _ELF


def _is_ours(name: Path) -> bool:
    return any(part in OURS for part in name.parts[:2])


def _is_library(file: Path) -> bool:
    return bool(_LIBRARY.match(file.name)) and "plugins" not in file.parts


def _needed(file: Path) -> set[str]:
    listed = subprocess.run(["objdump", "-p", file], capture_output=True, text=True, check=True)
    return set(re.findall(r"^\s*NEEDED\s+(\S+)", listed.stdout, re.MULTILINE))


def told(checks: Sequence[Callable[[Path], Iterator[str]]], bundle: Path) -> int:
    """Every check; prints each fault."""
    faults = 0
    for check in checks:
        print(check.__name__.replace("_", " "))
        for fault in check(bundle):
            faults += 1
            print(f"  FAULT {fault}")
    return int(faults > 0)


def main(bundle: Path) -> int:
    """Every check of the program."""
    return told((over_budget, dangling, libraries, helpers, starts, shows), bundle)


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1]).resolve()))
