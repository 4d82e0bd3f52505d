"""Plain lines become the parts of a letter, and those become the same lines again."""

from __future__ import annotations

import dataclasses
from datetime import date

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.errors import BadDraft
from core.office import draft_check
from core.office.authority import Authority, Prefix
from core.office.draft import (
    Appendix,
    Article,
    Attached,
    Basis,
    Clause,
    Fact,
    Heading,
    Item,
    Paragraph,
    Point,
    Table,
)
from core.office.draft_check import Fault, Problem
from core.office.family import Family
from core.office.terms import Role, Urgency
from db.queries import reference as stored
from db.queries.delegations import SignerRow
from db.queries.rows import Letterhead, PersonRow
from desktop import reference
from desktop.drafts.composing import again, blank, compose, subject_of
from desktop.drafts.writing import Office, Written, blocks, kept, listed, read, typed

TEXT = """Căn cứ Luật Giả Lập số 1;
Căn cứ Quy chế làm việc;

Sư đoàn trả lời
như sau.

1. Khoản một
a) Điểm một
b) Điểm hai
2. Khoản hai

Căn cứ này không đứng đầu."""


def test_lines_become_parts() -> None:
    assert blocks(TEXT) == (
        Basis("Căn cứ Luật Giả Lập số 1"),
        Basis("Căn cứ Quy chế làm việc"),
        Paragraph("Sư đoàn trả lời như sau."),
        Clause("Khoản một"),
        Point("Điểm một"),
        Point("Điểm hai"),
        Clause("Khoản hai"),
        Paragraph("Căn cứ này không đứng đầu."),
    )


def test_parts_become_lines_that_mean_the_same() -> None:
    assert blocks(typed(blocks(TEXT))) == blocks(TEXT)


@given(st.text(max_size=400))
def test_any_text_means_parts_that_stay(text: str) -> None:
    once = blocks(text)
    assert blocks(typed(once)) == once or not once


def test_numbers_and_amounts_are_no_khoan() -> None:
    assert blocks("1.000 người\n\n22/11 là ngày hẹn") == (
        Paragraph("1.000 người"), Paragraph("22/11 là ngày hẹn"),
    )  # fmt: skip


def test_who_initials_too_stands_on_the_page_and_in_the_form_again() -> None:
    head, clerk = (
        PersonRow(name, name, "", "", "", frozenset({role}))
        for name, role in (("Lê Thử", Role.HEAD_OF_SECTION), ("Phạm Mẫu", Role.CLERK))
    )
    me = PersonRow("si", "Lê Văn Mẫu", "", "", "", frozenset({Role.OFFICER}))
    office = Office(Letterhead("", "Sư đoàn", "SĐ999", "Mô Phỏng", ""), (), me, None, (head, clerk))
    written = Written(content_checker="Lê Thử", format_checker="Phạm Mẫu")
    made = compose(written, office)
    assert [(one.duty, one.name) for one in made.checkers] == [
        ("content", "Lê Văn Mẫu"),
        ("content", "Lê Thử"),
        ("format", "Phạm Mẫu"),
    ]
    read = again(made)
    assert (read.content_checker, read.format_checker) == ("Lê Thử", "Phạm Mẫu")
    assert compose(read, office).checkers == made.checkers
    alone = again(compose(Written(), office))
    assert (alone.content_checker, alone.format_checker) == ("", "")
    wrong = draft_check.problems(
        compose(Written(format_checker="Ai đó"), office), reference.forms()
    )
    assert Problem(Fault.CHECKER_NAME, "checkers", 1) in wrong


def test_lists_take_lines_and_semicolons() -> None:
    assert listed("Phòng A; Phòng B.\n\n  Phòng C;\n;") == ("Phòng A", "Phòng B", "Phòng C")


# -- any form means a draft from which the same draft is made again -------------------------------

SAID = st.text(max_size=60)
PARTS = st.lists(
    st.one_of(
        st.builds(Paragraph, SAID),
        st.builds(Basis, SAID),
        st.builds(Heading, st.just("chapter"), st.text(max_size=30)),
        st.builds(Article, SAID, st.booleans()),
        st.builds(Clause, SAID, st.booleans()),
        st.builds(Item, SAID),
        st.builds(Table, st.tuples(st.tuples(SAID, SAID), st.tuples(SAID, SAID))),
    ),
    max_size=4,
).map(tuple)
SIGNER = SignerRow(
    "chi", "Nguyễn Văn Giả Lập", "Đại tá", "Sư đoàn trưởng",
    (
        Authority(
            id="", person="chi", prefix=Prefix.HEAD, post="Sư đoàn trưởng", since=date(2026, 1, 1)
        ),
    ),
)  # fmt: skip
FORMS = st.builds(
    Written,
    template=st.sampled_from(["cong-van", "quyet-dinh", "giay-moi", "bien-ban"]),
    type=st.sampled_from(["cong-van", "quyet-dinh"]),
    subject=SAID,
    addressees=SAID,
    lead=st.text(max_size=40),
    facts=st.lists(st.builds(Fact, key=st.just("venue"), text=SAID), max_size=2).map(tuple),
    body=PARTS,
    attached=st.none() | st.builds(Attached, type=st.just("quy-che"), subject=SAID, body=PARTS),
    appendices=st.lists(
        st.builds(Appendix, title=SAID, body=PARTS, separate=st.booleans()), max_size=2
    ).map(tuple),
    recipients=SAID,
    file_copy=st.sampled_from(["VT", "VT, TM", ""]),
    symbol=st.just("QĐ-SĐ999"),
    signer=st.sampled_from(["", SIGNER.name]),
    circulation=SAID,
    marker=SAID,
    contact=st.text(max_size=40),
    content_checker=st.sampled_from(["", "Lê Thử"]),
    format_checker=st.sampled_from(["", "Phạm Mẫu"]),
    secretary=st.sampled_from(["", "Lê Văn Mẫu"]),
    given=st.sampled_from(["", "x" * 43]),
)


@given(FORMS)
def test_a_stored_draft_is_made_again_from_its_form(written: Written) -> None:
    office = _office()
    stored = compose(written, office)
    assert compose(again(stored), office) == stored


@given(FORMS)
def test_what_lies_on_the_desk_is_read_as_it_was_left(written: Written) -> None:
    assert read(kept(written)) == written


def test_a_text_that_no_draft_takes_is_not_lost_on_the_desk() -> None:
    long = Written(body=(Heading("part", "dài " * 60),), subject="x" * 500)
    assert read(kept(long)) == long


def test_a_form_of_before_the_families_is_read() -> None:
    left = b'{"subject":"b\xc3\xa1o c\xc3\xa1o","body":"1. M\xe1\xbb\x99t","urgency":"urgent"}'
    found = read(left)
    assert (found.template, found.subject, found.body) == ("cong-van", "báo cáo", (Clause("Một"),))
    assert found.urgency is Urgency.URGENT
    with pytest.raises(BadDraft):
        read(b'{"body":[{"kind":"hologram"}]}')


def test_a_decision_begins_with_its_symbol_and_who_decides() -> None:
    begun = blank(_office(), "quyet-dinh", "quyet-dinh")
    assert (begun.symbol, begun.lead) == ("QĐ-SĐ999", "Sư đoàn trưởng")
    assert (begun.recipients, begun.signer) == ("", SIGNER.name)
    letter = blank(_office())
    assert (letter.symbol, letter.lead, letter.recipients) == ("SĐ999-TM", "", "Như trên")


def test_a_draft_begins_with_the_text_that_the_unit_keeps_for_its_form() -> None:
    lists = stored.shipped()
    own = Family(
        code="phieu", vi="Phiếu", en="Slip", form="1.2", law="", types=("quyet-dinh",),
        parts=("verb", "body"), verb="Quyết định:",
        starter=("Điều 1. Thành lập tổ công tác.", "Điều 2. Phòng Tham mưu thi hành."),
    )  # fmt: skip
    forms = msgspec.structs.replace(lists.forms, items=(*lists.forms.items, own))
    reference.use(dataclasses.replace(lists, forms=forms))
    try:
        begun = blank(_office(), "phieu", "quyet-dinh")
    finally:
        reference.use(lists)
    assert begun.body == (Article("Thành lập tổ công tác."), Article("Phòng Tham mưu thi hành."))
    assert begun.recipients == "Như Điều 2"


def test_the_record_names_what_has_no_subject() -> None:
    facts = (Fact(key="invited", text="Phòng Tham mưu"),)
    draft = compose(Written(template="giay-moi", type="giay-moi", facts=facts), _office())
    family = reference.families().find("giay-moi")
    assert subject_of(draft, family) == "Giấy mời: Phòng Tham mưu"


def _office() -> Office:
    checkers = tuple(
        PersonRow(name, name, "", "", "", frozenset({Role.CLERK}))
        for name in ("Lê Thử", "Phạm Mẫu")
    )
    me = PersonRow("si", "Lê Văn Mẫu", "", "", "", frozenset({Role.OFFICER}))
    head = Letterhead("Quân khu", "Sư đoàn", "SĐ999", "Mô Phỏng", "TM")
    return Office(head, (SIGNER,), me, None, checkers)
