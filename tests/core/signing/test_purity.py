"""core.signing does no I/O and reads no clock while it works (formats.md §5)."""

from __future__ import annotations

import datetime as datetime_module
import os
import socket
import subprocess
import sys
import tempfile
import threading
import time
from pathlib import Path
from typing import TYPE_CHECKING, Any, NoReturn

import pytest

from core.signing.prepare import add_fields, normalise
from core.signing.seal import may_sign
from core.signing.verify import Verdict, judge
from tests.pki import authority
from tests.pki.documents import FIELDS, LATER_MS, five, plain, sign, stamp, trust
from tests.pki.stamping import document_timestamp, timestamped

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

WRITING = os.O_WRONLY | os.O_RDWR | os.O_CREAT | os.O_APPEND | os.O_TRUNC


class Touched(Exception):
    """Something reached for the world outside."""


def _refuse(*_: object, **__: object) -> NoReturn:
    raise Touched


class _NoClock(datetime_module.datetime):
    """Every way to the present moment is closed."""

    now = utcnow = today = classmethod(_refuse)  # type: ignore[assignment]


class _NoToday(datetime_module.date):
    today = classmethod(_refuse)  # type: ignore[assignment]


_watched = set[str]()


def _audit(event: str, arguments: tuple[Any, ...]) -> None:
    """Python tells of every file that C code or Python opens, and of sockets and processes."""
    if not _watched:
        return
    if event == "open":
        _, mode, flags = arguments
        if (isinstance(flags, int) and flags & WRITING) or (mode and set(str(mode)) & set("wax+")):
            raise Touched
    elif event.startswith(
        ("socket.", "subprocess.", "os.system", "os.fork", "os.exec", "shutil.")
    ) or event in {"os.remove", "os.rename", "os.mkdir", "os.truncate", "tempfile.mkstemp"}:
        raise Touched


sys.addaudithook(_audit)


@pytest.fixture
def sealed_off(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """No socket, no written file, no process, no thread, no clock."""
    monkeypatch.setattr(socket, "socket", _refuse)
    monkeypatch.setattr(socket, "create_connection", _refuse)
    monkeypatch.setattr(subprocess, "Popen", _refuse)
    monkeypatch.setattr(threading.Thread, "start", _refuse)
    for name in ("time", "time_ns"):
        monkeypatch.setattr(time, name, _refuse)
    for module in list(sys.modules.values()):
        if getattr(module, "__name__", "").startswith(("core.signing", "pyhanko", "reportlab")):
            if getattr(module, "datetime", None) is datetime_module.datetime:
                monkeypatch.setattr(module, "datetime", _NoClock)
            if getattr(module, "date", None) is datetime_module.date:
                monkeypatch.setattr(module, "date", _NoToday)
    _watched.add("now")
    yield
    _watched.clear()


REACHES = {
    "write": lambda: Path("/tmp/antin-thu").write_text("x"),
    "descriptor": lambda: os.open("/tmp/antin-thu", os.O_CREAT | os.O_WRONLY),
    "temporary": tempfile.TemporaryFile,
    "socket": lambda: socket.create_connection(("127.0.0.1", 9)),
    "server": lambda: socket.create_server(("127.0.0.1", 0)),
    "process": lambda: subprocess.run(["true"], check=True),
    "thread": lambda: threading.Thread(target=print).start(),
    "clock": lambda: time.time() + 1,
    "library's clock": lambda: sys.modules["pyhanko_certvalidator.context"].datetime.now(None),
}


@pytest.mark.parametrize("reach", REACHES.values(), ids=REACHES.keys())
def test_the_guard_bites(sealed_off: None, reach: Callable[[], object]) -> None:
    with pytest.raises(Touched):
        reach()


def test_preparing_signing_and_judging_touch_nothing(sealed_off: None) -> None:
    ready = add_fields(normalise(plain("SACH SE")), FIELDS)
    assert may_sign(ready, "KyChinh") == ()
    signed = sign(
        ready,
        "KyChinh",
        authority.person("chi-huy"),
        stamp=stamp("Giả lập", 150, 70),
        role="TUQ. GIẢ LẬP",
    )
    assert may_sign(signed, "ConDau") == ()
    assert judge(signed, trust(), LATER_MS).verdict is Verdict.VALID


def test_judging_many_signatures_and_timestamps_touches_nothing(
    sealed_off: None, evidence: tuple[bytes, ...]
) -> None:
    for pdf in evidence:
        assert judge(pdf, trust(), LATER_MS).verdict is Verdict.VALID


@pytest.fixture
def evidence() -> tuple[bytes, ...]:
    at = authority.NOW_MS + 600_000
    return five(), document_timestamp(five(), at), timestamped(five(), at, number=4)
