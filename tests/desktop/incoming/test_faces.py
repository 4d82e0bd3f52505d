"""Rows as they look: deadlines in working days, urgency, read and unread, the whole row spoken."""

from __future__ import annotations

from datetime import date

import pytest

from core.office.deadlines import DueKind
from core.office.terms import Role, State
from db.queries.rows import DocumentRow
from desktop.incoming.acts import DOINGS
from desktop.incoming.copy_sheet import CopySheet
from desktop.incoming.faces import PLAN, due_of, face
from desktop.incoming.views import TABS, asked, needing
from desktop.phrases import tables
from desktop.printing.sheet import PrintSheet

TODAY = date(2026, 11, 20)
ROW = DocumentRow(
    n=1, id="A", kind="incoming", state="registered", type="cong-van", subject="V/v diễn tập",
    issuer="Bộ Tham mưu", code="217/BTM-TC", document_date="2026-11-16", number=1284, suffix="",
    symbol="", dated="2026-11-20", urgency="urgent", due="2026-11-25", lead="", lead_person=None,
    pages=3, files=1, directives=0, conflicts=0, tentative=False, created=0, act="", read=False,
)  # fmt: skip


def row(**changes: object) -> DocumentRow:
    return DocumentRow(**{**{n: getattr(ROW, n) for n in ROW.__dataclass_fields__}, **changes})


def test_a_row_in_both_layouts() -> None:
    found = face(ROW, TODAY)
    assert (found.number.text, found.day.text, found.title) == ("1.284", "20/11", "V/v diễn tập")
    assert [chip.text for chip in found.chips] == ["Khẩn"]
    assert [cell.text for cell in found.below] == ["217/BTM-TC", "Bộ Tham mưu"]
    assert len(found.cells) == len(PLAN.columns)
    assert found.clip
    assert found.spoken == (
        "1.284. Khẩn. V/v diễn tập. 217/BTM-TC. Bộ Tham mưu. Còn 2 ngày. Chờ trình"
    )


@pytest.mark.parametrize(
    ("due", "words", "icon"),
    [
        ("2026-11-19", "Quá 1 ngày", "warning"),
        ("2026-11-20", "Hôm nay", "clock"),
        ("2026-11-23", "Còn 1 ngày", "clock"),
        ("2026-11-25", "Còn 2 ngày", "clock"),  # 24/11 is a day off
        ("2026-11-26", "26/11", ""),
        ("2027-01-05", "05/01/2027", ""),
        (None, "Không hạn", ""),
    ],
)
def test_deadlines_in_words(due: str | None, words: str, icon: str) -> None:
    cell = face(row(due=due), TODAY).right_top
    assert (cell.text, cell.icon) == (words, icon)


def test_what_is_done_is_late_no_more() -> None:
    done = row(state="done", due="2026-11-01")
    assert due_of(done, TODAY)[1].kind is DueKind.NONE
    assert face(done, TODAY).right_top.text == "01/11"
    assert not face(done, TODAY).unread


def test_a_row_from_a_newer_version_is_still_shown() -> None:
    assert not face(row(urgency="express_timed"), TODAY).chips
    assert face(row(number=None), TODAY).number.text == "–"


def test_soon_ends_with_the_second_working_day_ahead() -> None:
    assert (asked(TODAY)["soon"].due_from, asked(TODAY)["soon"].due_before) == (
        "2026-11-20",
        "2026-11-26",
    )
    assert set(asked(TODAY)) == {view.id for view in TABS}


def test_what_needs_each_role() -> None:
    assert [view.states for view in needing({Role.CLERK})] == [(State.REGISTERED,)]
    assert [view.states for view in needing({Role.COMMANDER})] == [(State.SUBMITTED,)]
    assert [view.assigned for view in needing({Role.OFFICER})] == [True]
    assert needing({Role.AUDITOR}) == ()


_SHEETS = ("answer", "file", "slip", "print", "format", "signatures", "copy")
"""What leads to a sheet or a screen that says itself what was done."""


def test_every_act_has_words_for_its_button_and_its_result() -> None:
    for doing in DOINGS:
        assert doing.key in tables()
        if doing.act not in _SHEETS:
            assert f"incoming.did.{doing.act}" in tables()
    for sheet in (PrintSheet, CopySheet):
        assert {sheet.title_key, sheet.sent_key, sheet.save_key, sheet.saved_key} < set(tables())
