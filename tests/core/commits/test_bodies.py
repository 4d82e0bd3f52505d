"""Bodies of operations: what fits is taken, unknown fields are kept, everything else is refused."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from core.commits import fold
from core.commits.format import Op
from core.errors import NotCanonical
from tests.core.commits.samples import BY, digest, ident, op
from tests.core.commits.values import BODIES

FILE = {
    "slot": "main", "role": "main", "order": 0, "blob": digest("b"), "name": "a.pdf",
    "type": "application/pdf", "size": 3,
}  # fmt: skip
LEASE = {
    "lease": ident("l"), "device": ident("d"), "inc": 1, "first": 1, "end": 9,
    "start": "2026-01-01", "until": "9999-12-31",
}  # fmt: skip
PLACE = {"part": "body", "block": 0, "start": 0, "quote": "x"}
SAID = {"blob": digest("b"), "text": "x", "by": BY}
NUMBER = {"register": ident("r"), "lease": ident("l"), "number": 1, "date": "2026-01-01"}
GIVE = {"lease": ident("l"), "number": 1, "document": ident("d")}


@pytest.mark.parametrize("kind", sorted(BODIES))
@settings(max_examples=10)
@given(st.data())
def test_valid_bodies_are_taken(kind: str, data: st.DataObject) -> None:
    made = Op(kind=kind, id=ident("x"), body=data.draw(BODIES[kind]))
    assert isinstance(fold.body(made), fold.OPERATIONS[kind].body)


def test_no_body_has_a_field_that_the_fold_s_stamp_would_overwrite() -> None:
    for kind, rule in fold.OPERATIONS.items():
        assert {"author", "time"}.isdisjoint(rule.body.__struct_fields__), kind


def test_an_unknown_kind_or_version_has_no_body_to_check() -> None:
    assert fold.body(op("document.future", anything=1)) is None
    assert fold.body(Op(kind="document.set", id=ident("x"), v=2, body={"anything": 1})) is None
    assert not fold.known(op("document.future"))


def test_unknown_fields_are_kept() -> None:
    made = op("document.opine", text="x", by=BY, later={"a": [1]})
    assert fold.body(made).text == "x"
    assert made.body["later"] == {"a": [1]}


@pytest.mark.parametrize(
    ("kind", "body"),
    [
        ("document.create", {}),
        ("document.create", {"fields": {"Subject": "x"}}),
        ("document.create", {"fields": {"subject\n": "x"}}),
        ("document.create", {"fields": {"subject": {"a": 1}}}),
        ("document.create", {"fields": {}, "step": "Đã nhận"}),
        ("document.set", {"fields": {}}),
        ("document.set", {"fields": {"subject": [1]}}),
        ("document.link", {"relation": "likes", "target": ident("x")}),
        ("document.link", {"relation": "answers", "target": "x"}),
        ("document.assign", {"part": "lead", "due": "2026-13-01"}),
        ("document.assign", {"part": "lead", "due": "2026-1-1"}),
        ("document.assign", {"part": "lead", "due": "2026-01-01\n"}),
        ("document.assign", {"part": "lead", "due": "\u0662\u0660\u0662\u0666-01-01"}),
        ("document.assign", {"part": "lead", "due": "0000-01-01"}),
        ("document.assign", {"part": "lead", "days": -1}),
        ("document.direct", {"text": "x"}),
        ("document.direct", {"text": "x" * 20001, "by": BY}),
        ("document.direct", {"text": "x", "by": {"rank": "Thiếu tá"}}),
        ("document.move", {"act": "sign"}),
        ("document.move", {"act": "sign", "to": "signed", "content": "x"}),
        ("document.comment", {"blob": digest("b"), "text": "", "by": BY}),
        ("document.comment", {"blob": digest("b"), "text": "x" * 2001, "by": BY}),
        ("document.comment", {"blob": "x", "text": "x", "by": BY}),
        ("document.comment", {**SAID, "place": PLACE | {"part": "../x"}}),
        ("document.comment", {**SAID, "place": PLACE | {"before": "x" * 65}}),
        ("document.comment", {**SAID, "place": PLACE | {"quote": ""}}),
        ("document.reply", {"comment": "x" * 65, "by": BY}),
        ("document.reply", {"comment": "b.1.1.0", "text": "x" * 2001, "by": BY}),
        ("document.reply", {"comment": "b.1.1.0", "resolved": "yes", "by": BY}),
        ("document.file", {**FILE, "slot": "../etc"}),
        ("document.file", {**FILE, "role": "macro"}),
        ("document.file", {**FILE, "type": "pdf"}),
        ("document.file", {**FILE, "blob": digest("b") + "\n"}),
        ("document.sign", {"field": "KyChinh"}),
        ("document.number", {**NUMBER, "number": 0}),
        ("document.number", {**NUMBER, "date": "today"}),
        ("register.give", {**GIVE, "suffix": "A"}),
        ("register.give", {**GIVE, "suffix": "abc"}),
        ("register.lease", {**LEASE, "inc": 0}),
        ("register.lease", {**LEASE, "end": "9"}),
        ("register.return", {"lease": ident("l")}),
        ("device.revoke", {}),
    ],
)  # fmt: skip
def test_bodies_that_do_not_fit_are_refused(kind: str, body: dict[str, Any]) -> None:
    with pytest.raises(NotCanonical):
        fold.body(Op(kind=kind, id=ident("x"), body=body))
