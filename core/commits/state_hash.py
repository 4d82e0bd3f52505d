"""State hash of a stream: the sum modulo 2^256 of SHA-256 over each aggregate's key and committed
state (sync.md §4.7).

A sum lets one changed aggregate be exchanged in constant time. It finds accidents, not attacks.
"""

from __future__ import annotations

from collections.abc import Iterable
from hashlib import sha256

from core.commits import canonical
from core.commits.fold import Key, State

MODULUS = 1 << 256
EMPTY = bytes(32)


def of_row(key: Key, state: State) -> bytes:
    """The share of one aggregate."""
    return of_raw(key, canonical.encode(state))


def of_raw(key: Key, raw: bytes) -> bytes:
    """The share of one aggregate, of whose state these are the canonical bytes."""
    return sha256(f"{key[0]}\0{key[1]}\0".encode() + raw).digest()


def exchange(total: bytes, old: bytes | None, new: bytes | None) -> bytes:
    """The sum after an aggregate's share changed from ``old`` to ``new``; None where absent."""
    number = int.from_bytes(total) - int.from_bytes(old or EMPTY) + int.from_bytes(new or EMPTY)
    return (number % MODULUS).to_bytes(32)


def of_stream(rows: Iterable[tuple[Key, State]]) -> bytes:
    """The sum over all aggregates of a stream."""
    total = EMPTY
    for key, state in rows:
        total = exchange(total, None, of_row(key, state))
    return total
