"""A wrong passphrase at the door: what is said, how the wait grows, that nothing is given away."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLineEdit
from pytestqt.qtbot import QtBot

from db import opening
from db.keys import passphrase
from db.vault import Vault
from desktop import clock
from desktop.background import Inline
from desktop.crash import CrashHandler
from desktop.keeper import Keeper
from desktop.session import Session
from desktop.unlock.door import Holder
from desktop.unlock.lock_screen import Locking, LockScreen
from desktop.window import Window
from tests.db.unit_of_three import START
from tests.desktop.app.homes import PASSPHRASES, Homes, make_homes
from tests.desktop.bad_input.hashing import folder_hash
from tests.desktop.bad_input.reading import Heard, assert_explained, heard, read
from tests.desktop.looks import assert_not_clipped, settle, visible

WRONG = "khong phai cau nay"


class Watch:
    """The clock of the machine, moved by hand."""

    def __init__(self) -> None:
        self.time = START

    def __call__(self) -> int:
        return self.time


class Door:
    """A locked window on a real home folder; ``begin`` starts the program anew."""

    def __init__(self, home: Path, lines: Heard) -> None:
        self.home, self.lines = home, lines
        self.opened: list[str] = []
        self.windows: list[Window] = []
        self.begin()

    def begin(self) -> None:
        self.session = Session(self.home)
        lock = LockScreen(Inline(), self.session.unlock, clock.now_ms)
        lock.unlocked.connect(self.opened.append)
        crash = CrashHandler(self.home / "antin.log", clock.now_ms, pytest.fail)
        self.window = Window(Keeper(self.home), lock, crash)
        self.lock = lock
        self.windows.append(self.window)
        self.window.resize(1366, 768)
        self.window.show()
        self.window.cover(Locking("start", clock.now_ms()))
        people = [Holder(one.person, one.label) for one in self.session.people()]
        lock.show_holders(people, people[0].person)
        self.window.activateWindow()
        QTest.qWaitForWindowActive(self.window)
        settle()

    def try_words(self, text: str) -> None:
        """Type at the door and press Enter; marks need an input method, hence ``setText``."""
        [edit] = visible(self.window, QLineEdit)
        edit.setText(text)
        QTest.keySequence(edit, "Return")
        settle()

    def wait(self, watch: Watch, seconds: int) -> None:
        """Let the countdown run out; the clock of the machine with it."""
        watch.time += seconds * 1000
        self.lock.show_holder(Holder(self.session.people()[0].person, "Người van"))
        settle()

    def close(self) -> None:
        self.session.end()
        for window in self.windows:
            window.close()
            window.deleteLater()
        settle()


@pytest.fixture(scope="module")
def homes(tmp_path_factory: pytest.TempPathFactory) -> Homes:
    return make_homes(tmp_path_factory.mktemp("homes"))


@pytest.fixture
def watch(monkeypatch: pytest.MonkeyPatch) -> Watch:
    made = Watch()
    monkeypatch.setattr(clock, "now_ms", made)
    return made


@pytest.fixture
def door(homes: Homes, watch: Watch, qtbot: QtBot) -> Iterator[Door]:
    (opening.folder_of(homes.commander) / "tries.json").unlink(missing_ok=True)
    with heard() as lines:
        made = Door(homes.commander, lines)
        yield made
        made.close()


def test_a_wrong_passphrase_is_explained_and_the_right_one_opens(door: Door) -> None:
    before = folder_hash(door.session.folder)
    door.try_words(WRONG)
    assert door.lines.errors == ["WrongPassphrase"]
    assert_explained(door.window, "WrongPassphrase")
    assert_not_clipped(door.window)
    assert folder_hash(door.session.folder) == before
    door.try_words(PASSPHRASES["chi"])
    assert len(door.opened) == 1


def test_the_wait_grows_and_outlives_the_program(door: Door, watch: Watch) -> None:
    before = folder_hash(door.session.folder)
    for _ in range(4):
        door.try_words(WRONG)
    for minutes in ("01", "02", "04"):
        door.try_words(WRONG)
        assert f"{minutes}:00" in read(door.window)
        assert_explained(door.window, "UnlockDelayed")
        assert_not_clipped(door.window)
        assert not visible(door.window, QLineEdit)[0].isEnabled()
        if minutes != "04":
            door.wait(watch, int(minutes) * 60)
    door.begin()
    watch.time += 60_000
    door.try_words(PASSPHRASES["chi"])
    assert (door.opened, door.lines.errors[-1]) == ([], "UnlockDelayed")
    assert "03:00" in read(door.window)
    assert folder_hash(door.session.folder) == before
    door.wait(watch, 180)
    door.try_words(PASSPHRASES["chi"])
    assert len(door.opened) == 1


def test_somebody_unknown_is_told_the_same_at_the_same_cost(
    door: Door, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A person who was taken out of the vault while the door still showed his name."""
    spent: list[passphrase.Calibration] = []
    derive = passphrase.derive

    def counted(words: str, salt: bytes, cost: passphrase.Calibration) -> bytes:
        spent.append(cost)
        return derive(words, salt, cost)

    monkeypatch.setattr(passphrase, "derive", counted)
    said = []
    for person in (door.session.people()[0].person, "A" * 22):
        door.lock.show_holder(Holder(person, "Người chi"))
        door.try_words(WRONG)
        assert_explained(door.window, "WrongPassphrase")
        said.append(read(door.window))
    assert said[0] == said[1]
    assert spent[0] == spent[1]
    assert len(spent) == 2
    assert door.lines.errors == ["WrongPassphrase"] * 2
    door.lock.show_holder(Holder(door.session.people()[0].person, "Người chi"))
    door.try_words(PASSPHRASES["chi"])
    assert len(door.opened) == 1


def test_nothing_typed_reaches_the_disk(door: Door) -> None:
    door.try_words(WRONG)
    kept = b"".join(path.read_bytes() for path in door.home.rglob("*") if path.is_file())
    assert not [form for form in ("utf-8", "utf-16-le") if WRONG.encode(form) in kept]
    assert Vault(door.session.folder, clock.random_bytes).exists()
