"""Forms of the unit's own lie beside those of the law, and nothing that cannot be printed does."""

from __future__ import annotations

import datetime
from typing import Any

import pytest

import resources
from core.office.family import Family, Label, label_line, load_families, read_label
from core.office.overlay import EntrySaid, check_entry, with_entries

TODAY = datetime.date(2026, 11, 22)
FORMS = load_families(resources.text("catalogues/forms.json"))
OWN: dict[str, Any] = {
    "code": "phieu-trinh",
    "vi": "Phiếu trình",
    "en": "Routing slip",
    "form": "1.4",
    "law": "PL III, mẫu 1.4",
    "types": ["to-trinh"],
    "parts": ["addressees", "facts", "body"],
    "facts": ["deadline | Thời hạn: | Deadline", "?opinion | Ý kiến: | Opinion | after"],
    "starter": ["Kính trình đồng chí:", "1. Nội dung trình."],
    "as_above": False,
    "until": "",
}


def test_a_form_of_the_units_own_lies_beside_those_of_the_law() -> None:
    assert check_entry(FORMS, Family, OWN, new=True) == ()
    found = with_entries(FORMS, Family, [EntrySaid("phieu-trinh", OWN, "a")], TODAY)
    own = found.find("phieu-trinh")
    assert own is not None
    assert [label.required for label in own.facts] == [True, False]
    assert [label.where for label in own.facts] == ["before", "after"]
    assert own.starter == ("Kính trình đồng chí:", "1. Nội dung trình.")
    assert found.version != FORMS.version
    ended = OWN | {"until": "2026-11-21"}
    later = [EntrySaid("phieu-trinh", OWN, "a"), EntrySaid("phieu-trinh", ended, "b")]
    assert "phieu-trinh" not in with_entries(FORMS, Family, later, TODAY).codes()


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("types", []),
        ("types", ["to-trinh", "to-trinh"]),
        ("types", ["Tờ trình"]),
        ("facts", ["a |"]),
        ("facts", ["a | A | A", "?a | B | B"]),
        ("facts", ["A b | A"]),
        ("facts", ["a | {who}:"]),
        ("facts", ["a | A | A | beside"]),
        ("facts", ["only words"]),
        ("facts", [{"key": "a", "vi": "A", "en": "A"}]),
        ("facts", "deadline"),
        ("parts", ["body", "facts"]),
        ("parts", ["hologram"]),
        ("closing", "đến hết {somewhere}"),
        ("starter", ["x" * 20_001]),
        ("verb", "x" * 121),
    ],
)
def test_a_form_that_cannot_be_printed_lies_nowhere(field: str, value: object) -> None:
    said = OWN | {field: value}
    assert field in {problem.field for problem in check_entry(FORMS, Family, said, new=True)}
    found = with_entries(FORMS, Family, [EntrySaid("phieu-trinh", said, "a")], TODAY)
    assert found.find("phieu-trinh") is None
    assert found.version == FORMS.version


def test_labels_are_carried_as_lines_that_mean_the_same() -> None:
    for family in FORMS.items:
        assert [read_label(label_line(label)) for label in family.facts] == list(family.facts)
    assert read_label("venue | Địa điểm:") == Label(key="venue", vi="Địa điểm:", en="Địa điểm:")
