"""What happens to an issued document: sent to each recipient, received, recalled; its file copy
lent and brought back (law: NĐ 30/2020/NĐ-CP Đ.18–19, PL IV).
"""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from dataclasses import dataclass

from core.commits.fold import State as Folded
from core.errors import (
    AlreadyReceived,
    CopiesMissing,
    DayOutside,
    FileCopyBack,
    FileCopyLent,
    NotFound,
    NotIssued,
    ReasonMissing,
    RecipientsMissing,
)
from core.office import workflow
from core.office.terms import Act, Kind, State
from core.office.typography import short_date
from db.acting import Acting, Done, Store, acting
from db.actions.files import current
from db.actions.outgoing import ISSUED, OUT_THERE

WAYS = ("network", "bundle", "hand", "post", "fax", "other")
"""How a document goes to a recipient; what goes by post stands in the book of the post."""
READY = frozenset({State.SEALED, State.COPIED})
"""Where sending a document issues it: a copy on paper is signed and stamped by hand."""
PAPER = frozenset({"hand", "post", "other"})
"""Ways by which copies of paper go; each recipient gets at least one."""


@dataclass(frozen=True)
class Sending:
    """One recipient of a document: how it goes, in how many copies and envelopes, on which day
    (ISO; the empty text for today).
    """

    to: str
    way: str
    copies: int = 1
    envelopes: int = 0
    day: str = ""
    unit: str | None = None
    note: str = ""


@dataclass(frozen=True)
class Receipt:
    """A recipient has what ``dispatch`` sent him: on which day (ISO), who signed for it."""

    dispatch: str
    day: str
    name: str = ""
    note: str = ""


@dataclass(frozen=True)
class Loan:
    """Whom the file copy is lent to, from which day (ISO), by whose leave, until when."""

    borrower: str
    day: str
    allowed: str
    until: str | None = None
    note: str = ""


def dispatch(store: Store, document: str, sendings: Sequence[Sending]) -> Done:
    """Send a document to recipients; a sealed one is issued by that, and so is a copy on paper
    (law: NĐ 30/2020 Đ.18).

    Raises RecipientsMissing, CopiesMissing, DayOutside, NotIssued, NotAllowed.
    """
    _refuse_sendings(sendings)
    with acting(store) as act:
        act.require(Act.ISSUE)
        state = act.state("document", document)
        if state["step"]["name"] in READY:
            act.move(document, Act.ISSUE, content=current(act, document))
        elif state["step"]["name"] not in ISSUED:
            raise NotIssued
        for sending in sendings:
            day = _day(act, sending.day, _numbered(state))
            act.add(
                "document.dispatch",
                document,
                to=sending.to.strip(),
                way=sending.way,
                day=day,
                copies=sending.copies,
                envelopes=sending.envelopes,
                unit=sending.unit,
                note=sending.note or None,
                by=act.by(),
            )
        return Done(act.append(), document)


def _refuse_sendings(sendings: Sequence[Sending]) -> None:
    if not sendings or not all(sending.to.strip() for sending in sendings):
        raise RecipientsMissing
    if any(sending.way in PAPER and sending.copies < 1 for sending in sendings):
        raise CopiesMissing


def receive(store: Store, document: str, receipts: Sequence[Receipt]) -> Done:
    """Record that recipients have a document. With the first of them it counts as received: the
    workflow table confirms further receipts from there.

    Raises NotFound, AlreadyReceived, DayOutside, NotAllowed.
    """
    with acting(store) as act:
        act.require(Act.CONFIRM_RECEIPT)
        for receipt in receipts:
            _receive(act, document, receipt)
        state = act.state("document", document)
        kind, step = Kind(state["kind"]), State(state["step"]["name"])
        if workflow.may(kind, step, Act.CONFIRM_RECEIPT, act.roles()) is None and (
            workflow.next_state(kind, step, Act.CONFIRM_RECEIPT) != step
        ):
            act.move(document, Act.CONFIRM_RECEIPT)
        return Done(act.append(), document)


def _receive(act: Acting, document: str, receipt: Receipt) -> None:
    lists = act.state("document", document).get("lists", {})
    sent = dict(lists.get("dispatches", ()))
    if receipt.dispatch not in sent:
        raise NotFound(kind="dispatch")
    if any(value["dispatch"] == receipt.dispatch for _, value in lists.get("receipts", ())):
        raise AlreadyReceived
    act.add(
        "document.receive",
        document,
        dispatch=receipt.dispatch,
        day=_day(act, receipt.day, sent[receipt.dispatch]["day"]),
        name=receipt.name or None,
        note=receipt.note or None,
        by=act.by(),
    )


def recall(store: Store, document: str, reason: str) -> Done:
    """Recall an issued document: from now on it stands still here, and whoever has it is told
    (law: NĐ 30/2020 Đ.18.4; :func:`db.queries.dispatches.recall_notice`).

    Raises ReasonMissing, WrongState, NotAllowed.
    """
    if not reason.strip():
        raise ReasonMissing
    with acting(store) as act:
        content = current(act, document)
        act.move(document, Act.RECALL, content=content, reason=reason.strip())
        return Done(act.append(), document)


def lend(store: Store, document: str, loan: Loan) -> Done:
    """Lend the file copy of an issued document. Raises NotIssued, FileCopyLent, DayOutside,
    NotAllowed.
    """
    with acting(store) as act:
        act.require(Act.LEND)
        state = act.state("document", document)
        if state["kind"] == Kind.INCOMING or state["step"]["name"] not in {
            *OUT_THERE,
            State.RECALLED,
        }:
            raise NotIssued
        for _, value in _away(state):
            raise FileCopyLent(day=_short(value["day"]))
        day = _day(act, loan.day, _numbered(state))
        if loan.until is not None and loan.until < day:
            raise DayOutside(first=_short(day), last="…")
        act.add(
            "document.lend",
            document,
            borrower=loan.borrower,
            day=day,
            allowed=loan.allowed,
            until=loan.until,
            note=loan.note or None,
            by=act.by(),
        )
        return Done(act.append(), document)


def restore(store: Store, document: str, loan: str, day: str = "") -> Done:
    """Record that the file copy is back, on a day (ISO; the empty text for today).

    Raises NotFound, FileCopyBack, DayOutside, NotAllowed.
    """
    with acting(store) as act:
        act.require(Act.LEND)
        state = act.state("document", document)
        lent = dict(state.get("lists", {}).get("loans", ()))
        if loan not in lent:
            raise NotFound(kind="loan")
        if loan not in dict(_away(state)):
            raise FileCopyBack
        back = _day(act, day, lent[loan]["day"])
        act.add("document.restore", document, loan=loan, day=back, by=act.by())
        return Done(act.append(), document)


def _away(state: Folded) -> list[tuple[str, Folded]]:
    """The loans of which nobody has said that they are back."""
    lists = state.get("lists", {})
    back = {value["loan"] for _, value in lists.get("restored", ())}
    return [(op, value) for op, value in lists.get("loans", ()) if op not in back]


def _numbered(state: Folded) -> str:
    """The day of issue, before which nothing is sent or lent."""
    return str(state.get("number", {}).get("date", ""))


def _day(act: Acting, wanted: str, first: str) -> str:
    """The day of an act, today without one. Raises DayOutside before ``first`` and after today."""
    today = act.store.today().isoformat()
    day = wanted or today
    if not min(first, today) <= day <= today:
        raise DayOutside(first=_short(first), last=_short(today))
    return day


def _short(iso: str) -> str:
    return short_date(datetime.date.fromisoformat(iso)) if iso else "…"
