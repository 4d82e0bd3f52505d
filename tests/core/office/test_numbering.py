"""Numbers, symbols and leases."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core import errors
from core.office.numbering import (
    CODE_LIMIT,
    LETTER,
    SKIP_LIMIT,
    TYPED,
    Code,
    Number,
    compose_symbol,
    full_code,
    late_number,
    move_forward,
    next_number,
    parse_code,
    parse_number,
    readable_pattern,
    uniqueness_key,
)


@pytest.mark.parametrize(
    ("number", "text"),
    [(Number(1), "01"), (Number(9, "b"), "09b"), (Number(10), "10"), (Number(1285), "1285")],
)
def test_numbers_below_ten_are_padded(number: Number, text: str) -> None:
    assert number.text() == text
    assert parse_number(text) == number


@given(st.integers(1, 10**8), st.text("abcdeghik", max_size=2))
def test_a_written_number_reads_back(value: int, suffix: str) -> None:
    number = Number(value, suffix)
    assert parse_number(f" {number.text().upper()} ") == number


@pytest.mark.parametrize("text", ["", "0", "00", "a", "12abc", "1.2", "-3", "１２", "1 2"])
def test_what_is_no_number_is_not_read_as_one(text: str) -> None:
    assert parse_number(text) is None


def test_numbers_sort_as_in_the_book() -> None:
    book = [Number(2), Number(10), Number(12), Number(12, "a"), Number(12, "b"), Number(13)]
    assert sorted(book[i] for i in (3, 0, 5, 2, 4, 1)) == book


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("217/TM-TH", Code("217", "TM-TH")),
        ("Số: 217/TM-TH", Code("217", "TM-TH")),
        ("SỐ:217 / TM – TH", Code("217", "TM-TH")),
        ("so 217/TM-TH", Code("217", "TM-TH")),
        ("12a/QĐ-SĐ999", Code("12a", "QĐ-SĐ999")),
        ("12-NQ/ĐU", Code("12", "NQ/ĐU", "-")),
        ("01/2025/NQ-HĐND", Code("01", "2025/NQ-HĐND")),
        ("05", Code("05", "")),
        ("05/", Code("05", "")),
        ("Số:      /BC-SĐ999", Code("", "BC-SĐ999")),
        ("Không số", Code("", "Không số")),
        ("", Code("", "")),
    ],
)
def test_numbers_and_symbols_as_others_print_them(text: str, code: Code) -> None:
    assert parse_code(text) == code
    assert parse_code(unicodedata.normalize("NFD", text)) == code


def test_the_separator_is_kept() -> None:
    assert parse_code("Số 12-NQ/ĐU").text() == "12-NQ/ĐU"
    assert Code("217", "TM-TH").text() == "217/TM-TH"
    assert Code("217", "").text() == "217"


@given(st.text(max_size=CODE_LIMIT + 20))
def test_any_text_is_read_or_refused(text: str) -> None:
    try:
        code = parse_code(text)
    except errors.BadDocumentCode:
        return
    assert len(code.text()) <= CODE_LIMIT
    assert code.number == "" or code.number[0].isdigit()
    assert code.text() == code.text().strip("/-")


@pytest.mark.parametrize("text", ["1" * (CODE_LIMIT + 1), "217/TM\x00TH", "217\n/TM"])
def test_absurd_codes_are_refused(text: str) -> None:
    with pytest.raises(errors.BadDocumentCode):
        parse_code(text)


SHIPPED = {TYPED: "{type}-{issuer}", LETTER: "{issuer}-{drafter}"}


def symbol(code: str, abbr: str = "", drafter: str = "TM", **own: str) -> str:
    patterns = {**SHIPPED, **own}
    return compose_symbol(patterns, code, abbr=abbr, issuer="SĐ999", drafter=drafter)


def test_symbols_of_typed_documents_and_letters() -> None:
    assert symbol("quyet-dinh", "QĐ") == "QĐ-SĐ999"
    assert symbol("cong-van") == "SĐ999-TM"
    assert symbol("cong-van", drafter="") == "SĐ999"
    assert full_code(Number(5), symbol("cong-van", drafter=" T M ")) == "05/SĐ999-TM"


def test_a_unit_may_set_its_own_scheme_for_all_or_for_a_type() -> None:
    assert symbol("bao-cao", "BC", typed="{type}-{issuer}-{drafter}") == "BC-SĐ999-TM"
    own = {"chi-thi": "{drafter}/{type}.{issuer}"}
    assert symbol("chi-thi", "CT", **own) == "TM/CT.SĐ999"
    assert symbol("bao-cao", "BC", **own) == "BC-SĐ999"
    assert symbol("bao-cao", "BC", drafter="", typed="{type}-{drafter}-{issuer}") == "BC-SĐ999"


@pytest.mark.parametrize(
    ("pattern", "good"),
    [
        ("{type}-{issuer}", True),
        ("NB.{drafter}/{issuer}", True),
        ("SĐ999", False),
        ("{type}-{year}", False),
        ("{type} {issuer}", False),
        ("{type}{", False),
        ("{type}" * 7, False),
    ],
)
def test_patterns_that_symbols_can_be_made_by(pattern: str, good: bool) -> None:
    assert readable_pattern(pattern) is good


def test_number_and_symbol_are_unique_per_agency_and_year() -> None:
    key = uniqueness_key("sd999", 2026, Number(5), "SĐ999-TM")
    assert key == uniqueness_key("sd999", 2026, Number(5), unicodedata.normalize("NFD", "sđ999-tm"))
    assert key != uniqueness_key("sd999", 2026, Number(5, "a"), "SĐ999-TM")
    assert key != uniqueness_key("sd999", 2027, Number(5), "SĐ999-TM")
    assert key != uniqueness_key("sd998", 2026, Number(5), "SĐ999-TM")


@given(st.integers(1, 1000), st.integers(0, 60))
def test_a_lease_gives_each_of_its_numbers_once_in_order(first: int, size: int) -> None:
    last = first - 1
    for expected in range(first, first + size):
        last = next_number(first, first + size, last)
        assert last == expected
    with pytest.raises(errors.NoNumbersLeft):
        next_number(first, first + size, last)


def test_a_lease_may_start_at_any_number_and_ignores_earlier_ones() -> None:
    assert next_number(1285, 1300, 0) == 1285
    assert next_number(1285, 1300, 1280) == 1285
    assert next_number(1285, 1300, 1285) == 1286


@pytest.mark.parametrize(("first", "end", "last"), [(0, 5, 0), (5, 10, 10), (5, 10, 99), (5, 3, 7)])
def test_a_counter_that_disagrees_with_its_lease_gives_nothing(
    first: int, end: int, last: int
) -> None:
    with pytest.raises(errors.NumberOutOfLease):
        next_number(first, end, last)


@given(st.integers(1, 50), st.integers(1, 500), st.integers(0, 500), st.integers(0, 700))
def test_moving_forward_leaves_no_number_without_a_fate(
    first: int, size: int, used: int, wanted: int
) -> None:
    end = first + size
    last = min(first - 1 + used, end - 1)
    try:
        voids = move_forward(first, end, last, wanted, "bỏ trang")
    except (errors.NumberPassed, errors.NumberOutOfLease, errors.NoNumbersLeft):
        skipped = wanted - last - 1
        assert wanted <= last or wanted >= end or last == end - 1 or skipped > SKIP_LIMIT
        return
    assert last < wanted < end
    assert len(voids) <= SKIP_LIMIT
    assert [v.number for v in voids] == list(range(last + 1, wanted))
    assert {v.reason for v in voids} <= {"bỏ trang"}


def test_skipping_needs_a_reason_and_the_next_number_does_not() -> None:
    assert move_forward(1, 100, 4, 5, "") == ()
    with pytest.raises(errors.NumberSkipNeedsReason) as caught:
        move_forward(1, 100, 4, 8, "  ")
    assert caught.value.facts == {"first": 5, "last": 7}


def test_the_ends_of_a_lease_and_of_skipping() -> None:
    assert len(move_forward(1, 1000, 0, SKIP_LIMIT + 1, "bỏ")) == SKIP_LIMIT
    assert move_forward(1, 10, 8, 9, "") == ()
    for end, wanted in ((1000, SKIP_LIMIT + 2), (10, 10)):
        with pytest.raises(errors.NumberOutOfLease):
            move_forward(1, end, 0, wanted, "bỏ")


def test_numbers_never_go_back() -> None:
    with pytest.raises(errors.NumberPassed) as caught:
        move_forward(1, 100, 4, 4, "nhầm")
    assert caught.value.facts == {"number": 4, "last": 4}


def test_late_numbers_follow_one_another_to_the_last_suffix() -> None:
    found, suffix = [], ""
    while len(found) < 26 + 26 * 26:
        number = late_number(12, suffix)
        assert number.value == 12
        assert (len(number.suffix), number.suffix) > (len(suffix), suffix)
        suffix = number.suffix
        found.append(suffix)
    assert (found[:2], found[25:27], found[-1]) == (["a", "b"], ["z", "aa"], "zz")
    with pytest.raises(errors.SuffixRefused):
        late_number(12, "zz")
