"""Printed registers and lists as tables of data: titles, columns, what is summed, who signs.

Law: NĐ 30/2020/NĐ-CP PL IV and PL V. Headings are the prescribed ones; widths, alignment and the
words over the signatures are the office's custom.
"""

from __future__ import annotations

import datetime
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from core.office.copies import Paper
from core.office.numbering import RegisterKind


class Form(StrEnum):
    """The forms that are printed from what the store holds."""

    OUTGOING = "outgoing"
    INCOMING = "incoming"
    FOLLOW_UP = "follow_up"
    POST = "post"
    LOANS = "loans"
    DOSSIERS = "dossiers"
    HANDED_OVER = "handed_over"
    CONTENTS = "contents"


class Holds(StrEnum):
    """What a cell of a column holds."""

    TEXT = "text"
    DATE = "date"
    ORDINAL = "ordinal"  # a number in a series: 05
    COUNT = "count"  # how many: 1.284


class Align(StrEnum):
    """Where a cell's text stands in its column."""

    LEFT = "left"
    CENTRE = "centre"
    RIGHT = "right"


class Span(StrEnum):
    """What of the store a form covers."""

    REGISTER = "register"  # one register, or some days of it
    DAYS = "days"  # all documents, between two days
    YEAR = "year"
    DOSSIER = "dossier"


@dataclass(frozen=True, slots=True)
class Column:
    """A column: its prescribed heading, its width in millimetres of a sheet A4 across, what it
    holds; the counts of a ``summed`` one are added up from page to page.
    """

    heading: str
    width: float
    holds: Holds = Holds.TEXT
    align: Align = Align.LEFT
    summed: bool = False


@dataclass(frozen=True, slots=True)
class Book:
    """A form: its title, its columns, what it covers, whether its cover names first and last
    number, who signs at its end.
    """

    form: Form | Paper
    title: str
    columns: tuple[Column, ...]
    span: Span
    numbered: bool = False
    signers: tuple[str, ...] = ("NGƯỜI LẬP", "NGƯỜI KIỂM TRA")

    @property
    def summed(self) -> tuple[int, ...]:
        """The places of the columns whose counts are added up."""
        return tuple(place for place, column in enumerate(self.columns) if column.summed)


EVER: Final = ("0001-01-01", "9999-12-31")


@dataclass(frozen=True, slots=True)
class Scope:
    """What of the store a form shows: of a register, of a dossier or of all, what falls between two
    days (ISO dates, both inside); the year of the list of dossiers is that of ``since``.
    """

    register: str = ""
    dossier: str = ""
    since: str = EVER[0]
    until: str = EVER[1]

    @property
    def whole(self) -> bool:
        """Whether no day is left out."""
        return (self.since, self.until) == EVER

    @property
    def year(self) -> int:
        """The year in which it begins."""
        return int(self.since[:4])


@dataclass(frozen=True, slots=True)
class Cover:
    """What the cover and first page say; ``name`` is that of the register or dossier, ``first`` and
    ``last`` are numbers as printed. What is empty is left out.
    """

    parent: str
    agency: str
    place: str
    title: str
    name: str
    year: int
    since: datetime.date | None
    until: datetime.date | None
    first: str = ""
    last: str = ""
    volume: int = 1


def _date(heading: str, width: float = 21) -> Column:
    return Column(heading, width, Holds.DATE, Align.CENTRE)


def _middle(heading: str, width: float) -> Column:
    return Column(heading, width, align=Align.CENTRE)


def _count(heading: str, width: float) -> Column:
    return Column(heading, width, Holds.COUNT, Align.RIGHT, summed=True)


def _ordinal(heading: str, width: float) -> Column:
    return Column(heading, width, Holds.ORDINAL, Align.CENTRE)


_ARCHIVE: Final = ("NGƯỜI LẬP", "NGƯỜI DUYỆT")
_BOOKS: Final = (
    Book(
        Form.OUTGOING,
        "SỔ ĐĂNG KÝ VĂN BẢN ĐI",
        (
            Column("Số, ký hiệu văn bản", 27),
            _date("Ngày tháng văn bản"),
            Column("Tên loại và trích yếu nội dung", 65),
            Column("Người ký", 29),
            Column("Nơi nhận văn bản", 36),
            Column("Đơn vị, người nhận bản lưu", 24),
            _count("Số lượng bản", 14),
            _date("Ngày chuyển"),
            Column("Ký nhận", 22),
            Column("Ghi chú", 22),
        ),
        Span.REGISTER,
        numbered=True,
    ),
    Book(
        Form.INCOMING,
        "SỔ ĐĂNG KÝ VĂN BẢN ĐẾN",
        (
            _date("Ngày đến"),
            _ordinal("Số đến", 15),
            Column("Tác giả", 35),
            Column("Số, ký hiệu văn bản", 28),
            _date("Ngày tháng văn bản"),
            Column("Tên loại và trích yếu nội dung", 63),
            Column("Đơn vị hoặc người nhận", 31),
            _date("Ngày chuyển"),
            Column("Ký nhận", 24),
            Column("Ghi chú", 22),
        ),
        Span.REGISTER,
        numbered=True,
    ),
    Book(
        Form.FOLLOW_UP,
        "SỔ THEO DÕI GIẢI QUYẾT VĂN BẢN ĐẾN",
        (
            _ordinal("Số đến", 17),
            Column("Tên loại, số, ký hiệu, ngày tháng và cơ quan ban hành", 82),
            Column("Đơn vị hoặc người nhận", 45),
            _date("Thời hạn giải quyết", 25),
            Column("Tiến độ giải quyết", 40),
            Column("Số, ký hiệu văn bản trả lời", 37),
            Column("Ghi chú", 30),
        ),
        Span.REGISTER,
    ),
    Book(
        Form.POST,
        "SỔ GỬI VĂN BẢN ĐI BƯU ĐIỆN",
        (
            _date("Ngày chuyển", 28),
            Column("Số, ký hiệu", 48),
            Column("Nơi nhận", 82),
            _count("Số lượng bì", 24),
            Column("Ký nhận và dấu bưu điện", 54),
            Column("Ghi chú", 40),
        ),
        Span.DAYS,
    ),
    Book(
        Form.LOANS,
        "SỔ SỬ DỤNG BẢN LƯU",
        (
            _date("Ngày tháng"),
            Column("Họ tên người sử dụng", 34),
            Column("Số, ký hiệu, ngày tháng văn bản", 35),
            Column("Tên loại và trích yếu", 62),
            Column("Số và ký hiệu HS", 25),
            Column("Ký nhận", 24),
            _date("Ngày trả"),
            Column("Người cho phép sử dụng", 32),
            Column("Ghi chú", 25),
        ),
        Span.DAYS,
    ),
    Book(
        Form.DOSSIERS,
        "DANH MỤC HỒ SƠ",
        (
            Column("Số và ký hiệu hồ sơ", 36),
            Column("Tên đề mục và tiêu đề hồ sơ", 122),
            Column("Thời hạn bảo quản", 32, align=Align.CENTRE),
            Column("Người lập hồ sơ", 46),
            Column("Ghi chú", 40),
        ),
        Span.YEAR,
        signers=_ARCHIVE,
    ),
    Book(
        Form.HANDED_OVER,
        "MỤC LỤC HỒ SƠ, TÀI LIỆU NỘP LƯU",
        (
            _ordinal("Số TT", 15),
            Column("Số, ký hiệu hồ sơ", 36),
            Column("Tiêu đề hồ sơ", 102),
            _middle("Thời gian tài liệu", 38),
            _middle("Thời hạn bảo quản", 30),
            _count("Số tờ/Số trang", 22),
            Column("Ghi chú", 33),
        ),
        Span.YEAR,
        signers=_ARCHIVE,
    ),
    Book(
        Form.CONTENTS,
        "MỤC LỤC VĂN BẢN, TÀI LIỆU TRONG HỒ SƠ",
        (
            _ordinal("STT", 14),
            Column("Số, ký hiệu văn bản", 38),
            _date("Ngày tháng năm văn bản", 26),
            Column("Tên loại và trích yếu", 92),
            Column("Tác giả văn bản", 48),
            _middle("Tờ số/Trang số", 24),
            Column("Ghi chú", 34),
        ),
        Span.DOSSIER,
        signers=("NGƯỜI LẬP",),
    ),
)
BOOKS: Final[dict[Form, Book]] = {Form(book.form): book for book in _BOOKS}
"""Every form by its code, in the order in which they are offered."""

FORMS_OF: Final[dict[RegisterKind, tuple[Form, ...]]] = {
    RegisterKind.INCOMING: (Form.INCOMING, Form.FOLLOW_UP),
    RegisterKind.OUTGOING: (Form.OUTGOING,),
    RegisterKind.COPIES: (Form.OUTGOING,),
}
"""The forms that a register of a kind is printed in."""
