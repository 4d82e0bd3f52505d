"""Comments on versions of a draft: said, answered, settled, synced to another machine."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from core.errors import BlobMissing, NotAllowed, NotFound, OpinionMissing
from core.office import draft as drafts
from core.office.anchoring import Place
from db.acting import Store
from db.actions import comments, incoming, outgoing
from db.queries import comments as asked
from db.queries import documents, versions
from tests.db.letter_rig import ENTRY, Letters, pdf
from tests.db.test_versions import FIRST, SECOND
from tests.desktop.signing.test_outgoing_life import Day

PLACE = Place("body", 0, 8, "trước ngày 15", "Báo cáo ", ".")


@pytest.fixture
def unit(tmp_path: Path) -> Iterator[Letters]:
    made = Letters(tmp_path)
    yield made
    made.close()


def drafted(unit: Letters, by: Store | None = None) -> tuple[str, str]:
    """A draft and the hash of its text."""
    author = by or unit.officer
    document = outgoing.draft(author, ENTRY, drafts.encode(FIRST), pdf("một")).entity
    return document, versions.versions(author, document)[0].text


def test_what_is_said_is_read_with_its_answers(unit: Letters) -> None:
    document, blob = drafted(unit)
    comments.comment(unit.head, document, blob, " Nêu rõ ngày. ", PLACE)
    [found] = asked.comments(unit.officer, document)
    assert (found.text, found.name, found.place) == ("Nêu rõ ngày.", "Người truong", PLACE)
    assert (found.blob, found.answers, found.resolved) == (blob, (), False)
    comments.reply(unit.officer, document, found.id, "Đã nêu.", resolved=True)
    [found] = asked.comments(unit.head, document)
    assert [(one.name, one.text) for one in found.answers] == [("Người si", "Đã nêu.")]
    assert found.resolved
    comments.reply(unit.head, document, found.id, resolved=False)
    [found] = asked.comments(unit.head, document)
    assert not found.resolved


def test_a_comment_stays_with_its_version(unit: Letters) -> None:
    document, blob = drafted(unit)
    comments.comment(unit.head, document, blob, "Thiếu căn cứ.")
    outgoing.revise(unit.officer, document, ENTRY, drafts.encode(SECOND), pdf("hai"))
    [found] = asked.comments(unit.officer, document)
    assert (found.blob, found.place) == (blob, None)


def test_everybody_who_may_give_an_opinion_may_comment(unit: Letters) -> None:
    document, blob = drafted(unit)
    for store in (unit.officer, unit.head, unit.commander, unit.checker, unit.clerk):
        comments.comment(store, document, blob, "Đồng ý.")
    assert len(asked.comments(unit.officer, document)) == 5


def test_who_may_not_read_the_draft_neither_reads_nor_comments(unit: Letters) -> None:
    document, blob = drafted(unit, unit.commander)
    comments.comment(unit.commander, document, blob, "Ghi nhớ.")
    [said] = asked.comments(unit.commander, document)
    assert asked.comments(unit.officer, document) == []
    with pytest.raises(NotFound):
        comments.comment(unit.officer, document, blob, "Xin ý kiến.")
    with pytest.raises(NotFound):
        comments.reply(unit.officer, document, said.id, "Xin ý kiến.")


def test_who_keeps_the_machines_has_no_opinion(unit: Letters) -> None:
    document, blob = drafted(unit)
    with pytest.raises(NotAllowed):
        comments.comment(unit.world.admin.store, document, blob, "x")


def test_what_is_said_must_be_about_something(unit: Letters) -> None:
    document, blob = drafted(unit)
    _, other = drafted(unit, unit.head)
    outgoing.revise(unit.officer, document, ENTRY, drafts.encode(SECOND), pdf("hai"))
    with pytest.raises(OpinionMissing):
        comments.comment(unit.head, document, blob, "  ")
    with pytest.raises(BlobMissing):
        comments.comment(unit.head, document, "A" * 43, "x")
    with pytest.raises(NotFound):
        comments.reply(unit.head, document, "khong.1.1.0", "x")
    comments.comment(unit.head, document, blob, "x")
    [said] = asked.comments(unit.head, document)
    with pytest.raises(OpinionMissing):
        comments.reply(unit.head, document, said.id)
    assert other == blob


def test_comments_of_two_machines_stand_side_by_side(tmp_path: Path) -> None:
    day = Day(tmp_path)
    try:
        document = day.initialled()
        day.carry()
        blob = versions.versions(day.officer, document)[0].text
        comments.comment(day.officer, document, blob, "Đã thống nhất với Phòng Hậu cần.")
        comments.comment(day.commander, document, blob, "Bổ sung thời gian.", PLACE)
        day.carry()
        here, there = asked.comments(day.officer, document), asked.comments(day.commander, document)
        assert here == there
        assert {one.name for one in here} == {"Người si", "Người chi"}
        said = next(one.id for one in here if one.place)
        comments.reply(day.officer, document, said, "Đã bổ sung.", resolved=True)
        comments.reply(day.commander, document, said, "Chưa đủ.", resolved=False)
        day.carry()
        here, there = asked.comments(day.officer, document), asked.comments(day.commander, document)
        assert here == there
        assert len(next(one.answers for one in here if one.id == said)) == 2
        page = documents.page(day.commander, document)
        assert page is not None
        assert page.row.conflicts == 0
        incoming.give_back(day.commander, document, "như góp ý")
    finally:
        day.world.close()
