"""Outgoing documents: draft, initial, check, submit, sign, number and date, seal; and the
ways back: return, withdraw, discard, cancel (NĐ 30/2020 Đ.10–18).
"""

from __future__ import annotations

import datetime
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from core.commits import disputed, merge
from core.commits.file_bodies import digest
from core.commits.powers import done, may_sign
from core.errors import ContentChanged, NotIssued, ReasonMissing
from core.office import access, secrecy, workflow
from core.office.format.kept import Kept, body_of
from core.office.numbering import Number
from core.office.terms import Act, Kind, State
from db import checked, powers
from db.acting import Acting, Done, Store, acting
from db.actions import appendices as appended
from db.actions import numbers
from db.actions.delegating import author_of
from db.actions.dossiers import put_new
from db.actions.files import MAIN, NewFile, Sealed, current, keep
from db.actions.files import seal as seal_file
from db.actions.marks import Signature
from db.actions.numbers import NEXT, Choice

DRAFT = "draft"
GIVEN = "given"
"""The slot of a PDF that another program laid out, as it came."""
ISSUED = frozenset({State.ISSUED, State.RECEIVED, State.FILED})
"""Where a document is out in the world: it is corrected, replaced, sent on, lent."""
OUT_THERE = ISSUED | {State.TAKEN_OVER}
"""Where it is, with what went out on paper: that is corrected, replaced and lent, not sent on."""


@dataclass(frozen=True)
class Outgoing:
    """What an outgoing document's record says; the text is in the draft (antin-draft/1).
    ``dossier`` is an open one that a new draft goes into.
    """

    subject: str
    type: str
    symbol: str
    recipients: tuple[str, ...]
    signer: str
    urgency: str = "normal"
    secrecy: str = secrecy.ORDINARY
    kind: Kind = Kind.OUTGOING
    dossier: str = ""

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


SignNumber = Callable[[Number, str, datetime.date], Sequence[Signature]]
"""Draws and signs number and date into the file: (number, symbol, date) → the signatures in order.
"""


def draft(  # noqa: PLR0913 - what a document begins with, named by its caller
    store: Store,
    entry: Outgoing,
    text: bytes,
    pdf: NewFile,
    answers: str | None = None,
    *,
    corrects: str | None = None,
    replaces: str | None = None,
    appendices: Sequence[NewFile] = (),
) -> Done:
    """Begin an outgoing or internal document from a draft and its PDF.

    ``answers`` is the incoming document that it answers; ``corrects`` an issued one whose layout
    it mends, ``replaces`` one whose content was wrong (law: NĐ 30/2020 Đ.18); ``appendices`` are
    those that are files of their own. Raises NotIssued, DossierClosed, TooLarge.
    """
    secrecy.refuse_secret(entry.secrecy, [entry.subject, entry.symbol])
    appended.limit(appendices)
    sealed = _seal_all(store, text, pdf)
    with acting(store) as act:
        act.require(Act.DRAFT)
        document = store.new_id()
        act.add(
            "document.create",
            document,
            kind=entry.kind.value,
            step=State.DRAFT.value,
            fields=entry.fields(),
            by=act.by(),
        )
        links = {"answers": answers, "corrects": corrects, "replaces": replaces}
        for relation, target in links.items():
            _link(act, document, relation, target)
        _put(act, document, sealed)
        appended.put(act, document, appendices)
        if entry.dossier:
            put_new(act, entry.dossier, document)
        return Done(act.append(), document)


def revise(
    store: Store,
    document: str,
    entry: Outgoing,
    text: bytes,
    pdf: NewFile,
    appendices: Sequence[NewFile] = (),
) -> Done:
    """Save a new version of a draft that nobody has initialled yet. Raises TooLarge."""
    secrecy.refuse_secret(entry.secrecy, [entry.subject, entry.symbol])
    appended.limit(appendices)
    sealed = _seal_all(store, text, pdf)
    with acting(store) as act:
        act.require(Act.EDIT)
        _at_its_step(act, document, Act.EDIT)
        act.set_fields("document", document, **entry.fields())
        _put(act, document, sealed)
        appended.put(act, document, appendices)
        return Done(act.append(), document)


def _link(act: Acting, document: str, relation: str, target: str | None) -> None:
    if not target:
        return
    state = act.state("document", target)
    known = OUT_THERE | {State.RECALLED} if relation == "replaces" else OUT_THERE
    if relation != "answers" and state["step"]["name"] not in known:
        raise NotIssued
    act.add("document.link", document, relation=relation, target=target, by=act.by())


def _at_its_step(act: Acting, document: str, what: Act) -> None:
    """Raise WrongState or NotAllowed where the workflow table has no such act for the person."""
    state = act.state("document", document)
    kind, step = Kind(state["kind"]), State(state["step"]["name"])
    if refusal := workflow.may(kind, step, what, act.roles()):
        raise refusal


def _seal_all(store: Store, text: bytes, pdf: NewFile) -> list[tuple[str, str, Sealed]]:
    """Slot, role and file of a draft, of its PDF, and of what that was made of, if it came."""
    source = NewFile("draft.json", "application/vnd.antin.draft+json", text)
    files = [(DRAFT, "draft", source), (MAIN, "main", pdf)]
    if pdf.came is not None:
        files.append((GIVEN, "received", pdf.came))
    return [(slot, role, seal_file(store, file)) for slot, role, file in files]


def _put(act: Acting, document: str, files: list[tuple[str, str, Sealed]]) -> None:
    slots = act.state("document", document).get("files", {})
    for slot, role, sealed in files:
        keep(act, sealed)
        bases = merge.operations(slots.get(slot, []))
        act.add("document.file", document, bases, **sealed.body(slot, role, 0), by=act.by())


def initial(store: Store, document: str, before: str, signature: Signature) -> Done:
    """Record a checker's initials (nháy) on the file whose hash is ``before``."""
    return _signed(store, document, Act.INITIAL, before, (signature,))


def check(store: Store, document: str, what: Act, content: str, opinion: str = "") -> Done:
    """Record that the person checked the file whose hash is ``content``: ``what`` is CHECK_CONTENT
    or CHECK_FORMAT; two people answer for the two (law: NĐ 30/2020 Đ.12).

    Raises ContentChanged, SameHands, WrongState, NotAllowed.
    """
    with acting(store) as act:
        _separate(act, document, what)
        if current(act, document) != content:
            raise ContentChanged
        if opinion:
            act.add("document.opine", document, text=opinion, by=act.by())
        _at_its_step(act, document, what)
        state = act.state("document", document)
        whole = {"content": content, "appendices": digest(state) or None}
        said = {"act": what.value, **whole, "by": act.by()}
        act.add("document.check", document, (state["step"]["op"],), **said)
        return Done(act.append(), document)


def submit(store: Store, document: str, kept: Sequence[Kept] = ()) -> Done:
    """Submit an initialled document for signature, naming the content that is submitted.

    ``kept`` are the rules of layout that it breaks and that stay so, each for its reason. Raises
    ReasonMissing where one has none.
    """
    if not all(one.reason for one in kept):
        raise ReasonMissing
    said: dict[str, Any] = {}
    if kept:
        rules = sorted({one.rule for one in kept})
        said = {"kept": rules, "deviations": [body_of(one) for one in kept]}
    with acting(store) as act:
        whole = digest(act.state("document", document)) or None
        content = current(act, document)
        act.move(document, Act.REQUEST_SIGNATURE, content=content, appendices=whole, **said)
        return Done(act.append(), document)


def sign(
    store: Store, document: str, before: str, signature: Signature, note: str | None = None
) -> Done:
    """Record the personal signature of the person in authority (NĐ 30/2020 Đ.13); ``note`` says
    what the history keeps of how it was signed.
    """
    return _signed(store, document, Act.SIGN, before, (signature,), note)


def number(
    store: Store,
    document: str,
    book: str,
    before: str,
    sign_number: SignNumber,
    choice: Choice = NEXT,
) -> Done:
    """Give number and date of issue and sign both into the file, in one act (NĐ 30/2020 Đ.15).

    The number is taken only if the signing succeeds.
    """
    with acting(store) as act:
        _separate(act, document, Act.NUMBER)
        symbol = str(merge.values(act.state("document", document)["fields"]["symbol"])[0])
        given = numbers.give(
            act, document, book, choice.number, choice.reason, symbol, late=choice.late
        )
        printed = Number(given.number, given.suffix)
        signatures = sign_number(printed, symbol, store.today())
        _add_signatures(act, document, before, signatures)
        act.move(document, Act.NUMBER, content=current(act, document))
        changed = act.append()
    numbers.note(store, given)
    return Done(changed, document, given.number)


def seal(
    store: Store,
    document: str,
    before: str,
    signature: Signature,
    appendices: Sequence[appended.Seal] = (),
) -> Done:
    """Record the agency's seal on a document that the competent person has signed (NĐ 30/2020
    Đ.17), and its signature on each of the ``appendices``: all of them or none.

    Raises ContentChanged.
    """
    with acting(store) as act:
        _separate(act, document, Act.SEAL)
        _add_signatures(act, document, before, (signature,))
        appended.seal_all(act, document, appendices)
        act.move(document, Act.SEAL, content=current(act, document))
        return Done(act.append(), document)


def take_back(store: Store, document: str, what: Act, reason: str) -> Done:
    """Take a document off its way with a reason: RETURN it to the drafter, WITHDRAW it from the
    signer, REVISE it, CANCEL it. A cancelled document keeps its number, which nobody gets again.

    Raises ReasonMissing, WrongState, NotAllowed.
    """
    if not reason.strip():
        raise ReasonMissing
    with acting(store) as act:
        act.move(document, what, reason=reason.strip())
        return Done(act.append(), document)


def discard(store: Store, document: str, reason: str = "") -> Done:
    """Give up a draft that nobody has initialled; it stays in the history."""
    with acting(store) as act:
        act.move(document, Act.DISCARD, reason=reason.strip() or None)
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
        if what is Act.SIGN:
            _authorised(act, document, signatures[0].authority)
        return Done(act.append(), document)


def _authorised(act: Acting, document: str, claimed: str) -> None:
    """Raise OutsideDelegation where the person has no such authority today (NĐ 30/2020 Đ.13)."""
    state, author = act.state("document", document), author_of(act)
    if refusal := may_sign(state, claimed, author, act.by().get("post", "")):
        raise refusal


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
            before=before,
            after=sealed.body(MAIN, "main", 0),
            **signature.body(act),
            appendices=_with(act, document, signature.kind),
        )
        before = sealed.blob


def _with(act: Acting, document: str, kind: str) -> str | None:
    """The appendices that the person in authority signs along with the main file."""
    return digest(act.state("document", document)) or None if kind == "main" else None


def _separate(act: Acting, document: str, what: Act) -> None:
    """Raise SameHands where the person already did what must lie in other hands
    (core.office.access), InConflict where something of the document is to be decided first.
    """
    state = act.state("document", document)
    disputed.refuse(state, what)
    found = done(state)
    found += [(one.act, one.person) for one in checked.checks(act.connection, document)]
    off, person = powers.off(act.connection), act.store.author.person
    if refusal := access.same_hands(found, what, person, off):
        raise refusal
