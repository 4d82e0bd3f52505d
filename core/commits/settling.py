"""What competed is settled: a person who saw acts that came too late, or signatures that differ,
says that it stays so, and the document goes on (sync.md §4.14). What they wanted stays readable.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import msgspec

from core.commits import merge
from core.commits.bodies import By
from core.commits.format import Op

if TYPE_CHECKING:
    from core.commits.fold import At, State


class Settle(msgspec.Struct, frozen=True, omit_defaults=True, kw_only=True):
    """Nothing is to be decided any more about the items that ``bases`` name, by the operations they
    came from; why is said, as for every act that ends another's.
    """

    reason: Annotated[str, msgspec.Meta(min_length=1, max_length=2000)]
    by: By


def settle(state: State, op: Op, at: At, place: str) -> State:
    """The state with those items among what was settled; one that nobody saw goes on waiting. What
    was settled already changes nothing.
    """
    items = state.get("conflicts", [])
    gone = [item for item in items if item[0] in op.bases]
    if not gone:
        return state
    left = [item for item in items if item[0] not in op.bases]
    value = {**op.body, "author": at.person, "time": at.time, "items": gone}
    lists = dict(state.get("lists", {}))
    lists[place] = merge.append(lists.get(place, []), at.op, value)
    rest = {name: part for name, part in state.items() if name != "conflicts"}
    return {**rest, "lists": lists} | ({"conflicts": left} if left else {})
