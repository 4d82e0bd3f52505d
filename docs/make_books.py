"""Writes docs/pictures/books: each printed register and list, out of a played fictional year.

``python docs/make_books.py``; a minute for forty documents.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

import pypdfium2 as pdfium
from PIL import Image

import resources
from core.errors import DossierIncomplete
from core.office import catalogue
from core.office.books import BOOKS, FORMS_OF, Form, Scope
from core.office.numbering import RegisterKind
from core.office.terms import Kind
from db.actions import dispatching, dossiers, numbers, plans
from db.actions.dispatching import Loan
from db.actions.plans import Entry
from db.queries import books, documents, office, shelf
from db.queries.documents import View
from desktop.books.printing import how
from desktop.clock import Dice
from desktop.forms import book
from desktop.seeding import plan, play, unit

if TYPE_CHECKING:
    from db.acting import Store

COUNT, DPI, COLOURS, GAP = 40, 80, 16, 6
PICTURES = Path(__file__).resolve().parent / "pictures" / "books"
YEAR = Scope(since=f"{unit.YEAR}-01-01", until=f"{unit.YEAR}-12-31")
LIST = (
    ("Tham mưu / Kế hoạch", "01.TM", "Kế hoạch, báo cáo công tác năm", "01"),
    ("Tham mưu / Kế hoạch", "02.TM", "Diễn tập khu vực phòng thủ", "05"),
    ("Tham mưu / Thông tin", "03.TM", "Bảo đảm thông tin liên lạc", "06"),
    ("Hậu cần – Kỹ thuật", "01.HC", "Kiểm kê vũ khí, trang bị", "05"),
)


def main() -> None:
    """Play, print, draw."""
    calendar = catalogue.load_holidays(resources.text("catalogues/holidays-vn.json")).calendar()
    with TemporaryDirectory() as place:
        folders = [Path(place) / name for name in ("home", "server")]
        for folder in folders:
            folder.mkdir()
        begun = unit.begin(*folders, COUNT + unit.SPARE, calendar)
        year = plan.plan(COUNT, 1, unit.YEAR, calendar)
        play.Play(begun.cast, begun.clock, Dice(1), year).run(lambda _done, _all: None)
        clerk = begun.cast.unit.as_person(begun.cast.people["clerk"][0])
        for name, pages in _printed(clerk, begun.cast.people["officer"]):
            _draw(name, pages)
        begun.cast.unit.close()


def _printed(store: Store, officers: list[str]) -> Iterator[tuple[str, bytes]]:
    """Every form as PDF."""
    dossier = _more(store, officers)
    spans = dict.fromkeys((Form.POST, Form.LOANS, Form.DOSSIERS, Form.HANDED_OVER), YEAR)
    for kind in (RegisterKind.INCOMING, RegisterKind.OUTGOING):
        register = office.books(store, kind.value)[0].id
        spans |= {form: Scope(register=register) for form in FORMS_OF[kind]}
    for form, span in {**spans, Form.CONTENTS: Scope(dossier=dossier)}.items():
        found = books.lines(store, form, span)
        if not found:
            raise SystemExit(f"{BOOKS[form].title} has no line to show")
        yield (
            form.value,
            book.render(form, books.cover(store, form, span, found), found, how(store)),
        )


def _more(store: Store, officers: list[str]) -> str:
    """What the played year has not: the year's list, loans, void and kept numbers, a hand-over."""
    entries = [
        Entry(code, title, kept, place, heading, officers[place % len(officers)])
        for place, (heading, code, title, kept) in enumerate(LIST)
    ]
    plans.keep(store, unit.YEAR, entries)
    register = office.books(store, RegisterKind.OUTGOING.value)[0]
    numbers.reserve(store, register.id, "chờ ký bổ sung")
    numbers.void(store, register.id, [(register.next or 0) + 1], "đánh nhầm số")
    issued = documents.rows(store, documents.ids(store, View((Kind.OUTGOING,))))
    today = store.today().isoformat()
    for row in [row for row in issued if row.number][:3]:
        dispatching.lend(store, row.id, Loan("Dương Văn Số Năm", today, "Nguyễn Văn Minh Họa"))
    closed = []
    for row in shelf.dossiers(store):
        with suppress(DossierIncomplete):
            dossiers.close(store, row.id)
            closed.append(row)
    dossiers.hand_over(store, [row.id for row in closed])
    return max(closed, key=lambda row: row.documents).id


def _draw(name: str, pages: bytes) -> None:
    """The cover and the first page with a table, one above the other in few colours."""
    document = pdfium.PdfDocument(pages)
    drawn = [document[at].render(scale=DPI / 72).to_pil().convert("L") for at in range(2)]
    document.close()
    width, height = drawn[0].size
    both = Image.new("L", (width, 2 * height + GAP), 160)
    for at, page in enumerate(drawn):
        both.paste(page, (0, at * (height + GAP)))
    PICTURES.mkdir(parents=True, exist_ok=True)
    both.quantize(COLOURS).save(PICTURES / f"{name}.png", optimize=True)


if __name__ == "__main__":
    main()
