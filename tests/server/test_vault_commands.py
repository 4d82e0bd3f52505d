"""The keys of a store on the command line: every step as it is typed, as processes."""

from __future__ import annotations

import os
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

import pytest

from db import facts
from db.actions import admission, naming
from db.keys.passphrase import FLOOR
from db.queries import office
from desktop.session import Session
from tests.server.test_command_line import handed_over
from tests.server.town import PEOPLE, ROOT_WORDS, Town

FIRST, SECOND, THIRD = (
    "cò xám gánh nghiên qua dốc",
    "chum vại xếp nghiêng bờ giậu",
    "xoong rỉ đội mưa",
)
OTHERS = "vịt lội ruộng sâu tìm ốc"
CLERK, COMMANDER, OTHER = PEOPLE["clerk"], PEOPLE["commander"], "Vũ Thị Thử"


@dataclass
class Desk:
    """A new machine's home and what is typed there."""

    home: Path

    def run(self, *words: str | Path, secrets: str = "") -> subprocess.CompletedProcess[str]:
        """Run ``antin vault`` with secrets handed over, one a line."""
        reading = handed_over(secrets)
        command = [sys.executable, "-m", "desktop", "vault", *map(str, words)]
        command += ["--home", str(self.home), "--passphrase-fd", str(reading)]
        try:
            return subprocess.run(
                command,
                env=os.environ | {"ANTIN_LANGUAGE": "en"},
                pass_fds=(reading,),
                capture_output=True,
                text=True,
                check=False,
            )
        finally:
            os.close(reading)

    def does(self, *words: str | Path, secrets: str = "") -> str:
        """The same where it must succeed; what it prints."""
        done = self.run(*words, secrets=secrets)
        assert done.returncode == 0, done.stderr
        return done.stdout

    def refuses(self, *words: str | Path, secrets: str = "") -> str:
        """The same where it must fail with a sentence; that sentence."""
        done = self.run(*words, secrets=secrets)
        assert done.returncode == 2
        assert "Traceback" not in done.stderr
        return done.stderr

    def opens(self, words: str) -> list[str]:
        """Open as the window does; the kinds of what was recorded of the store's keys."""
        session = Session(self.home, lambda: FLOOR)
        session.unlock(session.people()[0].person, words)
        store = session.store()
        key = ("vault", store.author.device)
        with store.engine.begin() as reading:
            state = facts.states(reading, [key]).get(key, {})
        session.end()
        return sorted(state.get("lists", {}))


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    return Desk(tmp_path / "home")


def enrol(desk: Desk, town: Town) -> None:
    """Make the machine's store by the unit's file and a code, and let its certificate in."""
    admin = town.machine("admin")
    person = next(each.id for each in office.people(admin.store) if each.name == CLERK)
    naming.new_person(admin.store, OTHER, "", "nhân viên")
    code = admission.invite(admin.store, person, "Máy mới")
    request, answer = desk.home.parent / "request.antin", desk.home.parent / "answer.antin"
    provision = ("create", "--provision", town.folder / "provision.antin")
    words = (*provision, "--machine", "Máy mới", "--as", CLERK, "--request-out", request)
    weak = desk.refuses(*words, secrets=f"{code}\nmật khẩu của tôi\n")
    assert "common words" in weak
    assert not desk.home.exists() or not list(desk.home.rglob("*.db"))
    assert desk.does(*words, secrets=f"{code}\n{FIRST}\n").strip() == str(request)
    answer.write_bytes(admission.approve(admin.store, request.read_bytes(), everything=True).answer)
    device = desk.does("create", "--answer", answer, secrets=FIRST).strip()
    assert device in {each.id for each in office.devices(admin.store)}
    town.stack.close()


@pytest.mark.timeout(300)
@pytest.mark.slow
def test_the_keys_of_a_machine_from_its_first_day(desk: Desk, town: Town) -> None:
    enrol(desk, town)
    people_come_and_go(desk)
    another_key(desk)
    a_forgotten_passphrase(desk, town.folder / "recovery.antin")
    kept = b"".join(path.read_bytes() for path in desk.home.rglob("*") if path.is_file())
    for words in (FIRST, SECOND, THIRD, OTHERS, ROOT_WORDS):
        assert words.encode() not in kept


def people_come_and_go(desk: Desk) -> None:
    desk.does("slots", "add", "--person", OTHER, "--as", CLERK, secrets=f"{FIRST}\n{OTHERS}\n")
    listed = [line.split("\t")[1:] for line in desk.does("slots").splitlines()]
    assert sorted(listed) == sorted([[CLERK, "argon2id"], [OTHER, "argon2id"]])
    above = ("slots", "add", "--person", COMMANDER, "--as", CLERK)
    assert "Administrator" in desk.refuses(*above, secrets=f"{FIRST}\n{OTHERS}\n")
    nobody = ("slots", "add", "--person", "Không Ai", "--as", CLERK)
    assert "not on this machine" in desk.refuses(*nobody, secrets=f"{FIRST}\n{OTHERS}\n")
    desk.refuses("slots", "remove", "--as", CLERK, secrets=FIRST)
    last = ("slots", "remove", "--person", OTHER, "--kind", "argon2id", "--as", CLERK)
    desk.refuses(*last, secrets=FIRST)
    desk.does("slots", "remove", "--person", OTHER, "--as", CLERK, secrets=FIRST)
    assert len(desk.does("slots").splitlines()) == 1
    desk.refuses("passwd", secrets=f"{SECOND}\n{SECOND}\n")
    desk.refuses("passwd", secrets=f"{FIRST}\nngắn\n")
    desk.does("passwd", secrets=f"{FIRST}\n{SECOND}\n")
    desk.refuses("rekey", "--reason", "thử", secrets=FIRST)


def another_key(desk: Desk) -> None:
    [before] = (desk.home / "store").glob("store-*.db")
    desk.does("rekey", "--reason", "khóa bị lộ", secrets=SECOND)
    [after] = (desk.home / "store").glob("store-*.db")
    assert before != after
    assert desk.opens(SECOND) == ["rekeys"]


def a_forgotten_passphrase(desk: Desk, key: Path) -> None:
    request, answer = desk.home.parent / "lost.antin", desk.home.parent / "found.antin"
    said = desk.does("recover", "--request-out", request, secrets=THIRD)
    fingerprint = said.strip().rpartition(": ")[2]
    officer = ("--officer", "Trần Thị Giả Lập", "--reason", "quên mật khẩu", "--out", answer)
    step = ("recover", "--key", key, "--request", request, *officer, "--fingerprint")
    assert "swapped" in desk.refuses(*step, "0000 0000 0000 0000", secrets=ROOT_WORDS)
    desk.refuses(*step, fingerprint, secrets=THIRD)
    assert not answer.exists()
    desk.refuses("recover", "--key", key, "--request", request)
    desk.does(*step, fingerprint.lower(), secrets=ROOT_WORDS)
    desk.refuses("recover", "--answer", answer, secrets=SECOND)
    assert desk.opens(SECOND) == ["rekeys"]
    desk.does("recover", "--answer", answer, secrets=THIRD)
    desk.refuses("rekey", "--reason", "thử", secrets=SECOND)
    assert desk.opens(THIRD) == ["recoveries", "rekeys"]
    desk.refuses("recover", "--answer", answer, secrets=THIRD)
