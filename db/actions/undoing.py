"""Taking an act back (ux.md §11): a lawful act the other way by whoever did it, and only where
nobody did anything with the document meanwhile.

Nothing is erased: act and counter-act both stand in the history. What has no lawful way back has
none here: numbers and signatures, and whatever only somebody else may return. What was taken back
is done again by the same act, where the way back led to where it began.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

import sqlalchemy as sa

from core.commits.fold import State as Folded
from core.errors import AntinError, LastDossier, TouchedSince
from core.office import dossiers as stages
from core.office import workflow
from core.office.terms import Act, Kind, State
from db import filed, models
from db.acting import Acting, Done, Store, acting
from db.actions import discarded
from db.actions.handling import Entry, assigned, ready
from db.projections.values import members

EDIT: Final = "edit"
"""The way back from what changed nothing but fields."""


Undone = dict[tuple[str, int], int]
"""What a session took back and did again: after the first commit a document stands again as after
the second.
"""


@dataclass(frozen=True)
class Stood:
    """A document before an act, and the last commit that touched it then."""

    state: Folded
    mark: int


@dataclass(frozen=True)
class Footing:
    """A document as it stood before ``what`` was done, and the last commit that touched it after;
    ``what`` names a way back.
    """

    document: str
    what: str
    stood: Stood
    mark: int

    @property
    def before(self) -> Folded:
        """The document before the act."""
        return self.stood.state


@dataclass(frozen=True)
class Way:
    """A way back: ``from_`` are the states before the act to which it leads, ``asks`` the acts of
    the workflow that it takes, in their order; ``back`` gathers its operations. ``again``: from
    where it ends the act is open once more.
    """

    from_: frozenset[State]
    asks: tuple[Act, ...]
    back: Callable[[Acting, Footing, str], str]
    again: bool = True


def stand(store: Store, document: str) -> Stood:
    """How a document stands now, to be remembered before an act. Raises NotFound."""
    with store.engine.begin() as connection:
        state = Acting(store, connection, store.stream).state("document", document)
        return Stood(state, last(connection, document))


def footing(store: Store, what: str, document: str, stood: Stood) -> Footing | None:
    """What is needed to take back an act that was just done; None where the person has no lawful
    way back.
    """
    way = WAYS.get(what)
    if way is None or stood.state["step"]["name"] not in way.from_:
        return None
    with store.engine.begin() as connection:
        act = Acting(store, connection, store.stream)
        try:
            _allowed(act, act.state("document", document), way.asks)
        except AntinError:
            return None
        return Footing(document, what, stood, last(connection, document))


def take_back(store: Store, footing: Footing, reason: str, undone: Undone | None = None) -> Done:
    """Do the counter-act; ``entity`` is the document, or the one that came in its place. What was
    taken back before, as ``undone`` says, is not between.

    Raises TouchedSince where somebody did something with the document after the act, and what the
    counter-act raises.
    """
    document, known = footing.document, {} if undone is None else undone
    with acting(store) as act:
        act.state("document", document)
        refuse_touched(act.connection, footing, known)
        entity = WAYS[footing.what].back(act, footing, reason)
        done = Done(act.append(), entity)
        stands_as(act.connection, document, footing.stood.mark, known)
        return done


def do_again(
    store: Store, footing: Footing, action: Callable[[Store], Done], undone: Undone
) -> tuple[Done, Footing]:
    """Do the same act once more after it was taken back; the footing is the new one.

    Raises TouchedSince where somebody did something with the document meanwhile, and what the act
    raises.
    """
    document = footing.document
    stood = stand(store, document)
    refuse_moved(stood, footing, undone)
    done = action(store)
    with store.engine.begin() as connection:
        stands_as(connection, document, footing.mark, undone)
        return done, Footing(document, footing.what, stood, last(connection, document))


def refuse_touched(connection: sa.Connection, footing: Footing, undone: Undone) -> None:
    """Raise TouchedSince unless the document stands as right after the act."""
    document = footing.document
    now = _root(document, last(connection, document), undone)
    if now != _root(document, footing.mark, undone):
        raise TouchedSince


def refuse_moved(stood: Stood, footing: Footing, undone: Undone) -> None:
    """Raise TouchedSince unless a document ``stood`` as right before the act."""
    document = footing.document
    if _root(document, stood.mark, undone) != _root(document, footing.stood.mark, undone):
        raise TouchedSince


def stands_as(connection: sa.Connection, document: str, mark: int, undone: Undone) -> None:
    """Note that a document now stands again as after an earlier commit."""
    now = last(connection, document)
    if now != mark:
        undone[document, now] = mark


def _root(document: str, mark: int, undone: Undone) -> int:
    """The first commit after which the document stood as after this one."""
    while (document, mark) in undone:
        mark = undone[document, mark]
    return mark


def take_out(store: Store, dossier: str, documents: tuple[str, ...]) -> Done:
    """Take documents out of an open dossier into which they were just put, in one act. Raises
    TouchedSince where they lie in it no more, LastDossier where one was filed there.
    """
    with acting(store) as act:
        act.require(Act.FILE)
        state = act.state("dossier", dossier)
        stages.take_documents(stages.Stage(state["step"]["name"]))
        inside = members(state, "documents")
        ops = tuple(op for op, value in inside if value["document"] in documents)
        if not ops:
            raise TouchedSince
        for document in documents:
            step = act.state("document", document)["step"]["name"]
            if step == State.FILED and filed.holders(act.connection, document) <= {dossier}:
                raise LastDossier
        act.add("dossier.take", dossier, tuple(sorted(ops)), by=act.by())
        return Done(act.append(), dossier)


def last(connection: sa.Connection, document: str) -> int:
    """The last commit that touches a document."""
    touch = models.Touch
    where = (touch.kind == "document") & (touch.entity == document)
    query = sa.select(sa.func.max(touch.commit)).where(where)
    return int(connection.execute(query).scalar_one())


def _allowed(act: Acting, state: Folded, asks: tuple[Act, ...]) -> None:
    """Raise what stands against taking these steps one after the other."""
    kind, step = Kind(state["kind"]), State(state["step"]["name"])
    for what in asks:
        if refusal := workflow.may(kind, step, what, act.roles()):
            raise refusal
        step = workflow.next_state(kind, step, what)


# -- the counter-acts -----------------------------------------------------------------------------


def _withdraw(act: Acting, footing: Footing, reason: str) -> str:
    """Nobody has it then, as before."""
    document = footing.document
    state = ready(act, document, Act.WITHDRAW, reason=reason)
    _release(act, document, [op for op, _ in assigned(state)])
    act.move(document, Act.WITHDRAW, reason=reason)
    return document


def _submit(act: Acting, footing: Footing, _reason: str) -> str:
    act.move(footing.document, Act.SUBMIT)
    return footing.document


def _assign_back(act: Acting, footing: Footing, _reason: str) -> str:
    _put_back(act, footing)
    act.move(footing.document, Act.ASSIGN)
    return footing.document


def _transfer_back(act: Acting, footing: Footing, reason: str) -> str:
    ready(act, footing.document, Act.TRANSFER, assignee=True, reason=reason)
    _put_back(act, footing)
    act.move(footing.document, Act.TRANSFER, reason=reason)
    return footing.document


def _reopen(act: Acting, footing: Footing, reason: str) -> str:
    act.move(footing.document, Act.REOPEN, reason=reason)
    return footing.document


def _before_the_commander(act: Acting, footing: Footing, reason: str) -> str:
    """What he closed by taking note waits for him again."""
    _reopen(act, footing, reason)
    return _withdraw(act, footing, reason)


def _write_back(act: Acting, footing: Footing, _reason: str) -> str:
    """Every field that the act changed says again what it said; a new one is emptied."""
    document, before = footing.document, footing.before.get("fields", {})
    act.require(Act.EDIT)
    now = act.state("document", document).get("fields", {})
    changed = {name for name in now if now[name] != before.get(name)}
    old = {name: discarded.value(before.get(name), now[name]) for name in changed}
    act.set_fields("document", document, **old)
    return document


def _draft_again(act: Acting, footing: Footing, _reason: str) -> str:
    """The discarded one stays discarded."""
    return discarded.begin_again(act, footing.document, footing.before)


def _put_back(act: Acting, footing: Footing) -> None:
    """Release whom the act assigned, and give back what it took from others."""
    document, before = footing.document, assigned(footing.before)
    kept, now = {op for op, _ in before}, assigned(act.state("document", document))
    _release(act, document, [op for op, _ in now if op not in kept])
    still = {op for op, _ in now}
    for entry in before:
        if entry[0] not in still:
            _assign_again(act, document, entry)


def _release(act: Acting, document: str, ops: list[str]) -> None:
    if ops:
        act.add("document.release", document, tuple(sorted(ops)), by=act.by())


def _assign_again(act: Acting, document: str, entry: Entry) -> None:
    names = ("part", "assignee", "unit", "to", "due", "days", "calendar")
    body = {name: entry[1][name] for name in names if name in entry[1]}
    act.add("document.assign", document, **body, by=act.by())


_OPEN: Final = frozenset(State)
_IN_PROGRESS: Final = frozenset({State.IN_PROGRESS})
_SUBMITTED: Final = frozenset({State.SUBMITTED})
WAYS: Final = {
    Act.SUBMIT.value: Way(frozenset({State.REGISTERED}), (Act.WITHDRAW,), _withdraw),
    Act.WITHDRAW.value: Way(_SUBMITTED, (Act.SUBMIT,), _submit),
    Act.DIRECT.value: Way(_SUBMITTED, (Act.WITHDRAW,), _withdraw),
    Act.TAKE_NOTE.value: Way(_SUBMITTED, (Act.REOPEN, Act.WITHDRAW), _before_the_commander),
    Act.ASSIGN.value: Way(_IN_PROGRESS, (Act.ASSIGN,), _assign_back),
    Act.TRANSFER.value: Way(_IN_PROGRESS, (Act.TRANSFER,), _transfer_back),
    Act.COMPLETE.value: Way(_IN_PROGRESS, (Act.REOPEN,), _reopen),
    Act.REQUEST_SIGNATURE.value: Way(  # a draft is initialled first
        frozenset({State.INITIALLED}), (Act.WITHDRAW,), _withdraw, again=False
    ),
    Act.DISCARD.value: Way(  # another draft came in its place
        frozenset({State.DRAFT}), (), _draft_again, again=False
    ),
    EDIT: Way(_OPEN, (Act.EDIT,), _write_back),
}
"""By the act that is taken back."""
