"""Drafts that were given up: for thirty days whoever wrote one brings it back (ux.md §11).

What was discarded stays so; another draft with the same fields, text and links comes in its place,
once. The field ``restored_as`` of the discarded one names it.
"""

from __future__ import annotations

from datetime import timedelta
from typing import Any, Final

from core.commits import merge
from core.commits.bodies import File
from core.commits.fold import State as Folded
from core.errors import AntinError, BroughtBack, DiscardedLongAgo, NotYourDraft, WrongState
from core.office import day
from core.office.terms import Act, Kind, State
from db.acting import Acting, Done, Store, acting

DAYS: Final = 30
"""How long a discarded draft can be brought back."""
_NEW: Final = "restored_as"
_FILE: Final = frozenset(File.__struct_fields__) - {"by"}


def waits(store: Store, document: str) -> bool:
    """Whether the person may bring this draft back now. Raises NotFound."""
    with store.engine.begin() as connection:
        act = Acting(store, connection, store.stream)
        try:
            _allowed(act, act.state("document", document))
        except AntinError:
            return False
        return True


def bring_back(store: Store, document: str) -> Done:
    """Begin the draft again that the person discarded or had taken from him; the answer names the
    new one.

    Raises NotFound, NotAllowed, WrongState for what is no discarded draft, NotYourDraft,
    BroughtBack and DiscardedLongAgo.
    """
    with acting(store) as act:
        state = act.state("document", document)
        _allowed(act, state)
        draft = begin_again(act, document, state)
        return Done(act.append(), draft)


def begin_again(act: Acting, document: str, state: Folded) -> str:
    """A draft with the fields, text and links that ``document`` has or had in this ``state``; the
    id of the new one. Raises NotAllowed.
    """
    act.require(Act.DRAFT)
    draft = act.store.new_id()
    fields = {name: value(entries, entries) for name, entries in state["fields"].items()}
    step = State.DRAFT.value
    act.add("document.create", draft, kind=state["kind"], step=step, fields=fields, by=act.by())
    for _, link in state.get("sets", {}).get("links", []):
        relation, target = link["relation"], link["target"]
        act.add("document.link", draft, relation=relation, target=target, by=act.by())
    for entries in state.get("files", {}).values():
        file = {name: each for name, each in entries[-1][1].items() if name in _FILE}
        act.add("document.file", draft, **file, by=act.by())
    act.set_fields("document", document, **{_NEW: draft})
    return draft


def value(entries: Any, like: Any) -> Any:
    """What a field says; without a value the empty one of its kind."""
    values = merge.values(entries or [])
    return values[-1] if values else type(merge.values(like)[-1])()


def _allowed(act: Acting, state: Folded) -> None:
    """Raise what stands against bringing it back."""
    act.require(Act.DRAFT)
    step = state["step"]
    if (step["name"], step.get("act")) != (State.CANCELLED, Act.DISCARD):
        raise WrongState(kind=Kind(state["kind"]), state=step["name"], act=Act.DRAFT)
    if state["created"]["author"] != act.store.author.person:
        raise NotYourDraft
    if _NEW in state["fields"]:
        raise BroughtBack
    if act.store.today() > day.day(step["time"]) + timedelta(days=DAYS):
        raise DiscardedLongAgo(days=DAYS)
