"""What a receiver decides: forged commits are refused, all others are kept with a verdict."""

from __future__ import annotations

import contextlib
import dataclasses
import datetime
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.commits import check, fold
from core.commits.check import Facts, Verdict, after, authentic, judge
from core.commits.format import Commit, Op
from core.commits.ids import b64
from core.commits.trust import Certificate
from core.errors import CommitRefused, SecretRefused, SignatureWrong
from core.office.access import Grant
from core.office.terms import Act, Role
from tests.core.commits.samples import (
    BY,
    DEVICE,
    OTHER_STREAM,
    PERSON,
    REALM,
    START,
    STREAM,
    chain,
    commit,
    digest,
    ident,
    op,
    opine,
    public,
)
from tests.core.commits.values import operations, plain, words

UNIT = ident("unit")
DAY = datetime.date(2026, 1, 1)


def certificate(**changes: Any) -> Certificate:
    fields: dict[str, Any] = {
        "v": 1, "realm": REALM, "device": DEVICE, "kind": "device", "label": "Máy",
        "sign": b64(public(DEVICE)), "box": digest("box"), "unit": UNIT, "streams": (STREAM,),
        "start": START - 1, "end": START + 10**10, "issuer": "root", "serial": 1,
    }  # fmt: skip
    return Certificate(**{**fields, **changes})


def grants(*roles: Role) -> tuple[Grant, ...]:
    return tuple(Grant(role, UNIT, DAY) for role in roles)


EVERY_ROLE = grants(*Role)


def facts(**changes: Any) -> Facts:
    fields: dict[str, Any] = {
        "realm": REALM, "unit": UNIT, "stream_kind": "unit", "certificate": certificate(),
        "revoked": False, "tip": None, "missing": False, "grants": EVERY_ROLE,
    }  # fmt: skip
    return Facts(**{**fields, **changes})


CREATE = op("document.create", fields={"subject": "Về việc"}, kind="incoming", step="registered")
MADE = commit(CREATE)
STATES = after(MADE, {})
CREATED = f"{DEVICE}.1.1.0"


def next_commit(*ops: Op, **changes: Any) -> Commit:
    return commit(*ops, **{"seq": 2, "prev": MADE.id, **changes})


def known(**changes: Any) -> Facts:
    return facts(**{"tip": (1, MADE.id), "states": STATES, **changes})


def move(act: str, to: str, base: str = CREATED) -> Op:
    return op("document.move", bases=(base,), act=act, to=to, by=BY)


# -- who wrote it ----------------------------------------------------------------------------------


def test_an_authentic_commit_passes() -> None:
    authentic(MADE, facts())


@pytest.mark.parametrize(
    ("changes", "reason"),
    [
        ({"realm": ident("other")}, "other-realm"),
        ({"certificate": None}, "unknown-device"),
        ({"certificate": certificate(streams=(OTHER_STREAM,))}, "other-stream"),
        ({"certificate": certificate(start=START + 1)}, "certificate-period"),
        ({"certificate": certificate(end=START)}, "certificate-period"),
    ],
)
def test_commits_of_others_are_refused(changes: dict[str, Any], reason: str) -> None:
    with pytest.raises(CommitRefused) as refused:
        authentic(MADE, facts(**changes))
    assert refused.value.facts == {"reason": reason, "seq": 1}


def test_a_forged_commit_is_refused() -> None:
    with pytest.raises(SignatureWrong):
        authentic(MADE, facts(certificate=certificate(sign=b64(public("another")))))


def test_a_stripped_copy_does_not_take_the_place_of_the_whole_commit() -> None:
    stripped = dataclasses.replace(MADE, payload=None, ops=())
    with pytest.raises(CommitRefused) as refused:
        authentic(stripped, facts())
    assert refused.value.facts == {"reason": "erased", "seq": 1}


# -- where it stands -------------------------------------------------------------------------------


def test_gaps_are_held_and_forks_are_put_aside() -> None:
    one, two, three = chain(3)
    held = judge(three, facts(tip=(1, one.id)))
    assert (held.verdict, held.reason) == (Verdict.HELD, "gap")
    waits = judge(two, facts(tip=(1, one.id), missing=True))
    assert (waits.verdict, waits.reason) == (Verdict.HELD, "missing")
    for tip in ((1, digest("another")), (2, two.id), (3, three.id)):
        fork = judge(two, facts(tip=tip))
        assert (fork.verdict, fork.reason, fork.states) == (Verdict.QUARANTINE, "fork", {})
    assert judge(two, facts(tip=(1, one.id))).verdict is Verdict.OK
    assert judge(one, facts()).verdict is Verdict.OK


# -- what it says ----------------------------------------------------------------------------------


def verdict(*ops: Op, given: Facts | None = None, **changes: Any) -> tuple[str, str]:
    outcome = judge(next_commit(*ops, **changes), given or known())
    assert bool(outcome.states) == (outcome.verdict in check.EFFECTIVE)
    return outcome.verdict.value, outcome.reason


def test_a_lawful_act_has_effect() -> None:
    outcome = judge(next_commit(move("submit", "submitted")), known())
    assert outcome.verdict is Verdict.OK
    ((key, state),) = outcome.states.items()
    assert key == ("document", ident("document"))
    assert state["step"]["name"] == "submitted"


def test_a_competing_act_is_kept_as_a_conflict() -> None:
    states = after(next_commit(move("submit", "submitted")), STATES)
    late = verdict(move("send_back", "returned"), given=known(states=states))
    assert late == ("ok+conflict", "")


def test_concurrent_values_are_a_conflict() -> None:
    edit = op("document.set", fields={"subject": "khác"})
    assert verdict(edit) == ("ok+conflict", "")
    seen = op("document.set", bases=(CREATED,), fields={"subject": "khác"})
    assert verdict(seen) == ("ok", "")


def test_a_body_that_does_not_fit_is_put_aside() -> None:
    assert verdict(op("document.move", act="submit")) == ("quarantine", "body")


@pytest.mark.parametrize(
    "fields",
    [
        {"secrecy": "secret"},
        {"secrecy": "confidential"},
        {"secrecy": "unheard"},
        {"subject": "MẬT"},
        {"recipients": ["Phòng A", "TUYỆT MẬT"]},
    ],
)
def test_a_secrecy_mark_is_refused_and_not_stored(fields: dict[str, Any]) -> None:
    for kind in ("document.set", "document.create", "document.future"):
        with pytest.raises(SecretRefused):
            judge(next_commit(op(kind, fields=fields)), known())


def test_ordinary_words_about_security_pass() -> None:
    fields = {"secrecy": "ordinary", "subject": "Về công tác bảo mật", "copies": 3, "paper": True}
    assert verdict(op("document.set", fields=fields))[0] in {"ok", "ok+conflict"}


def test_an_unknown_kind_is_kept_whatever_its_fields() -> None:
    for body in ({"fields": "x"}, {"fields": [1]}, {"anything": {"a": 1}}, {}):
        outcome = judge(next_commit(op("document.future", **body)), known())
        assert outcome.verdict is Verdict.OK
        assert outcome.states["document", ident("document")]["newer"] == [f"{DEVICE}.1.2.0"]


def test_a_revoked_device_s_acts_go_to_review() -> None:
    assert verdict(opine("x"), given=known(revoked=True)) == ("review", "device-revoked")


@pytest.mark.parametrize(
    ("made", "kind", "stream_kind", "expected"),
    [
        (op("person.set", fields={"name": "M"}), "administrator", "authority", "ok"),
        (op("person.set", fields={"name": "M"}), "administrator", "unit", "quarantine"),
        (op("person.set", fields={"name": "M"}), "device", "authority", "quarantine"),
        (op("person.set", fields={"name": "M"}), "server", "authority", "quarantine"),
        (op("grant.future", a=1), "device", "authority", "quarantine"),
        (op("grant.future", a=1), "administrator", "authority", "ok"),
        (opine("x"), "device", "authority", "quarantine"),
        (opine("x"), "server", "unit", "quarantine"),
        (opine("x"), "administrator", "unit", "ok"),
    ],
)
def test_who_may_write_what_where(made: Op, kind: str, stream_kind: str, expected: str) -> None:
    given_facts = known(certificate=certificate(kind=kind), stream_kind=stream_kind)
    found = verdict(made, given=given_facts)
    assert found == (expected, "writer" if expected == "quarantine" else "")


OF_A_STORE: dict[str, dict[str, Any]] = {
    "vault.begin": {"inc": 7, "why": "twin"},
    "vault.rekey": {"at": START},
    "vault.recover": {"at": START, "person": PERSON, "key": digest("recovery key")},
    "vault.future": {"a": 1},
}


@pytest.mark.parametrize("writer", ["device", "administrator"])
@pytest.mark.parametrize("kind", OF_A_STORE)
def test_a_machine_speaks_of_its_own_store_only(kind: str, writer: str) -> None:
    """Nobody forges into the record of another machine that it was recovered or got another key."""
    given_facts = known(certificate=certificate(kind=writer))
    own, others = (
        Op(kind=kind, id=device, bases=(), body=OF_A_STORE[kind])
        for device in (DEVICE, ident("another machine"))
    )
    assert verdict(own, given=given_facts) == ("ok", "")
    assert verdict(others, given=given_facts) == ("quarantine", "writer")
    assert verdict(own, opine("x"), others, given=given_facts) == ("quarantine", "writer")


def test_without_a_certificate_nobody_writes() -> None:
    assert verdict(opine("x"), given=known(certificate=None)) == ("quarantine", "writer")


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
    assert check.acts(made, {}) == (act,)


def test_what_other_operations_amount_to() -> None:
    number = op("document.number", number=1)
    assert check.acts(number, {"kind": "incoming"}) == (Act.REGISTER,)
    assert check.acts(number, {"kind": "outgoing"}) == (Act.NUMBER,)
    assert check.acts(op("document.create", kind="outgoing"), {}) == (Act.DRAFT,)
    assert check.acts(op("document.move", act="unheard"), {}) == (Act.RESOLVE_CONFLICT,)
    assert check.acts(op("document.future"), {}) == ()
    assert check.acts(op("register.give"), {}) == ()


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


# -- anything --------------------------------------------------------------------------------------

unknown = st.builds(
    lambda kind, body: op(kind, **body),
    st.sampled_from(["document.future", "document.set", "register.give", "grant.give", "new"]),
    st.dictionaries(st.sampled_from(["fields", "secrecy", "act", "number"]), plain | words()),
)


@given(
    st.lists(operations() | unknown, min_size=1, max_size=4),
    st.sampled_from(["server", "administrator", "device"]),
    st.sampled_from(["authority", "unit"]),
    st.sampled_from([0, START, 253402300799999]),
)
def test_any_commit_gets_a_verdict_or_is_refused(
    ops: list[Op], kind: str, stream_kind: str, clock: int
) -> None:
    made = next_commit(*ops, hlc=(clock, 0))
    outcome = None
    with contextlib.suppress(SecretRefused):
        outcome = judge(made, known(certificate=certificate(kind=kind), stream_kind=stream_kind))
    kept = {Verdict.OK, Verdict.CONFLICT, Verdict.REVIEW, Verdict.QUARANTINE}
    assert outcome is None or outcome.verdict in kept
