"""How what the server set aside reads. No widgets."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from core.commits.check import Verdict
from desktop.audit.faces import what_words
from desktop.wording import moment
from desktop.words import word

if TYPE_CHECKING:
    from collections.abc import Iterator

    from db.queries.conflicts import Waiting
    from db.queries.setting_aside import Item, Thing

_WHY: Final = {
    "device-revoked": "conflicts.aside.why.device",
    "stream-withdrawn": "conflicts.aside.why.stream",
    "rights": "conflicts.aside.why.rights",
    "authority": "conflicts.aside.why.authority",
    "delegation": "conflicts.aside.why.authority",
    "same-hands": "conflicts.aside.why.hands",
    "number": "conflicts.aside.why.number",
    "fork": "conflicts.aside.why.fork",
    "dossier-closed": "conflicts.aside.why.shut",
    "book-closed": "conflicts.aside.why.shut",
    "conflict": "conflicts.aside.why.conflict",
    "": "conflicts.aside.why.gone",
}
_EFFECT: Final = {
    str(Verdict.OK): "conflicts.aside.effect.ok",
    str(Verdict.CONFLICT): "conflicts.aside.effect.conflict",
    "number": "conflicts.aside.effect.number",
}
_STANDING: Final = {
    str(Verdict.REVIEW): "conflicts.aside.review",
    str(Verdict.QUARANTINE): "conflicts.aside.quarantine",
    str(Verdict.HELD): "conflicts.aside.held",
}


def standing(row: Waiting) -> str:
    """In one or two words, for the list."""
    return word(_STANDING[row.part])


def title(item: Item) -> str:
    """What it is about, by code and title; what it does where that says nothing."""
    first = item.about[0]
    named = " · ".join(part for part in (first.code, first.title) if part)
    return named or ", ".join(map(what_words, item.what))


def why_key(item: Item) -> str:
    """The words for why it lies aside."""
    if item.standing == Verdict.HELD:
        return "conflicts.aside.why.missing" if item.missing else "conflicts.aside.why.waits"
    return _WHY.get(item.why, "conflicts.aside.why.other")


def lines(item: Item) -> Iterator[tuple[str, str]]:
    """What was done, by whom, where, when; each with the role of its label."""
    yield ", ".join(map(what_words, item.what)), "val"
    yield word("conflicts.aside.who", name=item.person, label=item.label), "body"
    yield word("conflicts.aside.claimed", at=moment(item.claimed)), "sub"
    if item.received:
        yield word("conflicts.received", at=moment(item.received)), "sub"


def effects(item: Item) -> Iterator[tuple[str, str]]:
    """What each choice would do, and what else can be done; each with its tone."""
    if item.standing == Verdict.HELD:
        yield "conflicts.aside.effect.held", "text"
        return
    if item.mine:
        yield "conflicts.aside.effect.mine", "text"
        yield "conflicts.aside.effect.mine.lie", "text2"
        return
    yield _EFFECT.get(item.effect, "conflicts.aside.effect.never"), "text"
    yield "conflicts.aside.effect.lie", "text2"


def target(item: Item) -> Thing | None:
    """What of it can be opened."""
    kinds = ("document", "dossier")
    return next((one for one in item.about if one.here and one.kind in kinds), None)
