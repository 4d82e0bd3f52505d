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
from core.errors import FileCopyLent
from core.office import catalogue
from core.office.books import BOOKS, FORMS_OF, Form, Scope
from core.office.numbering import RegisterKind
from core.office.terms import Kind
from db.actions import dispatching
from db.actions.dispatching import Loan
from db.actions.outgoing import ISSUED
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
        for name, pages in _printed(clerk):
            _draw(name, pages)
        begun.cast.unit.close()


def _printed(store: Store) -> Iterator[tuple[str, bytes]]:
    """Every form as PDF."""
    dossier = _more(store)
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


def _more(store: Store) -> str:
    """Loans, of which so few documents have none; the dossier with the most documents."""
    issued = documents.rows(store, documents.ids(store, View((Kind.OUTGOING,))))
    today = store.today().isoformat()
    for row in [row for row in issued if row.state in ISSUED][:3]:
        with suppress(FileCopyLent):
            dispatching.lend(store, row.id, Loan("Dương Văn Số Năm", today, "Nguyễn Văn Minh Họa"))
    return max(shelf.dossiers(store), key=lambda row: row.documents).id


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
