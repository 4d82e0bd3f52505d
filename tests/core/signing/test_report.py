"""Verdicts, their order and their exit codes; every code has its words."""

from __future__ import annotations

import json

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as some

import resources
from core.signing.fields import NAMES
from core.signing.report import Change, Reason, Report, Verdict, exit_code, severity, verdict_of
from core.signing.verify import judge
from tests.pki.documents import LATER_MS, five, trust

WORDS = json.loads(resources.text("i18n/verify.json"))


def test_the_worst_decides() -> None:
    order = sorted(Verdict, key=severity)
    assert order[0] is Verdict.VALID
    assert order[-2:] == [Verdict.INVALID, Verdict.ALTERED]


@given(some.lists(some.sampled_from(Verdict), min_size=1).map(tuple))
def test_one_beats_two_beats_zero(verdicts: tuple[Verdict, ...]) -> None:
    bad = {Verdict.INVALID, Verdict.ALTERED} & set(verdicts)
    good = set(verdicts) == {Verdict.VALID}
    assert exit_code(verdicts) == (1 if bad else 0 if good else 2)


def test_only_one_reason_is_good() -> None:
    good = [reason for reason in Reason if verdict_of(reason) is Verdict.VALID]
    assert good == [Reason.GOOD]


@pytest.mark.parametrize("language", ["vi", "en"])
def test_every_code_has_words(language: str) -> None:
    keys = [f"verify.verdict.{each}" for each in Verdict]
    keys += [f"verify.reason.{each}" for each in Reason]
    keys += [f"verify.change.{each}" for each in Change]
    keys += [f"verify.role.{each}" for each in (*NAMES, "timestamp", "other")]
    assert all(WORDS[key][language] for key in keys)


def test_a_report_is_json_and_comes_back() -> None:
    report = judge(five(), trust(), LATER_MS)
    assert msgspec.json.decode(msgspec.json.encode(report), type=Report) == report
    assert msgspec.msgpack.decode(msgspec.msgpack.encode(report), type=Report) == report
