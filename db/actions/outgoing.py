"""Outgoing documents: draft, initial, submit, sign, number and date, seal, issue, file (NĐ 30/2020
Đ.10–19).
"""

from __future__ import annotations

import datetime
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from core.commits import merge
from core.errors import ContentChanged, SameHands
from core.office import access, secrecy
from core.office.terms import Act, Kind, State
from db.acting import Acting, Done, Store, acting
from db.actions import numbers
from db.actions.files import MAIN, NewFile, Sealed, current, keep
from db.actions.files import seal as seal_file

DRAFT = "draft"


@dataclass(frozen=True)
class Outgoing:
    """What an outgoing document's record says; the text is in the draft (antin-draft/1)."""

    subject: str
    type: str
    symbol: str
    recipients: tuple[str, ...]
    signer: str
    urgency: str = "normal"
    secrecy: str = secrecy.ORDINARY

    def fields(self) -> dict[str, str | list[str]]:
        """The fields of the document's commits."""
        return {
            "subject": self.subject,
            "type": self.type,
            "symbol": self.symbol,
            "signer": self.signer,
            "recipients": list(self.recipients),
            "urgency": self.urgency,
        }


@dataclass(frozen=True)
class Signature:
    """One signature just set: field, kind, the file after it, and the evidence at hand (signing.md
    §8.2).
    """

    field: str
    kind: str
    content: bytes
    certificate: str
    clock: int
    crl: str = ""
    crl_until: int | None = None
    authority: str = ""
    reason: str = ""


SignNumber = Callable[[int, str, datetime.date], Sequence[Signature]]
"""Draws and signs number and date into the file: (number, symbol, date) → the signatures in order.
"""


def draft(
    store: Store, entry: Outgoing, text: bytes, pdf: NewFile, answers: str | None = None
) -> Done:
    """Begin an outgoing document from a draft and its PDF; ``answers`` is the incoming document
    that it answers.
    """
    secrecy.refuse_secret(entry.secrecy, [entry.subject, entry.symbol])
    source, page = _keep_both(store, text, pdf)
    with acting(store) as act:
        act.require(Act.DRAFT)
        document = store.new_id()
        act.add(
            "document.create",
            document,
            kind=Kind.OUTGOING.value,
            step=State.DRAFT.value,
            fields=entry.fields(),
            by=act.by(),
        )
        if answers:
            act.state("document", answers)
            act.add("document.link", document, relation="answers", target=answers, by=act.by())
        _put_both(act, document, source, page)
        return Done(act.append(), document)


def revise(store: Store, document: str, entry: Outgoing, text: bytes, pdf: NewFile) -> Done:
    """Save a new version of a draft that nobody has initialled yet."""
    secrecy.refuse_secret(entry.secrecy, [entry.subject, entry.symbol])
    source, page = _keep_both(store, text, pdf)
    with acting(store) as act:
        act.require(Act.EDIT)
        act.set_fields("document", document, **entry.fields())
        _put_both(act, document, source, page)
        return Done(act.append(), document)


def _keep_both(store: Store, text: bytes, pdf: NewFile) -> tuple[Sealed, Sealed]:
    source = NewFile("draft.json", "application/vnd.antin.draft+json", text)
    return seal_file(store, source), seal_file(store, pdf)


def _put_both(act: Acting, document: str, source: Sealed, page: Sealed) -> None:
    files = act.state("document", document).get("files", {})
    for slot, role, sealed in ((DRAFT, "draft", source), (MAIN, "main", page)):
        keep(act, sealed)
        bases = merge.operations(files.get(slot, []))
        act.add("document.file", document, bases, **sealed.body(slot, role, 0), by=act.by())


def initial(store: Store, document: str, before: str, signature: Signature) -> Done:
    """Record a checker's initials (nháy) on the file whose hash is ``before``."""
    return _signed(store, document, Act.INITIAL, before, (signature,))


def submit(store: Store, document: str) -> Done:
    """Submit an initialled document for signature, naming the content that is submitted."""
    with acting(store) as act:
        act.move(document, Act.REQUEST_SIGNATURE, content=current(act, document))
        return Done(act.append(), document)


def sign(
    store: Store, document: str, before: str, signature: Signature, note: str | None = None
) -> Done:
    """Record the personal signature of the person in authority (NĐ 30/2020 Đ.13); ``note`` says
    what the history keeps of how it was signed.
    """
    return _signed(store, document, Act.SIGN, before, (signature,), note)


def number(store: Store, document: str, book: str, before: str, sign_number: SignNumber) -> Done:
    """Give number and date of issue and sign both into the file, in one act (NĐ 30/2020 Đ.15).

    The number is taken only if the signing succeeds.
    """
    with acting(store) as act:
        _separate(act, document, Act.NUMBER)
        symbol = str(merge.values(act.state("document", document)["fields"]["symbol"])[0])
        given = numbers.give(act, document, book, symbol=symbol)
        signatures = sign_number(given.number, symbol, store.today())
        _add_signatures(act, document, before, signatures)
        act.move(document, Act.NUMBER, content=current(act, document))
        changed = act.append()
    numbers.note(store, given)
    return Done(changed, document, given.number)


def seal(store: Store, document: str, before: str, signature: Signature) -> Done:
    """Record the agency's seal on a document that the competent person has signed (NĐ 30/2020
    Đ.17).
    """
    return _signed(store, document, Act.SEAL, before, (signature,))


def issue(store: Store, document: str) -> Done:
    """Issue a sealed document (NĐ 30/2020 Đ.18)."""
    with acting(store) as act:
        act.move(document, Act.ISSUE, content=current(act, document))
        return Done(act.append(), document)


def _signed(
    store: Store,
    document: str,
    what: Act,
    before: str,
    signatures: Sequence[Signature],
    note: str | None = None,
) -> Done:
    with acting(store) as act:
        _separate(act, document, what)
        _add_signatures(act, document, before, signatures)
        act.move(document, what, content=current(act, document), reason=note)
        return Done(act.append(), document)


def _add_signatures(
    act: Acting, document: str, before: str, signatures: Sequence[Signature]
) -> None:
    """Each signature replaces the version of the file that it was set on. Raises ContentChanged."""
    for signature in signatures:
        [(op, file), *others] = act.state("document", document)["files"][MAIN]
        if others or file["blob"] != before:
            raise ContentChanged()
        signed = NewFile(file["name"], file["type"], signature.content, file.get("pages", 0))
        sealed = seal_file(act.store, signed)
        keep(act, sealed)
        act.add(
            "document.sign",
            document,
            (op,),
            field=signature.field,
            kind=signature.kind,
            before=before,
            after=sealed.body(MAIN, "main", 0),
            certificate=signature.certificate,
            clock=signature.clock,
            by=act.by(),
            crl=signature.crl or None,
            crl_until=signature.crl_until,
            authority=signature.authority or None,
            reason=signature.reason or None,
        )
        before = sealed.blob


def _separate(act: Acting, document: str, what: Act) -> None:
    """Raise SameHands where the person already did what must lie in other hands
    (core.office.access).
    """
    state = act.state("document", document)
    done = [(Act.DRAFT, state["created"]["author"])]
    kinds = {"initial": Act.INITIAL, "main": Act.SIGN, "number": Act.NUMBER, "seal": Act.SEAL}
    signatures = state.get("lists", {}).get("signatures", [])
    done += [
        (kinds[value["kind"]], value["author"]) for _, value in signatures if value["kind"] in kinds
    ]
    refusal: SameHands | None = access.same_hands(done, what, act.store.author.person)
    if refusal:
        raise refusal
