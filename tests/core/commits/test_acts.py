"""Which act an operation amounts to where its body decides."""

from __future__ import annotations

import pytest

from core.commits.acts import acts
from core.office.terms import Act
from tests.core.commits.samples import op


@pytest.mark.parametrize(
    ("named", "part", "act"),
    [
        (None, "lead", Act.ASSIGN),
        (None, "support", Act.ASSIGN),
        ("transfer", "lead", Act.TRANSFER),
        ("ask_coordination", "support", Act.ASK_COORDINATION),
        ("ask_coordination", "inform", Act.ASK_COORDINATION),
        ("ask_coordination", "lead", Act.ASSIGN),
        ("transfer", "support", Act.ASSIGN),
        ("read", "lead", Act.ASSIGN),
        ("unheard", "lead", Act.ASSIGN),
    ],
)
def test_whoever_handles_passes_on_only_the_lead_and_asks_only_for_support(
    named: str | None, part: str, act: Act
) -> None:
    body = {"part": part} | ({"act": named} if named else {})
    assert acts(op("document.assign", **body), {}) == (act,)


@pytest.mark.parametrize(
    ("named", "act"), [(None, Act.ASSIGN), ("transfer", Act.TRANSFER), ("read", Act.ASSIGN)]
)
def test_a_release_is_a_transfer_only_where_it_says_so(named: str | None, act: Act) -> None:
    assert acts(op("document.release", **({"act": named} if named else {})), {}) == (act,)


def test_a_step_of_a_dossier_is_the_act_that_it_names() -> None:
    assert acts(op("dossier.move", act="hand_over_dossier", to="handed_over"), {}) == (
        Act.HAND_OVER_DOSSIER,
    )
