"""The line under everything that is printed from the system: what it is, which page, when, by whom
(NĐ 30/2020/NĐ-CP PL VI: printed copies are marked as printed from the system).
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from core.office import day
from core.office.typography import short_date
from desktop.forms import fonts
from desktop.forms.book_table import drawable
from desktop.forms.layout import GREY, Mark, Run, Sheet
from desktop.forms.lines import Type
from desktop.forms.template import MM

if TYPE_CHECKING:
    from collections.abc import Iterator

FROM_SYSTEM: Final = "Bản in từ hệ thống"
TYPE: Final = Type(fonts.REGULAR, 8)
UNDER: Final = 7 * MM
"""From the lower edge of the paper."""


def by(person: str, now: int) -> tuple[str, str]:
    """When (milliseconds UTC) and by whom, as parts of the line."""
    moment = day.moment(now)
    return f"in lúc {moment:%H:%M} {short_date(moment.date())}", f"người in {person}"


def foot(
    number: int, count: int, parts: tuple[str, ...], watermark: str, page: Sheet
) -> Iterator[Mark]:
    """The line at the right of page ``number`` of ``count``, and the watermark at the left."""
    text = drawable(" · ".join((FROM_SYSTEM, f"Trang {number}/{count}", *parts)))
    y = page.text_height + page.bottom - UNDER
    yield Run(page.edge - TYPE.width(text), y, text, TYPE)
    if watermark:
        yield Run(page.left, y, watermark, TYPE, colour=GREY)
