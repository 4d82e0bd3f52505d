"""The verification report on paper: what was checked, when and by whom, then each signature. No
Qt.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from db.queries import office
from desktop.clock import local_time
from desktop.forms import report
from desktop.forms.book import Printing
from desktop.forms.report import Table
from desktop.forms.report_table import Column
from desktop.intake_words import beside_now
from desktop.phrases import phrase
from desktop.printing.foot import how
from desktop.printing.leaving import Papers
from desktop.signing.report_words import by_list, facts, headline, why

if TYPE_CHECKING:
    from collections.abc import Sequence

    from core.signing.report import Entry, Report
    from db.acting import Store
    from db.actions.exports import Copy

_COLUMNS: Final = (Column("Mục", 55, text=True), Column("Nội dung", 205, text=True))
_KIND, _TITLE = "PHIẾU KIỂM TRA", "CHỮ KÝ SỐ"
_PROGRAM: Final = "antin verify"
_SIGNERS: Final = ("NGƯỜI KIỂM TRA",)


def file_name(name: str) -> str:
    """What the paper is called at first."""
    return f"Kiem-tra-chu-ky-{name.removesuffix('.pdf').replace('/', '-')}"


def papers(store: Store, found: Report, name: str, copy: Copy) -> Papers:
    """The report as pages, in Vietnamese."""
    head = office.letterhead(store)
    made = _made(((name, found),), (head.parent, head.name, head.place))
    return Papers(report.render(made, how(store)), file_name(name), copy)


def sheet(judged: Sequence[tuple[str, Report]], now: int) -> bytes:
    """The same for files of no unit's store, each with its name; ``now`` in milliseconds UTC."""
    return report.render(_made(judged, ("", "", "")), Printing(_PROGRAM, now))


def _made(judged: Sequence[tuple[str, Report]], head: tuple[str, str, str]) -> report.Report:
    """``head`` is the superior agency, the agency, the place."""
    parent, agency, place = head
    return report.Report(
        parent=parent,
        agency=agency,
        place=place,
        title=_TITLE,
        under=tuple(f"Tệp {name}" for name, _ in judged) if len(judged) == 1 else (),
        sentences=tuple(
            sentence for name, found in judged for sentence in _sentences(name, found, len(judged))
        ),
        tables=tuple(
            Table(
                _table_title(name, number, entry, len(judged)),
                _COLUMNS,
                tuple(facts(entry, "vi")),
            )
            for name, found in judged
            for number, entry in enumerate(found.signatures, 1)
        ),
        notes=(),
        kind=_KIND,
        signers=_SIGNERS,
    )


def _table_title(name: str, number: int, entry: Entry, files: int) -> str:
    said = f"{number}. {headline(entry, 'vi')}"
    return said if files == 1 else f"{name} · {said}"


def _sentences(name: str, found: Report, files: int) -> tuple[str, ...]:
    checked = f"{local_time(found.at_ms):%d/%m/%Y %H:%M:%S +07:00}"
    of = "" if files == 1 else f" tệp {name}"
    said = (
        f"Kết luận{of}: {phrase('vi', f'verify.verdict.{found.verdict}')}. {why(found, 'vi')}",
        f"SHA-256 của tệp: {found.sha256}; {found.size} byte. Kiểm tra lúc {checked}.",
        by_list(found.basis, found.at_ms, "vi"),
        *(f"{said}." for said in beside_now(found, "vi")),
    )
    return tuple(filter(None, said))
