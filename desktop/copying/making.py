"""Makes a copy (sao y, sao lục, trích sao) of a document: what it needs to know, the file that it
becomes. The originals come from outside: a limited process reads them. No Qt.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from io import BytesIO
from typing import TYPE_CHECKING, Final

import pikepdf

from core.errors import NoBookOfCopies, NotCopiable
from core.office.draft import CongVan, Signer
from core.office.numbering import Number, RegisterKind, compose_symbol
from core.office.true_copies import TITLES, Form, Medium, Source
from core.office.true_copies import pages as chosen_pages
from core.signing import prepare
from core.signing.reading import as_broken
from db.actions import copying, files
from db.actions.copying import Copying
from db.actions.files import NewFile
from db.queries import delegations, documents, office
from desktop import reference
from desktop.documents.copied_file import PDF, source_file
from desktop.drafts import keeping
from desktop.forms import copied
from desktop.forms.template import Template, load
from desktop.page_lines import runs_of
from desktop.page_reader import load as open_pdf
from desktop.worker import run_limited

if TYPE_CHECKING:
    import datetime

    from db.acting import Done, Store
    from db.queries.delegations import SignerRow
    from db.queries.rows import BookRow, DocumentRow, InGroup, Letterhead

SECONDS: Final = 60.0
MEMORY_MB: Final = 1400


@dataclass(frozen=True)
class Original:
    """What is copied: the row and the file of a document; and what the unit has for a copy of it.
    ``electronic`` and ``of`` are guesses that the clerk may put right.
    """

    row: DocumentRow
    blob: str
    pdf: bytes
    pages: int
    electronic: bool
    of: Source
    head: Letterhead
    signers: dict[Form, tuple[SignerRow, ...]]
    known: tuple[str, ...]
    number: int


@dataclass(frozen=True)
class Asked:
    """A copy as the sheet has it."""

    form: Form
    of: Source
    origin: Medium
    medium: Medium
    signer: SignerRow
    lines: tuple[str, ...]
    recipients: tuple[str, ...]
    pages: str = ""
    part: str = ""


def original(store: Store, document: str) -> Original:
    """Read it in the database lane. Raises NotCopiable, NoBookOfCopies, BlobMissing."""
    page = documents.page(store, document)
    file = source_file(page) if page else None
    if page is None or file is None:
        raise NotCopiable
    book = _book(store, page.row.group)
    pdf = files.content(store, file.blob)
    known = keeping.office_of(store, Form.FULL)
    return Original(
        page.row,
        file.blob,
        pdf,
        _count(pdf),
        b"/ByteRange" in pdf,
        Source.COPY if page.row.type == Form.FULL else Source.ORIGINAL,
        known.head,
        {form: tuple(delegations.signers(store, form)) for form in Form},
        known.known,
        book.next or 1,
    )


def _book(store: Store, group: InGroup | None) -> BookRow:
    """The book of copies of this year that this machine numbers from, of the restricted group in
    which the original stands. Raises NoBookOfCopies.
    """
    for book in office.books(store, RegisterKind.COPIES):
        if book.next is not None and book.group == group:
            return book
    raise NoBookOfCopies


def copy(store: Store, found: Original, asked: Asked) -> Done:
    """Make it, in the database lane; what it bears is drawn with the number that it gets.

    Raises what :func:`db.actions.copying.copy` raises.
    """
    entry = Copying(
        found.row.id,
        found.blob,
        asked.form,
        asked.of,
        asked.origin,
        asked.medium,
        found.row.subject,
        symbol(asked.form, found.head),
        asked.recipients,
        asked.signer.name,
        asked.lines,
        asked.pages,
        asked.part,
    )

    def draw_it(number: Number, day: datetime.date) -> NewFile:
        pdf, pages = draw(found, asked, number.value, day)
        name = f"{number.text()}-{entry.symbol}.pdf"
        return NewFile(name, PDF, pdf, pages)

    return copying.copy(store, entry, _book(store, found.row.group).id, draw_it)


def draw(found: Original, asked: Asked, number: int, day: datetime.date) -> tuple[bytes, int]:
    """The file of the copy and how many pages it has. Raises PagesWrong, BrokenPdf, ProtectedPdf,
    TooLarge, ActiveContent, LetterNotInFont, WorkerTimeout, WorkerCrashed.
    """
    chosen = chosen_pages(asked.pages, found.pages)
    if asked.medium is Medium.ELECTRONIC:
        work = partial(run_limited, electronic, found.pdf, chosen, load())
    else:
        said = _said(found, asked, number, day)
        work = partial(run_limited, on_paper, found.pdf, chosen, said, load())
    return work(returns=tuple[bytes, int], seconds=SECONDS, memory_mb=MEMORY_MB)


def symbol(form: Form, head: Letterhead) -> str:
    """What follows the number: ``SY-SĐ999`` (PL I, V)."""
    found = reference.document_types().find(form)
    patterns = {one.code: one.pattern for one in reference.number_schemes().items}
    abbr = found.abbr if found else ""
    return compose_symbol(patterns, form, abbr=abbr, issuer=head.short)


def _said(found: Original, asked: Asked, number: int, day: datetime.date) -> copied.Copy:
    head = found.head
    block = CongVan(
        parent=(head.parent,) if head.parent else (),
        issuer=(head.name,),
        symbol=symbol(asked.form, head),
        place=head.place,
        recipients=asked.recipients,
        file_copy=("VT",),
        signer=Signer(authority=asked.lines, rank=asked.signer.rank, name=asked.signer.name),
    )
    return copied.Copy(TITLES[asked.form], number, day, block)


# -- in the limited process ------------------------------------------------------------------------


def on_paper(
    pdf: bytes, pages: tuple[int, ...], said: copied.Copy, template: Template
) -> tuple[bytes, int]:
    """The copy as it is printed, with its block below the last text."""
    whole = excerpt(pdf, pages)
    made = copied.on_paper(whole, said, template, end_of(whole))
    return made, count_pages(made)


def electronic(pdf: bytes, pages: tuple[int, ...], template: Template) -> tuple[bytes, int]:
    """The copy ready for the agency's signature in its corner."""
    made = copied.electronic(excerpt(pdf, pages), template)
    return prepare.add_fields(made.pdf, made.fields), made.pages


def excerpt(pdf: bytes, pages: tuple[int, ...]) -> bytes:
    """Some pages as they are seen and nothing else of the file: what it says of signatures is drawn
    into them, what is left out cannot be found in it. Raises as :func:`copied.on_paper`.
    """
    output = BytesIO()
    with as_broken(), copied.opened(pdf) as document, pikepdf.new() as made:
        document.flatten_annotations("all")
        for number in pages:
            made.pages.append(document.pages[number - 1])
            for key in ("/Annots", "/AA", "/Metadata", "/PieceInfo", "/StructParents"):
                if key in made.pages[-1].obj:
                    del made.pages[-1].obj[key]
        made.save(output, deterministic_id=True)
    return output.getvalue()


def end_of(pdf: bytes) -> float | None:
    """Where the text of the last page ends, in points from its lower edge; None without text."""
    document = open_pdf(pdf)
    try:
        runs = runs_of(document[len(document) - 1].get_textpage())
        return min((run.bottom for run in runs if run.text.strip()), default=None)
    finally:
        document.close()


def _count(pdf: bytes) -> int:
    return run_limited(count_pages, pdf, returns=int, seconds=SECONDS, memory_mb=MEMORY_MB)


def count_pages(pdf: bytes) -> int:
    """How many pages a file has, at least one. Raises NotAPdf, BrokenPdf, ProtectedPdf."""
    document = open_pdf(pdf)
    try:
        return len(document)
    finally:
        document.close()
