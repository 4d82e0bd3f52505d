"""The handling slip of a document as pages (phiếu giải quyết văn bản đến). No Qt."""

from __future__ import annotations

from typing import TYPE_CHECKING

from core.errors import NotFound
from core.office.copies import Paper
from db.actions.exports import Copy
from db.queries import slips
from desktop import reference
from desktop.forms.handling_slip import Printed, render
from desktop.printing.foot import how
from desktop.printing.leaving import Papers

if TYPE_CHECKING:
    from db.acting import Store


def papers(store: Store, document: str, name: str) -> Papers:
    """The slip as a PDF, read in the database lane. Raises NotFound."""
    found = slips.slip(store, document)
    if found is None:
        raise NotFound(kind="document")
    by = how(store)
    kind = reference.document_types().find(found.row.type)
    type_name = reference.named(kind, "vi", found.row.type)
    pages = render(found, Printed(by.person, by.now, type_name, by.watermark))
    return Papers(pages, name, Copy(Paper.SLIP, "document", document))
