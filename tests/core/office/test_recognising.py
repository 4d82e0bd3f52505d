"""What a line is, by how it begins; a draft's labels, typed again, mean the same parts."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.office.draft import (
    Article,
    Basis,
    Block,
    Clause,
    Heading,
    Item,
    Paragraph,
    Point,
    Table,
)
from core.office.draft_labels import labels
from core.office.recognising import begins, blocks
from tests.core.office.letters import BODIES

LINES: list[tuple[str, Block]] = [
    ("Căn cứ Nghị định số 30/2020/NĐ-CP;", Basis("Căn cứ Nghị định số 30/2020/NĐ-CP")),
    ("CHƯƠNG IV. TỔ CHỨC THỰC HIỆN", Heading("chapter", "TỔ CHỨC THỰC HIỆN")),
    ("Phần II", Heading("part")),
    ("Mục 3 - Kiểm tra", Heading("section", "Kiểm tra")),
    ("Tiểu mục 1: Chung", Heading("subsection", "Chung")),
    ("Điều 12. Hiệu lực thi hành", Article("Hiệu lực thi hành")),
    ("ĐIỀU 1: Phạm vi", Article("Phạm vi")),
    ("12. Bảo đảm hậu cần.", Clause("Bảo đảm hậu cần.")),
    ("đ) dự trữ;", Point("dự trữ;")),
    ("aa) điểm sau y;", Point("điểm sau y;")),
    ("- Như trên;", Item("Như trên;")),
    ("– gạch dài;", Item("gạch dài;")),
    ("Thực hiện kế hoạch:", Paragraph("Thực hiện kế hoạch:")),
    ("2026 là năm thử.", Paragraph("2026 là năm thử.")),
    ("3,5 tấn gạo.", Paragraph("3,5 tấn gạo.")),
    ("Phần mềm được dùng.", Paragraph("Phần mềm được dùng.")),
    ("Mục tiêu của kế hoạch.", Paragraph("Mục tiêu của kế hoạch.")),
    ("Chương trình hành động.", Paragraph("Chương trình hành động.")),
    ("Điều kiện bảo đảm.", Paragraph("Điều kiện bảo đảm.")),
    ("-không có dấu cách", Paragraph("-không có dấu cách")),
]


@pytest.mark.parametrize(("line", "meant"), LINES, ids=lambda value: str(value)[:30])
def test_a_line_by_how_it_begins(line: str, meant: Block) -> None:
    assert blocks([line]) == (meant,)
    assert begins(line) == (not isinstance(meant, Paragraph))


def test_a_title_below_its_heading_belongs_to_it() -> None:
    read = blocks(["Chương I", "", "QUY ĐỊNH CHUNG", "Điều 1. Phạm vi"])
    assert read == (Heading("chapter", "QUY ĐỊNH CHUNG"), Article("Phạm vi"))
    assert blocks(["Chương I", "Văn bản này quy định."])[1] == Paragraph("Văn bản này quy định.")


def test_no_basis_follows_the_text() -> None:
    read = blocks(["Căn cứ Luật A;", "Căn cứ Luật B;", "Thực hiện:", "Căn cứ tình hình, làm rõ."])
    assert [type(block) for block in read] == [Basis, Basis, Paragraph, Paragraph]


@given(BODIES)
def test_labels_typed_again_mean_the_same_parts(body: tuple[Block, ...]) -> None:
    """But a paragraph or a basis, which say by their words what they are, and tables; a heading's
    title begins with a letter.
    """
    plain = tuple(block for block in body if not isinstance(block, Paragraph | Basis | Table))
    plain = tuple(
        each for each in plain if not isinstance(each, Heading) or each.text[:1].isalnum()
    )
    lines = [f"{label} {block.text}" for block, label in zip(plain, labels(plain), strict=True)]
    untitled = tuple(
        type(block)(block.text) if isinstance(block, Article | Clause) else block for block in plain
    )
    assert blocks(lines) == untitled


@given(st.lists(st.text(max_size=60), max_size=8))
def test_no_word_is_lost(lines: list[str]) -> None:
    said = " ".join(block.text for block in blocks(lines) if not isinstance(block, Table))
    for line in lines:
        for word in line.split():
            if word.isalpha() and word.isascii() and len(word) > 8:
                assert word in said
