"""A document whose pages another program laid out: the PDF lies on the desk until it is saved, and
goes into the document as it came, beside the one that is made ready for its signatures. No Qt.
"""

from __future__ import annotations

from dataclasses import replace
from hashlib import sha256
from typing import TYPE_CHECKING, Final

import msgspec

from core.commits.ids import b64
from core.commits.intake_bodies import Intake
from db.actions import desk, files
from db.actions.files import NewFile
from db.queries import documents
from desktop.forms import template
from desktop.intake import given_pdf

if TYPE_CHECKING:
    from core.office.draft import Draft
    from db.acting import Store

PDF: Final = "application/pdf"


def lay_down(store: Store, pdf: bytes, found: Intake | None = None) -> str:
    """Put a PDF on the desk, with what was ``found`` of its signatures; returns the name by which a
    draft knows it.
    """
    blob = b64(sha256(pdf).digest())
    desk.keep_draft(store, _place(blob), pdf)
    if found is not None:
        desk.keep_draft(store, _found(blob), msgspec.json.encode(found))
    return blob


def take_up(store: Store, blob: str) -> None:
    """It is saved or not wanted any more: off the desk. No name is no PDF."""
    desk.drop_draft(store, _place(blob))
    desk.drop_draft(store, _found(blob))


def content(store: Store, blob: str) -> bytes:
    """The PDF as it came: from the desk, else out of its document. Raises BlobMissing."""
    kept = desk.draft(store, _place(blob))
    return kept.body if kept is not None else files.content(store, blob)


def intake(store: Store, blob: str, document: str) -> Intake | None:
    """What was found of its signatures when it was brought: from the desk, else out of its
    document, whose id is empty while there is none.
    """
    kept = desk.draft(store, _found(blob))
    if kept is not None:
        return msgspec.json.decode(kept.body, type=Intake)
    page = documents.page(store, document) if document else None
    rows = page.files if page is not None else ()
    return next((row.intake for row in rows if row.blob == blob), None)


def made(store: Store, draft: Draft, name: str, document: str) -> NewFile:
    """The PDF with a field for each signature in the blanks that the other program left; of a
    document that is there already, or not yet (empty).

    Raises BlobMissing, NumberPlaceMissing, DatePlaceMissing, SignaturePlaceMissing, and what a PDF
    that cannot be signed raises (core.signing.prepare.normalise).
    """
    pdf = content(store, draft.given)
    pages = given_pdf.read(pdf)
    room = template.load().fields
    found = given_pdf.sites(pages, draft.signer.name, draft.checkers, room)
    brought = NewFile(name, PDF, pdf, len(pages))
    came = replace(brought, intake=intake(store, draft.given, document))
    return replace(brought, content=given_pdf.ready(pdf, found), came=came)


def _place(blob: str) -> str:
    return f"given:{blob}"


def _found(blob: str) -> str:
    return f"given-found:{blob}"
