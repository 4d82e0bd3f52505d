"""What can be done with a dossier: the table's acts at its stage, as commands that ask and do."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Final

from core.errors import DossierIncomplete
from core.office.dossiers import Stage
from core.office.terms import Act
from db.actions import dossiers
from db.queries import dossiers as lists
from desktop.dossiers import packing, paper_sheet
from desktop.dossiers.many_sheet import ManySheet
from desktop.dossiers.open_sheet import CloseSheet, EditSheet
from desktop.screens import Command
from desktop.widgets.text_sheet import TextSheet

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from db.acting import Done, Store
    from db.queries.dossiers import DossierLine, DossierPage
    from desktop.context import Context
    from desktop.dossiers.pane import DossierPane

MANY: Final = {
    Act.HAND_OVER_DOSSIER: (Stage.CLOSED, dossiers.hand_over, "dossiers.hand_over"),
    Act.ACCEPT_DOSSIER: (Stage.HANDED_OVER, dossiers.accept, "dossiers.accept"),
}
"""Acts that are done with all chosen dossiers at once, and at which stage these are."""


class Acts:
    """``chosen`` gives the row numbers that are selected in the list."""

    def __init__(
        self, context: Context, pane: DossierPane, chosen: Callable[[], list[int]]
    ) -> None:
        self._context, self._pane, self._chosen = context, pane, chosen

    def commands(self, page: DossierPage | None) -> list[Command]:
        """What the person may do with the dossier now, the main act first."""
        if page is None:
            return []
        found = [
            Command("close", "dossiers.close", partial(self._close, page), "archive", "Ctrl+E"),
            Command("edit", "dossiers.edit", partial(self._edit, page.row), "document_edit", "F2"),
            Command("take", "dossiers.take", self._take, "subtract", "Delete"),
            self._for_many(Act.HAND_OVER_DOSSIER, "folder_arrow_right"),
            self._for_many(Act.ACCEPT_DOSSIER, "checkmark_circle"),
            Command("refuse", "dossiers.refuse", self._refuse, "arrow_reply", "F8"),
            Command("reopen", "dossiers.reopen", partial(self._reopen, page), "folder_open"),
        ]
        lawful = _lawful(page)
        papers = Command(
            "print", "dossiers.print", partial(self._print, page), "print", "Ctrl+P", "bar"
        )
        whole = Command(
            "package", "dossiers.package", partial(packing.ask, self._context, page.row), "archive"
        )
        return [*(command for command in found if command.id in lawful), papers, whole]

    def _for_many(self, act: Act, icon: str) -> Command:
        _stage, _do, key = MANY[act]
        return Command(act.value, key, partial(self._ask_many, act), icon, "F9")

    def _open(self, sheet: CloseSheet | EditSheet | TextSheet | ManySheet) -> None:
        self._context.frame.open_sheet(sheet)

    def _close(self, page: DossierPage) -> None:
        if not page.stopping:
            self._open(CloseSheet(self._context, page))
        else:
            self._pane.refuse(DossierIncomplete(n=page.stopping))

    def _edit(self, row: DossierLine) -> None:
        self._open(EditSheet(self._context, row))

    def _print(self, page: DossierPage) -> None:
        paper_sheet.ask(self._context, page.row)

    def _take(self) -> None:
        paper, page = self._pane.paper(), self._pane.page
        if paper is None or page is None:
            return
        dossier, document = page.row.id, paper.row.id

        def undo() -> None:
            self._context.act(lambda store: dossiers.put(store, dossier, document), lambda _: None)

        def done(_done: Done) -> None:
            self._context.frame.toast("dossiers.taken", undo)

        self._context.act(lambda store: dossiers.take(store, dossier, document), done)

    def _reopen(self, page: DossierPage) -> None:
        dossier = page.row.id

        def act(store: Store, reason: str) -> Done:
            return dossiers.reopen(store, dossier, reason)

        self._ask_reason("dossiers.reopen", act, "dossiers.reopened")

    def _refuse(self) -> None:
        def ask(rows: Sequence[DossierLine]) -> None:
            wanted = [row.id for row in rows if row.state == Stage.HANDED_OVER]

            def act(store: Store, reason: str) -> Done:
                return dossiers.refuse(store, wanted, reason)

            if wanted:
                self._ask_reason("dossiers.refuse", act, "dossiers.refused")

        self._read_chosen(ask)

    def _ask_reason(self, key: str, act: Callable[[Store, str], Done], said: str) -> None:
        toast = partial(self._context.frame.toast, said)
        self._open(TextSheet(self._context, key, "dossiers.reason.label", act, toast))

    def _ask_many(self, act: Act) -> None:
        stage, do, key = MANY[act]

        def ask(rows: Sequence[DossierLine]) -> None:
            wanted = [row for row in rows if row.state == stage]
            if wanted:
                self._open(ManySheet(self._context, key, wanted, do))

        self._read_chosen(ask)

    def _read_chosen(self, then: Callable[[Sequence[DossierLine]], None]) -> None:
        numbers = self._chosen()
        self._context.read(lambda store: lists.rows(store, numbers), then)


def _lawful(page: DossierPage) -> set[str]:
    """The ids of the commands that the person may give now."""
    acts, opened = set(page.acts), page.row.state == Stage.OPEN
    told = {
        "close": Act.CLOSE_DOSSIER in acts,
        "edit": opened and Act.OPEN_DOSSIER in acts,
        "take": opened and Act.FILE in acts and bool(page.index),
        "reopen": not opened and Act.OPEN_DOSSIER in acts,
        "refuse": Act.REFUSE_DOSSIER in acts,
    }
    return {name for name, so in told.items() if so} | {act.value for act in acts & set(MANY)}
