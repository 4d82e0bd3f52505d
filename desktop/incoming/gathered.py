"""Everything that the page of one incoming document shows, read in one go."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from db.queries import documents

if TYPE_CHECKING:
    from datetime import date

    from db.acting import Store
    from db.queries.rows import DocumentPage, FileRow, Related, StoryRow


@dataclass(frozen=True)
class Gathered:
    """A document's page, its history and what it hangs together with, on the day of ``today``."""

    today: date
    page: DocumentPage
    story: tuple[StoryRow, ...]
    related: Related

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
    return Gathered(store.today(), page, story, documents.related(store, document))
