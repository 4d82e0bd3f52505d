"""The certificate at the end of a dossier (chứng từ kết thúc) as a PDF: how much is in it
(NĐ 30/2020/NĐ-CP Đ.29, PL V). Of paper, sheets are counted by hand: there are dots to write on.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from core.office.typography import short_date
from desktop.forms.dossier_minutes import counted
from desktop.forms.dossier_paper import Head, Signer, blank, sentence, signers, write

if TYPE_CHECKING:
    import datetime
    from collections.abc import Iterator

    from desktop.forms.book import Printing
    from desktop.forms.layout import Atom

TITLE: Final = ("CHỨNG TỪ KẾT THÚC",)


@dataclass(frozen=True, slots=True)
class Ending:
    """A closed dossier: its name, how long it is kept, what lies in it, who kept it."""

    code: str
    title: str
    retention: str
    since: datetime.date | None
    until: datetime.date | None
    documents: int
    pages: int
    keeper: str


def render(head: Head, ending: Ending, how: Printing) -> bytes:
    """The certificate's PDF; a letter that the font lacks is told by its code."""
    return write(head, TITLE, list(_body(ending)), how)


def _body(ending: Ending) -> Iterator[Atom]:
    yield from sentence(f"Số, ký hiệu hồ sơ: {ending.code}")
    yield from sentence(f"Tiêu đề hồ sơ: {ending.title}")
    yield from sentence(f"Thời hạn bảo quản: {ending.retention}")
    if ending.since and ending.until:
        days = f"từ ngày {short_date(ending.since)} đến ngày {short_date(ending.until)}"
        yield from sentence(f"Thời gian của tài liệu: {days}")
    yield from sentence(f"Hồ sơ này gồm có: {counted(ending.documents)} văn bản, tài liệu.")
    if ending.pages:
        yield from sentence(f"Số trang: {counted(ending.pages)}, đánh số từ 1 đến {ending.pages}.")
    else:
        yield from blank("Số tờ, đánh số từ … đến …:")
    yield from blank("Số tờ trùng số:")
    yield from blank("Số tờ khuyết số:")
    yield from blank("Mục lục văn bản gồm (tờ):")
    *before, last = blank("Đặc điểm, tình trạng tài liệu:")
    yield from before
    yield (*last, *signers([Signer("NGƯỜI LẬP HỒ SƠ", ending.keeper)]))
