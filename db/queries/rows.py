"""Frozen rows that windows get from queries; never a table object."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, NamedTuple

from core.commits.format import Commit
from core.commits.intake_bodies import Intake
from core.office.format.kept import Kept
from core.office.terms import Role
from core.office.workflow import Move
from db.queries.signings import SigningRow


@dataclass(frozen=True, slots=True)
class InGroup:
    """The restricted group in which something stands: its stream and its name."""

    id: str
    name: str


@dataclass(frozen=True, slots=True)
class DocumentRow:
    """One document in a list. Dates are ISO texts or None, ``created`` is in milliseconds UTC;
    ``number`` with ``suffix`` is its place in the book, ``act`` what led to its state; ``group`` is
    None for what the whole unit has.
    """

    n: int
    id: str
    kind: str
    state: str
    type: str
    subject: str
    issuer: str
    code: str
    document_date: str | None
    number: int | None
    suffix: str
    symbol: str
    dated: str | None
    urgency: str
    due: str | None
    lead: str
    lead_person: str | None
    pages: int
    files: int
    directives: int
    conflicts: int
    tentative: bool
    created: int
    act: str
    read: bool
    group: InGroup | None = None


@dataclass(frozen=True, slots=True)
class FileRow:
    """A current version of a file of a document; ``here`` is False while its bytes have not
    arrived, ``signed`` is true once a signature was set in it here; ``intake`` is what was found of
    its signatures when it was taken in; ``at_server`` says that this machine gave it up for
    room, ``asked`` that it did and somebody wants it back.
    """

    slot: str
    role: str
    blob: str
    name: str
    type: str
    size: int
    pages: int
    here: bool
    signed: bool = False
    intake: Intake | None = None
    at_server: bool = False
    asked: bool = False

    @property
    def away(self) -> bool:
        """Whether the server has it and this machine gave it up."""
        return self.at_server or self.asked


@dataclass(frozen=True, slots=True)
class AssignmentRow:
    """Who handles a document; ``given`` and, once he said that he has read it, ``noted`` in
    milliseconds UTC.
    """

    part: str
    person: str | None
    name: str
    due: str | None
    given: int = 0
    noted: int | None = None


@dataclass(frozen=True, slots=True)
class SignatureRow:
    """A signature set in the main file, in order."""

    field: str
    kind: str
    person: str
    name: str
    time: int


@dataclass(frozen=True, slots=True)
class RemarkRow:
    """A directive or an opinion: who, in which post, when (milliseconds UTC), what."""

    kind: str
    name: str
    rank: str
    post: str
    time: int
    text: str


@dataclass(frozen=True, slots=True)
class Taken:
    """A readable copy that left the store: form, way, rows of its table, pages of each copy."""

    form: str
    way: str
    lines: int
    pages: int
    copies: int

    @classmethod
    def of(cls, commit: Commit) -> Taken | None:
        """What a commit says that left; None where it says nothing of the kind."""
        body = next((op.body for op in commit.ops if op.kind == "copy.take" and op.v == 1), None)
        if body is None:
            return None
        counts = (body.get("lines", 0), body.get("pages", 0), body.get("copies", 1))
        return cls(body["form"], body["way"], *counts)


@dataclass(frozen=True, slots=True)
class StoryRow:
    """One act in a document's history: which operations, who, on which device, when, whether the
    server has it, and for which reason; ``about`` are those whom it concerns, as the recipients of
    a dispatch, ``said`` an opinion given with it, ``taken`` what of it was printed or saved,
    ``kept`` what of its layout was kept as it is, ``intakes`` what was found of the signatures in
    files that were taken in, ``signed`` the signatures that it set. ``askew``: its machine's clock
    was wrong (core.sync.clocks).
    """

    kinds: tuple[str, ...]
    act: str
    name: str
    device: str
    time: int
    standing: str
    reason: str = ""
    about: tuple[str, ...] = ()
    said: str = ""
    taken: Taken | None = None
    kept: tuple[Kept, ...] = ()
    intakes: tuple[Intake, ...] = ()
    signed: tuple[SigningRow, ...] = ()
    askew: bool = False


@dataclass(frozen=True, slots=True)
class DocumentPage:
    """Everything that one document's page shows; ``source`` names the old book that it is from."""

    row: DocumentRow
    fields: dict[str, Any]
    files: tuple[FileRow, ...]
    assignments: tuple[AssignmentRow, ...]
    signatures: tuple[SignatureRow, ...]
    remarks: tuple[RemarkRow, ...]
    links: tuple[tuple[str, str], ...]
    dossiers: tuple[str, ...]
    moves: tuple[Move, ...]
    source: str = ""


@dataclass(frozen=True, slots=True)
class Related:
    """What a document hangs together with: linked documents with the relation, and dossiers."""

    documents: tuple[tuple[str, DocumentRow], ...]
    dossiers: tuple[DossierRow, ...]


@dataclass(frozen=True, slots=True)
class PersonRow:
    """A person with the roles held in the unit today."""

    id: str
    name: str
    rank: str
    post: str
    unit: str
    roles: frozenset[Role]


@dataclass(frozen=True, slots=True)
class BookRow:
    """A book of a year, with what this device may number from: ``next`` is None without a lease;
    ``group`` is None for a book of the whole unit.
    """

    id: str
    kind: str
    name: str
    symbol: str
    year: int
    next: int | None
    left: int
    group: InGroup | None = None


@dataclass(frozen=True, slots=True)
class DossierRow:
    """A dossier in a list."""

    id: str
    code: str
    title: str
    retention: str
    state: str
    documents: int
    tentative: bool
    group: InGroup | None = None


@dataclass(frozen=True, slots=True)
class DeviceRow:
    """Another installation of the unit."""

    id: str
    kind: str
    label: str
    revoked: bool


class AwayRow(NamedTuple):
    """Files that this machine gave up for room, their bytes, and how many are wanted back."""

    files: int
    size: int
    asked: int


@dataclass(frozen=True, slots=True)
class SyncRow:
    """How this device stands with the server: acts not answered yet, files missing, conflicts, held
    commits; signed files whose evidence a person has to look at. ``ends``: when this machine's
    certificate ends or ended (ms UTC), once that is near; ``rooted``: the root certified it.
    """

    unsent: int
    missing_files: int
    conflicts: int
    held: int
    last: int | None
    incidents: int = 0
    ends: int | None = None
    rooted: bool = False


@dataclass(frozen=True, slots=True)
class ExportRow:
    """A bundle written on this device: its id, for whom, when (milliseconds UTC), whether it
    arrived there as far as is known here."""

    bundle: str
    label: str
    time: int
    confirmed: bool


@dataclass(frozen=True, slots=True)
class Letterhead:
    """What stands at the head of the unit's documents; ``drafter`` is the author's own agency."""

    parent: str
    name: str
    short: str
    place: str
    drafter: str
