"""Asks for the PIN and sets the checker's nháy on a draft."""

from __future__ import annotations

from typing import TYPE_CHECKING

from core.errors import NotFound
from db.queries import documents
from desktop import clock
from desktop.signing import acts, holders
from desktop.signing.pin_sheet import PinSheet
from desktop.signing.summary import key_rows

if TYPE_CHECKING:
    from collections.abc import Callable

    from db.acting import Done, Store
    from db.queries.rows import DocumentPage
    from desktop.context import Context
    from desktop.signing.holders import Holder


def ask_initial(context: Context, document: str, then: Callable[[Done], None]) -> None:
    """Say what will be initialled and with which key; ``then`` is called once it is done."""

    def read(store: Store) -> tuple[DocumentPage, Holder]:
        page = documents.page(store, document)
        if page is None:
            raise NotFound(kind="document")
        return page, holders.holder(store)

    context.read(read, lambda found: _ask(context, *found, then))


def _ask(
    context: Context, page: DocumentPage, holder: Holder, then: Callable[[Done], None]
) -> None:
    if holder.refusal is not None:
        context.frame.show_error(holder.refusal)
        return
    document, ring = page.row.id, context.ring

    def done(result: Done) -> None:
        sheet.close_card()
        then(result)

    def sign(pin: str) -> None:
        context.act(lambda store: acts.initial(store, ring, document, pin), done, sheet.refuse)

    summary = (("signing.pin.document", page.row.subject), *key_rows(holder, clock.now_ms()))
    sheet = PinSheet(context, acts.PERSON, "drafts.initial", summary, "drafts.initial_do", sign)
    context.frame.open_sheet(sheet)
