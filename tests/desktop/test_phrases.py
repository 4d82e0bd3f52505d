"""Errors of the office in a person's words: codes never reach the screen."""

from __future__ import annotations

import json
import string
from typing import TYPE_CHECKING

import pytest

import resources
from core import errors
from core.office import workflow
from core.office.terms import Act, Kind, Role, State
from desktop.phrases import LANGUAGES, explain_in

if TYPE_CHECKING:
    from desktop.phrases import Language

ERRORS = json.loads(resources.text("i18n/errors.json"))


@pytest.mark.parametrize("language", LANGUAGES)
def test_codes_of_the_office_become_words(language: Language) -> None:
    refusal = workflow.may(Kind.OUTGOING, State.TO_SIGN, Act.SIGN, {Role.CLERK})
    assert refusal is not None
    sentence = explain_in(language, refusal).sentence()
    assert "commander" not in sentence
    assert "head_of_section" not in sentence
    expected = {"vi": ("“Ký”", "Chỉ huy đơn vị, "), "en": ("“Sign”", "Commander, ")}
    assert all(words in sentence for words in expected[language])


def test_codes_of_others_stay_as_they_are() -> None:
    assert "quux" in explain_in("vi", errors.WrongState(state="quux", act="x")).why


@pytest.mark.parametrize("name", sorted(ERRORS))
def test_every_sentence_belongs_to_an_error_and_names_the_same_facts(name: str) -> None:
    assert issubclass(getattr(errors, name), errors.AntinError)
    entry = ERRORS[name]
    assert set(entry) == set(LANGUAGES)
    named = [
        {
            f
            for part in entry[language].values()
            for _, f, _, _ in string.Formatter().parse(part)
            if f
        }
        for language in LANGUAGES
    ]
    assert named[0] == named[1]
    assert all(set(entry[language]) == {"what", "why", "do"} for language in LANGUAGES)
