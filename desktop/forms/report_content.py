"""What the two reports say, in Vietnamese as they are printed. The law names them (NĐ 30/2020/NĐ-CP
PL VI); what their tables hold is the office's custom.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, Generic, TypeVar

from core.office.book_lines import thousands
from core.office.reports import TARGET, Handled, Sent
from core.office.typography import short_date
from desktop.forms.report import Cell, Report, Table
from desktop.forms.report_table import Column

if TYPE_CHECKING:
    import datetime

    from core.office.periods import Period
    from db.queries.rows import Letterhead

T = TypeVar("T", Handled, Sent)
INCOMING: Final = "TÌNH HÌNH GIẢI QUYẾT VĂN BẢN ĐẾN"
OUTGOING: Final = "TÌNH HÌNH GIẢI QUYẾT VĂN BẢN ĐI"
NOBODY: Final = "Chưa giao đơn vị"
NONE: Final = "–"
_ROMAN: Final = ("", "I", "II", "III", "IV")


@dataclass(frozen=True, slots=True)
class Line(Generic[T]):
    """A unit's counts; ``median`` in tenths of a working day."""

    name: str
    count: T
    median: int | None = None


@dataclass(frozen=True)
class About:
    """Whose report of what: the unit's head, the period, which part of the unit, counted when."""

    head: Letterhead
    period: Period
    scope: str
    today: datetime.date


def incoming(about: About, lines: Sequence[Line[Handled]], whole: Line[Handled]) -> Report:
    """Báo cáo tình hình giải quyết văn bản đến."""
    count = whole.count
    rows = tuple((at, *_handled(line)) for at, line in enumerate(lines, 1))
    total = ("", *_handled(Line("Cộng", count, whole.median)))
    return _report(
        about,
        INCOMING,
        (
            f"Tổng số văn bản phải giải quyết: {thousands(count.whole)}; kỳ trước chuyển sang "
            f"{thousands(count.carried)}, nhận trong kỳ {thousands(count.received)}.",
            f"Đã giải quyết {thousands(count.finished)}; đang giải quyết "
            f"{thousands(count.pending)}, trong đó quá hạn {thousands(count.overdue)}. "
            f"Tỷ lệ đúng hạn: {percent(count.share)} (chỉ tiêu {TARGET // 100} %).",
        ),
        (Table("Theo đơn vị giải quyết", _HANDLED, rows, total),),
        (
            "Ghi chú: Tính theo số liệu của máy lập báo cáo. Hạn lấy theo hạn đang ghi của văn "
            "bản (kể cả đã gia hạn), tính theo ngày làm việc; văn bản không đặt hạn không tính "
            "vào tỷ lệ. Cột (16): một nửa số văn bản được giải quyết không lâu hơn số ngày làm "
            "việc này.",
        ),
    )


def outgoing(
    about: About,
    lines: Sequence[Line[Sent]],
    whole: Sent,
    types: Sequence[tuple[str, int]],
    voided: int,
) -> Report:
    """Báo cáo tình hình giải quyết văn bản đi."""
    rows = tuple((at, *_sent(line)) for at, line in enumerate(lines, 1))
    named = tuple((at, name, n) for at, (name, n) in enumerate(types, 1))
    return _report(
        about,
        OUTGOING,
        (
            f"Đã phát hành {thousands(whole.issued)} văn bản; phát hành đúng thời hạn "
            f"{percent(whole.share)}. Đã ký, chờ phát hành cuối kỳ: {thousands(whole.waiting)}.",
            f"Thu hồi {thousands(whole.recalled)}; bị thay thế {thousands(whole.replaced)}; hủy "
            f"sau khi ký {thousands(whole.cancelled)}; số bỏ {thousands(voided)}.",
        ),
        (
            Table("Theo đơn vị soạn thảo", _SENT, rows, ("", *_sent(Line("Cộng", whole)))),
            Table("Theo tên loại văn bản", _TYPES, named, ("", "Cộng", whole.issued)),
        ),
        (
            "Ghi chú: Thời hạn phát hành là trong ngày ký, chậm nhất ngày làm việc tiếp theo; văn "
            "bản khẩn phát hành ngay trong ngày ký (Nghị định 30/2020/NĐ-CP, Điều 18). Gồm cả "
            "văn bản nội bộ.",
        ),
    )


def _report(
    about: About,
    title: str,
    sentences: tuple[str, ...],
    tables: tuple[Table, ...],
    notes: tuple[str, ...],
) -> Report:
    head, period = about.head, about.period
    days = f"từ ngày {short_date(period.since)} đến ngày {short_date(period.until)}"
    named = period_words(period)
    line = f"{named} ({days})" if named else days[:1].upper() + days[1:]
    under = (line, about.scope) if about.scope else (line,)
    return Report(head.parent, head.name, head.place, title, under, sentences, tables, notes)


def period_words(period: Period) -> str:
    """``Tháng 11 năm 2026``; nothing for any two days."""
    year, _, part = period.name.partition("-")
    if ".." in period.name:
        return ""
    if not part:
        return f"Năm {year}"
    if part[0] == "Q":
        return f"Quý {_ROMAN[int(part[1])]} năm {year}"
    if part[0] == "H":
        return f"6 tháng {'đầu' if part[1] == '1' else 'cuối'} năm {year}"
    return f"Tháng {int(part)} năm {year}"


def percent(share: int | None) -> str:
    """``94,23 %``."""
    return f"{_hundredths(share)} %" if share is not None else NONE


def _hundredths(share: int | None) -> str:
    return f"{share // 100},{share % 100:02}" if share is not None else NONE


def _tenths(value: int | None) -> str:
    if value is None:
        return NONE
    return f"{value // 10},{value % 10}" if value % 10 else str(value // 10)


def _handled(line: Line[Handled]) -> tuple[Cell, ...]:
    one = line.count
    return (
        line.name or NOBODY, one.carried, one.received, one.whole,
        one.on_time, one.late, one.undated, one.finished,
        one.within, one.overdue, one.open, one.pending,
        one.dropped, _hundredths(one.share), _tenths(line.median),
    )  # fmt: skip


def _sent(line: Line[Sent]) -> tuple[Cell, ...]:
    one = line.count
    return (
        line.name or NOBODY, one.drafted, one.signed,
        one.in_time, one.late, one.unmeasured, one.issued, _hundredths(one.share),
        one.waiting, one.overdue, one.recalled, one.replaced, one.cancelled,
    )  # fmt: skip


_DONE, _OPEN = "Đã giải quyết", "Đang giải quyết"
_HANDLED: Final = (
    Column("STT", 10),
    Column("Đơn vị", 56, text=True),
    Column("Kỳ trước chuyển sang", 17),
    Column("Nhận trong kỳ", 16),
    Column("Tổng số", 15),
    Column("Đúng hạn", 15, _DONE),
    Column("Trễ hạn", 15, _DONE),
    Column("Không đặt hạn", 16, _DONE),
    Column("Cộng", 15, _DONE),
    Column("Trong hạn", 15, _OPEN),
    Column("Quá hạn", 15, _OPEN),
    Column("Không đặt hạn", 16, _OPEN),
    Column("Cộng", 15, _OPEN),
    Column("Trả lại, gộp, thu hồi", 17),
    Column("Tỷ lệ đúng hạn (%)", 17),
    Column("Số ngày giữa", 14),
)
_ISSUED, _WAITING = "Đã phát hành", "Đã ký, chờ phát hành"
_SENT: Final = (
    Column("STT", 10),
    Column("Đơn vị", 64, text=True),
    Column("Soạn thảo", 17),
    Column("Đã ký", 16),
    Column("Đúng thời hạn", 17, _ISSUED),
    Column("Chậm", 16, _ISSUED),
    Column("Không rõ ngày ký", 18, _ISSUED),
    Column("Cộng", 16, _ISSUED),
    Column("Tỷ lệ đúng thời hạn (%)", 19, _ISSUED),
    Column("Cộng", 16, _WAITING),
    Column("Quá thời hạn", 17, _WAITING),
    Column("Thu hồi", 16),
    Column("Bị thay thế", 17),
    Column("Hủy sau khi ký", 18),
)
_TYPES: Final = (
    Column("STT", 14),
    Column("Tên loại văn bản", 80, text=True),
    Column("Số văn bản phát hành", 36),
)
