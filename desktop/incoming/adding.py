"""Adds further files to a registered document: opened and checked as at registration, then kept."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from db.actions import handling
from db.actions.files import NewFile
from desktop.background import Lane
from desktop.incoming.faces import arrival_number
from desktop.intake.opening import Known, arrive
from desktop.latest import Latest
from desktop.widgets.path_sheet import PathSheet

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from desktop.context import Context
    from desktop.incoming.gathered import Gathered
    from desktop.pages import PageServer


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
                Lane.PAGES, lambda: _read(paths, pages), lambda new: self._add(found, new)
            )

        sheet = PathSheet("incoming.act.files", chosen, filters="PDF (*.pdf)")
        self._context.frame.open_sheet(sheet)

    def _add(self, found: Gathered, new: Sequence[NewFile]) -> None:
        row = found.page.row
        self._context.act(
            lambda store: handling.add_files(store, row.id, new),
            lambda _: self._context.frame.toast(
                "incoming.did.files", n=len(new), number=arrival_number(row)
            ),
        )


def _read(paths: Sequence[Path], pages: PageServer) -> list[NewFile]:
    """The files, each opened once in the page process; see ``arrive`` for what is raised."""
    found = []
    for path in paths:
        one = arrive(path, pages, Known())
        pages.close(one.handle)
        count = one.handle.page_count
        found.append(NewFile(one.name, "application/pdf", one.content, count))
    return found
