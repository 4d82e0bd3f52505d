"""What a file of a word processor says, sorted into the fields of a draft."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from core.office.draft import Clause, Item, Paragraph, Table, clean
from core.office.draft_text import words
from core.office.taken import Grid, Line, Part
from core.office.taking_in import Official, official

TYPES = {"Báo cáo": "bao-cao", "Kế hoạch": "ke-hoach"}
HEAD = Grid(
    (
        (
            "QUÂN KHU MÔ PHỎNG\nBỘ THAM MƯU\nSố: 217/BTM-TC\nV/v chuẩn bị diễn tập\nnăm 2026",
            "CỘNG HOÀ XÃ HỘI CHỦ NGHĨA VIỆT NAM\nĐộc lập – Tự do – Hạnh phúc\n"
            "Thành phố Mô Phỏng, ngày     tháng 11 năm 2026",
        ),
    )
)
FOOT = Grid((("Nơi nhận:\n- Như trên;\n- Lưu: VT, TC.", "TRƯỞNG PHÒNG\nĐại tá Đỗ Tưởng Tượng"),))
TEXT = Line("Thực hiện kế hoạch./.")


def test_a_letter_whose_head_is_a_table() -> None:
    to = Line("Kính gửi: Sư đoàn Bộ binh 999.", centred=True)
    assert official([HEAD, to, TEXT, FOOT], TYPES) == Official(
        (Paragraph("Thực hiện kế hoạch"),),
        symbol="BTM-TC",
        subject="chuẩn bị diễn tập năm 2026",
        addressees=("Sư đoàn Bộ binh 999",),
        recipients=("Như trên",),
        file_copy=("VT", "TC"),
        signer="Đại tá Đỗ Tưởng Tượng",
    )


def test_a_head_written_with_tabs() -> None:
    head = [
        Line("BỘ THAM MƯU CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM"),
        Line("Độc lập - Tự do - Hạnh phúc"),
        Line("Số: 12/BTM-TC"),
        Line("Thành phố Mô Phỏng, ngày 3 tháng 11 năm 2026"),
    ]
    found = official([*head, TEXT], TYPES)
    assert (found.symbol, found.body) == ("BTM-TC", (Paragraph("Thực hiện kế hoạch"),))


def test_the_name_of_the_type_and_the_subject_under_it() -> None:
    title = [Line("BÁO CÁO", bold=True, centred=True), Line("Kết quả", bold=True, centred=True)]
    found = official([HEAD, *title, TEXT], TYPES)
    assert (found.type, found.subject) == ("bao-cao", "Kết quả")
    assert found.body == (Paragraph("Thực hiện kế hoạch"),)


def test_addressees_on_lines_of_their_own() -> None:
    to = [Line("Kính gửi:"), Line("Phòng A;", number="-"), Line("- Phòng B."), TEXT]
    assert official(to, TYPES).addressees == ("Phòng A", "Phòng B")


def test_words_and_labels_that_were_counted_become_parts() -> None:
    lines = [Line("Yêu cầu", number="1.", bold=True), Line("gọn;", number="-"), Line("Hết.\nSau.")]
    assert official(lines, TYPES).body == (
        Clause("Yêu cầu", titled=True),
        Item("gọn;"),
        Paragraph("Hết."),
        Paragraph("Sau."),
    )


def test_rows_are_filled_up_and_a_table_too_wide_is_told() -> None:
    assert official([Grid((("a", "b"), ("c",)))], TYPES).body == (
        Table(rows=(("a", "b"), ("c", ""))),
    )
    wide = official([Grid((tuple("abcdefghijklmnopq"),))], TYPES).body
    assert len(wide) == 17
    assert not any(isinstance(block, Table) for block in wide)


def test_a_text_without_head_and_foot_is_text() -> None:
    parts = [Line("Ý kiến: xem lại ngày 3 tháng 4 năm 2026."), Line("Hết.")]
    assert official(parts, TYPES) == Official(
        (Paragraph("Ý kiến: xem lại ngày 3 tháng 4 năm 2026."), Paragraph("Hết."))
    )


WORDS = st.text(alphabet="aăbcđêghiklmnơpqrstuưv ", min_size=1, max_size=30)
PARTS = st.one_of(
    st.builds(Line, WORDS, st.sampled_from(["", "1.", "a)", "-"]), st.booleans(), st.booleans()),
    st.builds(Grid, st.lists(st.tuples(WORDS, WORDS), min_size=1, max_size=3).map(tuple)),
)


@given(st.lists(PARTS, max_size=8))
def test_no_word_of_a_text_is_lost(parts: list[Part]) -> None:
    told = " ".join(map(words, official(parts, TYPES).body)).split()
    texts = [
        text
        for part in parts
        for text in ([part.text] if isinstance(part, Line) else [c for r in part.rows for c in r])
    ]
    assert told == [word for text in texts for word in clean(text).split()]
