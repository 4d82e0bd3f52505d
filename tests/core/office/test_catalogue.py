"""The shipped lists, and lists that are refused."""

from __future__ import annotations

import datetime
import json
from collections.abc import Callable
from typing import Any

import pytest

import resources
from core import errors
from core.office import catalogue
from core.office.deadlines import add_working_days
from core.office.terms import Secrecy, Urgency

D = datetime.date
LOADERS: dict[str, Callable[[str], Any]] = {
    "document-types": catalogue.load_document_types,
    "urgency": catalogue.load_urgency,
    "secrecy": catalogue.load_secrecy,
    "retention": catalogue.load_retention,
    "ranks": catalogue.load_ranks,
    "holidays-vn": catalogue.load_holidays,
}
# the order of TT 05/2025/TT-BNV, which differs from NĐ 30/2020 after the 14th
ARCHIVE = [
    "Nghị quyết", "Quyết định", "Chỉ thị", "Quy chế", "Quy định", "Thông cáo", "Thông báo",
    "Hướng dẫn", "Chương trình", "Kế hoạch", "Phương án", "Đề án", "Dự án", "Báo cáo", "Tờ trình",
    "Giấy ủy quyền", "Phiếu gửi", "Phiếu chuyển", "Phiếu báo", "Biên bản", "Hợp đồng", "Công văn",
    "Công điện", "Bản ghi nhớ", "Bản thỏa thuận", "Giấy mời", "Giấy giới thiệu", "Giấy nghỉ phép",
    "Thư công",
]  # fmt: skip


def shipped(name: str) -> Any:
    return LOADERS[name](resources.text(f"catalogues/{name}.json"))


@pytest.mark.parametrize("name", LOADERS)
def test_every_list_says_its_version_and_source(name: str) -> None:
    table = shipped(name)
    assert table.version
    assert table.source
    assert table.effective <= D(2026, 11, 22)


def test_29_types_and_3_kinds_of_copies() -> None:
    types = shipped("document-types").items
    assert sum(not t.copy for t in types) == 29
    assert {t.abbr for t in types if t.copy} == {"SY", "TrS", "SL"}
    assert [t.code for t in types if not t.abbr] == ["cong-van", "thu-cong"]
    abbreviations = [t.abbr for t in types if t.abbr]
    assert len(set(abbreviations)) == len(abbreviations) == 30


def test_archive_codes_go_by_name() -> None:
    codes = {t.vi: t.archive for t in shipped("document-types").items if not t.copy}
    assert codes == {name: f"{place:02d}" for place, name in enumerate(ARCHIVE, 1)}


def test_codes_of_the_terms_are_in_the_lists() -> None:
    assert shipped("urgency").codes() >= set(Urgency)
    assert shipped("secrecy").codes() == set(Secrecy)
    assert [u.exchange for u in shipped("urgency").items] == [0, 1, 2, 3, 4]


def test_entries_are_found_by_code() -> None:
    types = shipped("document-types")
    assert types.find("to-trinh").abbr == "TTr"
    assert types.find("nothing") is None
    assert shipped("retention").find("05").years == 20


@pytest.mark.parametrize(
    ("start", "days", "due"),
    [
        (D(2026, 11, 20), 2, D(2026, 11, 25)),  # over 24/11
        (D(2026, 8, 21), 1, D(2026, 8, 22)),  # a Saturday worked
        (D(2026, 8, 28), 1, D(2026, 9, 3)),  # 31/8 swapped, 01–02/9
        (D(2026, 4, 24), 1, D(2026, 4, 28)),  # Giỗ Tổ on a Sunday, bù on Monday
        (D(2026, 2, 13), 1, D(2026, 2, 23)),  # Tết
        (D(2025, 4, 25), 1, D(2025, 4, 26)),
        (D(2025, 4, 29), 1, D(2025, 5, 5)),
    ],
)
def test_working_days_of_vietnam(start: datetime.date, days: int, due: datetime.date) -> None:
    result = add_working_days(start, days, shipped("holidays-vn").calendar())
    assert (result.due, result.certain) == (due, True)


def test_what_is_not_decided_is_not_certain() -> None:
    calendar = shipped("holidays-vn").calendar()
    assert calendar.is_working(D(2026, 1, 2))
    assert not calendar.is_working(D(2026, 1, 10))
    assert not add_working_days(D(2025, 12, 31), 3, calendar).certain
    assert not add_working_days(D(2026, 12, 30), 5, calendar).certain


def test_new_year_follows_the_vietnamese_moon() -> None:
    days = {d.date: d.vi for d in shipped("holidays-vn").days}
    assert days[D(2030, 2, 2)] == "Tết Nguyên Đán"


def test_culture_day_is_off_from_2026() -> None:
    days = {d.date for d in shipped("holidays-vn").days if (d.date.month, d.date.day) == (11, 24)}
    assert {d.year for d in days} == set(range(2026, 2031))


def changed(name: str, **changes: Any) -> str:
    return json.dumps(json.loads(resources.text(f"catalogues/{name}.json")) | changes)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "{}",
        "[]",
        "null",
        "{" * 5000,
        changed("ranks", version=1),
        changed("ranks", surprise=1),
        changed("ranks", items=[{"code": "a", "vi": "A", "en": "A", "group": "x"}] * 2),
        changed("ranks", items=[{"code": "a", "vi": "A", "en": "A"}]),
        " " * (catalogue.TEXT_LIMIT + 1),
    ],
)
def test_broken_lists_are_refused(text: str) -> None:
    with pytest.raises(errors.BadCatalogue):
        catalogue.load_ranks(text)


@pytest.mark.parametrize(
    "changes",
    [
        {"weekly_rest": [1, 2, 3, 4, 5, 6, 7]},
        {"days": [{"date": "2026-02-30", "kind": "off", "vi": "", "en": "", "certain": True}]},
        {"days": [{"date": "2026-02-03", "kind": "party", "vi": "", "en": "", "certain": True}]},
        {"days": [{"date": "2026-02-03", "kind": "off", "vi": "", "en": "", "certain": True}] * 2},
    ],
)
def test_broken_calendars_are_refused(changes: dict[str, Any]) -> None:
    with pytest.raises(errors.BadCatalogue):
        catalogue.load_holidays(changed("holidays-vn", **changes))


def test_the_error_names_the_place() -> None:
    with pytest.raises(errors.BadCatalogue) as caught:
        catalogue.load_ranks(changed("ranks", version=1))
    assert caught.value.facts == {"item": "$.version"}
