"""A check holds for the file that was checked, also with signatures set in it since."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from core.office import workflow
from core.office.checks import ASKED, CHECKS, Check, lineage, open_asks, standing
from core.office.terms import Act, Kind, State
from core.office.workflow import Ask

CONTENT = Check(Act.CHECK_CONTENT, "a", "p", "Người p", 1)
FORMAT = Check(Act.CHECK_FORMAT, "b", "q", "Người q", 2)


def test_a_check_holds_through_signatures_but_not_for_another_file() -> None:
    signed = {"b": "a", "c": "b"}
    assert standing([FORMAT, CONTENT], "c", signed) == (CONTENT, FORMAT)
    assert standing([CONTENT, FORMAT], "a", signed) == (CONTENT,)
    assert standing([CONTENT, FORMAT], "changed", signed) == ()


def test_two_who_found_the_same_both_stand_the_first_before_the_other() -> None:
    again = Check(Act.CHECK_CONTENT, "a", "r", "Người r", 5)
    assert standing([again, CONTENT], "a", {}) == (CONTENT, again)


def test_what_is_not_checked_is_asked_where_the_table_says_so() -> None:
    asks = workflow.move(Kind.OUTGOING, State.TO_SIGN, Act.SIGN).asks
    assert open_asks(asks, ()) == (Ask.NO_CONTENT_CHECK, Ask.NO_FORMAT_CHECK)
    assert open_asks(asks, [Act.CHECK_CONTENT]) == (Ask.NO_FORMAT_CHECK,)
    assert open_asks(asks, CHECKS) == ()


def test_every_check_has_its_question() -> None:
    assert set(ASKED.values()) == set(CHECKS)


@given(st.dictionaries(st.sampled_from("abcdef"), st.sampled_from("abcdef")))
def test_the_lineage_ends_whatever_the_signatures_say(signed: dict[str, str]) -> None:
    found = lineage("a", signed)
    assert "a" in found
    assert found <= {"a", *signed.values()}
