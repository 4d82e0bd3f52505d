"""A hole in the chain of a machine that writes no more is sealed: the server says that what was in
it is lost, and what waits behind it is admitted (sync.md §4.3, §5.1 hole 4; I4).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from hashlib import sha256
from typing import Annotated, Any

import msgspec

from core.commits.format import Chain, Count, Hash, Whole
from core.commits.ids import text_id

KIND = "chain.seal"


class Seal(msgspec.Struct, frozen=True, omit_defaults=True, kw_only=True):
    """Of the chain of ``device`` in its life ``inc`` the places after ``after`` and before ``upto``
    are lost; ``prev`` is what the commit at ``upto`` names as the one before it.
    """

    device: Annotated[str, msgspec.Meta(min_length=26, max_length=26)]
    inc: Count
    after: Whole
    upto: Count
    prev: Hash
    reason: Annotated[str, msgspec.Meta(min_length=1, max_length=2000)]


def name(chain: Chain) -> str:
    """The id of the entity that stands for a chain."""
    device, inc, stream = chain
    return text_id(sha256(f"{device}.{inc}.{stream}".encode()).digest()[:16])


def past(state: Mapping[str, Any], tip: tuple[int, str] | None) -> tuple[int, str] | None:
    """The place and commit after which a chain goes on: behind the hole, where one was sealed at
    its tip.
    """
    reached = tip[0] if tip else 0
    for after, upto, prev in holes(state):
        if after == reached:
            return upto - 1, prev
    return tip


def holes(state: Mapping[str, Any]) -> Iterator[tuple[int, int, str]]:
    """The holes that were sealed: the last place before each, the first behind it, and what that
    names as the one before it.
    """
    for _, one in state.get("lists", {}).get("seals", ()):
        yield one["after"], one["upto"], one["prev"]
