"""Signing acts of a person on a document: the file as shown, the open key, the record of it. No Qt.

Each runs in the database lane and either leaves a verified file with its commit, or nothing.
"""

from __future__ import annotations

from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from core.errors import AntinError, BlobMissing, NotFound, SigningKeyMissing, SoftKeyRefused
from core.office import authority, must_open
from core.office import draft as drafts
from core.office.draft import Draft
from core.office.numbering import Number
from core.office.true_copies import TITLES, Form, is_copy
from core.signing.fields import nhay
from core.signing.places import places
from db import local
from db.actions import files, outgoing
from db.actions.numbers import NEXT, Choice
from db.queries import delegations, documents, office, reference
from desktop.keys.token_values import token_ref
from desktop.signing import appendix_seals, certificates, initials, means, setting
from desktop.signing.setting import Hand
from desktop.signing.trust import issuers, trust_for

if TYPE_CHECKING:
    import datetime
    from collections.abc import Iterator, Sequence

    from core.office.authority import Authority
    from core.office.draft import Checker
    from db.acting import Done, Store
    from db.actions.marks import Signature
    from db.local import KeyFile
    from desktop.signing.initials import Box
    from desktop.signing.ring import KeyRing

PERSON, AGENCY = "person", "agency"
UNOPENED: Final = "Chưa mở xem trước khi ký."


@dataclass(frozen=True)
class Shown:
    """The file of a document as it was read: its hash and its bytes."""

    document: str
    blob: str
    pdf: bytes


def shown(store: Store, document: str) -> Shown:
    """The one current main file. Raises NotFound, BlobMissing."""
    page = documents.page(store, document)
    if page is None:
        raise NotFound(kind="document")
    found = [file for file in page.files if file.slot == files.MAIN]
    if len(found) != 1:
        raise BlobMissing
    return Shown(document, found[0].blob, files.content(store, found[0].blob))


def key_file(store: Store, use: str) -> KeyFile:
    """The person's newest key for a use, personal or the agency's. Raises SigningKeyMissing."""
    with store.engine.begin() as connection:
        found = [key for key in local.keys(connection, store.author.person) if key.use == use]
    if not found:
        raise SigningKeyMissing(use=use)
    return found[0]


def hand(store: Store, ring: KeyRing, use: str, pin: str) -> Hand:
    """The key opened with the PIN, each time anew: only the right PIN signs. Who asks closes it.

    Raises SigningKeyMissing, SoftKeyRefused, WrongPin, CertificateUnfit, and what opening a token
    raises.
    """
    file = key_file(store, use)
    trust, known = trust_for(store), certificates.kept(store, file.id)
    if token_ref(file.file) is None and not means.soft_keys(store):
        raise SoftKeyRefused
    chain = issuers(trust, known) if known else ()
    key = ring.open(file, pin, means.modules(store), chain)
    certificates.keep(store, file.id, key.certificate)
    found = Hand(key, trust, store.now())
    if refusal := certificates.unfit(key.certificate, trust, found.at, key.mechanism):
        ring.close(file.id)
        raise refusal
    return found


@contextmanager
def held(store: Store, ring: KeyRing, use: str, pin: str) -> Iterator[Hand]:
    """A hand for one act; the login ends with it. Raises what ``hand`` raises."""
    try:
        yield hand(store, ring, use, pin)
    finally:
        ring.forget()


def initial(store: Store, ring: KeyRing, document: str, pin: str) -> Done:
    """Initial a draft in the person's own place, or the next empty one."""
    file, name = shown(store, document), office.me(store).name
    found = initials.boxes(file.pdf, _checkers(store, document))
    intent = setting.initials(initials.box_for(found, name) or nhay(1), name)
    with held(store, ring, PERSON, pin) as signer:
        mark = setting.set_signature(file.pdf, intent, signer)
    return outgoing.initial(store, document, file.blob, mark)


def boxes(store: Store, document: str) -> tuple[Box, ...]:
    """The places for nháy of a document; none while its one file is not here or cannot be read."""
    try:
        return initials.boxes(shown(store, document).pdf, _checkers(store, document))
    except AntinError:
        return ()


def _checkers(store: Store, document: str) -> Sequence[Checker]:
    text = text_of(store, document)
    return text.checkers if text else ()


def sign(store: Store, file: Shown, signer: Hand, *, opened: bool = True) -> Done:
    """Set the personal signature on exactly the bytes that were shown. Raises ContentChanged.

    That somebody signed without having ``opened`` the document is kept in its history. Raises
    OutsideDelegation, SignerBlockWrong, and NotOpened for a type that the unit wants opened, before
    the key is used.
    """
    page = documents.page(store, file.document)
    kind = page.row.type if page else ""
    must_open.check(reference.must_open(store), kind, opened=opened)
    claimed = authority.claimed(ground(store, file.document))
    intent = setting.personal(office.me(store).name, claimed)
    mark = setting.set_signature(file.pdf, intent, signer)
    return outgoing.sign(store, file.document, file.blob, mark, None if opened else UNOPENED)


def number(
    store: Store, ring: KeyRing, document: str, book: str, pin: str, choice: Choice = NEXT
) -> Done:
    """Give number and date of issue, both signed by the clerk; ``choice`` says which number."""
    file = shown(store, document)
    with held(store, ring, PERSON, pin) as clerk:

        def draw(given: Number, _symbol: str, day: datetime.date) -> Sequence[Signature]:
            return setting.number_and_date(file.pdf, given, day, clerk)

        return outgoing.number(store, document, book, file.blob, draw, choice)


def seal(store: Store, ring: KeyRing, document: str, pin: str) -> Done:
    """Set the agency's seal on a numbered document; on a copy, its signature as text."""
    file, form = shown(store, document), copy_form(store, document)
    name = office.unit_name(store)
    with held(store, ring, AGENCY, pin) as signer:
        if form is None:
            intent = setting.seal(name.upper(), "★")
        else:
            intent = setting.copy_seal(TITLES[form], name, signer.at)
        mark = setting.set_signature(file.pdf, intent, signer)
        own = appendix_seals.seals(store, document, signer)
    return outgoing.seal(store, document, file.blob, mark, own)


def copy_form(store: Store, document: str) -> Form | None:
    """Which kind of copy a document is; None for any other."""
    page = documents.page(store, document)
    return Form(page.row.type) if page and is_copy(page.row.type) else None


def text_of(store: Store, document: str) -> Draft | None:
    """The draft behind a document, None where its file came from elsewhere."""
    page = documents.page(store, document)
    found = [file for file in page.files if file.slot == outgoing.DRAFT] if page else []
    return drafts.decode(files.content(store, found[0].blob)) if found else None


def ground(store: Store, document: str) -> Authority:
    """On which ground the person at work signs a document today, as its page names it.

    Raises NotFound, OutsideDelegation, SignerBlockWrong.
    """
    page = documents.page(store, document)
    if page is None:
        raise NotFound(kind="document")
    return delegations.ground(store, str(page.fields.get("type") or ""), block_of(store, document))


def block_of(store: Store, document: str) -> tuple[str, ...]:
    """The lines above the signature as the draft has them; none where its file came from
    elsewhere.
    """
    draft = text_of(store, document)
    return draft.signer.authority if draft else ()


def signed_fields(pdf: bytes) -> tuple[int, int]:
    """How many of our fields are signed, and how many there are."""
    found = places(pdf)
    return sum(place.signed for place in found), len(found)
