"""Incoming documents: register, submit, direct and assign, answer, close (NĐ 30/2020 Đ.20–24)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from core.commits.endorsing import ROLE, SLOT
from core.office import deadlines, secrecy
from core.office.deadlines import Calendar
from core.office.terms import Act, Kind, State
from db.acting import Acting, Done, Store, acting
from db.actions import numbers
from db.actions.files import NewFile, Sealed, current, keep, seal
from db.actions.handling import ready
from db.actions.marks import Signature


@dataclass(frozen=True)
class Incoming:
    """What the clerk enters for an incoming document; dates are ISO, codes as in the catalogues."""

    code: str
    issuer: str
    subject: str
    type: str
    document_date: str
    arrived: str
    urgency: str = "normal"
    secrecy: str = secrecy.ORDINARY
    pages: int = 0
    due: str | None = None
    document_code: str = ""
    note: str = ""

    def fields(self) -> dict[str, str | int]:
        """The fields of the document's first commit, empty ones left out."""
        values = {name: getattr(self, name) for name in self.__dataclass_fields__}
        return {name: value for name, value in values.items() if value not in {"", None, 0}}


@dataclass(frozen=True)
class Task:
    """Whom a directive gives a document: lead, support or for information, within so many working
    days.
    """

    part: str
    person: str
    days: int | None = None


@dataclass(frozen=True)
class SignedSlip:
    """The slip with a directive after its author's signature: the file's name and page count, the
    hash of the bytes before the signature, and the signature just set.
    """

    name: str
    pages: int
    before: str
    mark: Signature

    def file(self) -> NewFile:
        """As a file to be kept."""
        return NewFile(self.name, "application/pdf", self.mark.content, self.pages)


def register(
    store: Store,
    entry: Incoming,
    file: NewFile | None,
    book: str,
    number: int | None = None,
    reason: str = "",
) -> Done:
    """Register an incoming document under the next arrival number of a book.

    ``number`` moves the book forward with the skipped numbers void for ``reason``. Raises
    SecretRefused, NotAllowed,
    NoNumbersLeft, NumberPassed, NumberSkipNeedsReason, DiskFull; nothing is changed then.
    """
    secrecy.refuse_secret(entry.secrecy, [entry.subject, entry.code, entry.note])
    sealed = seal(store, file) if file else None
    with acting(store) as act:
        act.require(Act.REGISTER)
        act.about("register", book)
        document = store.new_id()
        act.add(
            "document.create",
            document,
            kind=Kind.INCOMING.value,
            step=State.REGISTERED.value,
            fields=entry.fields(),
            by=act.by(),
        )
        if sealed:
            keep(act, sealed)
            act.add(
                "document.file", document, **sealed.body("received", "received", 0), by=act.by()
            )
        given = numbers.give(act, document, book, number, reason)
        changed = act.append()
    numbers.note(store, given)
    return Done(changed, document, given.number)


def submit(store: Store, document: str) -> Done:
    """Submit a registered document to the commander."""
    with acting(store) as act:
        act.move(document, Act.SUBMIT)
        return Done(act.append(), document)


def direct(
    store: Store,
    document: str,
    text: str,
    tasks: Sequence[Task],
    calendar: Calendar,
    signed: SignedSlip | None = None,
) -> Done:
    """Write a directive and assign those who carry it out; due dates are counted in working days
    from today. ``signed`` is the slip that bears it, where its author signed it.
    """
    sealed = seal(store, signed.file()) if signed else None
    with acting(store) as act:
        act.require(Act.DIRECT)
        act.add("document.direct", document, text=text, by=act.by())
        if signed and sealed:
            keep(act, sealed)
            _endorse(act, document, signed, sealed)
        for task in tasks:
            _assign(act, document, task, calendar)
        act.move(document, Act.DIRECT)
        return Done(act.append(), document)


def _endorse(act: Acting, document: str, signed: SignedSlip, sealed: Sealed) -> None:
    place = len(act.state("document", document).get("files", {}))
    act.add(
        "document.endorse",
        document,
        before=signed.before,
        after=sealed.body(SLOT + act.store.new_id().lower(), ROLE, place),
        **signed.mark.body(act),
    )


def assign(store: Store, document: str, tasks: Sequence[Task], calendar: Calendar) -> Done:
    """Assign a document that is being handled to others; due dates as in :func:`direct`."""
    with acting(store) as act:
        for task in tasks:
            _assign(act, document, task, calendar)
        act.move(document, Act.ASSIGN)
        return Done(act.append(), document)


def _assign(act: Acting, document: str, task: Task, calendar: Calendar) -> None:
    """One assignment; a new lead replaces those before it."""
    assignments = act.state("document", document).get("sets", {}).get("assignments", [])
    old = tuple(op for op, value in assignments if value["part"] == "lead")
    if task.part == "lead" and old:
        act.add("document.release", document, old, by=act.by())
    today, days = act.store.today(), task.days
    due = None if days is None else deadlines.add_working_days(today, days, calendar)
    act.add(
        "document.assign",
        document,
        part=task.part,
        assignee=task.person,
        to=act.by(task.person),
        by=act.by(),
        due=due.due.isoformat() if due else None,
        days=task.days,
        calendar=due.calendar if due else None,
    )


def answer(store: Store, document: str, reply: str) -> Done:
    """Close an incoming document by the outgoing document that answers it."""
    with acting(store) as act:
        act.move(document, Act.ANSWER, content=current(act, reply))
        return Done(act.append(), document)


def complete(store: Store, document: str, opinion: str) -> Done:
    """Close an incoming document that needs no answer, with an opinion saying why. Raises
    OpinionMissing.
    """
    with acting(store) as act:
        ready(act, document, Act.COMPLETE, opinion=opinion.strip())
        act.add("document.opine", document, text=opinion, by=act.by())
        act.move(document, Act.COMPLETE)
        return Done(act.append(), document)


def take_note(store: Store, document: str, opinion: str) -> Done:
    """The commander closes a submitted document that nobody has to handle. Raises
    OpinionMissing.
    """
    with acting(store) as act:
        ready(act, document, Act.TAKE_NOTE, opinion=opinion.strip())
        act.add("document.opine", document, text=opinion, by=act.by())
        act.move(document, Act.TAKE_NOTE)
        return Done(act.append(), document)


def give_back(store: Store, document: str, reason: str) -> Done:
    """Return a document one step, with a reason."""
    return step_for_reason(store, document, Act.RETURN, reason)


def step_for_reason(store: Store, document: str, step: Act, reason: str) -> Done:
    """Take a step of the workflow that needs nothing but a reason: return, send back, reopen, obey
    a recall. Raises ReasonMissing.
    """
    with acting(store) as act:
        ready(act, document, step, reason=reason.strip())
        act.move(document, step, reason=reason)
        return Done(act.append(), document)


def edit(store: Store, document: str, **fields: str | int | list[str]) -> Done:
    """Change fields of a document; every value that stands there now is replaced."""
    with acting(store) as act:
        act.require(Act.EDIT)
        act.set_fields("document", document, **fields)
        return Done(act.append(), document)
