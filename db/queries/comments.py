"""The comments of a document with their answers, as its state holds them."""

from __future__ import annotations

from dataclasses import dataclass

from core.commits.fold import State
from core.office.anchoring import Place
from db import facts, visible
from db.acting import Store


@dataclass(frozen=True, slots=True)
class Answer:
    """An answer: who, when (ms UTC), in which words; ``resolved`` where it settles or reopens."""

    name: str
    time: int
    text: str
    resolved: bool | None


@dataclass(frozen=True, slots=True)
class Comment:
    """A comment on the version whose draft has the hash ``blob``; ``id`` names its operation,
    ``time`` is in ms UTC. ``resolved`` is what its latest such answer says.
    """

    id: str
    blob: str
    text: str
    person: str
    name: str
    time: int
    place: Place | None
    answers: tuple[Answer, ...]
    resolved: bool


def comments(store: Store, document: str) -> list[Comment]:
    """All comments of a document, the oldest first; none of one that the person may not see."""
    key = ("document", document)
    with store.engine.begin() as connection:
        if not visible.sees(connection, store.viewer, "document", document):
            return []
        return read(facts.states(connection, [key]).get(key, {}))


def read(state: State) -> list[Comment]:
    """The comments in a document's state."""
    sets = state.get("sets", {})
    answers: dict[str, list[Answer]] = {}
    ordered = sorted(sets.get("replies", ()), key=lambda one: (one[1]["time"], one[0]))
    for _, value in ordered:
        said = Answer(
            value["by"]["name"], value["time"], value.get("text", ""), value.get("resolved")
        )
        answers.setdefault(value["comment"], []).append(said)
    found = [
        Comment(
            op,
            value["blob"],
            value["text"],
            value["author"],
            value["by"]["name"],
            value["time"],
            _place(value.get("place")),
            tuple(answers.get(op, ())),
            _resolved(answers.get(op, ())),
        )
        for op, value in sets.get("comments", ())
    ]
    return sorted(found, key=lambda one: (one.time, one.id))


def _place(value: dict[str, str] | None) -> Place | None:
    """Only what this version knows; a newer program may say more."""
    if value is None:
        return None
    return Place(**{name: value[name] for name in Place._fields if name in value})  # type: ignore[arg-type]


def _resolved(answers: tuple[Answer, ...] | list[Answer]) -> bool:
    said = [one.resolved for one in answers if one.resolved is not None]
    return bool(said and said[-1])
