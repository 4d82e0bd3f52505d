"""A printed book says what its lines say: read back by PDFium, cell by cell, page by page."""

from __future__ import annotations

from dataclasses import replace

import pytest

from core.office.book_lines import Fate, Line, check_code, sums, texts, thousands, totals
from core.office.books import BOOKS, Book, Form
from desktop.forms import book
from desktop.forms.book_table import CARRIED, PAGE_SUM, WHOLE, grid
from desktop.forms.template import MM
from tests.desktop.forms.book_sample import HOW, NOW, Page, bare, cover, lines, read

Rows = list[tuple[str, ...]]


def printed(form: Form, found: list[Line], how: book.Printing = HOW) -> list[Page]:
    return read(book.render(form, cover(form, len(found)), found, how))


def expected(found: list[Line], form: Book) -> Rows:
    return [tuple(map(bare, texts(line, form))) for line in found]


def sum_row(form: Book, row: tuple[str, ...]) -> str | None:
    """The word of a row of sums; None for a line of the book."""
    words = {bare(word) for word in (CARRIED, PAGE_SUM, WHOLE)}
    return next((cell for cell in row[: form.summed[0]] if cell in words), None)


def body(pages: list[Page], form: Book) -> tuple[Rows, list[dict[str, str]]]:
    """The lines of all pages without heads and sums, and the sums of each page by their word."""
    rows: Rows = []
    found: list[dict[str, str]] = []
    head = tuple(bare(column.heading) for column in form.columns)
    numbers = tuple(f"({place})" for place in range(1, len(head) + 1))
    for page in pages:
        assert page.rows[:2] == (head, numbers)
        found.append({})
        for row in page.rows[2:]:
            word = sum_row(form, row) if form.summed else None
            if word is None:
                rows.append(row)
            else:
                found[-1][word] = row[form.summed[0]]
    return rows, found


@pytest.mark.parametrize("form", Form)
def test_every_form_says_what_its_lines_say(form: Form) -> None:
    found = lines(form, 90)
    pages = printed(form, found)
    assert len(pages) > 3
    table = [page for page in pages if page.rows]
    rows, _ = body(table, BOOKS[form])
    assert rows == expected(found, BOOKS[form])
    for page in table:
        assert page.edges == pytest.approx(grid(BOOKS[form], book.sheet("A4")).edges, abs=0.3)


@pytest.mark.parametrize("form", Form)
def test_the_end_says_totals_place_and_signers(form: Form) -> None:
    found = lines(form, 8)
    last = printed(form, found)[-1].outside
    for sentence in totals(BOOKS[form], found, HOW.permanent):
        assert bare(sentence) in last
    assert bare("Thành phố Mô Phỏng, ngày 18 tháng 11 năm 2026") in last
    assert all(bare(word) in last for word in BOOKS[form].signers)


@pytest.mark.parametrize("form", Form)
def test_the_cover_has_what_the_form_wants(form: Form) -> None:
    first = printed(form, lines(form, 5))[0]
    said = ("QUÂN ĐOÀN 99 (GIẢ LẬP)", "SƯ ĐOÀN BỘ BINH 999 (GIẢ LẬP)", BOOKS[form].title)
    more = ("Sổ chung", "Năm: 2026", "Từ ngày 02/01/2026 đến ngày 31/12/2026", "Quyển số: 01")
    assert all(bare(text) in first.outside for text in (*said, *more))
    assert (bare("Từ số 01 đến số 5") in first.outside) == BOOKS[form].numbered


def test_sums_are_carried_over_ten_thousand_lines() -> None:
    form, found = BOOKS[Form.POST], lines(Form.POST, 10_000, longest=2)
    pages = printed(Form.POST, found)[1:]
    rows, sums_of = body([page for page in pages if page.rows], form)
    assert rows == expected(found, form)
    carried = 0
    for at, said in enumerate(sums_of):
        assert said.get(bare(CARRIED)) == (thousands(carried) if at else None)
        carried += int(said[bare(PAGE_SUM)].replace(".", ""))
        last = at == len(sums_of) - 1
        assert said.get(bare(WHOLE)) == (thousands(carried) if last else None)
    assert (carried,) == sums(found, form)


def test_the_foot_tells_page_moment_person_and_code() -> None:
    found = lines(Form.INCOMING, 60)
    pages = printed(Form.INCOMING, found)
    code = check_code(BOOKS[Form.INCOMING], found)
    for number, page in enumerate(pages, 1):
        foot = (
            f"Bản in từ hệ thống · Trang {number}/{len(pages)} · in lúc 18:06 18/11/2026 · "
            f"người in Nguyễn Thị Mô Phỏng · mã kiểm tra {code}"
        )
        assert bare(foot) in page.outside
        assert bare("DỮ LIỆU GIẢ LẬP") in page.outside


def test_the_same_lines_and_moment_give_the_same_bytes() -> None:
    found = lines(Form.INCOMING, 30)
    once, again = (book.render(Form.INCOMING, cover(Form.INCOMING, 30), found, HOW) for _ in "ab")
    later = replace(HOW, now=NOW + 60_000)
    assert once == again
    assert book.render(Form.INCOMING, cover(Form.INCOMING, 30), found, later) != once


def test_on_a3_the_same_lines_stand_on_fewer_pages() -> None:
    found = lines(Form.OUTGOING, 60)
    small, large = (printed(Form.OUTGOING, found, replace(HOW, size=size)) for size in ("A4", "A3"))
    assert len(large) < len(small)
    rows, _ = body([page for page in large if page.rows], BOOKS[Form.OUTGOING])
    assert rows == expected(found, BOOKS[Form.OUTGOING])
    assert large[1].edges[-1] == pytest.approx((420 - 10) * MM, abs=0.3)


def test_a_book_without_a_line_has_its_head_and_its_end() -> None:
    pages = printed(Form.OUTGOING, [])
    assert [len(page.rows) for page in pages] == [0, 4]
    assert bare("Sổ này có 0 (không) văn bản.") in pages[1].outside


def test_a_line_that_is_higher_than_a_page_is_set_smaller_and_never_split() -> None:
    short = lines(Form.INCOMING, 3)
    long = replace(short[1], cells=(*short[1].cells[:5], "việc " * 1200, *short[1].cells[6:]))
    pages = printed(Form.INCOMING, [short[0], long, short[2]])
    rows, _ = body([page for page in pages if page.rows], BOOKS[Form.INCOMING])
    assert rows == expected([short[0], long, short[2]], BOOKS[Form.INCOMING])
    endless = replace(long, cells=(*short[1].cells[:5], "việc " * 9000, *short[1].cells[6:]))
    rows, _ = body(
        [page for page in printed(Form.INCOMING, [endless]) if page.rows], BOOKS[Form.INCOMING]
    )
    assert rows[0][5].endswith("việc…")


def test_letters_that_the_font_lacks_are_told_by_their_code() -> None:
    odd = Line(("𝔸🙂/X", *[""] * 8, "x\ny"), (1, 0, ""), Fate.GIVEN, 1)
    [row], _ = body(printed(Form.OUTGOING, [odd])[1:2], BOOKS[Form.OUTGOING])
    assert row[0] == "[U+1D538][U+1F642]/X"
    assert row[-1] == "xy"


def test_a_long_symbol_goes_on_after_a_hyphen() -> None:
    kind = grid(BOOKS[Form.OUTGOING], book.sheet("A4"))
    line = Line(("12345/QĐ-UBND-SĐ999-TM-TTLL", *[""] * 9), (1, 0, ""))
    [first, *more] = kind.line(line).cells[0]
    assert more
    assert first.endswith(("/", "-"))
    assert "".join([first, *more]) == line.cells[0]
