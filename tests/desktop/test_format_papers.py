"""The format checker on papers that LibreOffice made, judged beforehand by the law alone."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

import msgspec
import pytest

import resources
from core.errors import BrokenPdf, NotAPdf, TooLarge
from core.office.catalogue import load_document_types
from core.office.format.check import check
from core.office.format.finding import Finding, Record
from core.office.format.rules import Rule
from desktop import format_reader
from desktop.format_findings import findings_of, said
from desktop.format_reader import read_layout
from desktop.phrases import LANGUAGES, phrase

if TYPE_CHECKING:
    from desktop.phrases import Language

PAPERS = Path(__file__).resolve().parent.parent / "data" / "format"
EXPECTED: dict[str, dict[str, Any]] = json.loads((PAPERS / "expected.json").read_text("utf-8"))
TYPES = load_document_types(resources.text("catalogues/document-types.json")).items


@pytest.mark.parametrize("name", EXPECTED)
def test_a_paper_is_told_of_what_it_breaks_and_of_nothing_else(name: str) -> None:
    record = msgspec.convert(EXPECTED[name]["record"], Record)
    found = check(read_layout((PAPERS / name).read_bytes()), TYPES, record)
    assert {finding.rule for finding in found} == set(EXPECTED[name]["findings"])
    assert not found or found[0].page == EXPECTED[name].get("page", found[0].page)


@pytest.mark.parametrize(
    "name", [name for name in EXPECTED if name.startswith("clean-") and "phu-luc-rieng" not in name]
)
def test_a_clean_paper_is_clean_without_a_record(name: str) -> None:
    scan = EXPECTED[name]["record"].get("scan", False)
    found = check(read_layout((PAPERS / name).read_bytes()), TYPES, Record(scan=scan))
    assert not found


def test_every_rule_has_a_paper_that_breaks_only_it() -> None:
    told = [paper["findings"] for paper in EXPECTED.values()]
    assert {rules[0] for rules in told if len(rules) == 1} == set(Rule)


def test_every_paper_is_expected() -> None:
    assert {path.name for path in PAPERS.glob("*.pdf")} == set(EXPECTED)


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_rule_has_words(language: Language) -> None:
    for rule in Rule:
        words = said(Finding(rule, 3, measured="12", expected="14"), language)
        assert all((words.what, words.rule, words.fix))
        assert "3" in words.place
        assert rule.law in words.law


def test_no_words_are_left_of_rules_that_are_gone() -> None:
    keys = json.loads(resources.text("i18n/format.json"))
    named = {f"format.{rule}.{part}" for rule in Rule for part in ("what", "rule", "fix")}
    spelled = {key for key in keys if key.count(".") == 2}
    assert spelled == named
    assert all(phrase("vi", key, measured="", expected="") for key in spelled)


def test_the_file_is_read_in_another_process() -> None:
    pdf = (PAPERS / "broken-margin-left-40.pdf").read_bytes()
    (found,) = findings_of(pdf, TYPES)
    assert (found.rule, found.page, found.measured) == (Rule.MARGIN_LEFT, 1, "40")
    with pytest.raises(NotAPdf):
        findings_of(b"no PDF", TYPES)
    with pytest.raises(BrokenPdf):
        findings_of(pdf[:900], TYPES)


def test_too_many_pages_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(format_reader, "MAX_PAGES", 1)
    with pytest.raises(TooLarge):
        read_layout((PAPERS / "clean-cong-van.pdf").read_bytes())
