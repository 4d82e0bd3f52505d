"""Copies (sao y, sao lục, trích sao) of documents: a document of its own, numbered in the book of
copies, linked to what it was made of (NĐ 30/2020 Đ.25–27).
"""

from __future__ import annotations

import datetime
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from core.errors import CopyUnlawful, NotCopiable, OutsideDelegation, RecipientsMissing
from core.office import authority, secrecy, true_copies, workflow
from core.office.numbering import Number
from core.office.terms import Kind, State
from core.office.true_copies import Form, Medium, Source
from core.office.typography import short_date
from db.acting import Acting, Done, Store, acting
from db.actions import numbers
from db.actions.files import MAIN, NewFile, keep, seal
from db.queries import delegations
from db.queries.delegations import SignerRow


@dataclass(frozen=True)
class Copying:
    """What is copied and how: the file ``blob`` of the document ``source``, which is an original or
    itself a copy (``of``) on ``origin``. ``lines`` are those above the signature of ``signer``;
    ``pages`` and ``part`` say what of it an extract has.
    """

    source: str
    blob: str
    form: Form
    of: Source
    origin: Medium
    medium: Medium
    subject: str
    symbol: str
    recipients: tuple[str, ...]
    signer: str
    lines: tuple[str, ...]
    pages: str = ""
    part: str = ""

    def fields(self) -> dict[str, str | list[str]]:
        """The fields of the copy's record."""
        return {
            "subject": self.subject,
            "type": self.form.value,
            "symbol": self.symbol,
            "signer": self.signer,
            "recipients": list(self.recipients),
        }


Draw = Callable[[Number, datetime.date], NewFile]
"""The copy's file: it bears the number and the day that it is given."""


def copy(store: Store, entry: Copying, book: str, draw: Draw) -> Done:
    """Make a copy and number it in the book of copies, in one act; nothing is left of one that
    cannot be drawn.

    Raises SecretRefused, CopyUnlawful, RecipientsMissing, OutsideDelegation where the person named
    may not sign copies today, NotCopiable, NotAllowed, what :func:`db.actions.numbers.give`
    raises, and what ``draw`` raises.
    """
    _refuse(entry)
    signers = delegations.signers(store, entry.form)
    with acting(store) as act:
        what = true_copies.ACTS[entry.medium]
        act.require(what)
        _refuse_source(act, entry)
        _refuse_signer(act, entry, signers)
        document = store.new_id()
        step = workflow.next_state(Kind.OUTGOING, None, what)
        act.add(
            "document.copy",
            document,
            kind=Kind.OUTGOING.value,
            step=step.value,
            fields=entry.fields(),
            source=entry.source,
            blob=entry.blob,
            of=entry.of.value,
            origin=entry.origin.value,
            medium=entry.medium.value,
            pages=entry.pages or None,
            part=entry.part or None,
            authority=" / ".join(entry.lines) or None,
            by=act.by(),
        )
        given = numbers.give(act, document, book, symbol=entry.symbol)
        sealed = seal(store, draw(Number(given.number, given.suffix), store.today()))
        keep(act, sealed)
        act.add("document.file", document, **sealed.body(MAIN, "main", 0), by=act.by())
        changed = act.append()
    numbers.note(store, given)
    return Done(changed, document, given.number)


def _refuse(entry: Copying) -> None:
    secrecy.refuse_secret(secrecy.ORDINARY, [entry.subject, entry.symbol, entry.part])
    if true_copies.barred(entry.form, entry.of, entry.origin, entry.medium):
        raise CopyUnlawful
    if (entry.form is Form.EXTRACT) != bool(entry.pages or entry.part):
        raise CopyUnlawful
    if entry.medium is Medium.PAPER and not entry.recipients:
        raise RecipientsMissing


def _refuse_signer(act: Acting, entry: Copying, signers: Sequence[SignerRow]) -> None:
    """Raise OutsideDelegation where nobody of that name may sign copies so today (Đ.26)."""
    held = (ground for one in signers if one.name == entry.signer for ground in one.held)
    if entry.lines not in {authority.lines(ground) for ground in held}:
        raise OutsideDelegation(day=short_date(act.store.today()))


def _refuse_source(act: Acting, entry: Copying) -> None:
    """Raise NotCopiable where the source does not count (any more) or has no such file."""
    state = act.state("document", entry.source)
    marks = [value for _, value in state.get("fields", {}).get("secrecy", ())]
    secrecy.refuse_secret(str(marks[0]) if marks else secrecy.ORDINARY)
    held = {file["blob"] for entries in state.get("files", {}).values() for _, file in entries}
    if State(state["step"]["name"]) not in true_copies.SOURCES or entry.blob not in held:
        raise NotCopiable
