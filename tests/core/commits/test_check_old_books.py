"""What a receiver decides of old books: who takes them over, whole or not at all, once; and what
may be done with a document that was finished on paper.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pytest

from core.commits import fold
from core.commits.check import after
from core.commits.fold import State
from core.commits.format import Op
from core.office.terms import Role
from tests.core.commits.receiving import MADE, STATES, facts, grants, known, verdict
from tests.core.commits.samples import BY, DEVICE, commit, digest, ident
from tests.core.commits.values import at

REGISTER, SOURCE = ident("register"), "Sổ giấy 2026"
QUARANTINED, REVIEWED = ("quarantine", "number"), ("review", "rights")


def made(name: str = "old", kind: str = "incoming", step: str = "taken_over") -> Op:
    body = {"kind": kind, "step": step, "fields": {"subject": "x"}}
    return Op(kind="document.create", id=ident(name), body=body)


def numbered(value: int, name: str = "old", register: str = REGISTER, suffix: str = "") -> Op:
    body: dict[str, Any] = {"register": register, "number": value, "source": SOURCE}
    body |= {"date": "2026-01-05", "by": BY} | ({"suffix": suffix} if suffix else {})
    return Op(kind="document.import", id=ident(name), body=body)


def entered(*entries: tuple[int, str], suffix: str = "") -> Op:
    found = [
        {"number": number, "document": ident(name)} | ({"suffix": suffix} if suffix else {})
        for number, name in entries
    ]
    return Op(kind="register.import", id=REGISTER, body={"source": SOURCE, "entries": found})


WHOLE = (made(), numbered(7), entered((7, "old")))


@pytest.mark.parametrize("role", Role)
@pytest.mark.parametrize("kind", ["incoming", "outgoing"])
def test_only_a_clerk_takes_an_old_book_over(role: Role, kind: str) -> None:
    ops = (made(kind=kind), *WHOLE[1:])
    expected = ("ok", "") if role is Role.CLERK else REVIEWED
    assert verdict(*ops, given=known(grants=grants(role))) == expected


@pytest.mark.parametrize(
    ("ops", "expected"),
    [
        (WHOLE, ("ok", "")),
        ((made(), made("b"), numbered(7), numbered(8, "b"), entered((8, "b"), (7, "old"))),
         ("ok", "")),
        (WHOLE[:2], QUARANTINED),
        (WHOLE[1:], QUARANTINED),
        ((WHOLE[0], WHOLE[2]), QUARANTINED),
        ((made(),), QUARANTINED),
        ((made(), numbered(7), entered((8, "old"))), QUARANTINED),
        ((made(), numbered(7), entered((7, "another"))), QUARANTINED),
        ((made(), numbered(7, register=ident("other")), entered((7, "old"))), QUARANTINED),
        ((made(), numbered(7, suffix="a"), entered((7, "old"))), QUARANTINED),
        ((made(), numbered(7, suffix="a"), entered((7, "old"), suffix="a")), ("ok", "")),
        ((made(), made("b"), numbered(7), numbered(7, "b"), entered((7, "old"), (7, "b"))),
         QUARANTINED),
        ((made(step="registered"), *WHOLE[1:]), QUARANTINED),
        ((made(kind="unheard"), *WHOLE[1:]), REVIEWED),
    ],
)  # fmt: skip
def test_document_and_number_come_together(ops: tuple[Op, ...], expected: tuple[str, str]) -> None:
    assert verdict(*ops, given=known(grants=grants(Role.CLERK))) == expected


def register(**parts: Any) -> Mapping[fold.Key, State]:
    return {**STATES, ("register", REGISTER): {"created": {"op": "a.1.1.0"}, **parts}}


@pytest.mark.parametrize(
    "parts",
    [
        {"imported": [[1, 9]], "next": 10},
        {"leases": {ident("lease"): {"first": 5, "end": 20, "top": 4}}, "next": 20},
    ],
)
def test_a_number_gets_no_second_fate(parts: dict[str, Any]) -> None:
    assert verdict(*WHOLE, given=known(states=register(**parts))) == QUARANTINED


@pytest.mark.parametrize(
    ("period", "expected"),
    [("2026-01", ("review", "book-closed")), ("2026-02", ("review", "book-closed")),
     ("2026", ("review", "book-closed")), ("2025-12", ("ok", ""))],
)  # fmt: skip
def test_nothing_is_taken_into_a_month_that_its_author_closed(
    period: str, expected: tuple[str, str]
) -> None:
    closing = [f"{DEVICE}.1.1.0", {"period": period}]
    states = register(lists={"closings": [closing]}, fields={"year": [["a.1.1.0", 2026]]})
    assert verdict(*WHOLE, given=known(states=states)) == expected


def test_a_number_from_an_old_book_is_never_leased() -> None:
    taken = fold.fold(None, entered((7, "old")), at(1))
    lease = Op(
        kind="register.lease",
        id=REGISTER,
        body={
            "lease": ident("lease"), "device": DEVICE, "inc": 1, "first": 7, "end": 20,
            "start": "2026-01-01", "until": "2026-12-31",
        },
    )  # fmt: skip
    kinds = [item["kind"] for _, item in fold.fold(taken, lease, at(2))["conflicts"]]
    assert kinds == ["lease-overlap"]


OLD = f"{DEVICE}.1.1.0"
SIGNED = {
    "slot": "main", "role": "main", "order": 0, "blob": digest("a"), "name": "a.pdf",
    "type": "application/pdf", "size": 9,
}  # fmt: skip


@pytest.mark.parametrize(
    ("kind", "body", "allowed"),
    [
        ("document.set", {"fields": {"subject": "y"}}, True),
        ("document.file", {**SIGNED, "paper": "Tủ 3"}, True),
        ("document.lend", {"borrower": "x", "day": "2026-11-22", "allowed": "y", "by": BY}, True),
        ("document.note", {"by": BY}, True),
        ("document.move", {"act": "file", "to": "filed", "by": BY}, True),
        ("document.move", {"act": "submit", "to": "submitted", "by": BY}, False),
        ("document.move", {"act": "cancel", "to": "cancelled", "by": BY}, False),
        ("document.direct", {"text": "x", "by": BY}, False),
        ("document.assign", {"part": "lead", "by": BY}, False),
        ("document.dispatch", {"to": "x", "way": "post", "day": "2026-11-22", "by": BY}, False),
        (
            "document.sign",
            {
                "field": "KyChinh", "kind": "main", "before": digest("b"), "after": SIGNED,
                "certificate": digest("c"), "clock": 1, "by": BY,
            },
            False,
        ),
    ],
)  # fmt: skip
@pytest.mark.parametrize("way", ["incoming", "outgoing"])
def test_it_is_edited_lent_and_filed_only(
    way: str, kind: str, body: dict[str, Any], allowed: bool
) -> None:
    states = after(commit(made(kind=way), *WHOLE[1:]), {})
    op = Op(kind=kind, id=ident("old"), bases=(OLD,), body=body)
    found = verdict(op, given=facts(tip=(1, MADE.id), states=states))
    assert found == (("ok", "") if allowed else REVIEWED)
