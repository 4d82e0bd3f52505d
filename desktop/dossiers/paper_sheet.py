"""Chooses which paper of a dossier is looked at, printed or saved."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from desktop.books.print_sheet import PrintSheet
from desktop.dossiers import printing
from desktop.dossiers.printing import OFFERED, Paper
from desktop.widgets.buttons import Button
from desktop.widgets.layouts import STRETCH, Column, Row
from desktop.widgets.line_button import LineButton
from desktop.widgets.sheet import Sheet
from desktop.words import word

if TYPE_CHECKING:
    from db.acting import Store
    from db.queries.dossiers import DossierLine
    from desktop.context import Context


class PaperSheet(Sheet):
    """One line a paper; Enter opens its pages."""

    def __init__(self, context: Context, row: DossierLine) -> None:
        body = Column(gap=4)
        for paper in OFFERED.get(row.state, ()):
            line = LineButton("document_pdf", word(f"dossiers.paper.{paper}"))
            line.clicked.connect(lambda _checked, paper=paper: show(context, row, paper))
            body.addWidget(line)
        cancel = Button("widgets.cancel", "ghost")
        super().__init__("dossiers.print", body, Row(STRETCH, cancel))
        cancel.clicked.connect(self.close_card)


def ask(context: Context, row: DossierLine) -> None:
    """Which paper; straight to it where there is only one."""
    offered = OFFERED.get(row.state, ())
    if len(offered) == 1:
        show(context, row, offered[0])
    elif offered:
        context.frame.open_sheet(PaperSheet(context, row))


def show(context: Context, row: DossierLine, paper: Paper) -> None:
    """The pages of a paper."""
    name = f"{word(f'dossiers.paper.{paper}')} {row.code}".replace("/", "-")

    def read(store: Store) -> bytes:
        return printing.pages(store, row.id, paper)

    context.read(read, partial(_open, context, name))


def show_list(context: Context, year: int) -> None:
    """The pages of a year's list."""
    name = word("dossiers.plan.title", year=year)
    context.read(lambda store: printing.year_list(store, year), partial(_open, context, name))


def _open(context: Context, name: str, pages: bytes) -> None:
    context.frame.open_sheet(PrintSheet(context, pages, name))
