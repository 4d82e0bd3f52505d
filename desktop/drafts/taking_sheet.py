"""Asks for another program's file and begins a document with what it holds."""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt

from desktop.background import Lane
from desktop.drafts import taking_in
from desktop.drafts.losses import notes
from desktop.signing import at_intake
from desktop.widgets.check_box import CheckBox
from desktop.widgets.path_sheet import PathSheet

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from core.office.taken import Taken
    from db.acting import Store
    from desktop.context import Context
    from desktop.drafts.keeping import Task
    from desktop.drafts.taking_in import TakenIn

    Write = Callable[[Task, Callable[[], object]], None]


def ask_file(context: Context, write: Write, tell: Callable[[str], None]) -> None:
    """Ask which file; ``write`` opens the document, ``tell`` says what is to be known of it."""
    as_pdf = CheckBox("drafts.take_as_pdf")

    def chosen(paths: list[Path]) -> None:
        read = partial(taking_in.read, paths[0], as_pdf=as_pdf.isChecked())
        context.background.run(Lane.PAGES, read, look, context.frame.show_error)

    def look(found: Taken | taking_in.Given) -> None:
        store = context.store()
        context.background.run(
            Lane.WORKER, lambda: _looked_into(store, found), laid, context.frame.show_error
        )

    def laid(found: Taken | taking_in.Given) -> None:
        context.read(lambda store: taking_in.lay_down(store, found), begin)

    def begin(taken: TakenIn) -> None:
        write(taken.task, lambda: tell(notes(taken.dropped, taken.legacy)))

    filters = f"Word, ODF, PDF ({' '.join(taking_in.ENDINGS)})"
    sheet = PathSheet("drafts.take_in", chosen, filters=filters, extra=as_pdf)
    context.frame.open_sheet(sheet)
    sheet.edit.setFocus(Qt.FocusReason.OtherFocusReason)  # the check box stands above it


def _looked_into(store: Store, found: Taken | taking_in.Given) -> Taken | taking_in.Given:
    """With what stays of the signatures of a PDF."""
    if not isinstance(found, taking_in.Given):
        return found
    return replace(found, intake=at_intake.intake(store, found.pdf))
