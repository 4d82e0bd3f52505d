"""Asks for another program's file and begins a document with what it holds."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import Qt

from desktop.background import Lane
from desktop.drafts import taking_in
from desktop.widgets.check_box import CheckBox
from desktop.widgets.path_sheet import PathSheet
from desktop.words import word

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from pathlib import Path

    from core.office.taken import Dropped, Taken
    from desktop.context import Context
    from desktop.drafts.keeping import Task
    from desktop.drafts.taking_in import TakenIn

    Write = Callable[[Task, Callable[[], object]], None]

LOST: Final[dict[Dropped, str]] = {
    "comments": "drafts.lost.comments",
    "footnotes": "drafts.lost.footnotes",
    "formulas": "drafts.lost.formulas",
    "headers": "drafts.lost.headers",
    "hidden": "drafts.lost.hidden",
    "objects": "drafts.lost.objects",
    "pictures": "drafts.lost.pictures",
    "symbols": "drafts.lost.symbols",
    "text_boxes": "drafts.lost.text_boxes",
    "tracked": "drafts.lost.tracked",
}


def ask_file(context: Context, write: Write, tell: Callable[[str], None]) -> None:
    """Ask which file; ``write`` opens the document, ``tell`` says what did not come along."""
    as_pdf = CheckBox("drafts.take_as_pdf")

    def chosen(paths: list[Path]) -> None:
        read = partial(taking_in.read, paths[0], as_pdf=as_pdf.isChecked())
        context.background.run(Lane.PAGES, read, laid, context.frame.show_error)

    def laid(found: Taken | taking_in.Given) -> None:
        context.read(lambda store: taking_in.lay_down(store, found), begin)

    def begin(taken: TakenIn) -> None:
        write(taken.task, lambda: tell(said(taken.dropped)))

    filters = f"Word, ODF, PDF ({' '.join(taking_in.ENDINGS)})"
    sheet = PathSheet("drafts.take_in", chosen, filters=filters, extra=as_pdf)
    context.frame.open_sheet(sheet)
    sheet.edit.setFocus(Qt.FocusReason.OtherFocusReason)  # the check box stands above it


def said(dropped: Mapping[Dropped, int]) -> str:
    """What did not come along, in words; nothing where everything did."""
    kinds = (word(LOST[kind], n=count) for kind, count in sorted(dropped.items()))
    return ", ".join(kinds)
