"""One whole life of documents that are no letters: written on their form, initialled, signed,
numbered, sealed and issued, with every signature in its place.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import msgspec
import pytest

from core.office import draft_check
from core.office.draft import Article, Basis, Checker, Document, Fact, Paragraph
from core.office.terms import State
from core.signing.verify import Verdict, judge
from db.actions import outgoing
from db.queries import documents, office
from desktop import reference
from desktop.drafts import keeping
from desktop.drafts.composing import compose
from desktop.drafts.kinds import Kind
from desktop.drafts.writing import Written
from desktop.signing import acts, initials, setting
from tests.db.letter_rig import issue
from tests.db.unit_of_three import START
from tests.desktop.desk_rig import Desk

DECISION = Written(
    subject="Về việc thành lập tổ công tác",
    body=(
        Basis("Căn cứ Quy chế làm việc (giả lập)"),
        Article("Thành lập tổ công tác kiểm tra vật tư."),
        Article("Phòng Tham mưu chịu trách nhiệm thi hành Quyết định này."),
    ),
    recipients="Như Điều 2",
)
INVITATION = Written(
    facts=tuple(
        Fact(key=key, text=text)
        for key, text in {
            "invited": "Phòng Chính trị",
            "event": "Hội nghị rút kinh nghiệm diễn tập",
            "time": "08 giờ 00, ngày 30/11/2026",
            "venue": "Hội trường Sư đoàn (giả lập)",
        }.items()
    ),
    recipients="Phòng Chính trị",
)
MINUTES = Written(
    subject="Về việc họp tổ công tác",
    facts=tuple(
        Fact(key=key, text=text)
        for key, text in {
            "began": "08 giờ 00, ngày 22/11/2026",
            "venue": "Phòng họp số 1",
            "present": "Tổ công tác",
            "chair": "Đại tá Nguyễn Văn Giả Lập",
            "secretary": "Người ghi biên bản",
            "ended": "10 giờ 00 cùng ngày",
        }.items()
    ),
    body=(Paragraph("Hội nghị thống nhất các nội dung đã nêu."),),
    recipients="Tổ công tác",
)
LIVES = {
    "quyet-dinh": (DECISION, "QĐ-SĐ999", ["KyNhay1"]),
    "giay-moi": (INVITATION, "GM-SĐ999", ["KyNhay1"]),
    "bien-ban": (MINUTES, "BB-SĐ999", ["KyNhay1", "KyNhay2"]),
}


@pytest.fixture
def desk(tmp_path: Path, qapp: object) -> Iterator[Desk]:
    made = Desk(tmp_path)
    yield made
    made.close()


def saved(desk: Desk, kind: str) -> str:
    """A draft on its form, with nothing lacking but who checks the layout."""
    officer, (filled, _, boxes) = desk.day.officer, LIVES[kind]
    begun = keeping.begin(officer, Kind(kind, kind).task())
    writer = begun.office.checkers[0].name if len(boxes) > 1 else ""
    written = msgspec.structs.replace(
        begun.written,
        subject=filled.subject,
        facts=filled.facts,
        body=filled.body,
        recipients=filled.recipients,
        secretary=writer,
    )
    draft = compose(written, begun.office)
    lacking = {problem.fault for problem in draft_check.problems(draft, reference.forms())}
    assert lacking <= {draft_check.Fault.CHECKER_FORMAT}
    return keeping.save(officer, begun.task, written).entity


def initial(desk: Desk, document: str) -> list[str]:
    """Everybody who is named initials in his place; returns the places."""
    day, found = desk.day, []
    hands = {office.me(day.officer).name: ("can-bo", day.officer)}
    hands |= {office.me(day.clerk).name: ("van-thu", day.clerk)}
    for _ in acts.boxes(day.officer, document):
        blob, pdf = day.main(day.officer, document)
        checkers = _draft(desk, document).checkers
        box = next(one for one in initials.boxes(pdf, checkers) if not one.signed)
        key, store = hands[box.name]
        mark = setting.set_signature(pdf, setting.initials(box.field, box.name), day.hand(key))
        outgoing.initial(store, document, blob, mark)
        found.append(box.field)
    return found


def _draft(desk: Desk, document: str) -> Document:
    draft = acts.text_of(desk.day.officer, document)
    assert isinstance(draft, Document)
    return draft


@pytest.mark.parametrize("kind", LIVES)
def test_from_the_form_to_the_issued_document(desk: Desk, kind: str) -> None:
    day, (_, symbol, boxes) = desk.day, LIVES[kind]
    document = saved(desk, kind)
    assert initial(desk, document) == boxes
    outgoing.submit(day.officer, document)
    day.carry()
    signer = acts.sign(day.commander, acts.shown(day.commander, document), day.hand("chi-huy"))
    assert signer.entity == document
    day.carry()
    blob, pdf = day.main(day.clerk, document)
    clerk = day.hand("van-thu")
    outgoing.number(
        day.clerk, document, day.book, blob,
        lambda number, _symbol, on: setting.number_and_date(pdf, number, on, clerk),
    )  # fmt: skip
    blob, pdf = day.main(day.clerk, document)
    mark = setting.set_signature(pdf, setting.seal("SƯ ĐOÀN 999", "GIẢ LẬP"), day.hand("con-dau"))
    outgoing.seal(day.clerk, document, blob, mark)
    issue(day.clerk, document)
    page = documents.page(day.clerk, document)
    assert page is not None
    assert (page.row.type, page.row.symbol, page.row.number) == (kind, symbol, 1)
    assert page.row.state == State.ISSUED
    report = judge(day.main(day.clerk, document)[1], day.trust, START + 3_600_000)
    assert report.verdict is Verdict.VALID
    assert [each.field for each in report.signatures] == [
        *boxes, "KyChinh", "SoVanBan", "NgayVanBan", "ConDau",
    ]  # fmt: skip


def test_who_writes_the_minutes_has_the_second_place(desk: Desk) -> None:
    document = saved(desk, "bien-ban")
    draft = _draft(desk, document)
    assert [one.duty for one in draft.checkers] == ["content", "secretary"]
    assert draft.checkers[1] == Checker(duty="secretary", name=office.me(desk.day.clerk).name)
    assert draft.facts[-1].key == "ended"
