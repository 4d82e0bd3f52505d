"""Secrets typed at a terminal: unseen, and a new one twice."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from core.errors import WrongPassphrase
from desktop.session import Session
from tests.desktop.app.homes import PASSPHRASES, Homes, make_homes

WORDS, NEW = PASSPHRASES["chi"], "xoong rỉ đội mưa kể chuyện"
SECONDS = 60

pytestmark = pytest.mark.skipif(os.name == "nt", reason="a terminal of POSIX")


@pytest.fixture
def homes(tmp_path: Path) -> Homes:
    return make_homes(tmp_path)


def typed(home: Path, *answers: str) -> tuple[int, str]:
    """``antin vault passwd`` at a terminal: each answer is typed once it is asked for; the exit
    code and all that the terminal showed."""
    ours, theirs = os.openpty()
    command = [sys.executable, "-m", "desktop", "vault", "passwd", "--home", str(home)]
    child = subprocess.Popen(
        command, stdin=theirs, stdout=theirs, stderr=theirs, start_new_session=True
    )
    os.close(theirs)
    shown = b""
    for number, answer in enumerate(answers, 1):
        while shown.count(b": ") < number and child.poll() is None:
            shown += read(ours)
        os.write(ours, answer.encode() + b"\n")
    code = child.wait(SECONDS)
    shown += read(ours)
    os.close(ours)
    return code, shown.decode(errors="replace")


def read(terminal: int) -> bytes:
    """What it shows now; nothing once the other side is gone."""
    try:
        return os.read(terminal, 4096)
    except OSError:
        return b""


def test_a_new_passphrase_is_typed_twice_and_never_shown(homes: Homes) -> None:
    code, shown = typed(homes.commander, WORDS, NEW, NEW + " khác")
    assert code == 2
    code, more = typed(homes.commander, WORDS, NEW, NEW)
    assert code == 0
    assert not any(secret in shown + more for secret in (WORDS, NEW))
    session = Session(homes.commander)
    [holder] = session.people()
    with pytest.raises(WrongPassphrase):
        session.unlock(holder.person, WORDS)
    session.unlock(holder.person, NEW)
    session.end()
