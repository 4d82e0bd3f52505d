"""The hunt for plaintext: a day of marked words at a real desktop, killed again and again, and then
every file that the program could have written is searched for the marks.

Named exceptions (a person chose them, or they are read before unlocking): the exported PDF lies
elsewhere; labels of people and machines stand in the vault's header.
"""

from __future__ import annotations

import os
import shutil
import signal
import time
from pathlib import Path
from typing import TYPE_CHECKING, Final

import pytest
from reportlab.pdfgen.canvas import Canvas

from tests import spellings
from tests.e2e import acts, office
from tests.e2e.desk import ROOT, Desk
from tests.e2e.pki import PIN
from tests.e2e.stage import CLERK, OFFICER

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.e2e.stage import Stage

pytestmark = [pytest.mark.window, pytest.mark.slow, pytest.mark.timeout(900)]

CONTENT: Final = "NOI DUNG DANH DAU MOT"
ISSUER: Final = "Tiểu đoàn Đánh Dấu Hai"
SUBJECT: Final = "Về việc đánh dấu thứ ba giả lập"
LETTER: Final = "trả lời có dấu thứ tư"
BODY: Final = "Sư đoàn báo cáo điều đánh dấu thứ năm."
WRONG: Final = "cụm sai đánh dấu sáu"
SEARCH: Final = "tìm dấu thứ bảy"
MARKS: Final = (CONTENT, ISSUER, SUBJECT, LETTER, BODY, WRONG, SEARCH, PIN)
MARKS_OF_PEOPLE: Final = (CLERK.words, OFFICER.words)
SHARED: Final = (Path("/dev/shm"), Path("/var/tmp"), Path("/var/crash"))
BUNDLE: Final = "bundle.antin"
PAUSE: Final = 3.0
"""Seconds after which what is being written is kept by itself."""


@pytest.fixture
def desk(played: Stage, tmp_path: Path) -> Iterator[Desk]:
    """The clerk's workstation as the day left it, in a copy."""
    shutil.copytree(played.stores / "workstation", tmp_path / "workstation")
    (tmp_path / "logs").mkdir()
    with Desk("workstation", tmp_path / "workstation", tmp_path / "logs") as found:
        found.start()
        yield found


@pytest.fixture
def stick(tmp_path: Path) -> Path:
    """What people carry: outside of everything that is searched."""
    folder = tmp_path / "stick"
    folder.mkdir()
    return folder


def kill_and_return(desk: Desk, sign: int, place: int, who: acts.Someone) -> None:
    """End the program as it stands, open it again, come in."""
    assert desk.end(sign) == -sign
    desk.start()
    acts.come_in(desk, place, who) if place else acts.unlock(desk, who)


def day_of_marks(desk: Desk, stick: Path) -> None:
    """Wrong passphrase, registration, search, letter with key and preview, bundle; killed in the
    middle of each."""
    desk.type(WRONG)
    desk.do("Enter", hear="error WrongPassphrase")
    acts.unlock(desk, CLERK)
    register(desk, stick)
    desk.press("Ctrl+k")
    desk.type(SEARCH)
    desk.rest()
    kill_and_return(desk, signal.SIGKILL, 0, CLERK)
    acts.change_person(desk, 1, OFFICER)
    write(desk)
    acts.carry_out(desk, stick / BUNDLE, others=2)


def register(desk: Desk, stick: Path) -> None:
    """A document whose every field is marked; killed before it is saved, saved after."""
    file = stick / "letter.pdf"
    canvas = Canvas(str(file), pageCompression=0)
    canvas.drawString(100, 700, CONTENT)
    canvas.save()
    desk.go("incoming")
    desk.drop(file)
    desk.rest()
    for text in (ISSUER, "77/BC-ĐD", "0511", "Báo cáo"):
        desk.write(text)
        desk.press("Tab")
    desk.press("Tab")
    desk.write(SUBJECT)
    time.sleep(PAUSE)
    desk.rest()
    kill_and_return(desk, signal.SIGABRT, 0, CLERK)
    desk.go("incoming")
    for chord in ("Ctrl+n", "Ctrl+Prior"):  # the one that was left, before the new one
        desk.press(chord)
        desk.rest()
    acts.save(desk)


def write(desk: Desk) -> None:
    """A letter of the officer, killed while its pages are shown; then initialled."""
    compose(desk)
    time.sleep(PAUSE)
    desk.rest()
    kill_and_return(desk, signal.SIGKILL, 1, OFFICER)
    compose(desk)
    acts.sign(desk, "F9", PIN, "Đã ký nháy")


def compose(desk: Desk) -> None:
    """Subject, addressee, body and signer of a new letter, or of the one that was left."""
    desk.go("drafts")
    for chord in ("Ctrl+n", "Enter"):  # of all types the letter stands first
        desk.press(chord)
        desk.rest()
    for text in (LETTER, "Bộ Tham mưu", BODY):
        desk.write(text)
        desk.press("Tab")
    desk.press("Tab", "Tab")
    desk.type("lvgd")
    desk.press("Tab")
    desk.rest()


def keep_safe(desk: Desk, stick: Path) -> None:
    """A backup on a stick, its rehearsal, and the store under another key."""
    backup = stick / "backup"
    backup.mkdir()
    for what in (
        ("backup", "--to", backup),
        ("restore", "--from", backup, "--rehearse"),
        ("rekey", "--reason", "thử"),
        ("check", "--deep"),
    ):
        given = (*what, "--home", desk.home, "--as", CLERK.name)
        office.must("vault", *given, home=desk.folder, words=[CLERK.words])


def left(desk: Desk, since: float) -> list[Path]:
    """Every file that the program could have written: its whole home with temp, state and cache,
    the logs, and what is new in places that all programs share."""
    ours = [path for folder in (desk.folder, desk.log.parent) for path in folder.rglob("*")]
    shared = [path for folder in SHARED if folder.is_dir() for path in folder.rglob("*")]
    cores = list(ROOT.glob("core*"))
    new = [path for path in (*shared, *cores) if path.stat().st_mtime > since]
    return [path for path in (*ours, *new) if path.is_file() and not path.is_symlink()]


def test_no_marked_word_is_anywhere(desk: Desk, stick: Path) -> None:
    since = time.time()
    day_of_marks(desk, stick)
    assert desk.close() == 0
    keep_safe(desk, stick)
    carried = [path for path in stick.rglob("*") if path.is_file() and path.suffix != ".pdf"]
    found = [path for path in left(desk, since) if os.access(path, os.R_OK)]
    assert len(carried) > 5
    assert {"workstation.log", "vault-a.json", "settings.json"} <= {path.name for path in found}
    marks = (*MARKS, *MARKS_OF_PEOPLE)
    assert spellings.found(marks, [*found, *carried]) == []
    assert spellings.found([CONTENT], [stick / "letter.pdf"])  # the hunt itself can find
