"""Everything that the page of one incoming document shows, read in one go."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from core.office import duplicates
from core.office.terms import State
from db.queries import documents, office

if TYPE_CHECKING:
    from datetime import date

    from db.acting import Store
    from db.queries.rows import DocumentPage, DocumentRow, FileRow, Related, StoryRow


@dataclass(frozen=True)
class Gathered:
    """A document's page, its history and what it hangs together with, on the day of ``today``, as
    the person ``me`` sees it; ``same`` are other documents that may be the same, ``unit`` is whose
    book it stands in.
    """

    today: date
    page: DocumentPage
    story: tuple[StoryRow, ...]
    related: Related
    me: str = ""
    same: tuple[DocumentRow, ...] = ()
    unit: str = ""

    def main_file(self) -> FileRow | None:
        """The file that is shown first: the one that came, or the document's own."""
        files = self.page.files
        return next((file for file in files if file.role in ("received", "main")), None)


def gather(store: Store, document: str) -> Gathered | None:
    """Read it in the database lane; None where there is no such document."""
    page = documents.page(store, document)
    if page is None:
        return None
    story = tuple(documents.story(store, document))
    related = documents.related(store, document)
    return Gathered(
        store.today(),
        page,
        story,
        related,
        store.author.person,
        _same(store, page.row),
        office.unit_name(store),
    )


def _same(store: Store, row: DocumentRow) -> tuple[DocumentRow, ...]:
    """Others in force with its number, symbol and agency (law: NĐ 30/2020/NĐ-CP PL VI III.1.h)."""
    key = duplicates.key(row.code, row.issuer)
    found = documents.same(store, key) if key and State(row.state) is not State.CANCELLED else []
    return tuple(one for one in found if one.id != row.id and one.state != State.CANCELLED)
