"""What administrators add lies over what was shipped, and nothing that is wrong does."""

from __future__ import annotations

import datetime
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

import resources
from core.office import catalogue
from core.office.catalogue import (
    DocumentType,
    Item,
    NumberScheme,
    Rank,
    Retention,
    SigningMeans,
    StockPhrase,
    Threshold,
)
from core.office.deadlines import add_working_days
from core.office.family import Families
from core.office.overlay import (
    EDITABLE,
    DaySaid,
    EntrySaid,
    Problem,
    check_day,
    check_entry,
    settled_years,
    with_days,
    with_entries,
)
from core.office.timeliness import Limits, limits

D = datetime.date
TODAY = D(2026, 11, 22)
HOLIDAYS = catalogue.load_holidays(resources.text("catalogues/holidays-vn.json"))
TYPES = catalogue.load_document_types(resources.text("catalogues/document-types.json"))
RETENTION = catalogue.load_retention(resources.text("catalogues/retention.json"))
RANKS = catalogue.load_ranks(resources.text("catalogues/ranks.json"))


def day(date: str, kind: str, changed: str = "a", name: str = "Ngày truyền thống") -> DaySaid:
    return DaySaid(date, kind, name, changed)


# -- the calendar ---------------------------------------------------------------------------------


def test_without_anything_said_the_table_is_the_shipped_one() -> None:
    assert with_days(HOLIDAYS, ()) == HOLIDAYS


def test_a_day_off_and_a_day_made_up_are_said() -> None:
    table = with_days(HOLIDAYS, [day("2026-12-22", "off"), day("2026-12-19", "worked")])
    calendar = table.calendar()
    assert not calendar.is_working(D(2026, 12, 22))
    assert calendar.is_working(D(2026, 12, 19))
    assert {each.date: each.vi for each in table.days}[D(2026, 12, 22)] == "Ngày truyền thống"


def test_plain_takes_a_shipped_day_away_and_settles_an_undecided_one() -> None:
    calendar = with_days(HOLIDAYS, [day("2026-11-24", "plain"), day("2026-01-02", "plain")])
    assert calendar.calendar().is_working(D(2026, 11, 24))
    assert D(2026, 1, 2) in HOLIDAYS.calendar().doubtful
    assert D(2026, 1, 2) not in calendar.calendar().doubtful


def test_what_is_said_is_certain() -> None:
    unsure = next(each for each in HOLIDAYS.days if each.date.year == 2027 and not each.certain)
    said = day(unsure.date.isoformat(), "off")
    assert unsure.date not in with_days(HOLIDAYS, [said]).calendar().doubtful


def test_of_two_for_one_date_the_later_counts() -> None:
    early, late = day("2026-12-22", "off", "a"), day("2026-12-22", "plain", "b")
    assert with_days(HOLIDAYS, [early, late]) == with_days(HOLIDAYS, [late, early]) == HOLIDAYS


def test_the_version_names_the_table_and_what_lies_over_it() -> None:
    one = with_days(HOLIDAYS, [day("2026-12-22", "off")])
    other = with_days(HOLIDAYS, [day("2026-12-23", "off")])
    assert one.version.startswith(f"{HOLIDAYS.version}+")
    assert one.version != other.version
    assert one.version == with_days(HOLIDAYS, [day("2026-12-22", "off", "z", "khác")]).version
    assert with_days(HOLIDAYS, [day("2026-12-22", "plain")]).version == HOLIDAYS.version


@pytest.mark.parametrize(
    "said",
    [day("2026-02-30", "off"), day("", "off"), day("2026-12-22", "party"), day("20261222", "off")],
)
def test_a_day_that_is_none_lies_nowhere(said: DaySaid) -> None:
    assert with_days(HOLIDAYS, [said]) == HOLIDAYS


@given(
    st.lists(
        st.tuples(
            st.dates(D(2026, 1, 1), D(2026, 3, 1)), st.sampled_from(["off", "worked", "plain"])
        ),
        max_size=12,
    )
)
def test_every_day_is_what_was_said_last_or_what_was_shipped(
    said: list[tuple[datetime.date, str]],
) -> None:
    table = with_days(
        HOLIDAYS, [day(when.isoformat(), kind, f"{n:03}") for n, (when, kind) in enumerate(said)]
    )
    last, calendar, before = dict(said), table.calendar(), HOLIDAYS.calendar()
    for offset in range(60):
        when = D(2026, 1, 1) + datetime.timedelta(days=offset)
        expected = {
            "off": False,
            "worked": True,
            "plain": when.isoweekday() < 6,
            None: before.is_working(when),
        }[last.get(when)]
        assert calendar.is_working(when) == expected


@pytest.mark.parametrize(
    ("date", "kind", "name", "field"),
    [
        ("", "off", "x", "date"),
        ("2026-02-30", "off", "x", "date"),
        ("2026-12-22", "party", "x", "kind"),
        ("2026-12-22", "worked", "  ", "name"),
        ("2026-12-22", "plain", "x" * 201, "name"),
    ],
)
def test_a_wrong_day_is_refused_at_its_field(date: str, kind: str, name: str, field: str) -> None:
    assert [problem.field for problem in check_day(date, kind, name)] == [field]


def test_a_plain_day_needs_no_name() -> None:
    assert check_day("2026-12-22", "plain", "") == ()
    assert check_day("2026-12-22", "off", "Nghỉ") == ()


def test_a_year_that_is_settled_is_certain_and_covered() -> None:
    before = HOLIDAYS.calendar()
    assert 2027 not in before.covered
    table = with_days(HOLIDAYS, [], {2027})
    calendar = table.calendar()
    assert 2027 in calendar.covered
    assert not [day for day in calendar.doubtful if day.year == 2027]
    others = {day for day in before.doubtful if day.year != 2027}
    assert others
    assert calendar.doubtful == others
    assert calendar.off == before.off
    assert table.version != HOLIDAYS.version
    start = D(2027, 3, 1)
    assert not add_working_days(start, 3, before).certain
    assert add_working_days(start, 3, calendar).certain


def test_an_undecided_day_of_a_settled_year_is_as_its_weekday() -> None:
    undecided = [day for day in HOLIDAYS.days if day.kind == "unsettled"]
    assert {day.date.year for day in undecided} == {2026}
    table = with_days(HOLIDAYS, [], {2026})
    assert not [day for day in table.days if day.kind == "unsettled"]
    assert table.calendar().is_working(D(2026, 1, 2))


def test_of_two_words_on_a_year_the_later_counts_and_nonsense_none() -> None:
    def year(code: str, settled: object, changed: str) -> EntrySaid:
        return EntrySaid(code, {"settled": settled}, changed)

    entries = [year("2027", True, "a"), year("2027", False, "b"), year("2028", True, "a")]
    assert settled_years(entries) == {2028}
    assert settled_years(reversed(entries)) == {2028}
    wrong = [year("20a7", True, "a"), year("1", True, "a"), year("2029", "yes", "a")]
    assert settled_years(wrong) == frozenset()


# -- catalogues -----------------------------------------------------------------------------------


def said(code: str, changed: str = "a", **fields: Any) -> EntrySaid:
    return EntrySaid(code, {"catalogue": "document-types", "code": code, **fields}, changed)


MEMO: dict[str, Any] = {"vi": "Phiếu trình nhanh", "en": "Short submission", "abbr": "PTN"}


def test_a_new_entry_follows_the_shipped_ones_and_the_version_says_so() -> None:
    table = with_entries(TYPES, DocumentType, [said("phieu-trinh-nhanh", **MEMO)], TODAY)
    assert [item.code for item in table.items] == [i.code for i in TYPES.items] + [
        "phieu-trinh-nhanh"
    ]
    assert table.items[-1].abbr == "PTN"
    assert table.version.startswith(f"{TYPES.version}+")
    assert with_entries(TYPES, DocumentType, (), TODAY) == TYPES


def test_a_changed_entry_keeps_its_place_and_the_later_word_counts() -> None:
    entries = [
        said("bao-cao", "b", vi="Báo cáo", en="Report", abbr="BCA"),
        said("bao-cao", "a", vi="Báo cáo", en="Report", abbr="BCX"),
    ]
    table = with_entries(TYPES, DocumentType, entries, TODAY)
    assert [item.code for item in table.items] == [item.code for item in TYPES.items]
    found = table.find("bao-cao")
    assert found is not None
    assert found.abbr == "BCA"


def test_an_ended_entry_may_not_be_chosen_and_still_names_old_documents() -> None:
    ended = said("thu-cong", vi="Thư công", en="Official letter", until="2026-06-30")
    table = with_entries(TYPES, DocumentType, [ended], TODAY)
    assert "thu-cong" not in table.codes()
    found = table.find("thu-cong")
    assert found is not None
    assert found.vi == "Thư công"
    assert "thu-cong" in with_entries(TYPES, DocumentType, [ended], D(2026, 6, 30)).codes()


def test_an_entry_that_has_not_begun_waits() -> None:
    coming = said("phieu-trinh-nhanh", since="2027-01-01", **MEMO)
    assert "phieu-trinh-nhanh" not in with_entries(TYPES, DocumentType, [coming], TODAY).codes()
    later = with_entries(TYPES, DocumentType, [coming], D(2027, 1, 1))
    assert "phieu-trinh-nhanh" in later.codes()


@pytest.mark.parametrize(
    "wrong",
    [
        {"vi": 1},
        {"surprise": "x"},
        {"until": "never"},
        {"since": "2027-01-02", "until": "2027-01-01"},
        {"abbr": "P T"},
        {"vi": ["a"]},
    ],
)
def test_what_a_commit_says_wrongly_lies_nowhere(wrong: dict[str, Any]) -> None:
    entry = said("phieu-trinh-nhanh", **{**MEMO, **wrong})
    assert with_entries(TYPES, DocumentType, [entry], TODAY) == TYPES


@given(
    st.dictionaries(
        st.sampled_from(["vi", "en", "abbr", "form", "copy", "since", "until", "years", "x"]),
        st.one_of(
            st.text(max_size=12),
            st.integers(),
            st.booleans(),
            st.lists(st.text(max_size=3), max_size=2),
        ),
    )
)
def test_no_fields_from_outside_break_a_list(fields: dict[str, Any]) -> None:
    table = with_entries(TYPES, DocumentType, [EntrySaid("x", fields, "a")], TODAY)
    assert {item.code for item in TYPES.items} <= table.codes()


# -- what a person enters -------------------------------------------------------------------------


def problems(new: bool = True, **fields: Any) -> tuple[Problem, ...]:
    return check_entry(TYPES, DocumentType, {"code": "ptn", **MEMO, **fields}, new)


def test_a_right_entry_has_no_problem() -> None:
    assert problems() == ()
    assert problems(since="2027-01-01", until="2027-01-01", copy="false", form="1.4") == ()


@pytest.mark.parametrize(
    ("fields", "expected"),
    [
        ({"code": ""}, [Problem("code", "missing")]),
        ({"vi": "", "en": ""}, [Problem("vi", "missing"), Problem("en", "missing")]),
        ({"code": "Phiếu"}, [Problem("code", "wrong")]),
        ({"code": "a" * 41}, [Problem("code", "wrong")]),
        ({"code": "bao-cao"}, [Problem("code", "taken")]),
        ({"abbr": "BC"}, [Problem("abbr", "taken")]),
        ({"abbr": "B C"}, [Problem("abbr", "wrong")]),
        ({"abbr": "ABCDEFGHIJK"}, [Problem("abbr", "wrong")]),
        ({"since": "mai"}, [Problem("since", "wrong")]),
        ({"since": "2027-01-02", "until": "2027-01-01"}, [Problem("until", "order")]),
        ({"years": "5"}, [Problem("years", "wrong")]),
        ({"vi": "x" * 201}, [Problem("vi", "wrong")]),
    ],
)
def test_each_problem_is_told_at_its_field(fields: dict[str, Any], expected: list[Problem]) -> None:
    assert list(problems(**fields)) == expected


def test_a_change_keeps_its_code_and_its_own_abbreviation() -> None:
    entry = {"code": "bao-cao", "vi": "Báo cáo", "en": "Report", "abbr": "BC"}
    assert check_entry(TYPES, DocumentType, entry, new=False) == ()


@pytest.mark.parametrize(
    ("years", "wrong"), [("15", False), ("", False), ("0", True), ("mười", True), ("1000", True)]
)
def test_years_of_retention_are_a_number(years: str, wrong: bool) -> None:
    entry = {"code": "15-nam", "vi": "15 năm", "en": "15 years", "years": years}
    found = check_entry(RETENTION, Retention, entry, new=True)
    assert [problem.field for problem in found] == (["years"] if wrong else [])


def test_a_rank_has_its_group_and_no_other_lists_fields() -> None:
    entry = {"code": "x", "vi": "X", "en": "X"}
    assert check_entry(RANKS, Rank, {**entry, "group": "officer"}, new=True) == ()
    found = check_entry(RANKS, Rank, {**entry, "group": "officer", "abbr": "X"}, new=True)
    assert found == (Problem("abbr", "wrong"),)
    assert check_entry(RANKS, Rank, entry, new=True) == (Problem("group", "missing"),)


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"days": "5"}, ""),
        ({"days": "0"}, "days"),
        ({"days": "61"}, "days"),
        ({"days": "ba"}, "days"),
        ({"days": ""}, "days"),
        ({"days": "5", "until": "2026-12-31"}, "until"),
    ],
)
def test_a_threshold_is_a_number_of_days_and_never_ends(
    changes: dict[str, str], field: str
) -> None:
    table = catalogue.load_thresholds(resources.text("catalogues/thresholds.json"))
    entry = {"code": "soon", "vi": "Sắp", "en": "Soon", **changes}
    found = check_entry(table, Threshold, entry, new=False)
    assert [problem.field for problem in found] == ([field] if field else [])
    laid = with_entries(table, Threshold, [EntrySaid("soon", entry, "a")], TODAY)
    assert limits(laid) == Limits(2 if field else 5, 3)


def test_every_list_that_is_edited_is_shipped_in_its_shape() -> None:
    shapes: dict[str, Any] = {
        "document-types": catalogue.Catalogue[DocumentType],
        "retention": catalogue.Catalogue[Retention],
        "ranks": catalogue.Catalogue[Rank],
        "directive-phrases": catalogue.Catalogue[Item],
        "draft-phrases": catalogue.Catalogue[StockPhrase],
        "number-schemes": catalogue.Catalogue[NumberScheme],
        "thresholds": catalogue.Catalogue[Threshold],
        "signing-means": catalogue.Catalogue[SigningMeans],
        "must-open": catalogue.Catalogue[Item],
        "forms": Families,
    }
    assert shapes.keys() == EDITABLE.keys()
    for name, shape in shapes.items():
        table = catalogue.decode(resources.text(f"catalogues/{name}.json"), shape)
        assert {type(item) for item in table.items} == {EDITABLE[name]}


@pytest.mark.parametrize("modules", ["/tmp/x.so", "..\\x.dll", "x.exe", "a.so,, ../b.so"])
def test_a_family_of_tokens_names_files_and_no_places(modules: str) -> None:
    table = catalogue.load_signing_means(resources.text("catalogues/signing-means.json"))
    entry = {"code": "thu", "vi": "Thử", "en": "Trial", "modules": modules}
    assert Problem("modules", "wrong") in check_entry(table, SigningMeans, entry, new=True)
    assert with_entries(table, SigningMeans, [EntrySaid("thu", entry, "a")], TODAY) == table
    good = entry | {"modules": "a.so, b-1.dll"}
    laid = with_entries(table, SigningMeans, [EntrySaid("thu", good, "a")], TODAY)
    assert laid.items[-1].files() == ("a.so", "b-1.dll")
