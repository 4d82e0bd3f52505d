"""What a receiver decides: forged commits are refused, all others are kept with a verdict."""

from __future__ import annotations

import contextlib
import dataclasses
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.commits.check import Verdict, after, authentic, judge
from core.commits.format import Op
from core.commits.ids import b64
from core.errors import CommitRefused, SecretRefused, SignatureWrong
from tests.core.commits.receiving import (
    CREATED,
    MADE,
    STATES,
    certificate,
    facts,
    known,
    move,
    next_commit,
    verdict,
)
from tests.core.commits.samples import (
    DEVICE,
    OTHER_STREAM,
    PERSON,
    START,
    chain,
    digest,
    ident,
    op,
    opine,
    public,
)
from tests.core.commits.values import operations, plain, words

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
    "vault.purge": {"at": START, "stream": PERSON},
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
