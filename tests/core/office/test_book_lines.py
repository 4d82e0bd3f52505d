"""Cells as printed, sums, the code of a printing, and what stands at the end."""

from __future__ import annotations

import datetime
from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from core.office.book_lines import (
    Fate,
    Line,
    Summary,
    check_code,
    summary,
    sums,
    texts,
    thousands,
    totals,
)
from core.office.books import BOOKS, Form

DAY = datetime.date(2026, 3, 5)
OUT = BOOKS[Form.OUTGOING]


def line(number: int = 5, copies: int | str = 12, fate: Fate = Fate.GIVEN, note: str = "") -> Line:
    cells = (f"{number:02d}/SĐ999-TM", DAY, "Công văn", "A", "B", "VT", copies, DAY, "", note)
    return Line(cells, (number, 0, ""), fate, number)


def test_cells_are_printed_as_the_office_writes_them() -> None:
    assert texts(line(copies=1284), OUT)[:3] == ("05/SĐ999-TM", "05/03/2026", "Công văn")
    assert texts(line(copies=1284), OUT)[6] == "1.284"
    incoming = Line((DAY, 5, "Bộ\n\tTư lệnh ", *[""] * 7), (5,))
    assert texts(incoming, BOOKS[Form.INCOMING])[:3] == ("05/03/2026", "05", "Bộ Tư lệnh")
    assert thousands(1_234_567) == "1.234.567"


@given(st.lists(st.one_of(st.integers(0, 9999), st.just(""))))
def test_sums_are_those_of_the_counts(copies: list[int | str]) -> None:
    lines = [line(copies=count) for count in copies]
    assert sums(lines, OUT) == (sum(count for count in copies if isinstance(count, int)),)
    assert sums(lines, BOOKS[Form.INCOMING]) == ()


def test_a_closing_says_what_became_of_every_number() -> None:
    lines = [
        line(3),
        line(4, fate=Fate.VOID, note="Số bỏ: bỏ cách"),
        line(5, fate=Fate.CANCELLED),
        line(6, fate=Fate.RESERVED),
        line(9, fate=Fate.OPEN),
    ]
    assert summary(lines) == Summary(2, 3, 6, ((4, "bỏ cách"),), 1, 1)
    assert summary([]) == Summary(0, 0, 0, (), 0, 0)


def test_the_code_is_that_of_the_words_and_of_their_order() -> None:
    one, other = line(1), line(2)
    code = check_code(OUT, [one, other])
    assert code == check_code(OUT, [replace(one, entity="x"), other])
    assert len({code, check_code(OUT, [other, one]), check_code(OUT, [one])}) == 3
    moved = replace(one, cells=("01/SĐ999-TM\x1f", *one.cells[1:]))
    assert check_code(OUT, [moved]) != check_code(BOOKS[Form.POST], [moved])


def test_a_register_says_how_much_it_holds_in_words() -> None:
    lines = [line(), line(fate=Fate.CANCELLED), line(fate=Fate.VOID), line(fate=Fate.RESERVED)]
    assert list(totals(OUT, lines)) == [
        "Sổ này có 2 (hai) văn bản.",
        "Trong đó có 1 (một) văn bản đã hủy.",
        "Ngoài ra có 1 (một) số bỏ.",
        "Ngoài ra có 1 (một) số đang giữ.",
    ]
    assert list(totals(BOOKS[Form.POST], [line()])) == ["Sổ này có 1 (một) lượt gửi."]


def test_the_years_list_tells_permanent_dossiers_apart_and_counts_no_heading() -> None:
    rows = ["Vĩnh viễn", "20 năm", "Vĩnh viễn", "10 năm", "10 năm"]
    lines = [Line(("01", "Hồ sơ", keep, "A", ""), (at,)) for at, keep in enumerate(rows)]
    heading = Line(("I", "ĐỀ MỤC", "", "", ""), (0,), Fate.HEADING)
    (sentence,) = totals(BOOKS[Form.DOSSIERS], [heading, *lines], "Vĩnh viễn")
    assert sentence == (
        "Danh mục hồ sơ này có 5 (năm) hồ sơ, bao gồm: 2 hồ sơ bảo quản vĩnh viễn; "
        "3 hồ sơ bảo quản có thời hạn."
    )


def test_the_list_handed_over_says_its_total_in_words() -> None:
    lines = [Line((at, "01", "Hồ sơ", "2026", "20 năm", 7, ""), (at,)) for at in range(1, 26)]
    assert list(totals(BOOKS[Form.HANDED_OVER], lines)) == [
        "Mục lục này gồm 25 hồ sơ (đơn vị bảo quản).",
        "Viết bằng chữ: hai mươi lăm hồ sơ (đơn vị bảo quản).",
    ]
    assert sums(lines, BOOKS[Form.HANDED_OVER]) == (175,)
    contents = Line((1, "05/X", DAY, "Công văn", "A", "1-2", ""), (1,))
    (sentence,) = totals(BOOKS[Form.CONTENTS], [contents])
    assert sentence == "Hồ sơ này có 1 (một) văn bản, tài liệu."
