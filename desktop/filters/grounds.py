"""What the lists are of that can be filtered."""

from __future__ import annotations

from typing import Final

from core.office.terms import Kind, State
from desktop.filters.sheet import Ground

_BOTH: Final = (State.TAKEN_OVER, State.FILED, State.CANCELLED)
_ARRIVED: Final = (
    State.REGISTERED, State.SUBMITTED, State.IN_PROGRESS, State.COORDINATING, State.DONE,
    State.RETURNED, *_BOTH,
)  # fmt: skip
HOME: Final = Ground("home", tuple(Kind), tuple(State))
INCOMING: Final = Ground("incoming", (Kind.INCOMING,), _ARRIVED)
OUTGOING: Final = Ground(
    "outgoing",
    (Kind.OUTGOING, Kind.INTERNAL),
    (*(state for state in State if state not in _ARRIVED), *_BOTH),
)
