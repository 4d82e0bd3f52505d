"""What a receiver decides by rights and by leases: who may do an act, who may give a number."""

from __future__ import annotations

import datetime

import pytest

from core.commits import acts, fold
from core.commits.check import Verdict, judge
from core.commits.format import Op
from core.office.access import Grant
from core.office.terms import Act, Role
from tests.core.commits.receiving import (
    CREATE,
    CREATED,
    DAY,
    STATES,
    UNIT,
    facts,
    grants,
    known,
    move,
    verdict,
)
from tests.core.commits.samples import BY, DEVICE, PERSON, START, commit, ident, op

# -- rights ----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("made", "role", "allowed"),
    [
        (move("submit", "submitted"), Role.CLERK, True),
        (move("submit", "submitted"), Role.COMMANDER, False),
        (move("submit", "in_progress"), Role.CLERK, False),
        (move("issue", "issued"), Role.CLERK, False),
        (move("resolve", "registered"), Role.CLERK, False),
        (op("document.direct", text="x", by=BY), Role.COMMANDER, True),
        (op("document.direct", text="x", by=BY), Role.CLERK, False),
        (op("document.assign", part="lead", by=BY), Role.HEAD_OF_SECTION, True),
        (op("document.assign", part="lead", by=BY), Role.OFFICER, False),
        (op("document.set", bases=(CREATED,), fields={"subject": "x"}), Role.CLERK, True),
        (op("document.set", bases=(CREATED,), fields={"subject": "x"}), Role.ARCHIVIST, False),
        (op("dossier.open", fields={}), Role.OFFICER, True),
        (op("dossier.open", fields={}), Role.COMMANDER, False),
        (op("register.open", fields={}), Role.CLERK, True),
        (op("register.open", fields={}), Role.OFFICER, False),
    ],
)
def test_acts_need_a_role(made: Op, role: Role, allowed: bool) -> None:
    found = verdict(made, given=known(grants=grants(role)))
    assert found == (("ok", "") if allowed else ("review", "rights"))


@pytest.mark.parametrize(
    ("kind", "step", "role", "allowed"),
    [
        ("incoming", "registered", Role.CLERK, True),
        ("incoming", "registered", Role.OFFICER, False),
        ("incoming", "done", Role.CLERK, False),
        ("outgoing", "draft", Role.OFFICER, True),
        ("outgoing", "signed", Role.COMMANDER, False),
        ("unheard", "draft", Role.OFFICER, False),
        (None, "draft", Role.OFFICER, False),
        ("outgoing", None, Role.OFFICER, False),
    ],
)
def test_a_document_begins_where_the_table_begins(
    kind: str | None, step: str | None, role: Role, allowed: bool
) -> None:
    body = {name: value for name, value in (("kind", kind), ("step", step)) if value}
    made = commit(op("document.create", fields={"subject": "x"}, **body))
    outcome = judge(made, facts(grants=grants(role)))
    assert outcome.verdict is (Verdict.OK if allowed else Verdict.REVIEW)


def test_rights_are_those_of_the_day_of_the_act() -> None:
    ended = Grant(Role.CLERK, UNIT, DAY, until=DAY)
    other_unit = Grant(Role.CLERK, ident("other unit"), DAY)
    for held in ((), (ended,), (other_unit,)):
        assert verdict(move("submit", "submitted"), given=known(grants=held))[0] == "review"


def test_the_day_is_that_of_the_office() -> None:
    first = datetime.date(2026, 6, 1)
    given = (Grant(Role.CLERK, UNIT, first),)
    midnight = datetime.datetime(2026, 5, 31, 17, tzinfo=datetime.UTC)  # 00:00 in Vietnam
    for minutes, expected in ((-1, Verdict.REVIEW), (0, Verdict.OK)):
        at = int((midnight + datetime.timedelta(minutes=minutes)).timestamp() * 1000)
        assert judge(commit(CREATE, hlc=(at, 0)), facts(grants=given)).verdict is expected


@pytest.mark.parametrize(
    ("kind", "act"),
    [
        ("initial", Act.INITIAL),
        ("main", Act.SIGN),
        ("number", Act.NUMBER),
        ("date", Act.NUMBER),
        ("seal", Act.SEAL),
    ],
)
def test_each_signature_is_an_act_of_its_own(kind: str, act: Act) -> None:
    made = op("document.sign", kind=kind)
    assert acts.acts(made, {}) == (act,)


def test_what_other_operations_amount_to() -> None:
    number = op("document.number", number=1)
    assert acts.acts(number, {"kind": "incoming"}) == (Act.REGISTER,)
    assert acts.acts(number, {"kind": "outgoing"}) == (Act.NUMBER,)
    assert acts.acts(op("document.create", kind="outgoing"), {}) == (Act.DRAFT,)
    assert acts.acts(op("document.move", act="unheard"), {}) == (Act.RESOLVE_CONFLICT,)
    assert acts.acts(op("document.future"), {}) == ()
    assert acts.acts(op("register.give"), {}) == ()


# -- numbers ---------------------------------------------------------------------------------------

REGISTER, LEASE = ident("register"), ident("lease")
GRANTED = fold.fold(
    None,
    Op(
        kind="register.lease",
        id=REGISTER,
        body={
            "lease": LEASE, "device": DEVICE, "inc": 1, "first": 1, "end": 9,
            "start": "2026-01-01", "until": "2026-12-31",
        },
    ),
    fold.At(f"{ident('server')}.1.1.0", PERSON, ident("server"), 1, START),
)  # fmt: skip


def give(number: int, document: str = "document") -> Op:
    body = {"lease": LEASE, "number": number, "document": ident(document)}
    return Op(kind="register.give", id=REGISTER, body=body)


def number(value: int) -> Op:
    return op("document.number", register=REGISTER, lease=LEASE, number=value, date="2026-11-22")


@pytest.mark.parametrize(
    ("ops", "expected"),
    [
        ([number(1), give(1)], ("ok", "")),
        ([number(2), give(2)], ("quarantine", "number")),
        ([number(1)], ("quarantine", "number")),
        ([give(1)], ("quarantine", "number")),
        ([number(2), give(1)], ("quarantine", "number")),
        ([number(1), give(1, "another")], ("quarantine", "number")),
        ([number(1), number(2), give(1), give(2)], ("quarantine", "number")),
    ],
)
def test_a_number_is_taken_from_the_lease_or_not_at_all(
    ops: list[Op], expected: tuple[str, str]
) -> None:
    states = {**STATES, ("register", REGISTER): GRANTED}
    assert verdict(*ops, given=known(states=states)) == expected
