"""What a person types into the sheets of delegations, and the delegation that it means. No Qt."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

import msgspec

from core.office import authority
from core.office.authority import Prefix
from core.office.delegation import ABSENCE, Delegation, Offer, may_give
from db.actions.delegating import Giving
from desktop import reference
from desktop.words import words

if TYPE_CHECKING:
    import datetime

    from core.errors import Refused
    from core.office.delegation import Giver
    from db.queries.rows import PersonRow

NAMED: Final = {Prefix.ACTING: "post", Prefix.COLLECTIVE: "for_whom"}
"""Kinds for which the person names the post acted in, or the body signed for."""


class Written(msgspec.Struct, frozen=True, kw_only=True):
    """The fields of the sheet as they stand there; ``named`` is a post or a body, by kind."""

    offer: Offer
    person: PersonRow | None
    start: datetime.date | None
    until: datetime.date | None = None
    named: str = ""
    types: str = ""
    matter: str = ""
    basis: str = ""


def giving(written: Written) -> Giving | None:
    """The delegation that is meant; None while somebody or the first day is missing."""
    if written.person is None or written.start is None:
        return None
    offer, named = written.offer, NAMED.get(written.offer.kind) if not written.offer.through else ""
    return Giving(
        offer.kind.value,
        written.person.id,
        written.start,
        written.until,
        post=written.named if named == "post" else written.person.post,
        for_whom=written.named if named == "for_whom" else offer.for_whom,
        through=offer.through,
        scope=codes(written.types)[0],
        matter=written.matter,
        basis=written.basis,
    )


def refusal(given: Giving, giver: Giver, today: datetime.date) -> Refused | None:
    """Why the person at work may not give it, by the rule that both ends check."""
    return may_give(_delegation(given, giver.person), giver, today)


def block(given: Giving) -> tuple[str, ...]:
    """The lines of ô 7a that the receiver would sign under; none for an absence."""
    found = _delegation(given, "").authority()
    return authority.lines(found) if found is not None else ()


def codes(text: str) -> tuple[tuple[str, ...], str]:
    """The codes of the document types named, with commas between, and the first that is none."""
    known = {
        name.casefold(): item.code
        for item in reference.document_types().items
        for name in (item.vi, item.en, item.code, item.abbr)
        if name
    }
    parts = [part for one in re.split(r"[,;]", text) if (part := " ".join(one.split()))]
    found = tuple(known[part.casefold()] for part in parts if part.casefold() in known)
    strange = next((part for part in parts if part.casefold() not in known), "")
    return tuple(dict.fromkeys(found)), strange


def type_names(scope: tuple[str, ...]) -> str:
    """The names of document types in the person's language."""
    types = reference.document_types()
    return ", ".join(reference.named(types.find(code), words.language, code) for code in scope)


def _delegation(given: Giving, giver: str) -> Delegation:
    return Delegation(
        id="",
        kind=given.kind,
        giver=given.giver or giver,
        person=given.person,
        start=given.start,
        until=given.until,
        post="" if given.kind == ABSENCE else given.post,
        for_whom=given.for_whom,
        through=given.through,
        scope=given.scope,
        matter=given.matter,
        basis=given.basis,
    )
