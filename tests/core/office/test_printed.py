"""What stands between head and foot: the family's order, numbers, the signs that end lines."""

from __future__ import annotations

import resources
from core.office.draft import Article, Basis, Clause, CongVan, Heading, Paragraph, Table
from core.office.family import Family, family_of, load_families
from core.office.printed import Printed, blocks, ending, printed
from tests.core.office.papers import PAPERS, facts, paper

FAMILIES = load_families(resources.text("catalogues/forms.json"))


def parts(name: str) -> tuple[Printed, ...]:
    draft = PAPERS[name]
    family = family_of(draft, FAMILIES)
    assert isinstance(family, Family)
    return printed(draft, family)


def test_a_decision_is_in_the_order_of_its_form() -> None:
    kinds = [part.kind for part in parts("quyet-dinh")]
    assert kinds == ["lead", "basis", "basis", "verb", "article", "article"]
    labels = [part.label for part in parts("quyet-dinh")[-2:]]
    assert labels == ["Điều 1.", "Điều 2."]


def test_bases_end_with_signs_and_the_last_text_with_its_ending() -> None:
    texts = [part.text for part in parts("quyet-dinh")]
    assert [text[-1] for text in texts[1:3]] == [";", "."]
    assert [text.endswith("./.") for text in texts] == [False] * 5 + [True]


def test_nothing_is_closed_that_announces_more_and_a_table_is_closed_below() -> None:
    for last in (Heading("part", "A"), Basis("B"), Article("C", titled=True)):
        assert ending(blocks([Paragraph("x"), last])) == tuple(blocks([Paragraph("x"), last]))
    table = ending(blocks([Table(rows=(("a",),))]))
    assert [part.kind for part in table] == ["table", "text"]
    assert table[-1].text == "./."
    assert ending([]) == ()


def test_numbers_run_on_where_bases_are_taken_out_of_the_body() -> None:
    body = (Basis("Căn cứ A"), Clause("một"), Basis("Căn cứ B"), Clause("hai"))
    family = FAMILIES.find("cong-van")
    assert family is not None
    found = printed(CongVan(body=body), family)
    assert [(part.kind, part.label) for part in found] == [
        ("addressees", ""), ("basis", ""), ("text", "1."), ("basis", ""), ("text", "2."),
    ]  # fmt: skip


def test_sentences_and_lines_of_forms_are_filled_in() -> None:
    said = [f"{part.label} {part.text}".strip() for part in parts("giay-gioi-thieu")]
    assert said[0] == "Sư đoàn Bộ binh 999 (giả lập) trân trọng giới thiệu:"
    assert said[1] == "Ông (bà): Đại úy Lê Văn Thí Dụ"
    assert said[-1].endswith("Giấy này có giá trị đến hết ngày 31 tháng 12 năm 2026./.")
    assert not any(line.startswith("Giá trị đến") for line in said)
    empty = paper("giay-moi", "giay-moi", "GM-SĐ999", facts=facts(time="8 giờ"))
    family = family_of(empty, FAMILIES)
    assert isinstance(family, Family)
    labels = [part.label for part in printed(empty, family)]
    assert "Tới dự:" in labels
    assert "Chủ trì:" not in labels


def test_a_telegram_has_a_list_under_who_wires() -> None:
    lead, wired, _ = parts("cong-dien")
    assert (lead.lines, lead.text) == (("Sư đoàn trưởng",), "điện:")
    assert (wired.kind, wired.lines) == ("wired", ("- Trung đoàn 9991;", "- Trung đoàn 9992."))
