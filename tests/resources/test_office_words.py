"""Every code of the office has words in both languages, and every sentence has its facts."""

from __future__ import annotations

import json
import re
import string
from enum import StrEnum

import pytest

import resources
from core.office import validate
from core.office.authority import Prefix
from core.office.deadlines import DueKind
from core.office.dossiers import Stage
from core.office.numbering import RegisterKind
from core.office.terms import Act, Kind, Role, Secrecy, State, Urgency
from core.office.workflow import Ask, Field, Need

WORDS: dict[str, dict[str, str]] = json.loads(resources.text("i18n/office.json"))
GROUPS: dict[str, type[StrEnum]] = {
    "kind": Kind,
    "state": State,
    "act": Act,
    "role": Role,
    "need": Need,
    "ask": Ask,
    "field_signature": Field,
    "urgency": Urgency,
    "secrecy": Secrecy,
    "prefix": Prefix,
    "due": DueKind,
    "register_kind": RegisterKind,
    "problem": validate.Fault,
    "stage": Stage,
}


def codes(group: str) -> set[str]:
    return {key.split(".")[2] for key in WORDS if key.startswith(f"office.{group}.")}


@pytest.mark.parametrize("group", GROUPS)
def test_every_code_has_words(group: str) -> None:
    assert codes(group) >= {member.value for member in GROUPS[group]}


@pytest.mark.parametrize("group", sorted(set(GROUPS) - {"stage", "state", "urgency"}))
def test_no_words_without_a_code(group: str) -> None:
    assert codes(group) <= {member.value for member in GROUPS[group]}


def test_every_field_of_a_record_has_a_name() -> None:
    records = (validate.IncomingRecord, validate.OutgoingRecord)
    fields = {field for record in records for field in record.__struct_fields__}
    assert codes("field") >= {field.removesuffix("_code") for field in fields}


@pytest.mark.parametrize("key", WORDS)
def test_both_languages_name_the_same_facts(key: str) -> None:
    entry = WORDS[key]
    facts = [
        {name for _, name, _, _ in string.Formatter().parse(entry[language]) if name}
        for language in ("vi", "en")
    ]
    assert set(entry) == {"vi", "en"}
    assert facts[0] - {"field"} == facts[1] - {"field"}
    assert not re.search(r"!|vui lòng|\bbạn\b", entry["vi"])
