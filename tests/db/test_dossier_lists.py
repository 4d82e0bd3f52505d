"""Lists of dossiers, the page of one, what is offered for a document, and the year's list."""

from __future__ import annotations

import calendar
import datetime
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from core.errors import AntinError
from core.office.completeness import Lack
from core.office.dossiers import Stage
from core.office.terms import Act, Role
from db.acting import Store
from db.actions import authority, dossiers, incoming, outgoing, plans
from db.actions.outgoing import Outgoing
from db.actions.plans import Entry
from db.queries import dossiers as lists
from db.queries import handings
from db.queries import plans as planned
from db.queries.dossiers import Asked
from tests.db.test_ledger import ENTRY, FILE, World

KEPT = ("01", "02", "06")


@pytest.fixture(scope="module")
def world(tmp_path_factory: pytest.TempPathFactory) -> Iterator[World]:
    made = World(tmp_path_factory.mktemp("unit"))
    made.people["luu"] = person = made.unit.new_id()
    authority.set_person(made.admin.store, person, name="Người luu", unit=made.unit.unit)
    authority.give_grant(made.admin.store, person, Role.ARCHIVIST, "2026-01-01")
    made.push(made.admin)
    made.lease(made.clerk, 10, 300)
    made.pull(made.clerk)
    yield made
    made.close()


def by(world: World, who: str) -> Store:
    store = world.clerk.store
    return replace(store, author=replace(store.author, person=world.people[who]))


def document(world: World, dated: str, issuer: str = "Phòng Tham mưu", pages: int = 1) -> str:
    """An incoming document that is finished."""
    clerk = by(world, "van")
    entry = replace(ENTRY, document_date=dated, issuer=issuer, pages=pages, code=f"7/{dated}")
    made = incoming.register(clerk, entry, FILE, world.book).entity
    incoming.submit(clerk, made)
    incoming.take_note(by(world, "chi"), made, "Đã biết")
    return made


def closed(world: World, code: str, dated: str, retention: str = "01") -> str:
    clerk = by(world, "van")
    made = dossiers.open_dossier(clerk, code, f"Hồ sơ {code}", retention).entity
    dossiers.put(clerk, made, document(world, dated))
    dossiers.close(clerk, made)
    return made


def codes(store: Store, asked: Asked) -> list[str]:
    found = lists.ids(store, asked)
    assert lists.counts(store, {"it": asked}) == {"it": len(found)}
    rows = lists.rows(store, list(reversed(found)))
    assert [row.n for row in rows] == list(reversed(found))
    return [row.code for row in reversed(rows)]


def on(store: Store, iso: str) -> Store:
    """The same store on another day, at noon."""
    day = datetime.date.fromisoformat(iso)
    instant = calendar.timegm((day.year, day.month, day.day, 5, 0, 0)) * 1000
    return replace(store, now=lambda: instant)


def test_lists_by_stage_person_and_year(tmp_path: Path) -> None:
    world = World(tmp_path)
    clerk, officer = by(world, "van"), by(world, "si")
    closed(world, "03", "2026-11-16")
    dossiers.open_dossier(clerk, "02", "x", "01")
    plans.keep(clerk, 2027, [Entry("01", "x", "01", 1)])
    dossiers.open_dossier(officer, "01", "x", "01", planned.plan(clerk, 2027)[0].id)
    assert codes(clerk, Asked()) == ["01", "02", "03"]
    assert codes(clerk, Asked((Stage.CLOSED,))) == ["03"]
    assert codes(clerk, Asked((Stage.OPEN,))) == ["01", "02"]
    assert codes(clerk, Asked(mine=True)) == ["02", "03"]
    assert codes(officer, Asked(mine=True)) == codes(officer, Asked()) == ["01"]
    assert codes(clerk, Asked(year=2026)) == ["02", "03"]
    assert codes(clerk, Asked(year=2027)) == ["01"]
    assert codes(clerk, Asked(year=2025)) == []
    assert [row.year for row in lists.rows(clerk, lists.ids(clerk, Asked()))] == [2027, 2026, 2026]
    assert [row.keeper_name for row in lists.named(clerk, lists_of(clerk, "01"))] == ["Người si"]
    world.close()


def lists_of(store: Store, code: str) -> list[str]:
    rows = lists.rows(store, lists.ids(store, Asked()))
    return [row.id for row in rows if row.code == code]


def test_a_dossier_is_due_a_year_after_its_last_document(tmp_path: Path) -> None:
    world = World(tmp_path)
    closed(world, "01", "2025-12-01")
    closed(world, "02", "2026-11-16", "09")
    still_open = by(world, "van")
    dossiers.put(
        still_open,
        dossiers.open_dossier(still_open, "03", "x", "01").entity,
        document(world, "2025-01-01"),
    )
    due = Asked(due=KEPT)
    for day, expected in (("2026-10-31", []), ("2026-11-01", ["01"]), ("2028-01-01", ["01"])):
        assert codes(on(still_open, day), due) == expected, day
    assert codes(on(still_open, "2028-01-01"), Asked(due=("09",))) == ["02"]
    (row,) = lists.named(still_open, lists_of(still_open, "01"))
    assert (row.start, row.until, row.due) == ("2025-12-01", "2025-12-01", "2026-12-01")
    (row,) = lists.named(still_open, lists_of(still_open, "03"))
    assert row.due is None
    world.close()


def test_without_a_dated_document_the_closing_counts(world: World) -> None:
    clerk = by(world, "van")
    entry = Outgoing("Nội dung", "cong-van", "TM", ("Nơi nhận",), "Người chi")
    draft = outgoing.draft(clerk, entry, b"{}", FILE).entity
    dossier = dossiers.open_dossier(clerk, "77", "x", "01").entity
    dossiers.put(clerk, dossier, draft)
    with pytest.raises(AntinError):
        dossiers.close(clerk, dossier)
    outgoing_page = lists.page(clerk, dossier)
    assert outgoing_page is not None
    assert [one.lack for one in outgoing_page.problems] == [Lack.DRAFT]
    assert outgoing_page.index[0].day is None


def test_the_index_runs_by_day_and_counts_pages(world: World) -> None:
    clerk = by(world, "van")
    dossier = dossiers.open_dossier(clerk, "50", "Diễn tập", "01").entity
    for dated, pages in (("2026-05-02", 3), ("2026-01-10", 2), ("2026-03-05", 4)):
        dossiers.put(clerk, dossier, document(world, dated, pages=pages))
    page = lists.page(clerk, dossier)
    assert page is not None
    assert [(one.place, one.day, one.first, one.last) for one in page.index] == [
        (1, "2026-01-10", 1, 2),
        (2, "2026-03-05", 3, 6),
        (3, "2026-05-02", 7, 9),
    ]
    assert page.stopping == 0
    assert page.row.documents == 3


def test_a_document_without_a_number_of_pages_has_those_of_its_file(world: World) -> None:
    clerk = by(world, "van")
    dossier = dossiers.open_dossier(clerk, "51", "x", "01").entity
    dossiers.put(clerk, dossier, document(world, "2026-05-02", pages=0))
    page = lists.page(clerk, dossier)
    assert page is not None
    assert (page.index[0].first, page.index[0].last) == (1, FILE.pages)


def test_a_page_says_what_may_be_done_by_whom_and_what_was(world: World) -> None:
    clerk, archivist = by(world, "van"), by(world, "luu")
    dossier = closed(world, "60", "2026-11-16")
    assert acts(clerk, dossier) == {Act.OPEN_DOSSIER, Act.HAND_OVER_DOSSIER}
    assert acts(by(world, "chi"), dossier) == acts(archivist, dossier) == set()
    dossiers.reopen(clerk, dossier, "thiếu phụ lục")
    assert acts(clerk, dossier) == {Act.OPEN_DOSSIER, Act.CLOSE_DOSSIER, Act.FILE}
    dossiers.close(clerk, dossier)
    dossiers.hand_over(clerk, [dossier])
    assert acts(clerk, dossier) == set()
    assert acts(archivist, dossier) == {Act.ACCEPT_DOSSIER, Act.REFUSE_DOSSIER}
    dossiers.accept(archivist, [dossier])
    page = lists.page(archivist, dossier)
    assert page is not None
    told = [(step.act, step.name, step.reason) for step in page.steps]
    assert told == [
        ("open_dossier", "Người van", ""),
        ("close_dossier", "Người van", ""),
        ("open_dossier", "Người van", "thiếu phụ lục"),
        ("close_dossier", "Người van", ""),
        ("hand_over_dossier", "Người van", ""),
        ("accept_dossier", "Người luu", ""),
    ]


def acts(store: Store, dossier: str) -> set[Act]:
    page = lists.page(store, dossier)
    assert page is not None
    return set(page.acts)


def test_a_page_names_what_lacks(world: World) -> None:
    clerk = by(world, "van")
    plans.keep(clerk, 2026, [Entry("90", "Tên trong danh mục", "01", 1)])
    entry = next(row for row in planned.plan(clerk, 2026) if row.code == "90")
    dossier = dossiers.open_dossier(clerk, "90", "Tên khác", "01", entry.id).entity
    dossiers.open_dossier(clerk, "90", "Của người khác", "01")
    begun = incoming.register(clerk, ENTRY, None, world.book).entity
    dossiers.put(clerk, dossier, begun)
    page = lists.page(clerk, dossier)
    assert page is not None
    assert [(one.lack, one.document) for one in page.problems] == [
        (Lack.UNFINISHED, begun),
        (Lack.NO_FILE, begun),
        (Lack.CODE_TAKEN, ""),
        (Lack.PLAN_DIFFERS, ""),
    ]
    assert page.stopping == 1
    plans.keep(clerk, 2026, [], dropped=[entry.id])
    page = lists.page(clerk, dossier)
    assert page is not None
    assert page.problems[-1].lack is Lack.PLAN_DROPPED


def test_dossiers_are_offered_by_what_is_answered_then_by_sender(tmp_path: Path) -> None:
    world = World(tmp_path)
    clerk = by(world, "van")
    by_sender, answered, newest = (
        dossiers.open_dossier(clerk, code, "x", "01").entity for code in ("01", "02", "03")
    )
    dossiers.put(clerk, by_sender, document(world, "2026-01-02", "Trung đoàn 9991"))
    source = incoming.register(clerk, ENTRY, FILE, world.book).entity
    dossiers.put(clerk, answered, source)
    gone = closed(world, "04", "2026-01-02")
    new = document(world, "2026-02-02", "Trung đoàn 9991")
    assert offered(clerk, new) == [(by_sender, True), (newest, False), (answered, False)]
    entry = Outgoing("Trả lời", "cong-van", "TM", ("Nơi nhận",), "Người chi")
    reply = outgoing.draft(clerk, entry, b"{}", FILE, answers=source).entity
    assert offered(clerk, reply) == [(answered, True), (newest, False), (by_sender, False)]
    assert gone not in dict(offered(clerk, new))
    assert offered(by(world, "si"), new) == []
    world.close()


def offered(store: Store, of: str) -> list[tuple[str, bool]]:
    return [(one.row.id, one.near) for one in lists.suggested(store, [of])]


def test_the_years_list_in_its_order_with_what_was_opened_from_it(world: World) -> None:
    clerk, officer = by(world, "van"), by(world, "si")
    lines = [
        Entry("02.TM", "Hai", "06", 2, "II. Chính trị", keeper=world.people["si"]),
        Entry("01.TM", "Một", "01", 1, "I. Tham mưu", note="x"),
    ]
    plans.keep(clerk, 2035, lines)
    found = planned.plan(clerk, 2035)
    assert [(row.code, row.heading, row.keeper_name, row.note) for row in found] == [
        ("01.TM", "I. Tham mưu", "", "x"),
        ("02.TM", "II. Chính trị", "Người si", ""),
    ]
    dossiers.open_dossier(clerk, "01.TM", "Một", "01", found[0].id)
    assert [row.opened for row in planned.plan(clerk, 2035)] == [1, 0]
    assert [row.opened for row in planned.plan(officer, 2035)] == [0, 0]
    assert 2035 in planned.years(clerk)
    plans.keep(clerk, 2035, [], dropped=[row.id for row in found])
    assert planned.plan(clerk, 2035) == []
    assert 2035 not in planned.years(clerk)


def test_what_was_handed_over_together(tmp_path: Path) -> None:
    world = World(tmp_path)
    world.people["luu"] = person = world.unit.new_id()
    authority.set_person(world.admin.store, person, name="Người luu", unit=world.unit.unit)
    authority.give_grant(world.admin.store, person, Role.ARCHIVIST, "2026-01-01")
    world.push(world.admin)
    world.pull(world.clerk)
    clerk, archivist = by(world, "van"), by(world, "luu")
    one, two, alone = (closed(world, code, "2026-01-02") for code in ("01", "02", "03"))
    assert handings.handing(clerk, one) is None
    dossiers.hand_over(clerk, [one, two])
    dossiers.hand_over(clerk, [alone])
    found = handings.handing(clerk, one)
    assert found is not None
    assert [row.code for row in found.dossiers] == ["01", "02"]
    assert (found.given.name, found.given.rank, found.taken) == ("Người van", "Đại úy", None)
    assert (found.documents, found.files) == (2, 2)
    dossiers.refuse(archivist, [two], "thiếu tệp")
    dossiers.accept(archivist, [one])
    found = handings.handing(archivist, one)
    assert found is not None
    assert found.taken is not None
    assert ([row.code for row in found.dossiers], found.taken.name) == (["01"], "Người luu")
    assert handings.handing(clerk, two) is None
    dossiers.hand_over(clerk, [two])
    again = handings.handing(clerk, two)
    assert again is not None
    assert [row.code for row in again.dossiers] == ["02"]
    assert handings.handing(by(world, "si"), one) is None
    world.close()
