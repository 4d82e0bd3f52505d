"""The clerk's acts on an outgoing document: number and date, seal, issue, file, save the PDF."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Final

from core.office.terms import Act
from db.actions import outgoing
from db.queries import office
from desktop.announce import announce
from desktop.documents.faces import code_of
from desktop.dossiers.choose import ChooseDossier
from desktop.outgoing.export import export_pdf
from desktop.screens import Command, Place
from desktop.signing import acts
from desktop.signing.pin_sheet import PinSheet
from desktop.widgets.path_sheet import PathSheet
from desktop.words import word

if TYPE_CHECKING:
    from db.acting import Done, Store
    from db.queries.rows import DocumentPage
    from desktop.context import Context

CLERKS: Final = {
    Act.NUMBER: ("outgoing.number", "ribbon"),
    Act.SEAL: ("outgoing.seal", "shield_checkmark"),
    Act.ISSUE: ("outgoing.issue", "send"),
}
"""The clerk's main act at each state; all are on F9, one after the other."""


class Acts:
    """Each act asks what it needs in a sheet, does it in the database lane, and says so."""

    def __init__(self, context: Context) -> None:
        self._context = context

    def commands(self, page: DocumentPage | None) -> list[Command]:
        """What the workflow allows on a document now, the main act first."""
        if page is None:
            return []
        allowed = {move.act for move in page.moves}
        found = [
            Command(act.value, key, partial(self._begin, act, page), icon, "F9", "primary")
            for act, (key, icon) in CLERKS.items()
            if act in allowed
        ]
        if Act.FILE in allowed:
            place: Place = "bar" if found else "primary"
            found.append(
                Command(
                    "file",
                    "outgoing.file",
                    partial(self._ask_dossier, page),
                    "folder_add",
                    "Ctrl+H",
                    place,
                )
            )
        return found

    def _begin(self, act: Act, page: DocumentPage) -> None:
        if act is Act.ISSUE:
            document = page.row.id
            self._context.act(lambda store: outgoing.issue(store, document), self._issued)
        else:
            self._ask_pin(act, page)

    def _ask_pin(self, act: Act, page: DocumentPage) -> None:
        key, _icon = CLERKS[act]
        summary = (
            ("outgoing.pin.document", page.row.subject),
            ("outgoing.pin.code", code_of(page.row)),
        )
        sheet = PinSheet(key, summary, key, lambda pin: self._sign(act, page.row.id, pin, sheet))
        self._context.frame.open_sheet(sheet)

    def _sign(self, act: Act, document: str, pin: str, sheet: PinSheet) -> None:
        ring = self._context.ring

        def work(store: Store) -> Done:
            if act is Act.SEAL:
                return acts.seal(store, ring, document, pin)
            return acts.number(store, ring, document, office.books(store, "outgoing")[0].id, pin)

        def done(result: Done) -> None:
            sheet.close_card()
            key = "outgoing.numbered" if result.number else "outgoing.sealed"
            self._say(key, n=result.number or 0)

        self._context.act(work, done, sheet.refuse)

    def _issued(self, _done: Done) -> None:
        self._say("outgoing.issued")

    def _say(self, key: str, n: int = 0) -> None:
        self._context.frame.toast(key, n=n)
        announce(word(key, n=n))

    def _ask_dossier(self, page: DocumentPage) -> None:
        self._context.frame.open_sheet(ChooseDossier(self._context, [page.row.id]))

    def save(self, page: DocumentPage) -> None:
        """Ask where to, and write the signed file there."""
        start = Path.home() / f"{code_of(page.row).replace('/', '-').replace('…', 'du-thao')}.pdf"
        document = page.row.id

        def write(paths: list[Path]) -> None:
            self._context.read(
                lambda store: export_pdf(store, document, paths[0]),
                lambda _: self._say("outgoing.saved"),
            )

        sheet = PathSheet(
            "outgoing.save_pdf", write, filters="PDF (*.pdf)", saving=True, start=start
        )
        self._context.frame.open_sheet(sheet)
