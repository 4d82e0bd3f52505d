"""What a draft lacks is named, each fault by the change that makes it."""

from __future__ import annotations

import json
from typing import Any

import msgspec
import pytest
from hypothesis import HealthCheck, given, settings

import resources
from core.office import catalogue, draft_check
from core.office.draft import (
    Appendix,
    Article,
    Attached,
    Basis,
    Checker,
    Clause,
    Document,
    Draft,
    Fact,
    Heading,
    Paragraph,
    Point,
    Signer,
    Table,
)
from core.office.draft_check import Fault, Problem
from core.office.family import Forms, load_families
from tests.core.office.letters import DOCUMENTS, LETTER, LETTERS

FORMS = Forms(
    load_families(resources.text("catalogues/forms.json")),
    catalogue.load_document_types(resources.text("catalogues/document-types.json")),
)


def problems(draft: Draft) -> tuple[Problem, ...]:
    return draft_check.problems(draft, FORMS)


def on_form(template: str, kind: str, symbol: str, **more: Any) -> Document:
    """The letter's text on another form."""
    common = {name: getattr(LETTER, name) for name in LETTER.__struct_fields__}
    return Document(**common | {"template": template, "type": kind, "symbol": symbol} | more)


DECISION = on_form("quyet-dinh", "quyet-dinh", "QĐ-SĐ999", lead=("Sư đoàn trưởng",), addressees=())
WHOLE = Attached(type="quy-che", subject="làm việc", body=(Article("Phạm vi."),))
ISSUING = msgspec.structs.replace(DECISION, template="quyet-dinh-gian-tiep", attached=WHOLE)
ANSWERS = tuple(
    Fact(key=key, text="có ghi")
    for key in ("began", "venue", "present", "chair", "secretary", "ended")
)
WRITER = (*LETTER.checkers, Checker(duty="secretary", name="Lê Thử"))
MINUTES = on_form("bien-ban", "bien-ban", "BB-SĐ999", facts=ANSWERS, checkers=WRITER)

TEXT = Paragraph("Nội dung.")
FAULTS: list[tuple[Fault, dict[str, Any]]] = [
    (Fault.ADDRESSEE_EMPTY, {"addressees": ("Bộ Tham mưu", " ")}),
    (Fault.ADDRESSEE_MISSING, {"addressees": ()}),
    (Fault.ADDRESSEE_TWICE, {"addressees": ("Bộ Tham mưu", "bộ tham mưu;")}),
    (Fault.BASIS_LATE, {"body": (TEXT, Basis("Căn cứ"), TEXT)}),
    (Fault.BODY_ENDING, {"body": (Paragraph("gồm các nội dung sau:"),)}),
    (Fault.BODY_ENDING, {"body": (TEXT, Heading("part", "Kết luận"))}),
    (Fault.BODY_ENDING, {"body": (TEXT, Clause("Kết luận", titled=True))}),
    (Fault.BODY_MISSING, {"body": (Basis("Căn cứ"),)}),
    (Fault.CHECKER_CONTENT, {"checkers": (Checker(duty="format", name="Lê Thử"),)}),
    (Fault.CHECKER_FORMAT, {"checkers": (Checker(duty="content", name="Lê Thử"),)}),
    (Fault.CHECKER_NAME, {"checkers": (*LETTER.checkers, Checker(duty="format", name=" "))}),
    (Fault.FILE_COPY_MISSING, {"file_copy": ()}),
    (Fault.ISSUER_MISSING, {"issuer": ()}),
    (Fault.PLACE_MISSING, {"place": ""}),
    (Fault.POINTS_MANY, {"body": (Clause("Một:"), *(Point("điểm"),) * 24)}),
    (Fault.RECIPIENT_EMPTY, {"recipients": ("",)}),
    (Fault.RECIPIENT_MISSING, {"recipients": ()}),
    (Fault.RECIPIENT_TWICE, {"recipients": ("Như trên", "Như trên.")}),
    (Fault.SECRET, {"subject": "TỐI MẬT"}),
    (Fault.SECRET, {"body": (Paragraph("MẬT"), TEXT)}),
    (Fault.SIGNER_NAME_MISSING, {"signer": Signer(authority=("Sư đoàn trưởng",))}),
    (Fault.SIGNER_POST_MISSING, {"signer": Signer(name="Trần Giả Định")}),
    (Fault.SUBJECT_MARK, {"subject": "V/v báo cáo"}),
    (Fault.SUBJECT_MISSING, {"subject": ""}),
    (Fault.SYMBOL_FORM, {"symbol": "sđ999-TM"}),
    (Fault.SYMBOL_FORM, {"symbol": "SĐ999 - TM"}),
    (Fault.SYMBOL_FORM, {"symbol": "SĐ999"}),
    (Fault.SYMBOL_MISSING, {"symbol": ""}),
    (Fault.SYMBOL_TYPE, {"symbol": "CV-TM"}),
    (Fault.TEXT_EMPTY, {"body": (Paragraph(" "), TEXT)}),
]


RAGGED = Table(rows=(("a", "b"), ("c",)))
BROKEN: list[tuple[Fault, Document, dict[str, Any]]] = [
    (Fault.TEMPLATE_UNKNOWN, DECISION, {"template": "la-lam"}),
    (Fault.TYPE_UNFIT, DECISION, {"type": "cong-dien", "symbol": "CĐ-SĐ999"}),
    (Fault.SYMBOL_TYPE, DECISION, {"symbol": "KH-SĐ999"}),
    (Fault.LEAD_MISSING, DECISION, {"lead": ()}),
    (Fault.FACT_MISSING, MINUTES, {"facts": ANSWERS[:-1]}),
    (Fault.SECRETARY_MISSING, MINUTES, {"checkers": WRITER[:2]}),
    (Fault.ATTACHED_BODY, ISSUING, {"attached": None}),
    (Fault.ATTACHED_BODY, ISSUING, {"attached": msgspec.structs.replace(WHOLE, body=())}),
    (Fault.ATTACHED_SUBJECT, ISSUING, {"attached": msgspec.structs.replace(WHOLE, subject="")}),
    (Fault.ATTACHED_TYPE, ISSUING, {"attached": msgspec.structs.replace(WHOLE, type="")}),
    (Fault.APPENDIX_TITLE, DECISION, {"appendices": (Appendix(body=(TEXT,)),)}),
    (Fault.APPENDIX_BODY, DECISION, {"appendices": (Appendix(title="Danh sách"),)}),
    (Fault.TABLE_RAGGED, DECISION, {"body": (RAGGED,)}),
    (Fault.TABLE_RAGGED, DECISION, {"body": (Table(rows=(("a", "b"),), widths=(50,)),)}),
    (Fault.TABLE_WIDE, DECISION, {"body": (Table(rows=(("a", "b"),), widths=(60, 50)),)}),
    (Fault.SECRET, DECISION, {"body": (Table(rows=(("a", "TỐI MẬT"),)),)}),
    (Fault.SECRET, DECISION, {"appendices": (Appendix(title="b", body=(Paragraph("MẬT"),)),)}),
    (Fault.SECRET, ISSUING, {"attached": msgspec.structs.replace(WHOLE, subject="MẬT")}),
    (Fault.SECRET, MINUTES, {"facts": (*ANSWERS[:-1], Fact(key="ended", text="MẬT"))}),
]


@pytest.mark.parametrize("draft", [LETTER, DECISION, ISSUING, MINUTES], ids=lambda one: one.symbol)
def test_a_finished_draft_has_no_problem(draft: Draft) -> None:
    assert problems(draft) == ()


def test_a_form_with_lines_needs_no_text_and_no_subject() -> None:
    keys = ("invited", "event", "time", "venue")
    facts = tuple(Fact(key=key, text="có ghi") for key in keys)
    asked = {"facts": facts, "body": (), "subject": "", "addressees": ()}
    assert problems(on_form("giay-moi", "giay-moi", "GM-SĐ999", **asked)) == ()


@pytest.mark.parametrize("draft", [LETTER, DECISION, ISSUING, MINUTES], ids=lambda one: one.symbol)
def test_what_a_given_pdf_says_is_not_asked_again(draft: Draft) -> None:
    empty = {"body": (), "recipients": (), "given": "A" * 43}
    if isinstance(draft, Document):
        empty |= {"facts": (), "attached": None}
    assert problems(msgspec.structs.replace(draft, **empty)) == ()
    assert problems(msgspec.structs.replace(draft, **(empty | {"given": ""})))


@pytest.mark.parametrize(("fault", "draft", "change"), BROKEN)
def test_each_fault_of_a_form_is_found_alone(
    fault: Fault, draft: Document, change: dict[str, Any]
) -> None:
    found = problems(msgspec.structs.replace(draft, **change))
    assert [problem.fault for problem in found] == [fault]
    assert found[0].field in change


@pytest.mark.parametrize(("fault", "change"), FAULTS, ids=lambda value: str(value)[:40])
def test_each_fault_is_found_alone(fault: Fault, change: dict[str, Any]) -> None:
    found = problems(msgspec.structs.replace(LETTER, **change))
    assert [problem.fault for problem in found] == [fault]
    assert found[0].field in change


def test_every_fault_has_a_case_and_words() -> None:
    words = json.loads(resources.text("i18n/draft.json"))
    keys = {key.removeprefix("draft.problem.") for key in words if ".problem." in key}
    assert {case[0] for case in (*FAULTS, *BROKEN)} == set(Fault)
    assert keys == set(Fault)
    assert all(set(words[f"draft.problem.{fault}"]) == {"vi", "en"} for fault in Fault)


@settings(max_examples=60, suppress_health_check=[HealthCheck.too_slow])
@given(LETTERS | DOCUMENTS)
def test_a_place_named_exists_in_the_draft(draft: Draft) -> None:
    for problem in problems(draft):
        value = getattr(draft, problem.field)
        if problem.field == "facts" and problem.fault is Fault.FACT_MISSING:
            value = FORMS.families.find(draft.template).facts  # type: ignore[union-attr]
        assert problem.index is None or 0 <= problem.index < len(value)
