"""The papers of a dossier and of the year's list, as PDF from what the store holds. No Qt."""

from __future__ import annotations

import datetime
from dataclasses import replace
from enum import StrEnum
from typing import TYPE_CHECKING, Final

from core.errors import NotFound
from core.office.books import Form, Scope
from core.office.day import day
from core.office.dossiers import Stage
from core.office.terms import Act
from db.queries import books, handings, office
from db.queries import dossiers as lists
from desktop import reference
from desktop.forms import book, dossier_end, dossier_minutes
from desktop.forms.dossier_end import Ending
from desktop.forms.dossier_minutes import Minutes, Party
from desktop.forms.dossier_paper import Head
from desktop.printing.foot import how

if TYPE_CHECKING:
    from collections.abc import Iterable

    from db.acting import Store
    from db.queries.dossiers import DossierPage
    from db.queries.handings import Handing, Side


class Paper(StrEnum):
    """What is printed of a dossier."""

    CONTENTS = "contents"  # mục lục văn bản, tài liệu trong hồ sơ
    END = "end"  # chứng từ kết thúc
    HANDED_OVER = "handed_over"  # mục lục hồ sơ, tài liệu nộp lưu
    MINUTES = "minutes"  # biên bản giao nhận hồ sơ, tài liệu


OFFERED: Final[dict[str, tuple[Paper, ...]]] = {
    Stage.OPEN: (Paper.CONTENTS,),
    Stage.CLOSED: (Paper.CONTENTS, Paper.END),
    Stage.HANDED_OVER: tuple(Paper),
    Stage.ARCHIVED: tuple(Paper),
}
"""The papers that there are at each stage."""


def pages(store: Store, dossier: str, paper: Paper) -> bytes:
    """A paper of a dossier. Raises NotFound where it has none yet, or a person may not see it."""
    page = lists.page(store, dossier)
    if page is None or paper not in OFFERED.get(page.row.state, ()):
        raise NotFound(kind="dossier")
    if paper is Paper.CONTENTS:
        return _book(store, Form.CONTENTS, Scope(dossier=dossier))
    if paper is Paper.END:
        return _end(store, page)
    handing = handings.handing(store, dossier)
    if handing is None:
        raise NotFound(kind="dossier")
    return _minutes(store, handing) if paper is Paper.MINUTES else _handed_over(store, handing)


def year_list(store: Store, year: int) -> bytes:
    """Danh mục hồ sơ of a year."""
    return _book(store, Form.DOSSIERS, Scope(since=f"{year}-01-01", until=f"{year}-12-31"))


def _book(store: Store, form: Form, scope: Scope) -> bytes:
    lines = books.lines(store, form, scope)
    return book.render(form, books.cover(store, form, scope, lines), lines, how(store))


def _handed_over(store: Store, handing: Handing) -> bytes:
    """Of all dossiers that were handed over together, numbered through."""
    found = [
        line
        for row in handing.dossiers
        for line in books.lines(store, Form.HANDED_OVER, Scope(dossier=row.id))
    ]
    lines = [
        replace(line, cells=(at, *line.cells[1:]), key=(at,)) for at, line in enumerate(found, 1)
    ]
    cover = books.cover(store, Form.HANDED_OVER, Scope(), lines)
    since, until = _ends(handing)
    return book.render(
        Form.HANDED_OVER, replace(cover, since=since, until=until), lines, how(store)
    )


def _end(store: Store, page: DossierPage) -> bytes:
    row = page.row
    closed = [step.time for step in page.steps if step.act == Act.CLOSE_DOSSIER]
    kept = reference.named(reference.retentions().find(row.retention), "vi", row.retention)
    ending = Ending(
        row.code, row.title, kept, _date(row.start), _date(row.until), len(page.index),
        max((one.last for one in page.index), default=0), row.keeper_name,
    )  # fmt: skip
    return dossier_end.render(head(store, max(closed, default=row.moved)), ending, how(store))


def _minutes(store: Store, handing: Handing) -> bytes:
    of, given = head(store, handing.given.time), handing.given
    since, until = _ends(handing)
    years = {row.year for row in handing.dossiers}
    planned = all(row.plan for row in handing.dossiers) and len(years) == 1
    written = ", ".join(str(year) for year in sorted(years))
    minutes = Minutes(
        _party(given),
        _party(handing.taken) if handing.taken else Party(),
        f"Hồ sơ năm {written} của {given.unit or of.agency}",
        since,
        until,
        min(years) if planned else 0,
        len(handing.dossiers),
        handing.documents,
        handing.files,
    )
    return dossier_minutes.render(of, minutes, how(store))


def head(store: Store, time: int) -> Head:
    """The head of the unit's papers, of the day of ``time`` (milliseconds UTC)."""
    told = office.letterhead(store, day(time))
    return Head(told.parent, told.name, told.place, day(time))


def _party(side: Side) -> Party:
    return Party(f"{side.rank} {side.name}".strip(), side.post, side.unit)


def _ends(handing: Handing) -> tuple[datetime.date | None, datetime.date | None]:
    """The first and the last day of the documents of all dossiers."""
    starts = _dates(row.start for row in handing.dossiers)
    ends = _dates(row.until for row in handing.dossiers)
    return min(starts, default=None), max(ends, default=None)


def _dates(days: Iterable[str | None]) -> list[datetime.date]:
    return [found for found in map(_date, days) if found is not None]


def _date(iso: str | None) -> datetime.date | None:
    """A stored day; None for what is none."""
    try:
        return datetime.date.fromisoformat(iso) if iso else None
    except ValueError:
        return None
