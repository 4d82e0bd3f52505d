"""The shape of every operation's body; unknown fields are kept so that newer versions can add some.

Dates are ``YYYY-MM-DD``. ``by`` is the author's snapshot, so that an old register reprints as it
was.
"""

from __future__ import annotations

from typing import Annotated, Any, Literal

import msgspec

from core.commits.format import Count, Hash, Id, Instant, OpText, Whole, Word
from core.commits.intake_bodies import Intake

Text = Annotated[str, msgspec.Meta(max_length=2000)]
Long = Annotated[str, msgspec.Meta(max_length=20000)]
Name = Annotated[str, msgspec.Meta(max_length=200)]
Source = Annotated[str, msgspec.Meta(min_length=1, max_length=200)]
OldCount = Annotated[int, msgspec.Meta(ge=1, lt=10**9)]
Date = Annotated[
    str,
    msgspec.Meta(pattern=r"^(?!0000)[0-9]{4}-(0[1-9]|1[0-2])-(0[1-9]|[12][0-9]|3[01])\Z"),
]
Slot = Annotated[str, msgspec.Meta(pattern=r"^[a-z][a-z0-9-]{0,39}\Z")]
Field = Annotated[str, msgspec.Meta(pattern=r"^[a-z][a-z_]{0,39}\Z")]
Value = str | int | bool | list[str]
Fields = dict[Field, Value]


class By(msgspec.Struct, frozen=True, omit_defaults=True, kw_only=True):
    """A person as named on the day of the act."""

    name: Name
    rank: Name = ""
    post: Name = ""
    unit: Name = ""


class Create(msgspec.Struct, frozen=True, omit_defaults=True, kw_only=True):
    """A new entity with its first values; ``kind`` and ``step`` where the entity has them."""

    fields: Fields
    kind: Word | None = None
    step: Word | None = None
    by: By | None = None


class SetFields(msgspec.Struct, frozen=True, omit_defaults=True, kw_only=True):
    """New values of single-value fields."""

    fields: Annotated[Fields, msgspec.Meta(min_length=1)]
    by: By | None = None


class Remove(msgspec.Struct, frozen=True, omit_defaults=True, kw_only=True):
    """Takes away the elements that ``bases`` names; ``act`` as in ``Assign``."""

    act: Word | None = None
    by: By | None = None


class Link(msgspec.Struct, frozen=True, omit_defaults=True, kw_only=True):
    """A typed link to another document."""

    relation: Literal["answers", "replaces", "corrects", "attached", "duplicates"]
    target: Id
    by: By | None = None


class Assign(msgspec.Struct, frozen=True, omit_defaults=True, kw_only=True):
    """Who handles a document, in which part, until when; the due date is the result, with the table
    that it came from. ``act`` says what it is a part of where that is not the act of assigning.
    """

    part: Literal["lead", "support", "inform"]
    act: Word | None = None
    assignee: Id | None = None
    unit: Id | None = None
    due: Date | None = None
    days: Whole | None = None
    calendar: Name | None = None
    to: By | None = None
    by: By | None = None


class Direct(msgspec.Struct, frozen=True, omit_defaults=True, kw_only=True):
    """A commander's directive (bút phê) or an officer's opinion."""

    text: Long
    by: By


class Deviation(msgspec.Struct, frozen=True, omit_defaults=True, kw_only=True):
    """A rule of layout that the content breaks, where, and why its author kept it; ``box`` is in
    tenths of a point from the upper left corner of the page (left, top, right, bottom).
    """

    rule: Word
    reason: Annotated[str, msgspec.Meta(min_length=1, max_length=2000)]
    page: Count | None = None
    box: Annotated[tuple[Whole, ...], msgspec.Meta(min_length=4, max_length=4)] | None = None
    measured: Name | None = None
    expected: Name | None = None


class Move(msgspec.Struct, frozen=True, omit_defaults=True, kw_only=True):
    """A step of the workflow: the act, the state it leads to, the hash of the content acted on, and
    that of its appendices (core.commits.file_bodies).

    ``deviations`` are kept in a submission; ``kept`` are their rules alone, which the first
    programs wrote for one ``reason``.
    """

    act: Word
    to: Word
    content: Hash | None = None
    appendices: Hash | None = None
    reason: Text | None = None
    kept: Annotated[tuple[Word, ...], msgspec.Meta(max_length=400)] | None = None
    deviations: Annotated[tuple[Deviation, ...], msgspec.Meta(max_length=400)] | None = None
    by: By | None = None


class Check(msgspec.Struct, frozen=True, omit_defaults=True, kw_only=True):
    """Somebody found content or layout of a file in order; ``bases`` names the step at which."""

    act: Literal["check_content", "check_format"]
    content: Hash
    appendices: Hash | None = None
    by: By


class File(msgspec.Struct, frozen=True, omit_defaults=True, kw_only=True):
    """A version of a file in a slot; paper twins carry where they lie, what was taken in what was
    found of its signatures then.
    """

    slot: Slot
    role: Literal["main", "appendix", "attachment", "received", "draft"]
    order: Whole
    blob: Hash
    name: Name
    type: Annotated[str, msgspec.Meta(pattern=r"^[a-z0-9.+-]{1,60}/[a-z0-9.+-]{1,80}\Z")]
    size: Whole
    pages: Whole | None = None
    paper: Name | None = None
    intake: Intake | None = None
    by: By | None = None


class Export(msgspec.Struct, frozen=True, omit_defaults=True, kw_only=True):
    """A readable copy of a file taken out of the store (formats.md §5)."""

    blob: Hash
    by: By


class Take(msgspec.Struct, frozen=True, omit_defaults=True, kw_only=True):
    """Something readable that is no file of a document and left the store: ``of`` is the kind of
    what it tells of, whose id is the operation's. ``hash`` is that of the bytes, ``pages`` those of
    one of the ``copies``, ``lines`` the rows of a table, the days its first and last one.
    """

    of: Word
    form: Word
    way: Word
    hash: Hash
    pages: Whole = 0
    lines: Whole = 0
    copies: Count = 1
    since: Date | None = None
    until: Date | None = None
    by: By


class Note(msgspec.Struct, frozen=True, omit_defaults=True, kw_only=True):
    """Somebody has read what he was given."""

    by: By


class Dispatch(msgspec.Struct, frozen=True, omit_defaults=True, kw_only=True):
    """A document sent to one recipient: how, in how many copies and envelopes, on which day
    (NĐ 30/2020/NĐ-CP Đ.18, PL IV).
    """

    to: Name
    way: Literal["network", "bundle", "hand", "post", "fax", "other"]
    day: Date
    copies: Whole = 1
    envelopes: Whole = 0
    unit: Id | None = None
    note: Text = ""
    by: By


class Receive(msgspec.Struct, frozen=True, omit_defaults=True, kw_only=True):
    """The recipient of a dispatch has it: on which day, who signed for it."""

    dispatch: OpText
    day: Date
    name: Name = ""
    note: Text = ""
    by: By


class Lend(msgspec.Struct, frozen=True, omit_defaults=True, kw_only=True):
    """The file copy is lent (NĐ 30/2020/NĐ-CP PL IV, Sổ sử dụng bản lưu)."""

    borrower: Name
    day: Date
    allowed: Name
    until: Date | None = None
    note: Text = ""
    by: By


class Restore(msgspec.Struct, frozen=True, omit_defaults=True, kw_only=True):
    """A lent file copy is back."""

    loan: OpText
    day: Date
    by: By


class Sign(msgspec.Struct, frozen=True, omit_defaults=True, kw_only=True):
    """A signature set in a file: the bytes before, the file after, and the evidence at hand
    (signing.md §8.2). ``means`` is where the key was: ``soft`` (in a file) or ``token``.
    """

    field: Annotated[str, msgspec.Meta(pattern=r"^[A-Za-z][A-Za-z0-9]{0,39}\Z")]
    kind: Literal["initial", "main", "number", "date", "seal"]
    before: Hash
    after: File
    certificate: Hash
    clock: Instant
    by: By
    crl: Name | None = None
    crl_until: Instant | None = None
    server_time: Instant | None = None
    means: Word | None = None
    authority: Name | None = None
    reason: Text | None = None
    appendices: Hash | None = None


class Number(msgspec.Struct, frozen=True, omit_defaults=True, kw_only=True):
    """The number that a document gets in a register."""

    register: Id
    lease: Id
    number: Count
    date: Date
    suffix: Annotated[str, msgspec.Meta(pattern=r"^[a-z]{0,2}\Z")] = ""
    symbol: Name = ""
    by: By | None = None


class OldNumber(msgspec.Struct, frozen=True, omit_defaults=True, kw_only=True):
    """The number that a document has from an old book, the day under which it stands there, and
    what that book is called.
    """

    register: Id
    number: OldCount
    date: Date
    source: Source
    suffix: Annotated[str, msgspec.Meta(pattern=r"^[a-z]{0,2}\Z")] = ""
    symbol: Name = ""
    by: By | None = None


class Put(msgspec.Struct, frozen=True, omit_defaults=True, kw_only=True):
    """A document in a dossier."""

    document: Id
    by: By | None = None


class Admit(msgspec.Struct, frozen=True, omit_defaults=True, kw_only=True):
    """A device's certificate, signed by an administrator's device, and whom it was made for."""

    certificate: dict[str, Any]
    person: Id | None = None


class Revoke(msgspec.Struct, frozen=True, omit_defaults=True, kw_only=True):
    """The end of a grant or device; revoking needs a reason. ``day`` is the first day without it,
    where that is later than the act.
    """

    reason: Text
    grant: OpText | None = None
    day: Date | None = None


class Confirm(msgspec.Struct, frozen=True, omit_defaults=True, kw_only=True):
    """Somebody else confirms a change of rights, named by its operation."""

    change: OpText
    by: By | None = None


class Begin(msgspec.Struct, frozen=True, omit_defaults=True, kw_only=True):
    """A machine writes in a new incarnation from now on, because of what betrayed an old or a
    second copy of its store.
    """

    inc: Count
    why: Word


class Rekey(msgspec.Struct, frozen=True, omit_defaults=True, kw_only=True):
    """A machine's store got another database key."""

    at: Instant
    reason: Text = ""
    by: By | None = None


class Purge(msgspec.Struct, frozen=True, omit_defaults=True, kw_only=True):
    """A machine removed what it had of a restricted group's stream: its person reads it no more.
    How much that was is nobody's business outside the group.
    """

    at: Instant
    stream: Id
    by: By | None = None


class Recover(msgspec.Struct, frozen=True, omit_defaults=True, kw_only=True):
    """A person got into a machine's store again with the unit's recovery key, named by the SHA-256
    of its public half.
    """

    at: Instant
    person: Id
    key: Hash
    label: Name = ""
    reason: Text = ""
    by: By | None = None
