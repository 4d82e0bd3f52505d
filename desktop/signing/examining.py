"""Looks at a document that waits for signature, offline and before the PIN. No Qt.

Everything runs in the database lane; the decrypted file is dropped as soon as it was looked at.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final

from core.errors import AntinError, NotFound, OutsideDelegation, SignerBlockWrong
from core.office import access, must_open
from core.office.terms import Act, State
from core.signing.places import places
from core.signing.seal import may_sign
from db.actions import desk, files
from db.queries import checks, delegations, documents, office, reference
from db.queries.submissions import Submission, submission
from desktop.signing.acts import Shown, block_of, ground
from desktop.signing.preflight import Facts, Flaw, flaws

if TYPE_CHECKING:
    from core.office.authority import Authority
    from core.office.delegation import Short
    from core.office.workflow import Ask
    from core.signing.places import Place
    from db.acting import Store
    from db.queries.rows import DocumentPage, DocumentRow, FileRow, SignatureRow

FIELD: Final = "KyChinh"
WHOLE: Final = ("main", "appendix")
"""The roles of the files that are signed for."""


@dataclass(frozen=True)
class Examined:
    """A document with what was found: ``flaws`` empty means ready; ``blob`` is what was read;
    ``ground`` is on which authority it would be signed, ``short`` why none reaches it; ``files``
    are all that it consists of; ``seen`` says that this very file was opened here, ``must_open``
    that its type is not signed otherwise.
    """

    row: DocumentRow
    flaws: tuple[Flaw, ...]
    blob: str = ""
    pages: int = 0
    place: Place | None = None
    initials: tuple[SignatureRow, ...] = ()
    submitted: Submission | None = None
    signer: str = ""
    unchecked: tuple[Ask, ...] = ()
    ground: Authority | None = None
    short: Short | None = None
    files: tuple[FileRow, ...] = ()
    seen: bool = False
    must_open: bool = False

    @property
    def ready(self) -> bool:
        """Whether nothing stands against signing it."""
        return not self.flaws


@dataclass(frozen=True)
class _File:
    """What the main file itself says."""

    facts: Facts
    places: tuple[Place, ...] = ()


@dataclass(frozen=True)
class _Held:
    """The authority to sign it, or what is wrong with it."""

    flaw: Flaw | None = None
    ground: Authority | None = None
    short: Short | None = None


def examine(store: Store, document: str) -> Examined:
    """Look at one document. Raises NotFound."""
    page = _page(store, document)
    main = [file for file in page.files if file.slot == files.MAIN]
    given = submission(store, document)
    signer = str(page.fields.get("signer") or "")
    initials = tuple(one for one in page.signatures if one.kind == "initial")
    read = _read(store, main[0]) if len(main) == 1 and main[0].here else _File(Facts())
    held = _held(store, document)
    facts = replace(
        read.facts,
        files=len(main),
        here=all(file.here for file in page.files if file.role in WHOLE),
        blob=main[0].blob if main else "",
        submitted=given.content if given else None,
        conflicts=page.row.conflicts,
        allowed=any(move.act is Act.SIGN for move in page.moves),
        same_hands=_same_hands(store, page, given),
        authority=held.flaw,
        signer=signer,
        me=office.me(store).name,
    )
    waits = facts.allowed and page.row.state == State.TO_SIGN
    asks = checks.asks(store, document, Act.SIGN) if waits else ()
    return Examined(
        page.row,
        flaws(facts),
        facts.blob,
        main[0].pages if main else 0,
        next((one for one in read.places if one.name == FIELD), None),
        initials,
        given,
        signer,
        asks,
        held.ground,
        held.short,
        page.files,
        bool(facts.blob) and desk.seen(store, document) == facts.blob,
        must_open.demanded(reference.must_open(store), page.row.type),
    )


def _page(store: Store, document: str) -> DocumentPage:
    found = documents.page(store, document)
    if found is None:
        raise NotFound(kind="document")
    return found


def file_of(store: Store, found: Examined) -> Shown:
    """The very bytes that were looked at. Raises BlobMissing, BlobDamaged."""
    return Shown(found.row.id, found.blob, files.content(store, found.blob))


def _read(store: Store, file: FileRow) -> _File:
    try:
        pdf = files.content(store, file.blob)
        found = places(pdf)
        checkers = [place for place in found if place.kind == "nhay"]
        signed = sum(place.signed for place in checkers)
        facts = Facts(checkers=len(checkers), initials=signed, obstacles=may_sign(pdf, FIELD))
    except AntinError:
        return _File(Facts(readable=False))
    return _File(facts, found)


def _held(store: Store, document: str) -> _Held:
    """On which authority the person may sign it today, as its page names it, or what is wrong."""
    try:
        return _Held(ground=ground(store, document))
    except OutsideDelegation:
        short = delegations.falls_short(store, block_of(store, document))
        return _Held(Flaw.OUTSIDE_DELEGATION, short=short)
    except SignerBlockWrong:
        return _Held(Flaw.BLOCK_WRONG)
    except AntinError:
        return _Held()  # what the file itself says is another flaw


def _same_hands(store: Store, page: DocumentPage, given: Submission | None) -> bool:
    """Whether the person at work drafted, initialled or checked it (core.office.access)."""
    done = [(Act.DRAFT, given.drafter)] if given else []
    done += [(Act(one.act), one.person) for one in checks.checks(store, page.row.id)]
    done += [(Act.INITIAL, one.person) for one in page.signatures if one.kind == "initial"]
    off = delegations.separations_off(store)
    return access.same_hands(done, Act.SIGN, store.author.person, off) is not None
