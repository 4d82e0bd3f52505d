"""Printed books say what the store holds: every number a line, every line to whom may see it."""

from __future__ import annotations

import datetime
import itertools
from collections.abc import Iterator
from dataclasses import replace
from random import Random

import pytest

from core.office.book_lines import Fate, Line, summary, texts
from core.office.books import BOOKS, Form, Scope
from core.office.terms import Act
from db.acting import Store, acting
from db.actions import books as register
from db.actions import dossiers, incoming, numbers
from db.actions.dispatching import WAYS
from db.actions.incoming import Task
from db.queries import books
from tests.db.letter_rig import Letters, issue
from tests.db.test_ledger import ENTRY, FILE, _calendar

COUNT = itertools.count(1)
TODAY = datetime.date(2026, 11, 18)


@pytest.fixture(scope="module")
def unit(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Letters]:
    made = Letters(tmp_path_factory.mktemp("unit"))
    yield made
    made.close()


@pytest.fixture
def letters(unit: Letters) -> Letters:
    """The unit with new books."""
    admin, world = unit.world.admin, unit.world
    nth = next(COUNT)
    kinds = (("outgoing", f"Sổ đi {nth}", "SĐ999"), ("incoming", f"Sổ đến {nth}", ""))
    found = [register.open_register(admin.store, *kind, 2026).entity for kind in kinds]
    world.push(admin)
    for book in found:
        world.book = book
        world.lease(world.clerk)
    world.pull(world.clerk)
    unit.book = found[0]
    return unit


def printed(store: Store, form: Form, scope: Scope) -> list[tuple[str, ...]]:
    return [texts(line, BOOKS[form]) for line in books.lines(store, form, scope)]


def arrive(letters: Letters, code: str = ENTRY.code, **given: object) -> str:
    entry = replace(ENTRY, code=code)
    return incoming.register(letters.clerk, entry, FILE, letters.world.book, **given).entity  # type: ignore[arg-type]


def add(store: Store, kind: str, entity: str, **body: object) -> str:
    """An operation of the ledger by itself, as other machines' programs may write it."""
    with acting(store) as act:
        name = act.add(kind, entity, **body, by=act.by())
        act.append()
    return name


# -- incoming --------------------------------------------------------------------------------------


def test_the_book_of_arrivals_has_a_line_for_every_number(letters: Letters) -> None:
    first = arrive(letters)
    arrive(letters, "12-NQ/ĐU", number=4, reason="theo sổ giấy")
    scope = Scope(register=letters.world.book)
    found = books.lines(letters.clerk, Form.INCOMING, scope)
    assert [line.number for line in found] == [1, 2, 3, 4]
    assert [line.fate for line in found] == [Fate.GIVEN, Fate.VOID, Fate.VOID, Fate.GIVEN]
    assert found[0].entity == first
    assert printed(letters.clerk, Form.INCOMING, scope)[:2] == [
        (
            "18/11/2026", "01", "Phòng Tham mưu", "217/TM-TH", "16/11/2026",
            "Công văn: Về việc bảo đảm thông tin", "", "", "", "",
        ),
        ("", "02", "", "", "", "", "", "", "", "Số bỏ: theo sổ giấy"),
    ]  # fmt: skip


def test_who_got_a_document_and_when_stands_in_the_book(letters: Letters) -> None:
    document = arrive(letters)
    incoming.submit(letters.clerk, document)
    people = letters.world.people
    tasks = [Task("support", people["truong"]), Task("lead", people["si"], 5)]
    incoming.direct(letters.commander, document, "Giao", tasks, _calendar())
    add(letters.officer, "document.note", document)
    [cells] = printed(letters.clerk, Form.INCOMING, Scope(register=letters.world.book))
    assert cells[6:] == (
        "Người si; Người truong", "18/11/2026", "Người si, 18/11/2026", ""
    )  # fmt: skip
    [cells] = printed(letters.clerk, Form.FOLLOW_UP, Scope(register=letters.world.book))
    assert cells == (
        "01",
        "Công văn số 217/TM-TH ngày 16/11/2026 của Phòng Tham mưu",
        "Người si; Người truong",
        "26/11/2026",
        "Đang xử lý, 18/11/2026",
        "",
        "",
    )


def test_the_follow_up_names_the_answer_and_leaves_out_numbers_alone(letters: Letters) -> None:
    asked = arrive(letters)
    arrive(letters, number=3, reason="bỏ cách")
    reply = letters.numbered()
    add(letters.officer, "document.link", reply, relation="answers", target=asked)
    rows = printed(letters.clerk, Form.FOLLOW_UP, Scope(register=letters.world.book))
    assert [(row[0], row[5]) for row in rows] == [("01", "01/SĐ999-TM"), ("03", "")]


def test_what_was_sent_back_stays_with_its_reason(letters: Letters) -> None:
    document = arrive(letters)
    incoming.step_for_reason(letters.clerk, document, Act.SEND_BACK, "gửi nhầm nơi nhận")
    [cells] = printed(letters.clerk, Form.INCOMING, Scope(register=letters.world.book))
    assert cells[-1] == "Đã trả lại nơi gửi: gửi nhầm nơi nhận"


def test_a_period_holds_its_days_alone_and_numbers_made_void_in_it(letters: Letters) -> None:
    arrive(letters, number=2, reason="bỏ cách")
    book, day = letters.world.book, TODAY.isoformat()
    inside = Scope(register=book, since=day, until=day)
    assert [line.number for line in books.lines(letters.clerk, Form.INCOMING, inside)] == [1, 2]
    for since, until in (("2026-01-01", "2026-11-17"), ("2026-11-19", "2026-12-31")):
        outside = Scope(register=book, since=since, until=until)
        assert books.lines(letters.clerk, Form.INCOMING, outside) == []


# -- outgoing --------------------------------------------------------------------------------------


def test_the_book_of_what_goes_out(letters: Letters) -> None:
    document = letters.sealed()
    issue(letters.clerk, document)
    sent = {"to": "Phòng Tham mưu", "way": "post", "day": "2026-11-19"}
    op = add(letters.clerk, "document.dispatch", document, **sent, copies=3, envelopes=1)
    other = {"to": "Trung đoàn 9992", "way": "hand", "day": "2026-11-20"}
    add(letters.clerk, "document.dispatch", document, **other, copies=2)
    add(letters.clerk, "document.receive", document, dispatch=op, day="2026-11-21", name="Lê A")
    scope = Scope(register=letters.book)
    assert printed(letters.clerk, Form.OUTGOING, scope) == [
        (
            "01/SĐ999-TM", "18/11/2026", "Công văn: Về việc bảo đảm thông tin liên lạc",
            "Người chi", "Phòng Tham mưu; Trung đoàn 9991; Trung đoàn 9992", "VT", "5",
            "19/11/2026", "Lê A, 21/11/2026", "",
        )
    ]  # fmt: skip
    assert printed(letters.clerk, Form.POST, Scope()) == [
        ("19/11/2026", "01/SĐ999-TM", "Phòng Tham mưu", "1", "Lê A; 21/11/2026", "")
    ]
    later = Scope(since="2026-11-20")
    assert printed(letters.clerk, Form.POST, later) == []
    for way in WAYS:
        sent = {"to": f"Nơi {way}", "way": way, "day": "2026-11-22"}
        add(letters.clerk, "document.dispatch", document, **sent)
    assert printed(letters.clerk, Form.POST, later) == [
        ("22/11/2026", "01/SĐ999-TM", "Nơi post", "0", "", "")
    ]


def test_a_cancelled_document_keeps_its_line_with_the_reason(letters: Letters) -> None:
    document = letters.numbered()
    incoming.step_for_reason(letters.clerk, document, Act.CANCEL, "sai thẩm quyền")
    [line] = books.lines(letters.clerk, Form.OUTGOING, Scope(register=letters.book))
    assert (line.fate, line.cells[-1]) == (Fate.CANCELLED, "Đã hủy: sai thẩm quyền")


def test_kept_numbers_and_ranges_that_nobody_used_have_lines(letters: Letters) -> None:
    world, store = letters.world, letters.clerk
    letters.numbered()
    with acting(store) as act:
        [lease] = act.state("register", letters.book)["leases"]
        act.add("register.reserve", letters.book, lease=lease, number=2, reason="chờ", by=act.by())
        act.append()
    world.push(world.clerk)
    arrivals, world.book = world.book, letters.book
    world.lease(world.commander, 10, 20)
    world.book = arrivals
    world.pull(world.clerk)
    found = books.lines(store, Form.OUTGOING, Scope(register=letters.book))
    assert [(line.cells[0], line.cells[-1]) for line in found] == [
        ("01/SĐ999-TM", ""),
        ("02", "Số đang giữ: chờ"),
    ]
    assert found[1].fate is Fate.RESERVED


def test_what_replaces_another_is_noted_at_both(letters: Letters) -> None:
    old, new = letters.sealed(), letters.numbered()
    issue(letters.clerk, old)
    add(letters.officer, "document.link", new, relation="replaces", target=old)
    found = books.lines(letters.clerk, Form.OUTGOING, Scope(register=letters.book))
    assert [line.cells[-1] for line in found] == [
        "Được thay thế bởi 02/SĐ999-TM",
        "Thay thế 01/SĐ999-TM",
    ]


def test_a_replacement_that_is_still_a_draft_is_not_noted(letters: Letters) -> None:
    old = letters.sealed()
    issue(letters.clerk, old)
    add(letters.officer, "document.link", letters.drafted(), relation="replaces", target=old)
    [line] = books.lines(letters.clerk, Form.OUTGOING, Scope(register=letters.book))
    assert line.cells[-1] == ""


@pytest.mark.parametrize("seed", range(2))
def test_whatever_happens_every_number_has_one_line(letters: Letters, seed: int) -> None:
    chance, store, world = Random(seed), letters.clerk, letters.world
    book, fates = world.book, dict[int, Fate]()
    world.push(world.clerk)
    world.lease(world.clerk, 10, 60)
    world.pull(world.clerk)
    while len(fates) < 30:
        top, kept = max(fates, default=0), [n for n in fates if fates[n] is Fate.RESERVED]
        match chance.choice(["next", "skip", "keep", "void", "kept", "free"]):
            case "skip":
                number = incoming.register(store, ENTRY, None, book, top + 3, "bỏ cách").number
                fates |= dict.fromkeys(range(top + 1, top + 3), Fate.VOID)
                fates[number or 0] = Fate.GIVEN
            case "keep":
                fates[numbers.reserve(store, book, "chờ ký").number or 0] = Fate.RESERVED
            case "void":
                numbers.void(store, book, [top + 1], "viết nhầm")
                fates[top + 1] = Fate.VOID
            case "kept" if kept:
                incoming.register(store, ENTRY, None, book, kept[0])
                fates[kept[0]] = Fate.GIVEN
            case "free" if kept:
                numbers.void(store, book, kept[:1], "không dùng")
                fates[kept[0]] = Fate.VOID
            case _:
                fates[incoming.register(store, ENTRY, None, book).number or 0] = Fate.GIVEN
    found = books.lines(store, Form.INCOMING, Scope(register=book))
    assert [(line.number, line.fate) for line in found] == sorted(fates.items())
    spare = {line.number for line in found if not line.entity}
    assert spare == {number for number, fate in fates.items() if fate is not Fate.GIVEN}
    counted = summary(found)
    assert (counted.first, counted.last) == (1, max(fates))
    assert counted.lines + len(counted.voids) + counted.reserved == len(fates)


def test_a_gap_between_two_ranges_is_one_line(letters: Letters) -> None:
    world = letters.world
    arrive(letters)
    world.push(world.clerk)
    world.lease(world.admin, 10, 15)
    second = {"first": 20, "end": 30}
    world.lease(world.clerk, **second)
    world.pull(world.clerk)
    while incoming.register(letters.clerk, ENTRY, None, world.book).number != 20:
        pass
    found = books.lines(letters.clerk, Form.INCOMING, Scope(register=world.book))
    gap = [line for line in found if line.fate is Fate.OPEN]
    assert [(line.cells[1], line.number, line.last) for line in gap] == [("10–14", 10, 14)]
    assert [line.number for line in found] == [*range(1, 11), 20]
    part = Scope(register=world.book, since="2026-01-01", until="2026-12-31")
    assert all(line.fate is Fate.GIVEN for line in books.lines(letters.clerk, Form.INCOMING, part))


# -- file copies and dossiers ----------------------------------------------------------------------


def test_lent_file_copies(letters: Letters) -> None:
    document = letters.sealed()
    issue(letters.clerk, document)
    dossier = dossiers.open_dossier(letters.clerk, "01.TM", "Thông tin liên lạc", "01").entity
    dossiers.put(letters.clerk, dossier, document)
    lent = {"borrower": "Trần B", "day": "2026-11-20", "allowed": "Lê C", "until": "2026-11-25"}
    loan = add(letters.clerk, "document.lend", document, **lent)
    add(letters.clerk, "document.restore", document, loan=loan, day="2026-11-24")
    assert printed(letters.clerk, Form.LOANS, Scope(until="2026-11-20")) == [
        (
            "20/11/2026", "Trần B", "01/SĐ999-TM, 18/11/2026",
            "Công văn: Về việc bảo đảm thông tin liên lạc", "01.TM", "", "24/11/2026", "Lê C",
            "Hạn trả 25/11/2026",
        )
    ]  # fmt: skip


def test_the_years_list_stands_under_numbered_headings(letters: Letters) -> None:
    names = [
        ("Tham mưu / Kế hoạch", "01.TM", "01"),
        ("Tham mưu / Kế hoạch", "02.TM", "06"),
        ("Tham mưu / Thông tin", "03.TM", "xx"),
        ("Hậu cần", "01.HC", "05"),
    ]
    for place, (heading, code, kept) in enumerate(names):
        fields = {"heading": heading, "code": code, "retention": kept, "title": f"Hồ sơ {code}"}
        more = {"year": 2026, "place": place, "keeper": letters.world.people["si"]}
        add(letters.commander, "plan.set", letters.world.unit.new_id(), fields={**fields, **more})
    year = Scope(since="2026-01-01", until="2026-12-31")
    assert printed(letters.clerk, Form.DOSSIERS, year) == [
        ("", "I. THAM MƯU", "", "", ""),
        ("", "1. Kế hoạch", "", "", ""),
        ("01.TM", "Hồ sơ 01.TM", "Vĩnh viễn", "Người si", ""),
        ("02.TM", "Hồ sơ 02.TM", "10 năm", "Người si", ""),
        ("", "2. Thông tin", "", "", ""),
        ("03.TM", "Hồ sơ 03.TM", "xx", "Người si", ""),
        ("", "II. HẬU CẦN", "", "", ""),
        ("01.HC", "Hồ sơ 01.HC", "20 năm", "Người si", ""),
    ]
    assert printed(letters.clerk, Form.DOSSIERS, Scope(since="2027-01-01")) == []


def test_what_lies_in_a_dossier_has_its_pages_in_order(letters: Letters) -> None:
    store = letters.clerk
    late = incoming.register(store, replace(ENTRY, pages=3), FILE, letters.world.book).entity
    early = replace(ENTRY, code="9/TM", document_date="2026-10-01", pages=1)
    first = incoming.register(store, early, FILE, letters.world.book).entity
    for document in (late, first):
        incoming.submit(store, document)
        incoming.take_note(letters.commander, document, "biết")
    own = letters.sealed()
    issue(store, own)
    dossier = dossiers.open_dossier(store, "01.TM", "Thông tin", "05").entity
    for document in (late, first, own):
        dossiers.put(store, dossier, document)
    rows = printed(store, Form.CONTENTS, Scope(dossier=dossier))
    assert [(row[0], row[1], row[2], row[4], row[5]) for row in rows] == [
        ("01", "9/TM", "01/10/2026", "Phòng Tham mưu", "1"),
        ("02", "217/TM-TH", "16/11/2026", "Phòng Tham mưu", "2–4"),
        ("03", "01/SĐ999-TM", "18/11/2026", "Sư đoàn Bộ binh 999 (giả lập)", "5"),
    ]
    year = Scope(since="2026-01-01", until="2026-12-31")
    assert printed(store, Form.HANDED_OVER, year) == []
    dossiers.close(store, dossier)
    dossiers.hand_over(store, [dossier])
    assert printed(store, Form.HANDED_OVER, year) == [
        ("01", "01.TM", "Thông tin", "01/10/2026 – 18/11/2026", "20 năm", "5", "")
    ]
    assert printed(store, Form.HANDED_OVER, Scope(dossier=dossier))[0][1] == "01.TM"
    assert printed(store, Form.HANDED_OVER, Scope(since="2027-01-01", until="2027-12-31")) == []


# -- covers, who sees what -------------------------------------------------------------------------


def test_a_cover_says_days_and_numbers_of_its_lines(letters: Letters) -> None:
    arrive(letters)
    arrive(letters, number=4, reason="bỏ cách")
    scope = Scope(register=letters.world.book)
    found = books.lines(letters.clerk, Form.INCOMING, scope)
    cover = books.cover(letters.clerk, Form.INCOMING, scope, found, volume=2)
    assert cover.agency == "Sư đoàn Bộ binh 999 (giả lập)"
    assert cover.name.startswith("Sổ đến ")
    assert (cover.year, cover.since, cover.until) == (2026, TODAY, TODAY)
    assert (cover.first, cover.last, cover.volume) == ("01", "04", 2)
    march = replace(scope, since="2026-03-01", until="2026-03-31")
    cover = books.cover(letters.clerk, Form.FOLLOW_UP, march, [])
    assert (cover.since, cover.until) == (datetime.date(2026, 3, 1), datetime.date(2026, 3, 31))
    assert (cover.first, cover.last) == ("", "")


def test_an_officer_sees_his_own_lines_and_no_number_without_a_document(letters: Letters) -> None:
    arrive(letters)
    mine = arrive(letters, number=4, reason="bỏ cách")
    incoming.submit(letters.clerk, mine)
    task = [Task("lead", letters.world.people["si"])]
    incoming.direct(letters.commander, mine, "Giao", task, _calendar())
    scope = Scope(register=letters.world.book)
    for form in (Form.INCOMING, Form.FOLLOW_UP):
        seen = books.lines(letters.officer, form, scope)
        assert [line.entity for line in seen] == [mine]


def test_lines_are_in_the_order_of_the_book(letters: Letters) -> None:
    keys = [(12, 0, ""), (2, 0, ""), (2, 1, "b"), (2, 2, "aa"), (2, 1, "a")]
    lines = [Line((), key) for key in keys]
    ordered = [line.key for line in sorted(lines, key=lambda line: line.key)]
    assert ordered == [(2, 0, ""), (2, 1, "a"), (2, 1, "b"), (2, 2, "aa"), (12, 0, "")]
