"""A new draft out of another program's file: read, sorted, and laid on the desk. No Qt.

The text of a Word file becomes parts of the draft; a PDF, or what LibreOffice makes one of, is
signed as it is.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

import msgspec

from core.errors import DraftWaiting
from core.office.family import CONG_VAN
from core.office.secrecy import ORDINARY, refuse_secret
from core.office.taken import Taken
from core.office.taking_in import all_lines, official
from core.text import fold
from db.actions import desk
from desktop import reference
from desktop.drafts import given, keeping
from desktop.drafts.composing import blank
from desktop.drafts.keeping import Task
from desktop.intake import given_pdf
from desktop.intake.fields import Reading, read_fields
from desktop.intake.office_suite import KINDS, to_pdf
from desktop.intake.opening import content_of
from desktop.intake.taking import read_word

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from core.commits.intake_bodies import Intake
    from core.office.taken import Dropped
    from core.office.taking_in import Official
    from db.acting import Store
    from desktop.drafts.writing import Office, Written

WORD: Final = "docx"
PDF: Final = "pdf"
ENDINGS: Final = tuple(f"*.{kind}" for kind in (*KINDS, PDF))


@dataclass(frozen=True)
class Given:
    """A PDF that is signed as it is, what its first page says, and what was found of signatures."""

    pdf: bytes
    reading: Reading
    intake: Intake | None = None


@dataclass(frozen=True)
class TakenIn:
    """What is on the desk now, how many of which kind of content did not come along, and which
    charsets of before Unicode were rewritten.
    """

    task: Task
    dropped: Mapping[Dropped, int] = field(default_factory=dict)
    legacy: tuple[str, ...] = ()


def read(path: Path, *, as_pdf: bool) -> Taken | Given:
    """What the file holds; waits for the disk and for limited processes. ``as_pdf``: the text of a
    Word file is not taken apart.

    Raises FileUnreadable, EmptyFile, TooLarge, BrokenWordFile, NotConverted, OfficeSuiteMissing,
    PrivateMemoryMissing, what is raised of a PDF that cannot be read, WorkerTimeout, WorkerCrashed,
    and SecretRefused for a stamp of a state secret; nothing is kept then.
    """
    file, kind = content_of(path), path.suffix.lower().removeprefix(".")
    if kind == WORD and not as_pdf:
        taken = read_word(file)
        refuse_secret(ORDINARY, all_lines(taken.parts))
        return taken
    pdf = to_pdf(file, kind) if kind in KINDS else file
    pages = given_pdf.read(pdf)
    refuse_secret(ORDINARY, [line.text for page in pages for line in page.lines])
    return Given(pdf, read_fields(pages[0].runs, reference.document_types().items, ()))


def lay_down(store: Store, found: Taken | Given) -> TakenIn:
    """Put it on the desk as a new document of its type, unsaved.

    Raises DraftWaiting where one of that type lies there already.
    """
    types = reference.document_types().items
    if isinstance(found, Given):
        task = _task(found.reading.type)
        office = _free(store, task)
        empty = blank(office, task.template, task.type)
        written = _about(found.reading, empty, given.lay_down(store, found.pdf, found.intake))
        keeping.keep(store, task, written)
        return TakenIn(task)
    said = official(found.parts, {each.vi: each.code for each in types if not each.copy})
    task = _task(said.type)
    office = _free(store, task)
    keeping.keep(store, task, form(said, blank(office, task.template, task.type), office))
    return TakenIn(task, {**found.dropped, **said.dropped}, found.legacy)


def form(said: Official, empty: Written, office: Office) -> Written:
    """The form that a file fills in; what the file does not say is as in a new document."""
    values = {
        "subject": said.subject,
        "addressees": "\n".join(said.addressees),
        "body": said.body,
        "recipients": "\n".join(said.recipients),
        "file_copy": ", ".join(said.file_copy),
        "symbol": said.symbol,
        "signer": _signer(said.signer, office),
    }
    return msgspec.structs.replace(
        empty, **{name: value for name, value in values.items() if value}
    )


def _about(reading: Reading, empty: Written, blob: str) -> Written:
    """The form of a PDF that is signed as it is: what its first page says."""
    symbol = reading.code.partition("/")[2] or empty.symbol
    subject = reading.subject or empty.subject
    return msgspec.structs.replace(empty, given=blob, symbol=symbol, subject=subject)


def _task(kind: str) -> Task:
    """Beginning a document of this type on the first family on which it is written."""
    fit = (family.code for family in reference.families().items if kind in family.types)
    template = next(fit, CONG_VAN)
    return Task(template=template, type=kind if template != CONG_VAN else CONG_VAN)


def _free(store: Store, task: Task) -> Office:
    if desk.draft(store, task.place) is not None:
        raise DraftWaiting
    return keeping.office_of(store, task.type)


def _signer(said: str, office: Office) -> str:
    """Who of those that may sign is named there, with or without a rank."""
    names = (one.name for one in office.signers)
    return next((name for name in names if name and fold(said).endswith(fold(name))), "")
