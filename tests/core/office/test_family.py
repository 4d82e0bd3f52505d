"""The families of PL III as data: every type that has a form is written on one that exists."""

from __future__ import annotations

import re

import resources
from core.office import catalogue
from core.office.draft import CongVan, Document, Fact
from core.office.family import fact, family_of, load_families, template_of, type_of

FAMILIES = load_families(resources.text("catalogues/forms.json"))
TYPES = catalogue.load_document_types(resources.text("catalogues/document-types.json"))


def test_the_ten_forms_of_annex_iii() -> None:
    assert [family.form for family in FAMILIES.items] == [f"1.{n}" for n in range(1, 11)]


def test_every_type_with_a_form_is_written_on_a_family_of_that_form() -> None:
    """The types of form 1.2 may also be written on 1.3, which attaches the text that they issue."""
    for kind in TYPES.items:
        forms = {family.form for family in FAMILIES.items if kind.code in family.types}
        if kind.form and not kind.copy:
            assert kind.form in forms
            assert forms <= {kind.form, "1.3"}


def test_sentences_name_only_what_is_filled_in() -> None:
    for family in FAMILIES.items:
        keys = {label.key for label in family.facts} | {"issuer", "lead"}
        sentences = (family.lead, family.opening, family.closing, *(f.vi for f in family.facts))
        assert {key for text in sentences for key in re.findall(r"{(\w+)}", text)} <= keys
        assert ("lead" in family.parts) == bool(family.lead)
        assert ("verb" in family.parts) == bool(family.verb)
        assert ("opening" in family.parts) >= bool(family.opening)
        assert ("facts" in family.parts) == bool(family.facts)


def test_a_draft_knows_its_family_and_its_type() -> None:
    letter, telegram = CongVan(), Document(template="cong-dien", type="cong-dien")
    assert (template_of(letter), type_of(letter)) == ("cong-van", "cong-van")
    assert (template_of(telegram), type_of(telegram)) == ("cong-dien", "cong-dien")
    assert family_of(Document(template="none"), FAMILIES) is None
    assert family_of(letter, FAMILIES) is FAMILIES.find("cong-van")


def test_a_fact_is_found_by_its_key() -> None:
    invitation = Document(facts=(Fact(key="time", text="8 giờ"), Fact(key="venue", text="P.1")))
    assert fact(invitation, "venue") == "P.1"
    assert fact(invitation, "chair") == fact(CongVan(), "time") == ""
