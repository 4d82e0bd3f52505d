"""One act on many documents: which of them it is open to, done one by one, and taken back.

Each document is an act of its own, so that what is refused for one hinders no other. Taking back is
a lawful act the other way, and only where nobody has touched the document meanwhile.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Final

from core.errors import AlreadyNoted, AntinError, NotAssigned, WrongState
from core.office import workflow
from core.office.deadlines import Calendar
from core.office.terms import Act, Kind, State
from core.office.workflow import FINAL
from db.acting import Acting, Done, Store
from db.actions import dossiers, handling, incoming, undoing
from db.actions.handling import assigned
from db.actions.incoming import Task
from db.actions.undoing import Footing, Undone
from db.ledger import Changed


@dataclass(frozen=True)
class Given:
    """What a person entered once for all: the words of a directive, tasks, a dossier; ``calendar``
    counts deadlines.
    """

    calendar: Calendar
    text: str = ""
    tasks: tuple[Task, ...] = ()
    dossier: str = ""


@dataclass(frozen=True)
class Forecast:
    """Whether an act is open to a document; ``error`` says why not."""

    document: str
    error: AntinError | None = None


@dataclass(frozen=True)
class Carried:
    """An act that was done on a document: what it changed, and what its undo needs."""

    changed: Changed
    footing: Footing


@dataclass(frozen=True)
class Bulk:
    """A kind of act: what may stand against it, how it is done, and how it is taken back."""

    check: Callable[[Acting, str], None]
    do: Callable[[Store, str, Given], Done]
    undo: Callable[[Store, Footing, Given, str, Undone], Done] | None = None


def forecast(store: Store, what: str, documents: Sequence[str]) -> tuple[Forecast, ...]:
    """Ask for each document whether the act is open to it; nothing is done."""
    with store.engine.begin() as connection:
        act = Acting(store, connection, store.stream)
        return tuple(Forecast(one, _refusal(act, what, one)) for one in documents)


def carry(store: Store, what: str, document: str, given: Given) -> Carried:
    """Do the act on one document. Raises what the act itself raises."""
    stood = undoing.stand(store, document)
    done = BULKS[what].do(store, document, given)
    with store.engine.begin() as connection:
        mark = undoing.last(connection, document)
    return Carried(done.changed, Footing(document, what, stood, mark))


def take_back(
    store: Store,
    what: str,
    carried: Carried,
    given: Given,
    reason: str,
    undone: Undone | None = None,
) -> Done:
    """Do the counter-act on one document; ``undone`` as in :func:`undoing.take_back`. Raises
    TouchedSince where somebody did something with it after the act, WrongState where the act cannot
    be taken back, and what the counter-act raises.
    """
    footing, undo = carried.footing, BULKS[what].undo
    if undo is None:
        raise WrongState(kind=Kind.INCOMING, state="none", act=what)
    known = {} if undone is None else undone
    with store.engine.begin() as connection:
        undoing.refuse_touched(connection, footing, known)
    done = undo(store, footing, given, reason, known)
    with store.engine.begin() as connection:
        undoing.stands_as(connection, footing.document, footing.stood.mark, known)
    return done


def do_again(store: Store, what: str, carried: Carried, given: Given, undone: Undone) -> Carried:
    """Do the act once more on one document where it was taken back. Raises TouchedSince where
    somebody did something with it meanwhile, and what the act itself raises.
    """
    footing = carried.footing
    done, now = undoing.do_again(
        store, footing, lambda at: BULKS[what].do(at, footing.document, given), undone
    )
    return Carried(done.changed, now)


def _refusal(act: Acting, what: str, document: str) -> AntinError | None:
    try:
        BULKS[what].check(act, document)
    except AntinError as error:
        return error
    return None


# -- what may stand against an act ----------------------------------------------------------------


def _open_to(what: Act, *states: State) -> Callable[[Acting, str], None]:
    """The workflow table lets the person do it; only from these states, which lead back."""

    def check(act: Acting, document: str) -> None:
        state = act.state("document", document)
        kind, step = Kind(state["kind"]), State(state["step"]["name"])
        if refusal := workflow.may(kind, step, what, act.roles()):
            raise refusal
        if step not in states:
            raise WrongState(kind=kind, state=step, act=what)

    return check


def _unread(act: Acting, document: str) -> None:
    """The person was given it and has not said that he read it."""
    state, me = act.state("document", document), act.store.author.person
    given = [value["time"] for _, value in assigned(state) if value.get("assignee") == me]
    if not given:
        raise NotAssigned
    notes = state.get("lists", {}).get("notes", [])
    if any(note["author"] == me and note["time"] >= max(given) for _, note in notes):
        raise AlreadyNoted


def _can_be_filed(act: Acting, document: str) -> None:
    """What ended otherwise goes into no dossier any more."""
    act.require(Act.FILE)
    state = act.state("document", document)
    step = State(state["step"]["name"])
    if step in FINAL - {State.FILED}:
        raise WrongState(kind=Kind(state["kind"]), state=step, act=Act.FILE)


# -- the acts and their counter-acts --------------------------------------------------------------


def _back(store: Store, footing: Footing, _given: Given, reason: str, undone: Undone) -> Done:
    return undoing.take_back(store, footing, reason, undone)


def _take_out(store: Store, footing: Footing, given: Given, _reason: str, _undone: Undone) -> Done:
    return dossiers.take(store, given.dossier, footing.document)


BULKS: Final = {
    "submit": Bulk(
        _open_to(Act.SUBMIT, State.REGISTERED),
        lambda store, document, _given: incoming.submit(store, document),
        _back,
    ),
    "direct": Bulk(
        _open_to(Act.DIRECT, State.SUBMITTED),
        lambda store, document, given: incoming.direct(
            store, document, given.text, given.tasks, given.calendar
        ),
        _back,
    ),
    "assign": Bulk(
        _open_to(Act.ASSIGN, State.IN_PROGRESS),
        lambda store, document, given: incoming.assign(
            store, document, given.tasks, given.calendar
        ),
        _back,
    ),
    "acknowledge": Bulk(
        _unread, lambda store, document, _given: handling.acknowledge(store, document)
    ),
    "file": Bulk(
        _can_be_filed,
        lambda store, document, given: dossiers.put(store, given.dossier, document),
        _take_out,
    ),
}
"""Every act that can be done on many documents at once; what one has read stays read."""


def changed(carried: Iterable[Carried]) -> Changed:
    """Everything that several acts changed, for the one signal."""
    return frozenset().union(*(each.changed for each in carried))
