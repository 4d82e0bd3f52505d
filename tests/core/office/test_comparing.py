"""Two versions of a draft side by side: nothing is lost on either side, equal ones show nothing,
what was edited is found, and the largest draft is bounded.
"""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from core.office import comparing
from core.office.comparing import Row, changes, compare, inline
from core.office.draft import (
    Appendix,
    Article,
    Block,
    Clause,
    CongVan,
    Draft,
    Paragraph,
    Table,
)
from core.office.draft_lines import lines
from tests.core.office.letters import DOCUMENTS, LETTER, LETTERS

SENTENCES = tuple(
    Paragraph(text)
    for text in (
        "Thực hiện kế hoạch huấn luyện năm 2027 của Sư đoàn, Phòng Tham mưu đề nghị các đơn vị",
        "Báo cáo quân số tham gia trước ngày 15 tháng 12 năm 2026",
        "Bảo đảm hậu cần theo chỉ tiêu đã được phê duyệt",
        "Mọi vướng mắc báo cáo về Ban Tác huấn để được hướng dẫn",
    )
)


def letter(*body: Block) -> CongVan:
    return CongVan(subject="Về việc huấn luyện", body=body)


def kinds(rows: tuple[Row, ...]) -> list[str]:
    return [row.kind for row in rows]


@settings(max_examples=20, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(LETTERS | DOCUMENTS, LETTERS | DOCUMENTS)
def test_each_side_keeps_all_its_lines_in_their_order(left: Draft, right: Draft) -> None:
    rows = compare(left, right)
    assert tuple(row.left for row in rows if row.left) == lines(left)
    assert tuple(row.right for row in rows if row.right) == lines(right)
    for row in rows:
        if row.left:
            assert "".join(run.text for run in row.left_runs) == row.left.text
        if row.right:
            assert "".join(run.text for run in row.right_runs) == row.right.text
        same = [
            "".join(run.text for run in runs if run.kind == "same")
            for runs in (row.left_runs, row.right_runs)
        ]
        assert same[0] == same[1]
        merged = inline(row)
        for runs, other in ((row.left_runs, "added"), (row.right_runs, "removed")):
            said = "".join(run.text for run in merged if run.kind != other)
            assert said == "".join(run.text for run in runs)


@settings(max_examples=20, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(LETTERS | DOCUMENTS)
def test_a_draft_does_not_differ_from_itself(draft: Draft) -> None:
    rows = compare(draft, draft)
    assert {row.kind for row in rows} <= {"same"}
    assert changes(rows) == ()


@pytest.mark.parametrize(
    "other",
    [
        replace(LETTER, subject=LETTER.subject + " mới"),
        replace(LETTER, symbol="SĐ999-HC"),
        replace(LETTER, signer=replace(LETTER.signer, name="Lê Văn Khác")),
        replace(LETTER, recipients=LETTER.recipients[1:]),
        replace(LETTER, appendices=(Appendix(title="Danh sách"),)),
        replace(LETTER, body=(*LETTER.body, Article("Điều khoản thi hành"))),
        replace(LETTER, contact=("Điện thoại 069",)),
    ],
)
def test_every_field_counts(other: CongVan) -> None:
    assert changes(compare(LETTER, other))


def test_an_edited_syllable_is_shown_within_its_line() -> None:
    edited = Paragraph(SENTENCES[1].text.replace("15", "20"))
    rows = compare(letter(*SENTENCES), letter(SENTENCES[0], edited, *SENTENCES[2:]))
    [changed] = [row for row in rows if row.kind != "same"]
    assert [run.text for run in changed.left_runs if run.kind == "removed"] == [" 15"]
    assert [run.text for run in changed.right_runs if run.kind == "added"] == [" 20"]


def test_lines_that_come_and_go_stand_alone() -> None:
    rows = compare(letter(*SENTENCES[:2]), letter(SENTENCES[2], *SENTENCES[:2]))
    assert kinds(rows) == ["same", "added", "same", "same"]
    rows = compare(letter(*SENTENCES[:3]), letter(*SENTENCES[:2]))
    assert kinds(rows) == ["same", "same", "same", "removed"]


def test_a_line_that_went_elsewhere_is_said_to_have_moved() -> None:
    rows = compare(letter(*SENTENCES), letter(*SENTENCES[1:], SENTENCES[0]))
    assert [(row.kind, row.moved) for row in rows if row.kind != "same"] == [
        ("removed", True),
        ("added", True),
    ]


def test_a_number_that_only_counts_on_is_no_change() -> None:
    one, two = Clause("Đơn vị huấn luyện"), Clause("Bảo đảm vật chất")
    rows = compare(letter(one, two), letter(Clause("Mục đích, yêu cầu chung"), one, two))
    assert kinds(rows) == ["same", "added", "same", "same"]
    assert rows[-1].right is not None
    assert rows[-1].right.label == "3."


def test_a_paragraph_that_became_a_clause_is_changed_though_its_words_are_the_same() -> None:
    rows = compare(letter(SENTENCES[0]), letter(Clause(SENTENCES[0].text)))
    assert kinds(rows) == ["same", "changed"]
    assert {run.kind for run in rows[1].right_runs} == {"same"}


def test_a_table_is_compared_by_its_cells() -> None:
    left = Table((("TT", "Đơn vị", "Quân số"), ("1", "Tiểu đoàn 1", "120")))
    right = Table((("TT", "Đơn vị", "Quân số"), ("1", "Tiểu đoàn 1", "135")))
    [changed] = [row for row in compare(letter(left), letter(right)) if row.kind != "same"]
    assert [run.text.strip() for run in changed.right_runs if run.kind == "added"] == ["135"]


def test_an_appendix_that_moved_up_is_the_same_one() -> None:
    first, second = (
        Appendix(title=title, body=(sentence,))
        for title, sentence in zip(("Danh sách đơn vị", "Bảng chỉ tiêu"), SENTENCES, strict=False)
    )
    rows = compare(CongVan(appendices=(first, second)), CongVan(appendices=(second,)))
    assert kinds(rows) == ["removed", "removed", "same", "same"]


@settings(max_examples=40, deadline=None)
@given(st.lists(st.integers(0, 30)), st.lists(st.integers(0, 30)))
def test_pairs_of_equal_items_increase_on_both_sides(left: list[int], right: list[int]) -> None:
    pairs = comparing._common(left, right)
    assert all(left[at] == right[to] for at, to in pairs)
    assert all(a < c and b < d for (a, b), (c, d) in pairwise(pairs))
    if left == right:
        assert len(pairs) == len(left)


def test_the_largest_draft_is_compared_more_coarsely(monkeypatch: pytest.MonkeyPatch) -> None:
    """Beyond the budget whole lines are shown as replaced; no line is lost."""
    monkeypatch.setattr(comparing, "BUDGET", 60)
    edited = tuple(Paragraph(one.text + " nhanh") for one in SENTENCES)
    rows = compare(letter(*SENTENCES), letter(*edited))
    runs = [len(row.right_runs) for row in rows if row.kind == "changed"]
    assert runs[0] == 2
    assert runs[-1] == 1


def test_two_thousand_lines_that_all_changed_are_paired() -> None:
    left = tuple(Paragraph(f"Đơn vị số {at} báo cáo kết quả đợt {at * 7}") for at in range(2000))
    right = tuple(Paragraph(one.text.replace("kết quả", "số liệu")) for one in left)
    rows = compare(letter(*left), letter(*right))
    assert kinds(rows).count("changed") == 2000


def test_two_thousand_equal_lines_are_no_trap() -> None:
    one, other = Paragraph("Như trên"), Paragraph("Như dưới đây")
    left, right = (one, other) * 1000, (other, one, one) * 660
    rows = compare(letter(*left), letter(*right))
    assert tuple(row.right for row in rows if row.right) == lines(letter(*right))
