"""Places in the year's list: whatever is put in or moved, every heading stays together in order."""

from __future__ import annotations

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from db.actions.plans import Entry
from db.queries.plans import PlanRow
from desktop.dossiers.ordering import placed, stepped


def row(code: str, heading: str, place: int) -> PlanRow:
    return PlanRow(code, code, heading, f"Hồ sơ {code}", "01", None, "", place, "", 0)


LISTS = st.lists(st.sampled_from(["Tham mưu", "Chính trị", ""]), max_size=8).map(
    lambda headings: [
        row(f"{at:02}", heading, at) for at, heading in enumerate(sorted(headings), 1)
    ]
)


def after(rows: list[PlanRow], changes: tuple[Entry, ...], new: list[PlanRow]) -> list[PlanRow]:
    places = {entry.id: entry.place for entry in changes}
    moved = [replace(one, place=places.get(one.id, one.place)) for one in rows]
    return sorted([*moved, *new], key=lambda one: (one.place, one.code))


@given(LISTS, st.sampled_from(["Tham mưu", "Chính trị", "", "Mới"]))
def test_a_new_entry_comes_after_the_last_of_its_heading(rows: list[PlanRow], heading: str) -> None:
    found = placed(rows, heading)
    new = row("99", heading, found.place)
    ordered = after(rows, found.moved, [new])
    assert len({one.place for one in ordered}) == len(ordered)
    under = [one.code for one in ordered if one.heading == heading]
    assert under == [*(one.code for one in rows if one.heading == heading), "99"]
    at = ordered.index(new)
    alone = len(under) == 1
    assert at == len(rows) if alone else ordered[at - 1].heading == heading
    others = [one.code for one in ordered if one is not new]
    assert others == [one.code for one in rows]


@given(LISTS.filter(bool), st.data())
def test_one_up_and_one_down_is_as_before(rows: list[PlanRow], data: st.DataObject) -> None:
    one = data.draw(st.sampled_from(rows))
    step = data.draw(st.sampled_from([-1, 1]))
    changes = stepped(rows, one, step)
    moved = after(rows, changes, [])
    under = [each.code for each in rows if each.heading == one.heading]
    at = under.index(one.code)
    if not 0 <= at + step < len(under):
        assert changes == ()
        return
    under[at], under[at + step] = under[at + step], under[at]
    assert [each.code for each in moved if each.heading == one.heading] == under
    assert {entry.id for entry in changes} == {under[at], under[at + step]}
    back = stepped(moved, next(each for each in moved if each.code == one.code), -step)
    assert [each.code for each in after(moved, back, [])] == [each.code for each in rows]


def test_an_entry_that_keeps_its_heading_keeps_its_place() -> None:
    rows = [row("01", "A", 1), row("02", "A", 2), row("03", "B", 3)]
    assert placed(rows, "A", rows[0]) == placed(rows, "A", rows[0]).__class__(1)
    assert placed(rows, "B", rows[0]).place == 4


def test_two_machines_that_gave_one_place_are_told_apart_by_a_step() -> None:
    rows = [row("01", "A", 1), row("02", "A", 1)]
    ordered = after(rows, stepped(rows, rows[0], 1), [])
    assert [one.code for one in ordered] == ["02", "01"]
