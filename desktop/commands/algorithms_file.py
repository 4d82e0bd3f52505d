"""The algorithms that a new trust list allows, as an administrator writes them: a TOML file with a
table ``[[allowed]]`` for each row (docs/guide-it.md).
"""

from __future__ import annotations

import datetime
from typing import Annotated

import msgspec

from core.errors import AlgorithmsUnreadable
from core.office.day import VIETNAM
from core.signing.algorithms import Allowed, Digest, Key, Padding, Use


class _Row(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """As in the list itself, but for ``last``: the last day, in Vietnam."""

    key: Key
    bits: int
    digests: tuple[Digest, ...]
    paddings: tuple[Padding, ...] = ()
    uses: tuple[Use, ...] = ()
    last: datetime.date | None = None


class _File(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    allowed: Annotated[tuple[_Row, ...], msgspec.Meta(min_length=1, max_length=256)]


def read(data: bytes) -> tuple[Allowed, ...]:
    """The table. Raises AlgorithmsUnreadable for one that is none, or allows what never counts."""
    try:
        rows = msgspec.toml.decode(data, type=_File).allowed
        return tuple(map(_allowed, rows))
    except (ValueError, OverflowError) as error:
        raise AlgorithmsUnreadable from error


def _allowed(row: _Row) -> Allowed:
    """Checked as a reader of the list will. Raises msgspec.ValidationError, a ValueError."""
    fields = msgspec.structs.asdict(row)
    last = fields.pop("last")
    return msgspec.convert(fields | {"end": None if last is None else _end(last)}, Allowed)


def _end(last: datetime.date) -> int:
    """The first moment after a day (milliseconds UTC)."""
    after = datetime.datetime.combine(last, datetime.time.min, VIETNAM) + datetime.timedelta(days=1)
    return round(after.timestamp() * 1000)
