"""What became of issued documents: to whom they went and who has them, what a recall tells the
receivers, who has the file copy.
"""

from __future__ import annotations

from dataclasses import dataclass

import sqlalchemy as sa

from core.commits.check import EFFECTIVE
from core.commits.fold import State as Folded
from core.office import duplicates
from core.office.terms import Act, State
from core.office.typography import pad_number
from db import commits, facts, models, visible
from db.acting import Store
from db.projections import field

D, SENT, LENT = models.Document, models.Dispatch, models.Loan


@dataclass(frozen=True, slots=True)
class DispatchRow:
    """A document sent to one recipient; ``op`` names it. Days are ISO texts, ``received`` is None
    until somebody says that it is there.
    """

    op: str
    document: str
    recipient: str
    way: str
    day: str
    copies: int
    envelopes: int
    note: str
    received: str | None
    receiver: str


@dataclass(frozen=True, slots=True)
class Waiting:
    """Something sent of which no receipt came, with the code and the subject of the document."""

    sent: DispatchRow
    code: str
    subject: str


@dataclass(frozen=True, slots=True)
class LoanRow:
    """The file copy lent to somebody; ``returned`` is None while it is away. Days are ISO texts."""

    op: str
    borrower: str
    day: str
    allowed: str
    until: str | None
    returned: str | None
    note: str


@dataclass(frozen=True, slots=True)
class Notice:
    """What a receiver needs to find a recalled document and to void it: the code and the issuer as
    printed, the key that his book knows it by (:func:`db.queries.documents.same`), day and reason;
    ``holders`` are those it went to.
    """

    code: str
    issuer: str
    key: str
    subject: str
    dated: str
    recalled: int
    by: str
    reason: str
    holders: tuple[DispatchRow, ...]


def dispatches(store: Store, document: str) -> list[DispatchRow]:
    """To whom a document went, the first day first."""
    with store.engine.begin() as connection:
        if not visible.sees(connection, store.viewer, "document", document):
            return []
        return _dispatches(connection, SENT.document == document)


def waiting(store: Store) -> list[Waiting]:
    """Everything sent of which no receipt came, the oldest first; of documents still in force."""
    out = [State.ISSUED.value, State.RECEIVED.value, State.FILED.value]
    columns = [SENT.__table__.c[name] for name in DispatchRow.__dataclass_fields__]
    named = (D.number, D.suffix, D.symbol, D.subject)
    query = sa.select(*columns, *named).join(D, D.id == SENT.document)
    with store.engine.begin() as connection:
        shown = visible.documents(connection, store.viewer)
        query = query.where(SENT.received.is_(None), D.state.in_(out), *shown)
        found = connection.execute(query.order_by(SENT.day, SENT.document, SENT.op)).all()
    return [
        Waiting(
            DispatchRow(*row[: len(columns)]),
            _code(row.number, row.suffix, row.symbol),
            row.subject,
        )
        for row in found
    ]


def loans(store: Store, document: str) -> list[LoanRow]:
    """Who had the file copy of a document, the first loan first."""
    with store.engine.begin() as connection:
        if not visible.sees(connection, store.viewer, "document", document):
            return []
        columns = [LENT.__table__.c[name] for name in LoanRow.__dataclass_fields__]
        query = sa.select(*columns).where(LENT.document == document).order_by(LENT.day, LENT.op)
        return [LoanRow(**row) for row in connection.execute(query).mappings()]


def recall_notice(store: Store, document: str) -> Notice | None:
    """What the receivers of a recalled document are told; None where it is not recalled."""
    key = ("document", document)
    with store.engine.begin() as connection:
        if not visible.sees(connection, store.viewer, "document", document):
            return None
        state = facts.states(connection, [key]).get(key, {})
        if state.get("step", {}).get("name") != State.RECALLED:
            return None
        issuer = connection.execute(
            sa.select(models.Unit.name).where(models.Unit.id == store.unit)
        ).scalar()
        holders = tuple(_dispatches(connection, SENT.document == document))
        reason, by = _recalled(connection, document)
        return _notice(state, issuer or "", reason, by, holders)


def _dispatches(connection: sa.Connection, *where: sa.ColumnElement[bool]) -> list[DispatchRow]:
    columns = [SENT.__table__.c[name] for name in DispatchRow.__dataclass_fields__]
    query = sa.select(*columns).where(*where).order_by(SENT.day, SENT.document, SENT.op)
    return [DispatchRow(**row) for row in connection.execute(query).mappings()]


def _recalled(connection: sa.Connection, document: str) -> tuple[str, str]:
    """The reason and the person of the recall, from its commit."""
    found = ("", "")
    for commit, standing in commits.touching(connection, ("document", document)):
        for op in commit.ops if standing in EFFECTIVE else ():
            if op.kind == "document.move" and op.body["act"] == Act.RECALL.value:
                found = (str(op.body.get("reason", "")), str(op.body.get("by", {}).get("name", "")))
    return found


def _notice(
    state: Folded, issuer: str, reason: str, by: str, holders: tuple[DispatchRow, ...]
) -> Notice:
    given = state.get("number", {})
    symbol = given.get("symbol") or field(state, "symbol") or ""
    code = _code(given.get("number"), given.get("suffix", ""), symbol)
    return Notice(
        code=code,
        issuer=issuer,
        key=duplicates.key(code, issuer),
        subject=field(state, "subject") or "",
        dated=given.get("date", ""),
        recalled=state["step"]["time"],
        by=by,
        reason=reason,
        holders=holders,
    )


def _code(number: int | None, suffix: str, symbol: str) -> str:
    """Number and symbol as printed."""
    return f"{pad_number(number)}{suffix}/{symbol}" if number else symbol
