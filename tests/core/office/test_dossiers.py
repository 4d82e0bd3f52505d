"""A dossier's life, walked in every way."""

from __future__ import annotations

import datetime
from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.errors import DossierClosed, ReasonMissing, WrongStage
from core.office import access
from core.office.dossiers import (
    NEED_REASON,
    NOTICE_DAYS,
    STAGES,
    Stage,
    acts,
    hand_over_day,
    is_handed_over,
    next_stage,
    noticed,
    step,
    take_documents,
)
from core.office.terms import Act


@pytest.mark.parametrize(("stage", "act"), list(product([None, *Stage], Act)))
def test_every_act_at_every_stage_has_its_outcome_or_its_refusal(
    stage: Stage | None, act: Act
) -> None:
    if (stage, act) in STAGES:
        assert next_stage(stage, act) in Stage
    else:
        with pytest.raises(WrongStage):
            next_stage(stage, act)


def test_every_stage_is_reached_and_leads_to_the_archive() -> None:
    reached: set[Stage] = {next_stage(None, Act.OPEN_DOSSIER)}
    while grown := {next_stage(stage, act) for stage in reached for act in acts(stage)} - reached:
        reached |= grown
    assert reached == set(Stage)
    ends = {Stage.ARCHIVED}
    while grown := {s for s in Stage if {next_stage(s, a) for a in acts(s)} & ends} - ends:
        ends |= grown
    assert ends == set(Stage)
    assert acts(Stage.ARCHIVED) == ()


def test_every_act_has_somebody_who_may_do_it_and_steps_back_need_a_reason() -> None:
    for (before, act), after in STAGES.items():
        assert access.ACCESS[act]
        back = before is not None and list(Stage).index(after) < list(Stage).index(before)
        assert ((before, act) in NEED_REASON) == back


@pytest.mark.parametrize(("stage", "act"), list(product([None, *Stage], Act)))
@pytest.mark.parametrize("reason", ["", "  ", "làm nhầm"])
def test_a_step_back_says_why(stage: Stage | None, act: Act, reason: str) -> None:
    if (stage, act) not in STAGES:
        with pytest.raises(WrongStage):
            step(stage, act, reason)
    elif (stage, act) in NEED_REASON and not reason.strip():
        with pytest.raises(ReasonMissing):
            step(stage, act, reason)
    else:
        assert step(stage, act, reason) is STAGES[stage, act]


@pytest.mark.parametrize("stage", Stage)
def test_only_an_open_dossier_takes_documents(stage: Stage) -> None:
    if stage is Stage.OPEN:
        take_documents(stage)
    else:
        with pytest.raises(DossierClosed):
            take_documents(stage)


DAYS = st.dates(datetime.date(1950, 1, 1), datetime.date(2200, 1, 1))


@given(DAYS)
def test_it_is_handed_over_on_the_same_day_of_the_next_year(ended: datetime.date) -> None:
    day = hand_over_day(ended)
    assert day.year == ended.year + 1
    assert (day.month, day.day) == (ended.month, ended.day) or (ended.month, ended.day) == (2, 29)
    assert 365 <= (day - ended).days <= 366


@given(DAYS, DAYS)
def test_notice_is_given_thirty_days_ahead(today: datetime.date, ended: datetime.date) -> None:
    told = hand_over_day(ended) - today <= datetime.timedelta(days=NOTICE_DAYS)
    assert (ended <= noticed(today)) == told


@pytest.mark.parametrize(
    ("ended", "day"),
    [("2024-02-29", "2025-02-28"), ("2023-02-28", "2024-02-28"), ("2025-11-22", "2026-11-22")],
)
def test_a_leap_day_is_the_last_of_february(ended: str, day: str) -> None:
    told = hand_over_day(datetime.date.fromisoformat(ended))
    assert told == datetime.date.fromisoformat(day)
    assert noticed(told - datetime.timedelta(days=30)) >= datetime.date.fromisoformat(ended)
    assert noticed(told - datetime.timedelta(days=31)) < datetime.date.fromisoformat(ended)


def test_what_is_kept_for_less_than_five_years_stays() -> None:
    assert [is_handed_over(years) for years in (None, 70, 5, 4, 1)] == [
        True,
        True,
        True,
        False,
        False,
    ]
