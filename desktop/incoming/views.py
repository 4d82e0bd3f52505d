"""The saved views of the incoming register, and what counts as needing the person now."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING, Final

from core.office import deadlines
from core.office.terms import Kind, Role, State
from core.office.workflow import HANDLERS
from db.queries.documents import View as Asked
from desktop import reference
from desktop.widgets.view_tabs import View

if TYPE_CHECKING:
    from collections.abc import Set

TABS: Final = (
    View("all", "incoming.view.all"),
    View("open", "incoming.view.open"),
    View("soon", "incoming.view.soon", "warn"),
    View("late", "incoming.view.late", "danger"),
    View("submitted", "incoming.view.submitted"),
    View("mine", "incoming.view.mine"),
)
_INCOMING: Final = (Kind.INCOMING,)
_OPEN: Final = (State.REGISTERED, State.SUBMITTED, State.IN_PROGRESS, State.COORDINATING)
_HANDLED: Final = (State.IN_PROGRESS, State.COORDINATING)


def asked(today: date) -> dict[str, Asked]:
    """What each view asks of the store on a day; "soon" ends where a deadline is near."""
    ahead = deadlines.add_working_days(today, reference.limits().soon, reference.calendar())
    after = (ahead.due + timedelta(days=1)).isoformat()
    return {
        "all": Asked(_INCOMING),
        "open": Asked(_INCOMING, _OPEN),
        "soon": Asked(_INCOMING, _OPEN, due_from=today.isoformat(), due_before=after),
        "late": Asked(_INCOMING, _OPEN, due_before=today.isoformat()),
        "submitted": Asked(_INCOMING, (State.SUBMITTED,)),
        "mine": Asked(_INCOMING, assigned=True),
    }


def needing(roles: Set[Role]) -> tuple[Asked, ...]:
    """What waits for somebody with these roles: to submit, to direct, or to handle by himself."""
    found = []
    if Role.CLERK in roles:
        found.append(Asked(_INCOMING, (State.REGISTERED,)))
    if Role.COMMANDER in roles:
        found.append(Asked(_INCOMING, (State.SUBMITTED,)))
    if HANDLERS & roles:
        found.append(Asked(_INCOMING, _HANDLED, assigned=True))
    return tuple(found)
