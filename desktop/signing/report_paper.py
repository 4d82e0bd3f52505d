"""The verification report on paper: what was checked, when and by whom, then each signature. No
Qt.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from db.queries import office
from desktop.clock import local_time
from desktop.forms import report
from desktop.forms.report import Table
from desktop.forms.report_table import Column
from desktop.phrases import phrase
from desktop.printing.foot import how
from desktop.printing.leaving import Papers
from desktop.signing.report_words import facts, headline, why

if TYPE_CHECKING:
    from core.signing.report import Report
    from db.acting import Store
    from db.actions.exports import Copy

_COLUMNS: Final = (Column("Mục", 55, text=True), Column("Nội dung", 205, text=True))
_KIND, _TITLE = "PHIẾU KIỂM TRA", "CHỮ KÝ SỐ"
_SIGNERS: Final = ("NGƯỜI KIỂM TRA",)


def file_name(name: str) -> str:
    """What the paper is called at first."""
    return f"Kiem-tra-chu-ky-{name.removesuffix('.pdf').replace('/', '-')}"


def papers(store: Store, found: Report, name: str, copy: Copy) -> Papers:
    """The report as pages, in Vietnamese."""
    head = office.letterhead(store)
    made = report.Report(
        parent=head.parent,
        agency=head.name,
        place=head.place,
        title=_TITLE,
        under=(f"Tệp {name}",),
        sentences=_sentences(found),
        tables=tuple(
            Table(f"{number}. {headline(entry, 'vi')}", _COLUMNS, tuple(facts(entry, "vi")))
            for number, entry in enumerate(found.signatures, 1)
        ),
        notes=(),
        kind=_KIND,
        signers=_SIGNERS,
    )
    return Papers(report.render(made, how(store)), file_name(name), copy)


def _sentences(found: Report) -> tuple[str, ...]:
    checked = f"{local_time(found.at_ms):%d/%m/%Y %H:%M:%S +07:00}"
    return (
        f"Kết luận: {phrase('vi', f'verify.verdict.{found.verdict}')}. {why(found, 'vi')}",
        f"SHA-256 của tệp: {found.sha256}; {found.size} byte. Kiểm tra lúc {checked}.",
    )
