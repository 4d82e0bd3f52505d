"""A draft that was submitted, given back and saved anew, on the stores of the desk."""

from __future__ import annotations

from msgspec.structs import replace

from core.office import draft as drafts
from core.office.draft import Checker, Clause, CongVan, Paragraph
from db.actions import incoming, outgoing
from db.actions.files import NewFile
from desktop import reference
from desktop.forms import template
from desktop.forms.document import render
from desktop.signing import setting
from tests.desktop.desk_rig import Desk
from tests.desktop.signing.test_outgoing_life import ENTRY, LETTER

FIRST = replace(
    LETTER,
    checkers=(Checker(duty="content", name="Lê Văn Mẫu"),),
    body=(
        Paragraph("Thực hiện kế hoạch huấn luyện năm 2027, Sư đoàn đề nghị các đơn vị:"),
        Clause("Báo cáo quân số tham gia trước ngày 15 tháng 12 năm 2026."),
        Clause("Bảo đảm hậu cần theo chỉ tiêu đã được phê duyệt."),
        Clause("Mọi vướng mắc báo cáo về Ban Tác huấn để được hướng dẫn."),
    ),
)
SECOND = replace(
    FIRST,
    subject="Về việc bảo đảm thông tin liên lạc năm 2027",
    body=(
        FIRST.body[0],
        Clause("Chuẩn bị thao trường, bãi tập xong trước ngày 01 tháng 12 năm 2026."),
        Clause("Báo cáo quân số tham gia trước ngày 20 tháng 12 năm 2026."),
        FIRST.body[2],
    ),
)


def page_of(letter: CongVan) -> NewFile:
    """The PDF of a letter, with its fields."""
    page = render(letter, template.load(), reference.forms())
    return NewFile("cong-van.pdf", "application/pdf", setting.ready(page), page.pages)


def initial(desk: Desk, document: str) -> None:
    """The officer's nháy on what is there now."""
    day = desk.day
    blob, content = day.main(day.officer, document)
    hand = day.hand("can-bo")
    mark = setting.set_signature(content, setting.initials("KyNhay1", "Lê Văn Mẫu"), hand)
    outgoing.initial(day.officer, document, blob, mark)


def submitted(desk: Desk) -> str:
    """Drafted, initialled and submitted by the officer; the commander has it."""
    day = desk.day
    pages = page_of(FIRST)
    document = outgoing.draft(day.officer, ENTRY, drafts.encode(FIRST), pages).entity
    initial(desk, document)
    outgoing.submit(day.officer, document)
    day.carry()
    return document


def given_back(desk: Desk) -> str:
    """The commander gave it back, and the officer has it."""
    document = submitted(desk)
    incoming.give_back(desk.day.commander, document, "bổ sung việc chuẩn bị thao trường")
    desk.day.carry()
    return document


def saved_again(desk: Desk) -> str:
    """The officer saved a second version."""
    document = given_back(desk)
    outgoing.revise(desk.day.officer, document, ENTRY, drafts.encode(SECOND), page_of(SECOND))
    return document


def submitted_again(desk: Desk) -> str:
    """The second version waits for the commander."""
    document = saved_again(desk)
    initial(desk, document)
    outgoing.submit(desk.day.officer, document)
    desk.day.carry()
    return document
