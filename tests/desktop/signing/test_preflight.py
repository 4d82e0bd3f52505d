"""What stands against signing, from facts alone."""

from __future__ import annotations

from dataclasses import replace

import pytest

from core.signing.report import Reason
from desktop.phrases import LANGUAGES, phrase
from desktop.signing.preflight import Facts, Flaw, flaws

GOOD = Facts(blob="a", submitted="a", checkers=1, initials=1, signer="Người ký", me="Người ký")


def test_a_good_document_is_ready() -> None:
    assert flaws(GOOD) == ()


@pytest.mark.parametrize(
    ("change", "flaw"),
    [
        ({"files": 0}, Flaw.FILE_MISSING),
        ({"files": 2}, Flaw.FILES_COMPETE),
        ({"here": False}, Flaw.FILE_MISSING),
        ({"readable": False}, Flaw.UNREADABLE),
        ({"blob": "b"}, Flaw.CHANGED),
        ({"submitted": None}, Flaw.CHANGED),
        ({"obstacles": (Reason.BROKEN_EARLIER,)}, Flaw.BROKEN_EARLIER),
        ({"initials": 0}, Flaw.INITIALS_MISSING),
        ({"checkers": 2}, Flaw.INITIALS_MISSING),
        ({"checkers": 0, "initials": 0}, Flaw.INITIALS_MISSING),
        ({"obstacles": (Reason.FIELD_FILLED,)}, Flaw.NO_PLACE),
        ({"conflicts": 1}, Flaw.CONFLICT),
        ({"allowed": False}, Flaw.NO_RIGHT),
        ({"same_hands": True}, Flaw.SAME_HANDS),
        ({"authority": Flaw.OUTSIDE_DELEGATION}, Flaw.OUTSIDE_DELEGATION),
        ({"authority": Flaw.BLOCK_WRONG}, Flaw.BLOCK_WRONG),
        ({"authority": Flaw.OUTSIDE_DELEGATION, "allowed": False}, Flaw.NO_RIGHT),
        ({"me": "Người khác"}, Flaw.OTHER_SIGNER),
    ],
)
def test_one_fact_makes_one_flaw(change: dict[str, object], flaw: Flaw) -> None:
    assert flaws(replace(GOOD, **change)) == (flaw,)  # type: ignore[arg-type]


def test_a_document_that_names_no_signer_is_for_whoever_may() -> None:
    assert flaws(replace(GOOD, signer="")) == ()


def test_every_flaw_has_words() -> None:
    for language in LANGUAGES:
        for flaw in Flaw:
            assert phrase(language, f"signing.flaw.{flaw}", name="x")
