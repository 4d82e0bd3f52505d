"""The bodies of operations on registers: numbers lent, given, kept, void, taken over; closings."""

from __future__ import annotations

from typing import Annotated

import msgspec

from core.commits.bodies import By, Date, File, OldCount, Source, Text
from core.commits.format import Count, Hash, Id, Whole


class OldEntry(msgspec.Struct, frozen=True, omit_defaults=True, kw_only=True):
    """A number of an old book and the document that has it."""

    number: OldCount
    document: Id
    suffix: Annotated[str, msgspec.Meta(pattern=r"^[a-z]{0,2}\Z")] = ""


class OldNumbers(msgspec.Struct, frozen=True, omit_defaults=True, kw_only=True):
    """A register takes numbers of an old book over: they come before all that are given here."""

    source: Source
    entries: Annotated[tuple[OldEntry, ...], msgspec.Meta(min_length=1, max_length=500)]
    by: By | None = None


class Void(msgspec.Struct, frozen=True, omit_defaults=True, kw_only=True):
    """A number that no document will have, and why."""

    number: Count
    reason: Text


class Give(msgspec.Struct, frozen=True, omit_defaults=True, kw_only=True):
    """A register gives a number to a document; skipped numbers become voids with a reason."""

    lease: Id
    number: Count
    document: Id
    suffix: Annotated[str, msgspec.Meta(pattern=r"^[a-z]{0,2}\Z")] = ""
    voids: tuple[Void, ...] = ()


class Lease(msgspec.Struct, frozen=True, omit_defaults=True, kw_only=True):
    """The right of one device to number from ``first`` to before ``end`` (sync.md §4.6)."""

    lease: Id
    device: Id
    inc: Count
    first: Count
    end: Count
    start: Date
    until: Date


class Return(msgspec.Struct, frozen=True, omit_defaults=True, kw_only=True):
    """The holder gives a lease back in order; the next one starts after ``last``."""

    lease: Id
    last: Whole


class Reserve(msgspec.Struct, frozen=True, omit_defaults=True, kw_only=True):
    """The next number of a lease is kept for a document that is to come."""

    lease: Id
    number: Count
    reason: Text
    by: By


class VoidNumbers(msgspec.Struct, frozen=True, omit_defaults=True, kw_only=True):
    """Numbers that no document will have: reserved ones, or the next of the lease."""

    lease: Id
    voids: Annotated[tuple[Void, ...], msgspec.Meta(min_length=1)]
    by: By


class Out(msgspec.Struct, frozen=True, omit_defaults=True, kw_only=True):
    """Numbers that a machine still holds, of which nothing is known yet."""

    device: Id
    first: Count
    last: Count


class Close(msgspec.Struct, frozen=True, omit_defaults=True, kw_only=True):
    """A register is closed for a month or a year: what stood in it, the commit before this one in
    the machine's chain, the numbers that other machines still hold (``out``), and the signed sheet
    that says so.
    """

    period: Annotated[str, msgspec.Meta(pattern=r"^[0-9]{4}(-(0[1-9]|1[0-2]))?\Z")]
    lines: Whole
    head: Hash
    first: Whole = 0
    last: Whole = 0
    voids: Whole = 0
    file: File | None = None
    out: tuple[Out, ...] = ()
    by: By
