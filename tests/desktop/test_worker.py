"""Limited processes: an answer, a limit, a crash; never a hang and never a leak."""

from __future__ import annotations

import os
import signal
import time
from pathlib import Path

import msgspec
import pytest

from core.errors import BrokenPdf, TooLarge, WorkerCrashed, WorkerTimeout
from desktop.worker import run_limited


class Answer(msgspec.Struct, frozen=True):
    """What the child says."""

    number: int
    content: bytes


def double(number: int, content: bytes) -> Answer:
    return Answer(number * 2, content[::-1])


def refuse() -> None:
    raise TooLarge(limit="200 MB")


def fail() -> None:
    raise ValueError("bí mật của văn bản")


def lie() -> str:
    return "not a number"


def hang() -> None:
    time.sleep(600)


def spin() -> None:
    while True:
        pass


def eat() -> int:
    return len([bytearray(1 << 20) for _ in range(4096)])


def die() -> None:
    os.kill(os.getpid(), signal.SIGKILL)


def write(path: str) -> str:
    try:
        Path(path).write_bytes(b"ro chu")
    except OSError as error:
        return type(error).__name__
    return "written"


def limits() -> int:
    import resource

    return resource.getrlimit(resource.RLIMIT_CORE)[0]


def shout() -> int:
    import logging

    logging.getLogger("pyhanko").error("nội dung văn bản")
    return 1


def run(function: object, *arguments: object, returns: type = int, seconds: float = 20.0) -> object:
    return run_limited(function, *arguments, returns=returns, seconds=seconds, memory_mb=512)  # type: ignore[arg-type]


def test_the_answer_comes_back_by_type() -> None:
    content = bytes(range(256)) * 40_000
    assert run(double, 21, content, returns=Answer) == Answer(42, content[::-1])


def test_our_errors_come_back_with_their_facts() -> None:
    with pytest.raises(TooLarge) as refused:
        run(refuse)
    assert refused.value.facts == {"limit": "200 MB"}


@pytest.mark.parametrize("function", [fail, lie, eat, die])
def test_every_other_end_is_a_crash(function: object) -> None:
    with pytest.raises(WorkerCrashed) as crash:
        run(function)
    assert "bí mật" not in repr(crash.value)


@pytest.mark.parametrize("function", [hang, spin])
def test_a_child_that_takes_too_long_is_ended(function: object) -> None:
    with pytest.raises(WorkerTimeout) as late:
        run(function, seconds=0.3)
    assert late.value.facts == {"seconds": 1}


def test_a_child_writes_no_file(tmp_path: Path) -> None:
    target = tmp_path / "x"
    assert run(write, str(target), returns=str) == "OSError"
    assert not target.exists() or target.read_bytes() == b""


def test_a_child_leaves_no_core_dump() -> None:
    assert run(limits) == 0


def test_a_childs_complaints_are_not_printed(capfd: pytest.CaptureFixture[str]) -> None:
    assert run(shout) == 1
    assert "nội dung" not in "".join(capfd.readouterr())


def test_an_error_without_facts_comes_back_too() -> None:
    with pytest.raises(BrokenPdf):
        run(broken)


def broken() -> None:
    raise BrokenPdf
