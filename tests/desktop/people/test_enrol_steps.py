"""What the steps of enrolment say of an answer."""

from __future__ import annotations

from pathlib import Path

import pytest

from core.sync import enrol
from desktop.people import enrol_steps as steps
from desktop.people.enrol_steps import Step
from desktop.phrases import tables

CODE = enrol.code_text(bytes(range(16)))
WORDS = "ngựa sắt qua cầu"
EVERY = (steps.UNIT, steps.COMPARE, steps.WHO, steps.SECRET, steps.NEW_CODE, steps.SAVE, steps.LOAD)


@pytest.mark.parametrize("step", EVERY, ids=lambda step: step.name)
def test_every_step_has_its_words(step: Step) -> None:
    names = [f"people.enrol.{step.name}{end}" for end in ("", ".text", ".go")]
    names += [f"people.enrol.{ask.name}" for ask in step.asks]
    names += [f"people.enrol.{ask.name}.hint" for ask in step.asks if ask.hint]
    assert set(names) <= tables().keys()


@pytest.mark.parametrize("step", EVERY, ids=lambda step: step.name)
def test_nothing_may_stay_empty(step: Step) -> None:
    empty = {ask.name: "  " for ask in step.asks}
    assert steps.problems(step, empty) == dict.fromkeys(empty, "people.enrol.empty")


@pytest.mark.parametrize("code", [CODE, CODE.lower(), CODE.replace("-", " ")])
def test_a_code_is_read_as_people_type_it(code: str) -> None:
    given = {"machine": "Máy 1", "person": "Người", "code": code}
    assert steps.problems(steps.WHO, given) == {}


def test_a_mistyped_code() -> None:
    wrong = ("1" if CODE[0] == "0" else "0") + CODE[1:]
    given = {"machine": "Máy 1", "person": "Người", "code": wrong}
    assert steps.problems(steps.WHO, given) == {"code": "people.enrol.code.mistyped"}


@pytest.mark.parametrize(
    ("first", "again", "found"),
    [
        (WORDS, WORDS, {}),
        ("ngắn", "ngắn", {"first": "people.weak.short"}),
        ("a" * 20, "a" * 20, {"first": "people.weak.uniform"}),
        ("mật khẩu của tôi", "mật khẩu của tôi", {"first": "people.weak.guessable"}),
        (WORDS * 100, WORDS * 100, {"first": "people.weak.long"}),
        (WORDS, WORDS + " ", {"again": "people.differs"}),
    ],
)
def test_passphrases(first: str, again: str, found: dict[str, str]) -> None:
    assert steps.problems(steps.SECRET, {"first": first, "again": again}) == found


def test_paths(tmp_path: Path) -> None:
    (tmp_path / "a.antin").write_bytes(b"x")
    assert steps.problems(steps.UNIT, {"provision": f" {tmp_path / 'a.antin'} "}) == {}
    missing = steps.problems(steps.UNIT, {"provision": str(tmp_path / "b.antin")})
    assert missing == {"provision": "people.enrol.no_file"}
    assert steps.problems(steps.SAVE, {"request": str(tmp_path / "b.antin")}) == {}
    for wrong in (tmp_path, tmp_path / "none" / "b.antin"):
        found = steps.problems(steps.SAVE, {"request": str(wrong)})
        assert found == {"request": "people.enrol.no_folder"}
