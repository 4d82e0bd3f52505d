"""A filter finds exactly what a slow look at every document that the person sees finds, whatever it
asks and whatever it stands on; lists are in the order that people expect.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Any

import pytest
import sqlalchemy as sa
from hypothesis import given, settings
from hypothesis import strategies as st

from core import text
from core.office.terms import Kind, State, Urgency
from db import facts, local, models, projections, visible
from db.acting import Store
from db.actions import arrangements as arranging
from db.actions import authority, dossiers, incoming
from db.engine import writes
from db.queries import arrangements, documents, filters, office, worklists
from db.queries.arrangements import Arrangement
from db.queries.asking import ME, Filter
from db.queries.documents import View
from db.queries.filters import Question
from db.queries.sorting import Order
from tests.db.test_ledger import ENTRY, _calendar
from tests.db.test_worklists import Office, _put

SECTION = "7ZZZZZZZZZZZZZZZZZZZZZZZZZ"
SUBJECTS = ("Về việc bảo đảm thông tin", "Đường truyền quý IV", "Ấn định lịch trực", "ôn tập")
ISSUERS = ("Phòng Tham mưu", "Cục Hậu cần", "Đơn vị Ă", "")
TYPES = ("cong-van", "bao-cao", "thong-bao")
DAYS = ("2026-11-10", "2026-11-18", "2026-11-20", "2026-12-02")
WORDS = ("bao dam", "bảo", "thong ti", "đường tru", "dươ", "quy iv", "…", "phong", "khong co")
STATES = (State.REGISTERED, State.SUBMITTED, State.IN_PROGRESS, State.DRAFT)
LATE = View((Kind.INCOMING,), (State.REGISTERED, State.SUBMITTED), due_before=DAYS[2])
BASES = (None, LATE, "unit_open", "lead", "drafts", "khong-co")
LOOKERS = ("van", "si", "phu", "quan")


@pytest.fixture(scope="module")
def unit(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Office]:
    """Eleven documents of both directions in four states, some in a dossier; ``si`` in a
    section."""
    made = Office(tmp_path_factory.mktemp("filters"))
    world = made.world
    author = replace(world.admin.store.author, person=made.people["quan"])
    admin = replace(world.admin.store, author=author)
    authority.set_unit(admin, SECTION, name="Ban Tác huấn", parent=world.unit.unit)
    authority.set_person(admin, made.people["si"], name="Người si", unit=SECTION)
    world.push(world.admin)
    world.pull(world.clerk)
    shelf = dossiers.open_dossier(made.at("van"), "01.TM", "Diễn tập", "10-years").entity
    for place in range(11):
        one = made.drafted("si") if place % 5 == 4 else _arrived(made, place)
        _put(
            made, one, urgency=list(Urgency)[place % 4].value, dated=DAYS[place % 4],
            due=(*DAYS, None)[place * 3 % 5], symbol="TM",
        )  # fmt: skip
        if place % 7 == 2:
            dossiers.put(made.at("van"), shelf, one)
    yield made
    made.world.close()


def _arrived(made: Office, place: int) -> str:
    entry = replace(
        ENTRY, code=f"{12 - place}/X", subject=SUBJECTS[place % 4], issuer=ISSUERS[place % 4],
        type=TYPES[place % 3], pages=place,
    )  # fmt: skip
    document = incoming.register(made.at("van"), entry, None, made.world.book).entity
    if place % 3:
        incoming.submit(made.at("van"), document)
    if place % 3 == 2:
        task = made.task("lead", ("si", "phu")[place % 2])
        incoming.direct(made.at("chi"), document, "Giao", [task], _calendar())
    return document


# -- the slow look ---------------------------------------------------------------------------------


@dataclass(frozen=True)
class Known:
    """A document with everything that a filter can ask of it, read table by table."""

    row: dict[str, Any]
    text: str
    handlers: frozenset[str]
    units: frozenset[str]
    concerned: frozenset[str]
    filed: bool


def _known(store: Store) -> list[Known]:
    """Every document that the person sees."""
    numbers = set(filters.ids(store, Filter()))
    with store.engine.begin() as connection:
        tables = {
            table: [dict(row) for row in connection.execute(sa.select(table)).mappings()]
            for table in (
                models.Document, models.Assignment, models.Signature, models.DossierItem,
                models.Dossier, models.Person, models.Unit,
            )
        }  # fmt: skip
        rows = [row for row in tables[models.Document] if row["n"] in numbers]
        states = facts.states(connection, [("document", row["id"]) for row in rows])
        words = {row["id"]: projections.words(states["document", row["id"]]) for row in rows}
    return [_put_together(row, words[row["id"]], tables) for row in rows]


def _put_together(row: dict[str, Any], words: str, tables: dict[Any, Any]) -> Known:
    def of(table: Any) -> list[dict[str, Any]]:
        return [one for one in tables[table] if one["document"] == row["id"]]

    handlers = {one["person"] for one in of(models.Assignment)}
    parents = {one["id"]: one["parent"] for one in tables[models.Unit]}
    units = {one["unit"] for one in tables[models.Person] if one["id"] in handlers}
    units |= {parents[one] for one in units if one in parents}
    shelves = {one["dossier"] for one in of(models.DossierItem)}
    keepers = {one["keeper"] for one in tables[models.Dossier] if one["id"] in shelves}
    signers = {one["person"] for one in of(models.Signature)}
    concerned = handlers | keepers | signers | {row["drafter"]}
    return Known(
        row, words, frozenset(handlers), frozenset(units), frozenset(concerned), bool(shelves)
    )


def _fits(known: Known, asked: Filter, me: str, mine: str, today: str) -> bool:
    """One field after the other, in plain words."""
    row = known.row
    day, due = row["dated"] or row["document_date"] or "", row["due"] or ""
    counted = row["state"] in {"registered", "submitted", "in_progress", "coordinating"}
    dues = {"any": True, "late": bool(due) and due < today and counted, "today": due == today,
            "ahead": due > today, "none": not due}  # fmt: skip
    answers = (
        not asked.kinds or row["kind"] in asked.kinds,
        not asked.states or row["state"] in asked.states,
        not asked.types or row["type"] in asked.types,
        not asked.urgencies or row["urgency"] in asked.urgencies,
        not asked.issuer or text.fold(asked.issuer) in text.fold(row["issuer"]),
        dues[asked.due],
        not asked.assignee or (me if asked.assignee == ME else asked.assignee) in known.handlers,
        not asked.concerns or (me if asked.concerns == ME else asked.concerns) in known.concerned,
        not asked.unit or (mine if asked.unit == ME else asked.unit) in known.units,
        not asked.since or (bool(day) and day >= asked.since),
        not asked.until or (bool(day) and day <= asked.until),
        not asked.due_since or (bool(due) and due >= asked.due_since),
        not asked.due_until or (bool(due) and due <= asked.due_until),
        asked.filed == "any" or (asked.filed == "in") is known.filed,
        not asked.words or _says(known.text, asked.words),
    )
    return all(answers)


def _says(said: str, asked: str) -> bool:
    """Every word, the last one as a beginning, marks aside."""
    wanted = [word.folded for word in text.words(asked)]
    there = {word.folded for word in text.words(said)}
    if not wanted:
        return False
    *whole, last = wanted
    return set(whole) <= there and any(word.startswith(last) for word in there)


def _asked(people: dict[str, str], unit: str) -> st.SearchStrategy[Filter]:
    """A filter that asks up to three things."""

    def some(values: tuple[Any, ...]) -> st.SearchStrategy[tuple[Any, ...]]:
        return st.lists(st.sampled_from(values), min_size=1, max_size=2, unique=True).map(tuple)

    person = st.sampled_from((ME, people["si"], people["phu"], people["van"]))
    day = st.sampled_from(DAYS)
    fields: dict[str, st.SearchStrategy[Any]] = {
        "kinds": some((Kind.INCOMING, Kind.OUTGOING)),
        "states": some(STATES),
        "types": some(TYPES),
        "urgencies": some(tuple(Urgency)),
        "issuer": st.sampled_from(("phong", "CỤC", "ă", "khong")),
        "due": st.sampled_from(("late", "today", "ahead", "none")),
        "filed": st.sampled_from(("in", "out")),
        "words": st.sampled_from(WORDS),
        "unit": st.sampled_from((ME, SECTION, unit)),
        **dict.fromkeys(("assignee", "concerns"), person),
        **dict.fromkeys(("since", "until", "due_since", "due_until"), day),
    }
    names = st.lists(st.sampled_from(sorted(fields)), max_size=3, unique=True)
    chosen = names.map(lambda few: {name: fields[name] for name in few})
    return chosen.flatmap(st.fixed_dictionaries).map(lambda values: Filter(**values))


@settings(max_examples=60, deadline=None)
@given(data=st.data())
def test_a_filter_finds_what_a_slow_look_finds_and_counts_it(
    unit: Office, data: st.DataObject
) -> None:
    who = data.draw(st.sampled_from(LOOKERS))
    asked = data.draw(st.lists(_asked(unit.people, unit.world.unit.unit), min_size=1, max_size=9))
    base = data.draw(st.sampled_from(BASES))
    store = unit.at(who)
    today = store.today().isoformat()
    mine = SECTION if who == "si" else unit.world.unit.unit
    standing = set(_standing(store, base))
    found = [set(filters.ids(store, one, base)) for one in asked]
    for one, numbers in zip(asked, found, strict=True):
        slow = {
            known.row["n"]
            for known in _KNOWN.setdefault(who, _known(store))
            if _fits(known, one, unit.people[who], mine, today)
        }
        assert numbers == slow & standing, one
    counted = filters.counts(store, {str(n): Question(one, base) for n, one in enumerate(asked)})
    assert list(counted.values()) == [len(numbers) for numbers in found]


_KNOWN: dict[str, list[Known]] = {}


def _standing(store: Store, base: View | str | None) -> list[int]:
    """What there is without a filter: as the registers and the work lists have it themselves."""
    if base is None:
        return [*filters.ids(store, Filter())]
    if isinstance(base, View):
        return [*documents.ids(store, base)]
    return [*worklists.ids(store, base)]


def test_who_sees_nothing_finds_nothing_and_nobody_finds_more_than_he_sees(unit: Office) -> None:
    assert not filters.ids(unit.at("quan"), Filter())
    store = unit.at("si")
    with store.engine.begin() as connection:
        seen = set(visible.row_numbers(connection, store.viewer) or ())
    assert set(filters.ids(store, Filter())) == seen
    assert seen < set(filters.ids(unit.at("van"), Filter()))


# -- order -----------------------------------------------------------------------------------------


def _in(unit: Office, order: Order, column: str, **names: str) -> list[Any]:
    store = unit.at("van")
    rows = documents.rows(store, filters.ids(store, Filter((Kind.INCOMING,)), None, order, names))
    return [getattr(row, column) for row in rows]


def _without_repeats(values: list[Any]) -> list[Any]:
    return list(dict.fromkeys(values))


def test_texts_stand_as_in_the_vietnamese_alphabet_and_what_is_empty_last(unit: Office) -> None:
    rising = ["Cục Hậu cần", "Đơn vị Ă", "Phòng Tham mưu", ""]
    assert _without_repeats(_in(unit, Order("issuer", False), "issuer")) == rising
    falling = ["Phòng Tham mưu", "Đơn vị Ă", "Cục Hậu cần", ""]
    assert _without_repeats(_in(unit, Order("issuer", True), "issuer")) == falling
    subjects = _without_repeats(_in(unit, Order("subject", False), "subject"))
    assert subjects == ["Ấn định lịch trực", "Đường truyền quý IV", "ôn tập", SUBJECTS[0]]
    codes = _in(unit, Order("code", False), "code")
    assert codes == sorted(codes, key=lambda code: int(code.split("/")[0]))


def test_people_stand_by_their_given_names_and_types_by_their_words(unit: Office) -> None:
    leads = _in(unit, Order("lead", False), "lead")
    assert _without_repeats(leads) == ["Người phu", "Người si", ""]
    words = {"cong-van": "Z", "bao-cao": "Báo cáo", "thong-bao": "Ăn"}
    types = _in(unit, Order("type", False), "type", **words)
    assert _without_repeats(types) == ["thong-bao", "bao-cao", "cong-van"]


def test_numbers_days_and_ranks_rise_and_fall_and_the_newest_is_first_among_equals(
    unit: Office,
) -> None:
    assert _in(unit, Order("number", False), "number") == list(range(1, 10))
    assert _in(unit, Order("arrived", True), "number") == list(range(9, 0, -1))
    days = _in(unit, Order("dated", True), "dated")
    assert days == sorted(days, reverse=True)
    urgencies = _in(unit, Order("urgency", True), "urgency")
    assert _without_repeats(urgencies) == [level.value for level in reversed(Urgency)]
    for down in (False, True):
        dues = _in(unit, Order("due", down), "due")
        there = [due for due in dues if due]
        assert dues == [*sorted(there, reverse=down), *[None] * (len(dues) - len(there))]
    by_issuer: dict[str, list[int]] = {}
    order = Order("issuer", True)
    pairs = zip(_in(unit, order, "issuer"), _in(unit, order, "number"), strict=True)
    for issuer, number in pairs:
        by_issuer.setdefault(issuer, []).append(number)
    assert all(equal == sorted(equal, reverse=True) for equal in by_issuer.values())


def test_a_list_is_as_its_person_likes_it_on_each_screen(unit: Office) -> None:
    store = unit.at("van")
    liked = Arrangement(("number", "subject"), Order("lead", False))
    arranging.keep(store, "incoming", liked)
    arranging.keep(store, "outgoing", Arrangement())
    assert arrangements.arrangement(store, "incoming") == liked
    assert arrangements.arrangement(store, "home") == Arrangement()
    assert arrangements.arrangement(unit.at("si"), "incoming") == Arrangement()
    with writes(store.engine).begin() as connection:
        place = arrangements.place(store.author.person)
        local.put_value(connection, place, b'{"incoming":{"order":{"by":"mau"}}}')
    assert arrangements.arrangement(store, "incoming") == Arrangement()


def test_the_units_that_somebody_is_in(unit: Office) -> None:
    assert (SECTION, "Ban Tác huấn") in office.units(unit.at("van"))
