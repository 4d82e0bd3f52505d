"""The workflow table: every state, who may move it where, what that needs, what is asked first.

Screens build their buttons from it, both ends of the wire check with it, documentation prints it.
Outgoing: sign → number → agency seal → issue (law: NĐ 30/2020/NĐ-CP Đ.13, 15, 17, 18).
A row without a source is an office custom, not law.
"""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING, Final, cast

import msgspec

from core import errors
from core.office.terms import Act, Kind, Role, State

if TYPE_CHECKING:
    from collections.abc import Iterable, Set


class Need(StrEnum):
    """What an act must carry, or it has no effect."""

    CONTENT_HASH = "content_hash"  # SHA-256 of the file acted on
    SIGNATURE = "signature"  # a verified PDF signature in each of the move's fields
    AUTHORITY = "authority"  # a signing authority in force that day (core.office.authority)
    NO_CONFLICT = "no_conflict"  # no open conflict on the document (sync.md §4.4)
    NUMBER = "number"
    ISSUE_DATE = "issue_date"
    REASON = "reason"
    OPINION = "opinion"
    ASSIGNEE = "assignee"
    REPLY = "reply"  # a link to the outgoing document that answers
    ORIGINAL = "original"  # a link to the document that it repeats
    RECIPIENTS = "recipients"
    DOSSIER = "dossier"


class Ask(StrEnum):
    """What a person confirms first, when the condition holds; never an obstacle by itself."""

    DUPLICATE = "duplicate"  # same number + symbol + issuer is in the book
    UNOPENED = "unopened"  # the signer has not opened the document
    NO_CONTENT_CHECK = "no_content_check"
    NO_FORMAT_CHECK = "no_format_check"
    FINAL = "final"  # the file cannot be changed afterwards
    NUMBER_NOT_REUSED = "number_not_reused"


class Field(StrEnum):
    """Roles of the signature fields that a move fills; names in the PDF: signing.md §7.2."""

    INITIALS = "KyNhay"  # numbered from 1: KyNhay1, KyNhay2, …
    MAIN = "KyChinh"
    NUMBER = "SoVanBan"
    DATE = "NgayVanBan"
    SEAL = "ConDau"


class Move(msgspec.Struct, frozen=True):
    """One row: from ``state`` (None: the document does not exist yet) by ``act`` to ``next``."""

    kind: Kind
    state: State | None
    act: Act
    next: State
    roles: frozenset[Role]
    needs: tuple[Need, ...] = ()
    fields: tuple[Field, ...] = ()
    asks: tuple[Ask, ...] = ()
    source: str = ""


CLERK: Final = frozenset({Role.CLERK})
COMMANDER: Final = frozenset({Role.COMMANDER})
LEADERS: Final = frozenset({Role.COMMANDER, Role.HEAD_OF_SECTION})
HANDLERS: Final = frozenset({Role.OFFICER, Role.HEAD_OF_SECTION})
INITIALLERS: Final = HANDLERS | CLERK
WRITERS: Final = INITIALLERS | COMMANDER


class _Row(msgspec.Struct, frozen=True):
    """A line of the table as written below: one move for each of ``states``; after None: stay."""

    states: tuple[State | None, ...]
    act: Act
    after: State | None
    roles: frozenset[Role]
    needs: tuple[Need, ...] = ()
    fields: tuple[Field, ...] = ()
    asks: tuple[Ask, ...] = ()
    law: str = ""  # article of NĐ 30/2020/NĐ-CP


_REGISTERED, _SUBMITTED, _IN_PROGRESS = State.REGISTERED, State.SUBMITTED, State.IN_PROGRESS
_COORDINATING, _DONE = State.COORDINATING, State.DONE
_HANDLED = (_IN_PROGRESS, _COORDINATING)
_OPEN = (_REGISTERED, _SUBMITTED, *_HANDLED, _DONE)
_ORDER = (Need.OPINION, Need.ASSIGNEE)
_REASON = (Need.REASON,)

_OLD_BOOK: Final = (
    _Row((None,), Act.TAKE_OVER, State.TAKEN_OVER, CLERK, (Need.NUMBER,), asks=(Ask.DUPLICATE,)),
    _Row((State.TAKEN_OVER,), Act.EDIT, None, CLERK),
    _Row((State.TAKEN_OVER,), Act.FILE, State.FILED, INITIALLERS, (Need.DOSSIER,), law="Đ.29"),
)
"""What was finished on paper: nothing here numbers, signs, directs or sends it any more."""

_INCOMING: Final[tuple[_Row, ...]] = (
    *_OLD_BOOK,
    _Row(
        (None,),
        Act.REGISTER,
        _REGISTERED,
        CLERK,
        (Need.NUMBER,),
        asks=(Ask.DUPLICATE,),
        law="Đ.22; PL VI III.1.h",
    ),
    _Row(_OPEN, Act.EDIT, None, CLERK, law="Đ.22"),
    _Row((_REGISTERED,), Act.SUBMIT, _SUBMITTED, CLERK, law="Đ.23"),
    _Row(
        (_REGISTERED,), Act.SEND_BACK, State.RETURNED, CLERK, _REASON, asks=(Ask.FINAL,), law="Đ.21"
    ),
    _Row((_SUBMITTED, *_HANDLED), Act.DIRECT, _IN_PROGRESS, COMMANDER, _ORDER, law="Đ.23"),
    _Row((_SUBMITTED,), Act.TAKE_NOTE, _DONE, COMMANDER, (Need.OPINION,), law="Đ.23"),
    _Row((_SUBMITTED,), Act.RETURN, _REGISTERED, COMMANDER, _REASON),
    _Row(_HANDLED, Act.ASSIGN, _IN_PROGRESS, LEADERS, (Need.ASSIGNEE,), law="Đ.24"),
    _Row((_IN_PROGRESS,), Act.RETURN, _SUBMITTED, HANDLERS, _REASON),
    _Row(
        (_IN_PROGRESS,), Act.ASK_COORDINATION, _COORDINATING, HANDLERS, (Need.ASSIGNEE,), law="Đ.23"
    ),
    _Row((_COORDINATING,), Act.COORDINATE, _IN_PROGRESS, HANDLERS, (Need.OPINION,), law="Đ.23"),
    _Row((_IN_PROGRESS,), Act.ANSWER, _DONE, HANDLERS, (Need.REPLY,), law="Đ.24"),
    _Row((_IN_PROGRESS,), Act.COMPLETE, _DONE, HANDLERS, (Need.OPINION,), law="Đ.24"),
    _Row((_SUBMITTED,), Act.WITHDRAW, _REGISTERED, CLERK, _REASON),
    _Row(_HANDLED, Act.WITHDRAW, _SUBMITTED, COMMANDER, _REASON),
    _Row((_IN_PROGRESS,), Act.TRANSFER, None, HANDLERS, (Need.ASSIGNEE, Need.REASON)),
    _Row(_HANDLED, Act.ASK_EXTENSION, None, HANDLERS, _REASON),
    _Row(_HANDLED, Act.EXTEND, None, LEADERS, _REASON, law="Đ.24"),
    _Row((_DONE,), Act.REOPEN, _IN_PROGRESS, LEADERS, _REASON),
    _Row((_DONE,), Act.FILE, State.FILED, INITIALLERS, (Need.DOSSIER,), law="Đ.29"),
    _Row(
        _OPEN,
        Act.MERGE,
        State.CANCELLED,
        CLERK,
        (Need.ORIGINAL, Need.REASON),
        asks=(Ask.FINAL,),
        law="Đ.22; PL VI III.1.h",
    ),
    _Row(
        (*_OPEN, State.FILED),
        Act.OBEY_RECALL,
        State.CANCELLED,
        CLERK,
        _REASON,
        asks=(Ask.FINAL,),
        law="Đ.18.4",
    ),
)

_DRAFT, _INITIALLED, _TO_SIGN, _SIGNED = State.DRAFT, State.INITIALLED, State.TO_SIGN, State.SIGNED
_NUMBERED, _SEALED, _ISSUED, _RECEIVED = State.NUMBERED, State.SEALED, State.ISSUED, State.RECEIVED
_HASH = (Need.CONTENT_HASH,)
_SIGN = (Need.CONTENT_HASH, Need.SIGNATURE, Need.NO_CONFLICT)
_UNCHECKED = (Ask.NO_CONTENT_CHECK, Ask.NO_FORMAT_CHECK)

_OUTGOING: Final[tuple[_Row, ...]] = (
    *_OLD_BOOK,
    _Row((None,), Act.DRAFT, _DRAFT, WRITERS, law="Đ.10"),
    _Row((_DRAFT,), Act.EDIT, None, WRITERS, law="Đ.10"),
    _Row((_DRAFT,), Act.DISCARD, State.CANCELLED, WRITERS),
    _Row(
        (_DRAFT, _INITIALLED),
        Act.INITIAL,
        _INITIALLED,
        INITIALLERS,
        (Need.CONTENT_HASH, Need.SIGNATURE),
        fields=(Field.INITIALS,),
        law="Đ.12",
    ),
    _Row(
        (_INITIALLED,),
        Act.CHECK_CONTENT,
        None,
        frozenset({Role.HEAD_OF_SECTION}),
        _HASH,
        law="Đ.12",
    ),
    _Row((_INITIALLED,), Act.CHECK_FORMAT, None, CLERK, _HASH, law="Đ.12"),
    _Row((_INITIALLED,), Act.REVISE, _DRAFT, HANDLERS, _REASON, law="Đ.11"),
    _Row(
        (_INITIALLED,),
        Act.REQUEST_SIGNATURE,
        _TO_SIGN,
        HANDLERS,
        _HASH,
        asks=_UNCHECKED,
        law="Đ.11",
    ),
    _Row((_INITIALLED,), Act.RETURN, _DRAFT, LEADERS | CLERK, _REASON, law="Đ.12"),
    _Row((_TO_SIGN,), Act.WITHDRAW, _DRAFT, HANDLERS, _REASON),
    _Row((_TO_SIGN,), Act.RETURN, _DRAFT, LEADERS, _REASON, law="Đ.11"),
    _Row(
        (_TO_SIGN,),
        Act.SIGN,
        _SIGNED,
        LEADERS,
        (*_SIGN, Need.AUTHORITY),
        fields=(Field.MAIN,),
        asks=(Ask.UNOPENED, *_UNCHECKED, Ask.FINAL),
        law="Đ.13",
    ),
    _Row((_SIGNED,), Act.CANCEL, State.CANCELLED, COMMANDER, _REASON, asks=(Ask.FINAL,)),
    _Row(
        (_SIGNED,),
        Act.NUMBER,
        _NUMBERED,
        CLERK,
        (*_SIGN, Need.NUMBER, Need.ISSUE_DATE),
        fields=(Field.NUMBER, Field.DATE),
        law="Đ.15",
    ),
    _Row(
        (_NUMBERED, _SEALED),
        Act.CANCEL,
        State.CANCELLED,
        COMMANDER | CLERK,
        _REASON,
        asks=(Ask.NUMBER_NOT_REUSED, Ask.FINAL),
    ),
    _Row(
        (_NUMBERED,),
        Act.SEAL,
        _SEALED,
        CLERK,
        _SIGN,
        fields=(Field.SEAL,),
        asks=(Ask.FINAL,),
        law="Đ.17",
    ),
    _Row((_SEALED,), Act.ISSUE, _ISSUED, CLERK, (Need.RECIPIENTS, Need.NO_CONFLICT), law="Đ.18"),
    _Row(
        (_ISSUED, _RECEIVED), Act.CONFIRM_RECEIPT, _RECEIVED, CLERK, (Need.RECIPIENTS,), law="Đ.18"
    ),
    _Row((_ISSUED, _RECEIVED), Act.FILE, State.FILED, INITIALLERS, (Need.DOSSIER,), law="Đ.19, 29"),
    _Row(
        (_ISSUED, _RECEIVED, State.FILED),
        Act.RECALL,
        State.RECALLED,
        COMMANDER,
        _REASON,
        asks=(Ask.FINAL,),
        law="Đ.18.4",
    ),
)

_COPIED: Final = State.COPIED
_COPY = (Need.ORIGINAL, Need.NUMBER, Need.ISSUE_DATE)
_COPIES: Final[tuple[_Row, ...]] = (
    _Row((None,), Act.COPY_ON_PAPER, _COPIED, CLERK, _COPY, law="Đ.25–27"),
    _Row((None,), Act.COPY_ELECTRONICALLY, _NUMBERED, CLERK, _COPY, law="Đ.25–27"),
    _Row((_COPIED,), Act.ISSUE, _ISSUED, CLERK, (Need.RECIPIENTS, Need.NO_CONFLICT), law="Đ.18"),
    _Row(
        (_COPIED,),
        Act.CANCEL,
        State.CANCELLED,
        COMMANDER | CLERK,
        _REASON,
        asks=(Ask.NUMBER_NOT_REUSED, Ask.FINAL),
    ),
)
"""Copies: one on paper is signed and stamped by hand; an electronic one goes on from its number to
the agency's signature.
"""

FINAL: Final = frozenset({State.FILED, State.RETURNED, State.RECALLED, State.CANCELLED})


def _moves(kind: Kind, rows: Iterable[_Row]) -> Iterable[Move]:
    for row in rows:
        source = f"NĐ 30/2020/NĐ-CP {row.law}" if row.law else ""
        for state in row.states:
            after = cast("State", row.after or state)
            yield Move(
                kind, state, row.act, after, row.roles, row.needs, row.fields, row.asks, source
            )


TABLE: Final[tuple[Move, ...]] = (
    *_moves(Kind.INCOMING, _INCOMING),
    *_moves(Kind.OUTGOING, _OUTGOING),
    *_moves(Kind.OUTGOING, _COPIES),
    *_moves(Kind.INTERNAL, _OUTGOING),
)
_BY_KEY: Final = {(move.kind, move.state, move.act): move for move in TABLE}


def move(kind: Kind, state: State | None, act: Act) -> Move:
    """Return the row of the table. Raises errors.WrongState when the state has no such act."""
    row = _BY_KEY.get((kind, state, act))
    if row is None:
        raise errors.WrongState(kind=kind, state=state or "none", act=act)
    return row


def moves(kind: Kind, state: State | None, roles: Set[Role]) -> tuple[Move, ...]:
    """Return what somebody with these roles may do now, in the order of the table."""
    return tuple(m for m in TABLE if m.kind == kind and m.state == state and m.roles & roles)


def may(kind: Kind, state: State | None, act: Act, roles: Set[Role]) -> errors.Refused | None:
    """Return None when the act is allowed, else the error to raise or to show beside the button."""
    row = _BY_KEY.get((kind, state, act))
    if row is None:
        return errors.WrongState(kind=kind, state=state or "none", act=act)
    if not row.roles & roles:
        return errors.NotAllowed(act=act, roles=",".join(sorted(row.roles)))
    return None


def next_state(kind: Kind, state: State | None, act: Act) -> State:
    """Return the state after the act. Raises errors.WrongState when the state has no such act."""
    return move(kind, state, act).next


def unmet(row: Move, given: Set[Need]) -> tuple[Need, ...]:
    """Return what the act still needs, in the order of the row."""
    return tuple(need for need in row.needs if need not in given)
