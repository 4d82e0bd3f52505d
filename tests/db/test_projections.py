"""Rows computed from states: what a commit says wrongly reaches no column of another type."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.commits import fold
from core.commits.format import Op
from db import models, projections
from tests.core.commits.samples import BY, PERSON, digest, ident, op
from tests.core.commits.values import at, operations

VALUES = st.one_of(st.text(max_size=3), st.integers(-5, 5), st.booleans(), st.just(["một"]))


def rows(kind: str, *ops: Op) -> projections.Rows:
    state = None
    for place, each in enumerate(ops, 1):
        state = fold.fold(state, each, at(place))
    return projections.rows((kind, ident(kind)), ident("stream"), state or {}, tentative=False)


def of(table: type[models.Base], found: projections.Rows) -> list[dict[str, Any]]:
    return [values for each, values in found if each is table]


def fits(table: type[models.Base], values: dict[str, Any]) -> bool:
    """Whether PostgreSQL, which converts nothing, would take the row."""
    columns = {column.key: column for column in table.__table__.columns}
    return all(
        (value is None and columns[name].nullable) or type(value) is columns[name].type.python_type
        for name, value in values.items()
    )


@pytest.mark.parametrize("kind", sorted(projections.MAIN))
@given(data=st.data())
def test_every_row_fits_its_table(kind: str, data: st.DataObject) -> None:
    table, _ = projections.MAIN[kind]
    names = [column.key for column in table.__table__.columns]
    fields = data.draw(st.dictionaries(st.sampled_from(names), VALUES, min_size=1))
    begin = {"document": "document.create", "register": "register.open", "dossier": "dossier.open"}
    first = op(begin.get(kind, f"{kind}.set"), fields=fields)
    more = data.draw(st.lists(operations(kind), max_size=6))
    for each, values in rows(kind, first, *more):
        assert fits(each, values), (each, values)


def test_who_has_read_what_he_was_given() -> None:
    given_to = op("document.assign", part="lead", assignee=PERSON, to=BY, by=BY)
    note = op("document.note", by=BY)
    [before] = of(models.Assignment, rows("document", note, given_to))
    assert before["noted"] is None
    [after] = of(models.Assignment, rows("document", given_to, note, note))
    assert (after["given"], after["noted"]) == (at(1).time, at(2).time)
    other = op("document.assign", part="lead", assignee=ident("other"), to=BY, by=BY)
    [foreign] = of(models.Assignment, rows("document", other, note))
    assert foreign["noted"] is None


def test_a_dispatch_shows_its_own_receipt() -> None:
    def sent(to: str) -> Op:
        return op("document.dispatch", to=to, way="post", day="2026-11-20", by=BY)

    received = op("document.receive", dispatch=at(2).op, day="2026-11-22", name="Người nhận", by=BY)
    found = of(models.Dispatch, rows("document", sent("e9991"), sent("e9992"), received))
    assert [(each["recipient"], each["received"], each["receiver"]) for each in found] == [
        ("e9991", None, ""),
        ("e9992", "2026-11-22", "Người nhận"),
    ]
    assert {(each["copies"], each["envelopes"]) for each in found} == {(1, 0)}


def test_a_loan_is_back_once_it_was_given_back() -> None:
    lent = op("document.lend", borrower="Người mượn", day="2026-11-20", allowed="Chỉ huy", by=BY)
    back = op("document.restore", loan=at(1).op, day="2026-11-22", by=BY)
    found = of(models.Loan, rows("document", lent, lent, back))
    assert [each["returned"] for each in found] == ["2026-11-22", None]


def test_numbers_without_a_document_and_closings_are_rows_of_their_register() -> None:
    lease = op(
        "register.lease", lease=ident("lease"), device=at(1).device, inc=1, first=1, end=9,
        start="2026-01-01", until="2026-12-31",
    )  # fmt: skip
    reserve = op("register.reserve", lease=ident("lease"), number=1, reason="giữ", by=BY)
    void = op("register.void", lease=ident("lease"), voids=[{"number": 2, "reason": "nhầm"}], by=BY)
    close = op("register.close", period="2026-11", lines=0, head=digest("head"), by=BY)
    found = rows("register", lease, reserve, void, close)
    spare = of(models.SpareNumber, found)
    assert {(each["number"], each["fate"], each["reason"]) for each in spare} == {
        (1, "reserved", "giữ"),
        (2, "void", "nhầm"),
    }
    [closed] = of(models.Closing, found)
    assert (closed["period"], closed["head"], closed["blob"]) == ("2026-11", digest("head"), None)
