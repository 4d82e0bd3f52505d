"""Chooses which paper of a dossier is looked at, printed or saved."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from core.office.books import Form
from db.actions.exports import Copy
from desktop.dossiers import printing
from desktop.dossiers.printing import OFFERED, Paper
from desktop.printing.leaving import Papers
from desktop.printing.sheet import PrintSheet
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

    copy = Copy(paper, "dossier", row.id)

    def read(store: Store) -> Papers:
        return Papers(printing.pages(store, row.id, paper), name, copy)

    context.read(read, partial(_open, context))


def show_list(context: Context, year: int) -> None:
    """The pages of a year's list."""
    name = word("dossiers.plan.title", year=year)
    copy = Copy(Form.DOSSIERS, since=f"{year}-01-01", until=f"{year}-12-31")

    def read(store: Store) -> Papers:
        return Papers(printing.year_list(store, year), name, copy)

    context.read(read, partial(_open, context))


def _open(context: Context, papers: Papers) -> None:
    context.frame.open_sheet(PrintSheet(context, papers))
