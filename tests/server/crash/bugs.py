"""Faults to plant, so that the cutting itself is tested: each takes one safeguard out of the
product for as long as its block lasts.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any
from unittest import mock

from db import connection, durable
from db.actions import numbers, ordering
from server.orders import Orders
from tests.server.crash.recorder import Cut

if TYPE_CHECKING:
    from collections.abc import Callable
    from contextlib import AbstractContextManager

    Planted = AbstractContextManager[object]


@dataclass(frozen=True)
class Bug:
    """A fault, the scenario that it shows in, at which calls, cut how, and how it is told."""

    plant: Callable[[], Planted]
    scenario: str
    call: str
    cut: Cut
    told: str


def no_bytes_synced() -> Planted:
    """What is written is left to the system."""
    return mock.patch.object(durable, "sync_file", return_value=None)


def no_names_synced() -> Planted:
    """A rename is thought to last by itself."""
    return mock.patch.object(durable, "sync_folder", return_value=None)


def log_not_synced() -> Planted:
    """SQLite's own default for a log."""
    lines = tuple(line.replace("= FULL", "= NORMAL") for line in connection.AFTER_KEY)
    return mock.patch.object(connection, "AFTER_KEY", lines)


def receipt_before_journal() -> Planted:
    """The answer leaves when the store has the commits."""

    def push(self: Orders, arrived: Any) -> Any:
        return ordering.admit(self._home.store, self._home.registrar, arrived)

    return mock.patch.object(Orders, "push", push)


def counter_before_act() -> Planted:
    """A number is noted outside before the transaction that gives it is there."""
    honest = numbers.give

    def give(act: Any, *given: Any, **named: Any) -> Any:
        found = honest(act, *given, **named)
        numbers.note(act.store, found)
        return found

    return mock.patch.object(numbers, "give", give)


BUGS: dict[str, Bug] = {
    "no-bytes-synced": Bug(
        no_bytes_synced, "bundle", "end", Cut.EMPTIED, "commander: blob-damaged"
    ),
    "no-names-synced": Bug(no_names_synced, "bundle", "end", Cut.FORGOTTEN, "not kept: saved"),
    "log-not-synced": Bug(
        log_not_synced, "acts", "make clerk/store/blobs", Cut.EMPTIED, "not kept: registered"
    ),
    "receipt-before-journal": Bug(
        receipt_before_journal, "sync", "truncate server/journal", Cut.BEFORE, "the journal lacks"
    ),
    "counter-before-act": Bug(
        counter_before_act, "acts", "commit clerk", Cut.BEFORE, "clerk is in life"
    ),
}
