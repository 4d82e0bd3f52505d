"""The template's data keeps within NĐ 30/2020 PL I, names its sources, and is read strictly."""

from __future__ import annotations

import json
from typing import Any

import pytest

import resources
from core.errors import BadCatalogue
from desktop.forms.template import decode, load

FIRST, SECOND = (resources.text(f"templates/{name}.json") for name in ("nd30", "nd30-2"))
RAW: dict[str, Any] = {
    key: value | json.loads(SECOND).get(key, {}) if isinstance(value, dict) else value
    for key, value in json.loads(FIRST).items()
} | {key: value for key, value in json.loads(SECOND).items() if key not in json.loads(FIRST)}

# law: NĐ 30/2020 PL I: sizes, face, capitals
LAW = {
    "state": ((12, 13), "bold", True),
    "motto": ((13, 14), "bold", False),
    "parent": ((12, 13), "regular", True),
    "issuer": ((12, 13), "bold", True),
    "number": ((13, 13), "regular", False),
    "place_date": ((13, 14), "italic", False),
    "subject": ((12, 13), "regular", False),
    "urgency": ((13, 14), "bold", True),
    "addressees": ((13, 14), "regular", False),
    "basis": ((13, 14), "italic", False),
    "body": ((13, 14), "regular", False),
    "titled": ((13, 14), "bold", False),
    "heading": ((13, 14), "bold", False),
    "heading_title": ((13, 14), "bold", True),
    "recipients_title": ((12, 12), "bold_italic", False),
    "recipients": ((11, 11), "regular", False),
    "authority": ((13, 14), "bold", True),
    "signer": ((13, 14), "bold", False),
    "page_number": ((13, 14), "regular", False),
    "type_name": ((13, 14), "bold", True),
    "title": ((13, 14), "bold", False),
    "article": ((13, 14), "bold", False),
    "circulation": ((13, 14), "bold", True),
    "marker": ((11, 11), "regular", False),
    "contact": ((11, 12), "regular", False),
    "corner": ((10, 10), "regular", False),
    "appendix": ((14, 14), "bold", False),
    "appendix_title": ((13, 14), "bold", True),
    "reference": ((13, 14), "italic", False),
}


@pytest.mark.parametrize("name", LAW)
def test_sizes_and_faces(name: str) -> None:
    style = getattr(load().styles, name)
    (smallest, largest), face, upper = LAW[name]
    assert all(smallest <= size <= largest for size in style.sizes)
    assert (style.face, style.upper) == (face, upper)


def test_page_and_paragraphs() -> None:
    template = load()
    page, body = template.page, template.body
    assert (page.width_mm, page.height_mm) == (210, 297)
    assert 20 <= page.top_mm <= 25
    assert 20 <= page.bottom_mm <= 25
    assert 30 <= page.left_mm <= 35
    assert 15 <= page.right_mm <= 20
    assert body.indent_mm in (10, 12.7)
    assert body.gap_pt >= 6
    assert 1 <= body.spacing <= 1.5
    assert 1 / 3 <= template.rules.issuer_part <= 1 / 2
    marks = {
        name: RAW["urgency"][name]["width_mm"] for name in ("urgent", "very_urgent", "express")
    }
    assert marks == {"urgent": 20, "very_urgent": 40, "express": 30}
    assert RAW["urgency"]["height_mm"] == 8


def test_every_part_names_its_source() -> None:
    parts = [part for part in RAW.values() if isinstance(part, dict)]
    styles = RAW["styles"].values()
    assert all("source" in part for part in parts if part is not RAW["styles"])
    assert all(style["source"] for style in styles)
    assert (RAW["id"], RAW["effective"]) == ("nd30", "2020-03-05")
    assert (json.loads(FIRST)["version"], json.loads(SECOND)["version"]) == (1, 2)


def test_version_2_only_adds_to_version_1() -> None:
    first, second = json.loads(FIRST), json.loads(SECOND)
    for part in ("styles", "words", "gaps"):
        assert set(first[part]) & set(second[part]) <= {"source"}
    assert decode(FIRST, SECOND) == load()
    assert load().version == 2


def changed(path: str, value: Any) -> str:
    copy = json.loads(json.dumps(RAW))
    *way, last = path.split(".")
    part = copy
    for step in way:
        part = part[step]
    part[last] = value
    return json.dumps(copy)


@pytest.mark.parametrize(
    ("path", "value"),
    [
        ("page.left_mm", -1), ("page.left_mm", 10_000), ("page.colour", "red"),
        ("styles.body.sizes", []), ("styles.body.sizes", [200]), ("styles.body.face", "thin"),
        ("body.spacing", 3), ("rules.issuer_part", 0.9), ("words", {}),
    ],
)  # fmt: skip
def test_a_wrong_template_is_refused(path: str, value: Any) -> None:
    with pytest.raises(BadCatalogue):
        decode(changed(path, value))


def test_noise_is_refused() -> None:
    with pytest.raises(BadCatalogue):
        decode("{")
    with pytest.raises(FileNotFoundError):
        load("nd00")
