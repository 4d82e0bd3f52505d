"""What the handling slip of an incoming document says (Phiếu giải quyết văn bản đến): who gave it
to whom, until when and in which words, by the three blocks of NĐ 30/2020/NĐ-CP PL IV.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, Final, Literal

import sqlalchemy as sa

from core.commits.fold import State
from core.office import access, day, overlay
from core.office.terms import Role
from db import facts
from db.acting import Store
from db.queries import documents, office
from db.queries.rows import DocumentRow, Letterhead

Block = Literal["command", "section", "handler"]
BLOCKS: Final[tuple[tuple[Role, Block], ...]] = (
    (Role.COMMANDER, "command"),
    (Role.HEAD_OF_SECTION, "section"),
)
"""In which block whoever holds a role has his say; everybody else as a handler."""


@dataclass(frozen=True, slots=True)
class Given:
    """A part of the work given to somebody: named as on that day, until when (ISO or None)."""

    block: Block
    part: str
    name: str
    due: str | None
    time: int


@dataclass(frozen=True, slots=True)
class Word:
    """A directive or an opinion: who said it, in which post, when (milliseconds UTC); ``to_sign``
    leaves room for the author's signature.
    """

    block: Block
    name: str
    post: str
    text: str
    time: int
    to_sign: bool = False


@dataclass(frozen=True, slots=True)
class Slip:
    """A document's head with everything said and given, the oldest first."""

    row: DocumentRow
    head: Letterhead
    given: tuple[Given, ...]
    words: tuple[Word, ...]


def slip(store: Store, document: str) -> Slip | None:
    """What the slip says today, under the unit's name of the day of arrival; None where there is no
    such document in sight of the person.
    """
    page = documents.page(store, document)
    if page is None:
        return None
    with store.engine.begin() as connection:
        state = facts.states(connection, [("document", document)])["document", document]
        blocks = _Blocks(connection, store)
        given = [
            Given(
                blocks.of(value["author"], value["time"]),
                value["part"],
                _named(value.get("to", {})),
                value.get("due"),
                value["time"],
            )
            for _, value in state.get("sets", {}).get("assignments", ())
        ]
        words = [
            Word(
                blocks.of(value["author"], value["time"]),
                _named(value["by"]),
                value["by"].get("post", ""),
                value["text"],
                value["time"],
            )
            for value in _said(state)
        ]
    in_order = tuple(sorted(given, key=lambda one: (_PARTS.index(one.part), one.time)))
    said = tuple(sorted(words, key=lambda one: one.time))
    head = office.letterhead(store, overlay.read_date(page.row.dated or ""))
    return Slip(page.row, head, in_order, said)


_PARTS: Final = ("lead", "support", "inform")


def _said(state: State) -> Iterable[dict[str, Any]]:
    lists = state.get("lists", {})
    for name in ("directives", "opinions"):
        yield from (value for _, value in lists.get(name, ()))


def _named(by: dict[str, str]) -> str:
    return " ".join(part for part in (by.get("rank", ""), by.get("name", "")) if part)


class _Blocks:
    """Which block somebody's word belongs to, by the roles that he held on the day."""

    def __init__(self, connection: sa.Connection, store: Store) -> None:
        self._connection, self._unit = connection, store.unit

    def of(self, person: str, time: int) -> Block:
        held = access.roles_in(facts.grants(self._connection, person), self._unit, day.day(time))
        return next((block for role, block in BLOCKS if role in held), "handler")
