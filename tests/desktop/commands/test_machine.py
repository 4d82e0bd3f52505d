"""The doctor's checks: what is good, what is told, and that each problem has words to act on."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

import resources
from desktop.commands import machine
from desktop.commands.doctor import as_json, as_table
from desktop.commands.machine import DAY, LIFE, Finding, State
from desktop.phrases import LANGUAGES, phrase, tables

NOW = 1_790_000_000_000


def home_state(home: Path) -> State:
    return machine.folder(home)[0].state


def test_a_home_that_is_not_there_yet_is_not_made(tmp_path: Path) -> None:
    assert home_state(tmp_path / "a" / "b") is State.OK
    assert not (tmp_path / "a").exists()


@pytest.mark.parametrize(
    ("mode", "state"), [(0o700, State.OK), (0o750, State.BAD), (0o701, State.BAD)]
)
def test_a_home_that_others_can_read(tmp_path: Path, mode: int, state: State) -> None:
    tmp_path.chmod(mode)
    assert home_state(tmp_path) is state


def test_a_home_below_a_file(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    assert home_state(tmp_path / "file" / "home") is State.BAD


@pytest.mark.parametrize(
    ("now", "state"),
    [
        (NOW, State.OK),
        (NOW - DAY, State.OK),
        (NOW - DAY - 1, State.BAD),
        (NOW + LIFE, State.OK),
        (NOW + LIFE + 1, State.BAD),
    ],
)
def test_a_clock_before_the_program_or_a_lifetime_after(now: int, state: State) -> None:
    assert machine.clock(now, NOW).state is state


def test_missing_libraries_name_their_packages(monkeypatch: pytest.MonkeyPatch) -> None:
    absent = {"libabsent-for-a-test.so.9": "x"}
    monkeypatch.delenv("DISPLAY", raising=False)
    assert machine.libraries("screen", "X11", absent).state is State.WARNING
    monkeypatch.setenv("DISPLAY", ":0")
    assert machine.libraries("screen", "X11", absent).state is State.BAD
    found = machine.libraries("qt", "Qt", absent)
    assert found.state is State.BAD
    assert "libabsent-for-a-test.so.9" in found.value


def test_missing_fonts() -> None:
    assert machine.fonts(("fonts/none.ttf",)).state is State.BAD
    assert machine.fonts().state is State.OK


@pytest.mark.parametrize("language", LANGUAGES)
def test_report_in_both_forms(language: str) -> None:
    bad = Finding("home", State.BAD, "/x 0777", "home_open", (("folder", "/x"),))
    findings = [Finding("python", State.OK, "3.11.2"), bad]
    lines = as_table(findings, language).splitlines()
    assert [line[0] for line in lines] == ["✓", "✗", " "]
    assert lines[2].endswith("chmod 700 '/x'.")
    rows = json.loads(as_json(findings, language))
    assert [row["state"] for row in rows] == ["ok", "bad"]
    assert "advice" not in rows[0]
    assert "chmod 700 '/x'" in rows[1]["advice"]


def test_every_check_and_advice_has_words_and_none_is_left_over(tmp_path: Path) -> None:
    keys = set(json.loads(resources.text("i18n/doctor.json")))
    source = Path(machine.__file__).read_text(encoding="utf-8")
    used = {f"doctor.{finding.check}" for finding in machine.examine(tmp_path, NOW)}
    advice = {key for key in keys if key.startswith("doctor.do.")}
    assert keys - advice == used
    assert all(f'"{key.removeprefix("doctor.do.")}"' in source for key in advice)
    for language in LANGUAGES:
        for key in keys:
            assert phrase(language, key, packages="p", folder="f")
    assert keys <= tables().keys()


def test_who_tells_of_sleep(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(machine, "BUS", tmp_path / "socket")
    monkeypatch.setattr(machine, "SEATS", tmp_path)
    alone = machine.sleep({})
    assert (alone.state, alone.value) == (State.WARNING, "–")
    assert machine.sleep({"DBUS_SESSION_BUS_ADDRESS": "unix:path=/x"}).value == "D-Bus"
    (tmp_path / "socket").touch()
    (tmp_path / "bus").touch()
    found = machine.sleep({"XDG_RUNTIME_DIR": str(tmp_path)})
    assert (found.state, found.value) == (State.OK, "logind, D-Bus")
