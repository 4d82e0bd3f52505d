"""What a draft lacks is named, each fault by the change that makes it."""

from __future__ import annotations

import json
from typing import Any

import msgspec
import pytest
from hypothesis import HealthCheck, given, settings

import resources
from core.office.draft import (
    Basis,
    Checker,
    Clause,
    CongVan,
    Heading,
    Paragraph,
    Point,
    Signer,
)
from core.office.draft_check import Fault, problems
from tests.core.office.letters import LETTER, LETTERS

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


def test_a_finished_letter_has_no_problem() -> None:
    assert problems(LETTER) == ()


@pytest.mark.parametrize(("fault", "change"), FAULTS, ids=lambda value: str(value)[:40])
def test_each_fault_is_found_alone(fault: Fault, change: dict[str, Any]) -> None:
    found = problems(msgspec.structs.replace(LETTER, **change))
    assert [problem.fault for problem in found] == [fault]
    assert found[0].field in change


def test_every_fault_has_a_case_and_words() -> None:
    words = json.loads(resources.text("i18n/draft.json"))
    keys = {key.removeprefix("draft.problem.") for key in words if ".problem." in key}
    assert {fault for fault, _ in FAULTS} == set(Fault)
    assert keys == set(Fault)
    assert all(set(words[f"draft.problem.{fault}"]) == {"vi", "en"} for fault in Fault)


@settings(max_examples=60, suppress_health_check=[HealthCheck.too_slow])
@given(LETTERS)
def test_a_place_named_exists_in_the_draft(draft: CongVan) -> None:
    for problem in problems(draft):
        value = getattr(draft, problem.field)
        assert problem.index is None or 0 <= problem.index < len(value)
