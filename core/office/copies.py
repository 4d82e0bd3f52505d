"""Readable copies that leave the store and are no file of a document: printed books, slips, the
papers of a dossier, extracts of the journal (formats.md §5).
"""

from __future__ import annotations

from enum import StrEnum
from typing import Final

from core.office.terms import Act


class Way(StrEnum):
    """How a copy leaves."""

    PRINT = "print"
    PDF = "pdf"
    XLSX = "xlsx"
    CSV = "csv"
    ZIP = "zip"
    JSON = "json"
    HTML = "html"
    XML = "xml"


class Paper(StrEnum):
    """Forms that are no book (``core.office.books.Form``)."""

    CLOSING = "closing"  # phiếu đóng sổ
    SLIP = "slip"  # phiếu giải quyết văn bản đến
    END = "end"  # chứng từ kết thúc
    MINUTES = "minutes"  # biên bản giao nhận hồ sơ, tài liệu
    JOURNAL = "journal"  # bản trích nhật ký
    DOSSIER = "dossier"  # cả hồ sơ: PDF, XML, tệp gốc
    VERIFICATION = "verification"  # phiếu kiểm tra chữ ký số
    DEADLINES = "deadlines"  # danh sách văn bản theo thời hạn
    REPORT_INCOMING = "report_incoming"  # báo cáo văn bản đến
    REPORT_OUTGOING = "report_outgoing"  # báo cáo văn bản đi


JOURNAL: Final = Paper.JOURNAL


def act_of(form: str, way: str) -> Act:
    """What taking a copy needs the right for. Whoever may read the journal takes it out. Of all
    else whoever may read has it on paper; a file goes from hand to hand unseen and is an export.
    """
    if form == JOURNAL:
        return Act.READ_JOURNAL
    return Act.READ if way == Way.PRINT else Act.EXPORT
