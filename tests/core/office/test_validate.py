"""What is wrong with a record, by field and code."""

from __future__ import annotations

import datetime

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

import resources
from core.office import catalogue
from core.office.validate import (
    NAME_LIMIT,
    PAGES_LIMIT,
    SUBJECT_LIMIT,
    IncomingRecord,
    Known,
    OutgoingRecord,
    Severity,
    blocks,
    check_incoming,
    check_outgoing,
)

D = datetime.date
TODAY = D(2026, 11, 22)
KNOWN = Known(
    today=TODAY,
    types=catalogue.load_document_types(resources.text("catalogues/document-types.json")).codes(),
    urgencies=catalogue.load_urgency(resources.text("catalogues/urgency.json")).codes(),
    last_received=D(2026, 11, 20),
)
INCOMING = IncomingRecord(
    number="217",
    symbol="TM-TH",
    issuer="Quân khu Mô phỏng",
    document_date=D(2026, 11, 20),
    type_code="cong-van",
    subject="V/v chuẩn bị hội thao (giả lập)",
    received=TODAY,
)
OUTGOING = OutgoingRecord(
    type_code="cong-van",
    symbol="SĐ999-TM",
    subject="V/v trả lời Công văn số 217/TM-TH",
    signer="Lê Văn Giả Định",
    drafter_unit="Ban Tác huấn",
    recipients=("Quân khu Mô phỏng",),
)

INCOMING_CASES = [
    ({"number": " "}, "number", "missing", Severity.ASK),
    ({"symbol": ""}, "symbol", "missing", Severity.ASK),
    ({"symbol": "X" * 201}, "symbol", "too_long", Severity.ERROR),
    ({"issuer": ""}, "issuer", "missing", Severity.ERROR),
    ({"issuer": "a\x00b"}, "issuer", "control_characters", Severity.ERROR),
    ({"document_date": None}, "document_date", "missing", Severity.ASK),
    ({"document_date": D(2026, 11, 23)}, "document_date", "after_arrival", Severity.ASK),
    ({"document_date": D(1926, 11, 20)}, "document_date", "too_early", Severity.ERROR),
    ({"type_code": ""}, "type", "missing", Severity.ERROR),
    ({"type_code": "thu-tinh"}, "type", "unknown", Severity.ERROR),
    ({"subject": ""}, "subject", "missing", Severity.ERROR),
    ({"subject": "x" * (SUBJECT_LIMIT + 1)}, "subject", "too_long", Severity.ERROR),
    ({"subject": "[MẬT] Kế hoạch"}, "subject", "secret", Severity.ERROR),
    ({"symbol": "MẬT"}, "symbol", "secret", Severity.ERROR),
    ({"urgency": "soon"}, "urgency", "unknown", Severity.ERROR),
    ({"secrecy": "confidential"}, "secrecy", "secret", Severity.ERROR),
    ({"secrecy": ""}, "secrecy", "secret", Severity.ERROR),
    ({"pages": 0}, "pages", "out_of_range", Severity.ERROR),
    ({"pages": PAGES_LIMIT + 1}, "pages", "out_of_range", Severity.ERROR),
    ({"received": None}, "received", "missing", Severity.ERROR),
    ({"received": D(2026, 11, 23)}, "received", "in_future", Severity.ERROR),
    ({"due": D(2026, 11, 21)}, "due", "past", Severity.ERROR),
    ({"due": D(2062, 11, 21)}, "due", "far", Severity.ASK),
    ({"signer": "x" * (NAME_LIMIT + 1)}, "signer", "too_long", Severity.ERROR),
    ({"document_id": "x\n"}, "document_id", "control_characters", Severity.ERROR),
]  # fmt: skip
OUTGOING_CASES = [
    ({"type_code": "x"}, "type", "unknown"),
    ({"symbol": ""}, "symbol", "missing"),
    ({"subject": ""}, "subject", "missing"),
    ({"subject": "TỐI MẬT"}, "subject", "secret"),
    ({"urgency": ""}, "urgency", "missing"),
    ({"secrecy": "secret"}, "secrecy", "secret"),
    ({"signer": ""}, "signer", "missing"),
    ({"drafter_unit": ""}, "drafter_unit", "missing"),
    ({"recipients": ()}, "recipients", "missing"),
    ({"recipients": ("", " ")}, "recipients", "missing"),
    ({"recipients": ("x",) * 301}, "recipients", "too_many"),
    ({"recipients": ("x" * 501,)}, "recipients", "too_long"),
    ({"copies": 0}, "copies", "out_of_range"),
    ({"due": D(2026, 1, 1)}, "due", "past"),
]


def test_good_records_pass() -> None:
    assert check_incoming(INCOMING, KNOWN) == ()
    assert check_outgoing(OUTGOING, KNOWN) == ()
    assert check_outgoing(msgspec.structs.replace(OUTGOING, due=TODAY, copies=2), KNOWN) == ()


@pytest.mark.parametrize(("changes", "field", "code", "severity"), INCOMING_CASES)
def test_each_fault_of_a_registration(
    changes: dict[str, object], field: str, code: str, severity: Severity
) -> None:
    problems = check_incoming(msgspec.structs.replace(INCOMING, **changes), KNOWN)
    assert [(p.field, p.code, p.severity) for p in problems] == [(field, code, severity)]
    assert blocks(problems) == (severity is Severity.ERROR)


@pytest.mark.parametrize(("changes", "field", "code"), OUTGOING_CASES)
def test_each_fault_of_a_draft_record(changes: dict[str, object], field: str, code: str) -> None:
    problems = check_outgoing(msgspec.structs.replace(OUTGOING, **changes), KNOWN)
    assert [(p.field, p.code) for p in problems] == [(field, code)]
    assert blocks(problems)


def test_an_empty_form_names_everything_at_once() -> None:
    missing = {p.field for p in check_incoming(IncomingRecord(), KNOWN)}
    assert missing == {
        "number", "symbol", "issuer", "document_date", "type", "subject", "received",
    }  # fmt: skip


@pytest.mark.parametrize(
    ("received", "code", "stops"),
    [(D(2026, 11, 19), "before_previous", False), (D(1900, 1, 1), "too_early", True)],
)
def test_an_arrival_before_the_entry_above_is_asked_about(
    received: datetime.date, code: str, stops: bool
) -> None:
    record = msgspec.structs.replace(INCOMING, received=received, document_date=received)
    problems = [p for p in check_incoming(record, KNOWN) if p.field == "received"]
    assert [p.code for p in problems] == [code]
    assert blocks(tuple(problems)) == stops
    first = msgspec.structs.replace(KNOWN, last_received=None)
    late = msgspec.structs.replace(record, received=D(2026, 11, 19), document_date=D(2026, 11, 1))
    assert check_incoming(late, first) == ()


def test_facts_are_ready_for_the_sentence() -> None:
    record = msgspec.structs.replace(INCOMING, due=D(2026, 11, 15))
    (problem,) = check_incoming(record, KNOWN)
    assert dict(problem.facts) == {"day": "15/11/2026", "today": "22/11/2026"}


def test_values_at_their_limits_pass() -> None:
    record = msgspec.structs.replace(
        INCOMING,
        subject="x" * SUBJECT_LIMIT,
        issuer="x" * NAME_LIMIT,
        document_date=KNOWN.last_received,
        received=KNOWN.last_received,
        due=TODAY,
        pages=PAGES_LIMIT,
    )
    assert check_incoming(record, KNOWN) == ()


def test_long_real_subjects_pass() -> None:
    record = msgspec.structs.replace(INCOMING, subject="V/v " + "x" * 1900, symbol="A" * 100)
    assert check_incoming(record, KNOWN) == ()


@given(
    st.builds(
        IncomingRecord,
        number=st.text(max_size=250),
        symbol=st.text(max_size=250),
        subject=st.text(),
        document_date=st.none() | st.dates(),
        received=st.none() | st.dates(),
        due=st.none() | st.dates(),
        pages=st.none() | st.integers(),
    )
)
def test_any_record_gets_an_answer(record: IncomingRecord) -> None:
    for problem in check_incoming(record, KNOWN):
        assert problem.field
        assert problem.code
