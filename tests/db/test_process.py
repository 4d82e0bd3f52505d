"""What a real program says of itself under /proc once it is hardened; nothing is taken on trust."""

from __future__ import annotations

import os
import re
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from db import process

linux = pytest.mark.skipif(sys.platform != "linux", reason="read from /proc")

STATE = """
from pathlib import Path
from db import process
process.harden("x.exe")
print(Path("/proc/self/limits").read_text())
print(process.leaves_no_core(), process.is_private(), Path("/proc/self/environ").stat().st_uid)
"""
ABORTED = "import os\nfrom db import process\n{harden}\nos.abort()\n"
CHILD = """
from db import process
if __name__ == "__main__":
    process.harden("x.exe")
    from desktop.worker import run_limited
    print(run_limited(len, b"four", returns=int, seconds=20, memory_mb=400))
"""
KEY = """
import re
from pathlib import Path
from db.open_vault import OpenVault
from db.keys.vault_header import Header
def locked():
    found = re.search(r"VmLck:\\s+(\\d+)", Path("/proc/self/status").read_text())
    return int(found[1])
header = Header(v=1, vault="a" * 26, store="b" * 26, file="x.db", generation=1, people=())
before = locked()
one = OpenVault(Path("."), header, "p", bytearray(b"1" * 32))
two = OpenVault(Path("."), header, "p", bytearray(b"2" * 32))
print(locked() > before)
one.close()
print(locked() > before)
two.close()
two.close()
print(locked() == before)
"""


def run(code: str, folder: Path, **more: object) -> subprocess.CompletedProcess[str]:
    (folder / "program.py").write_text(code)
    place = {**os.environ, "PYTHONPATH": str(Path.cwd())}
    return subprocess.run(
        [sys.executable, "program.py"],
        cwd=folder,
        env=place,
        text=True,
        capture_output=True,
        **more,
    )  # type: ignore[call-overload, no-any-return]


@linux
def test_no_core_and_not_dumpable(tmp_path: Path) -> None:
    said = run(STATE, tmp_path).stdout
    assert re.search(r"Max core file size\s+0\s+0\s", said)
    assert said.split()[-3:] == ["True", "True", "0"], "what is not dumpable belongs to root"


def core_as_large_as_it_likes() -> None:
    import resource

    hard = resource.getrlimit(resource.RLIMIT_CORE)[1]
    resource.setrlimit(resource.RLIMIT_CORE, (hard, hard))


@linux
def test_a_crash_writes_no_memory_to_disk(tmp_path: Path) -> None:
    hard = ABORTED.format(harden='process.harden("x.exe")')
    died = run(hard, tmp_path, preexec_fn=core_as_large_as_it_likes)
    assert died.returncode == -signal.SIGABRT
    assert died.stderr == "", "and tells nobody what it was doing"
    assert [path.name for path in tmp_path.iterdir()] == ["program.py"]


@linux
def test_children_start_as_ever(tmp_path: Path) -> None:
    done = run(CHILD, tmp_path)
    assert (done.stdout.split(), done.stderr) == (["4"], "")


@linux
def test_the_key_of_an_open_vault_is_locked_until_the_last_one_closes(tmp_path: Path) -> None:
    said = run(KEY, tmp_path).stdout.split()
    assert said == ["True", "True", "True"]


def test_keys_on_one_page_stay_locked_together() -> None:
    before = dict(process._locked)
    keys = [bytearray(os.urandom(32)) for _ in range(20)]
    try:
        assert all(process.lock_memory(key) for key in keys)
        assert process._locked.total() >= sum(before.values()) + len(keys)
    finally:
        for key in keys:
            process.unlock_memory(key)
            key.clear()  # its length may change again
    assert dict(process._locked) == before


def test_nothing_to_lock_is_no_fault() -> None:
    assert process.lock_memory(bytearray())
    process.unlock_memory(bytearray())
