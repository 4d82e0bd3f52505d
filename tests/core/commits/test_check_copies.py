"""What a receiver decides of copies (sao y, sao lục, trích sao): who makes them, of what, whole or
not at all; and that nothing takes the place of what was copied.
"""

from __future__ import annotations

from typing import Any

import pytest

from core.commits import fold
from core.commits.check import after, judge
from core.commits.fold import State
from core.commits.format import Op
from core.commits.powers import done
from core.errors import SecretRefused
from core.office.terms import Role
from tests.core.commits.receiving import facts, grants, known, verdict
from tests.core.commits.samples import BY, DEVICE, commit, digest, ident
from tests.core.commits.values import at

QUARANTINED = ("quarantine", "number")
SOURCE, BOOK = ident("source"), ident("book")
FIELDS = {"type": "ban-sao-y", "subject": "Về việc", "symbol": "SY-SĐ999"}
BODY = {
    "kind": "outgoing", "step": "copied", "fields": FIELDS, "source": SOURCE,
    "blob": digest("scan"), "of": "original", "origin": "paper", "medium": "paper", "by": BY,
}  # fmt: skip
LEASE = {
    "lease": ident("lease"), "device": DEVICE, "inc": 1, "first": 1, "end": 9,
    "start": "2026-01-01", "until": "2026-12-31",
}  # fmt: skip
REGISTER = {("register", BOOK): {"next": 9, "leases": {LEASE["lease"]: LEASE | {"top": 0, "suffix": ""}}}}  # fmt: skip  # noqa: E501


def copied(name: str = "copy", **changes: Any) -> Op:
    return Op(kind="document.copy", id=ident(name), body={**BODY, **changes})


def filed(name: str = "copy", blob: str = "page") -> Op:
    body = {"slot": "main", "role": "main", "order": 0, "blob": digest(blob), "name": "sao.pdf"}
    body |= {"type": "application/pdf", "size": 9, "by": BY}
    return Op(kind="document.file", id=ident(name), body=body)


def numbered(name: str = "copy") -> tuple[Op, Op]:
    given = {"lease": LEASE["lease"], "number": 1, "document": ident(name)}
    body = {"register": BOOK, "lease": LEASE["lease"], "number": 1, "date": "2026-11-18", "by": BY}
    return (
        Op(kind="register.give", id=BOOK, body=given),
        Op(kind="document.number", id=ident(name), body=body),
    )


def judged(*ops: Op, roles: tuple[Role, ...] = (Role.CLERK,)) -> tuple[str, str]:
    return verdict(*ops, given=known(grants=grants(*roles), states=REGISTER))


@pytest.mark.parametrize("role", Role)
def test_only_a_clerk_makes_copies(role: Role) -> None:
    expected = ("ok", "") if role is Role.CLERK else ("review", "rights")
    assert judged(copied(), *numbered(), filed(), roles=(role,)) == expected


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({}, ("ok", "")),
        ({"medium": "electronic", "step": "numbered"}, ("ok", "")),
        ({"medium": "electronic"}, ("review", "rights")),
        ({"step": "issued"}, ("review", "rights")),
        ({"kind": "incoming"}, ("review", "rights")),
        ({"of": "copy"}, ("review", "copy")),
        ({"origin": "electronic", "medium": "electronic", "step": "numbered"}, ("review", "copy")),
        ({"fields": FIELDS | {"type": "cong-van"}}, ("review", "copy")),
        ({"fields": FIELDS | {"type": "ban-trich-sao"}}, ("review", "copy")),
        ({"fields": FIELDS | {"type": "ban-trich-sao"}, "pages": "2"}, ("ok", "")),
        ({"pages": "2"}, ("review", "copy")),
        ({"medium": "stone"}, ("quarantine", "body")),
    ],
)
def test_only_what_the_decree_knows_has_effect(
    changes: dict[str, Any], expected: tuple[str, str]
) -> None:
    assert judged(copied(**changes), *numbered(), filed()) == expected


@pytest.mark.parametrize(
    "ops",
    [
        (copied(),),
        (copied(), *numbered()),
        (copied(), filed()),
        (copied(), *numbered("other"), filed()),
        (copied(), copied("b"), *numbered(), filed()),
        (copied(), *numbered(), filed(), filed(blob="more")),
    ],
)
def test_copy_number_and_file_come_together(ops: tuple[Op, ...]) -> None:
    assert judged(*ops) == QUARANTINED


def made() -> State:
    ops = (copied(), *numbered(), filed())
    return after(commit(*ops), REGISTER)[("document", ident("copy"))]


def test_the_state_tells_of_what_it_is_a_copy() -> None:
    state = made()
    assert state["copy"] == {
        "source": SOURCE, "blob": digest("scan"), "of": "original", "origin": "paper",
        "medium": "paper",
    }  # fmt: skip
    [(_, link)] = state["sets"]["links"]
    assert (link["relation"], link["target"]) == ("copies", SOURCE)
    assert state["step"]["name"] == "copied"
    assert [act for act, _ in done(state)] == ["number"]  # nobody drafted it


def test_nothing_takes_the_place_of_what_was_copied() -> None:
    state = made()
    other = fold.fold(state, filed(blob="other"), at(7))
    assert other["files"] == state["files"]
    words = Op(kind="document.set", id=ident("copy"), body={"fields": {"subject": "khác"}})
    after_words = fold.fold(other, words, at(8))
    assert after_words["fields"] == state["fields"]
    assert [item["kind"] for _, item in after_words["conflicts"]] == ["late-edit", "late-edit"]
    again = fold.fold(state, copied(), at(9))
    assert [item["kind"] for _, item in again["conflicts"]] == ["created-twice"]


def test_a_secret_mark_goes_no_further() -> None:
    mark = commit(copied(fields=FIELDS | {"secrecy": "secret"}), *numbered(), filed())
    with pytest.raises(SecretRefused):
        judge(mark, facts(states=REGISTER))
