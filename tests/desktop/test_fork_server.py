"""The process that forks: quick children, in today's surroundings, that outlive nobody."""

from __future__ import annotations

import multiprocessing
import os
import signal
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from core.errors import WorkerCrashed, WorkerTimeout
from desktop import fork_server
from desktop.worker import run_limited

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="only Linux forks")


def run(function: object, *arguments: object, returns: type, seconds: float = 20.0) -> object:
    return run_limited(function, *arguments, returns=returns, seconds=seconds, memory_mb=512)  # type: ignore[arg-type]


def server() -> int:
    run(parent, returns=int)
    [found] = [each for each in multiprocessing.active_children() if each.name == fork_server.NAME]
    assert found.pid is not None
    return found.pid


def parent() -> int:
    return os.getppid()


def square(number: int) -> int:
    return number * number


def tried() -> str:
    return os.environ.get("ANTIN_TRIED", "")


def sockets() -> int:
    links = [each.readlink() for each in Path("/proc/self/fd").iterdir() if each.is_symlink()]
    return sum(str(link).startswith("socket:") for link in links)


def hang(sign: str = "") -> None:
    if sign:
        Path(sign).touch()  # an empty file may be made
    time.sleep(600)


def test_every_child_has_the_one_parent_which_is_not_this_process() -> None:
    assert {run(parent, returns=int) for _ in range(3)} == {server()}
    assert server() != os.getpid()


def test_a_child_sees_the_environment_of_now(monkeypatch: pytest.MonkeyPatch) -> None:
    server()
    monkeypatch.setenv("ANTIN_TRIED", "một")
    assert run(tried, returns=str) == "một"
    monkeypatch.delenv("ANTIN_TRIED")
    assert run(tried, returns=str) == ""


def test_a_folder_that_went_away_keeps_nobody_from_working(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """The program was started from a stick that is pulled."""
    gone = tmp_path / "stick"
    gone.mkdir()
    monkeypatch.chdir(gone)
    gone.rmdir()
    os.kill(server(), signal.SIGKILL)  # so that another one has to be started there
    assert run(square, 5, returns=int) == 25


def test_a_child_has_no_way_to_the_fork_server() -> None:
    assert run(sockets, returns=int) == 1  # its own, to us


def test_several_threads_are_served() -> None:
    with ThreadPoolExecutor(4) as threads:
        found = list(threads.map(lambda each: run(square, each, returns=int), range(12)))
    assert found == [each * each for each in range(12)]


def test_a_child_that_is_given_up_is_gone() -> None:
    with pytest.raises(WorkerTimeout):
        run(hang, returns=int, seconds=0.2)
    children = Path(f"/proc/{server()}/task/{server()}/children")
    assert children.read_text() == ""


def test_a_killed_fork_server_is_replaced() -> None:
    first = server()
    os.kill(first, signal.SIGKILL)
    assert run(square, 7, returns=int) == 49
    assert server() != first


def test_children_die_with_the_fork_server(tmp_path: Path) -> None:
    first, sign = server(), tmp_path / "at work"
    with ThreadPoolExecutor(1) as threads:
        waiting = threads.submit(run, hang, str(sign), returns=int, seconds=60)
        while not sign.exists():
            assert not waiting.done()
        at_work = Path(f"/proc/{first}/task/{first}/children").read_text().split()
        os.kill(first, signal.SIGKILL)
        with pytest.raises(WorkerCrashed):
            waiting.result()
    assert len(at_work) == 1
    for each in at_work:
        wait_until_gone(int(each))


def alive(number: int) -> bool:
    status = Path(f"/proc/{number}/status")
    try:
        return "State:\tZ" not in status.read_text()
    except (FileNotFoundError, ProcessLookupError):
        return False


def test_nothing_stays_when_the_program_is_killed() -> None:
    program = (
        "import time; from tests.desktop.test_fork_server import server;"
        "print(server(), flush=True); time.sleep(600)"
    )
    with subprocess.Popen(
        [sys.executable, "-c", program], stdout=subprocess.PIPE, cwd=Path.cwd()
    ) as started:
        assert started.stdout is not None
        theirs = int(started.stdout.readline())
        started.kill()
    wait_until_gone(theirs)


def wait_until_gone(number: int) -> None:
    for _ in range(200):
        if not alive(number):
            return
        time.sleep(0.05)
    pytest.fail(f"process {number} lives on")
