"""The plan of a fictional year: the same seed, the same year; every act in its order."""

from __future__ import annotations

import datetime

from hypothesis import given
from hypothesis import strategies as st

from core.office.catalogue import load_holidays
from desktop.seeding.plan import DEEDS, LIVES, Year, plan
from resources import text

CALENDAR = load_holidays(text("catalogues/holidays-vn.json")).calendar()


def year(documents: int, seed: int) -> Year:
    return plan(documents, seed, 2026, CALENDAR)


def test_the_same_seed_gives_the_same_year() -> None:
    assert year(80, 7) == year(80, 7)
    assert year(80, 7) != year(80, 8)


@given(st.integers(1, 60), st.integers())
def test_every_document_lives_through_its_acts_in_order_and_on_working_days(
    documents: int, seed: int
) -> None:
    made = year(documents, seed)
    assert documents <= len(made.lives) <= documents + 1
    assert [life.place for life in made.lives] == list(range(len(made.lives)))
    assert list(made.steps) == sorted(made.steps, key=lambda step: step.at)
    for life in made.lives:
        own = [step for step in made.steps if step.place == life.place]
        assert [step.act for step in own] == list(life.deeds[: len(own)])
        assert all(CALENDAR.is_working(step.at.date()) for step in own)
        assert all(step.at.date().year == 2026 for step in own)
        if life.answers is not None and own:
            directed = [
                step.at for step in made.steps if (step.place, step.act) == (life.answers, "direct")
            ]
            assert directed
            assert directed[0] < own[0].at


def test_an_answer_comes_after_the_answering_document_is_issued() -> None:
    made = year(400, 1)
    issued = {step.place: step.at for step in made.steps if step.act == "dispatch"}
    answers = {life.answers: life.place for life in made.lives if life.answers is not None}
    answered = [step for step in made.steps if step.act == "answer"]
    assert len(answered) > 10
    assert all(issued[answers[step.place]] < step.at for step in answered)


def test_weights_are_of_a_hundred_and_every_deed_is_known() -> None:
    for lives in LIVES.values():
        assert sum(often for often, _ in lives) == 100
        assert {act for _, acts in lives for act in acts.split()} <= DEEDS.keys()


def test_a_year_is_as_long_as_its_working_days() -> None:
    made = year(2000, 3)
    days = {step.at.date() for step in made.steps}
    assert datetime.date(2026, 9, 2) not in days
    assert datetime.date(2026, 8, 22) in days  # a Saturday that is worked
