"""Adds further files to a registered document: opened and checked as at registration, their
signatures looked into, then kept.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QObject

from core.errors import NothingSigned
from db.actions import files, handling
from db.actions.appendices import P7S
from db.actions.files import NewFile
from desktop.background import Lane
from desktop.incoming.faces import arrival_number
from desktop.intake.opening import Known, arrive, content_of, shown_name
from desktop.latest import Latest
from desktop.signing import at_intake
from desktop.widgets.path_sheet import PathSheet

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from core.commits.intake_bodies import Intake
    from db.acting import Store
    from db.queries.rows import FileRow
    from desktop.context import Context
    from desktop.incoming.gathered import Gathered
    from desktop.pages import PageServer


ENDING: Final = ".p7s"


class Adding(QObject):
    """One document's files at a time; nothing is added where one of them cannot be read."""

    def __init__(self, context: Context, owner: QObject) -> None:
        super().__init__(owner)
        self._context = context
        self._opened = Latest(context)

    def ask(self, found: Gathered) -> None:
        """Ask which files."""

        def chosen(paths: list[Path]) -> None:
            pages = self._context.pages
            self._opened.run(
                Lane.PAGES, lambda: _read(paths, pages), lambda new: self._judge(found, new)
            )

        sheet = PathSheet("incoming.act.files", chosen, filters="PDF, P7S (*.pdf *.p7s)")
        self._context.frame.open_sheet(sheet)

    def _judge(self, found: Gathered, new: Sequence[NewFile]) -> None:
        store, known = self._context.store(), found.page.files
        self._opened.run(
            Lane.WORKER,
            lambda: [replace(one, intake=_intake(store, one, new, known)) for one in new],
            lambda judged: self._add(found, judged),
        )

    def _add(self, found: Gathered, new: Sequence[NewFile]) -> None:
        row = found.page.row
        self._context.act(
            lambda store: handling.add_files(store, row.id, new),
            lambda _: self._context.frame.toast(
                "incoming.did.files", n=len(new), number=arrival_number(row)
            ),
        )


def _read(paths: Sequence[Path], pages: PageServer) -> list[NewFile]:
    """The files, PDFs each opened once in the page process; see ``arrive`` for what is raised."""
    found = []
    for path in paths:
        if path.suffix.lower() == ENDING:
            found.append(NewFile(shown_name(path.name), P7S, content_of(path)))
            continue
        one = arrive(path, pages, Known())
        pages.close(one.handle)
        count = one.handle.page_count
        found.append(NewFile(one.name, "application/pdf", one.content, count))
    return found


def _intake(store: Store, one: NewFile, new: Sequence[NewFile], known: Sequence[FileRow]) -> Intake:
    """What one file's signatures say; a signature beside a file says it of that. Raises
    NothingSigned where it is neither brought with it nor here.
    """
    if one.type != P7S:
        return at_intake.intake(store, one.content)
    name = one.name[: -len(ENDING)]
    content = next((each.content for each in new if each.name == name), None)
    if content is None:
        row = next((each for each in known if each.name == name and each.here), None)
        if row is None:
            raise NothingSigned(name=one.name)
        content = files.content(store, row.blob)
    return at_intake.intake_beside(store, content, one.content)
