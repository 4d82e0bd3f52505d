"""How what the server set aside reads. No widgets."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from core.commits.check import Verdict
from db.queries.setting_aside import BACK, KEPT, REFUSED, WAITS
from desktop.audit.faces import what_words
from desktop.conflicts import values
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
_WAITS: Final = {
    str(Verdict.HELD): ("conflicts.aside.why.missing", "conflicts.aside.why.waits"),
    KEPT: ("conflicts.aside.why.kept", "conflicts.aside.why.kept.waits"),
    REFUSED: ("conflicts.aside.why.refused", "conflicts.aside.why.refused"),
}
"""Why something has no place yet: where the machines are known that it waits for, and where not."""
_PARTS: Final = {
    "text": "conflicts.said.text",
    "reason": "signing.reason",
    "name": "conflicts.field.file",
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
    KEPT: "conflicts.aside.kept",
    REFUSED: "conflicts.aside.refused",
    BACK: "conflicts.aside.decided",
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
    if item.standing in WAITS:
        first, other = _WAITS[item.standing]
        return first if item.missing else other
    return _WHY.get(item.why, "conflicts.aside.why.other")


def lines(item: Item) -> Iterator[tuple[str, str]]:
    """What was done, by whom, where, when; each with the role of its label."""
    yield ", ".join(map(what_words, item.what)), "val"
    yield word("conflicts.aside.who", name=item.person, label=item.label), "body"
    claimed = word("conflicts.aside.claimed", at=moment(item.claimed))
    yield f"{claimed} · {word('troubles.askew')}" if item.askew else claimed, "sub"
    if item.received:
        yield word("conflicts.received", at=moment(item.received)), "sub"


def said(item: Item) -> Iterator[tuple[str, str]]:
    """Everything that was typed, each with what it is called."""
    for one in item.said:
        if one.name in _PARTS:
            yield word(_PARTS[one.name]), str(one.value)
        else:
            yield values.field_name(one.name), values.shown(one.name, one.value)


def effects(item: Item) -> Iterator[tuple[str, str]]:
    """What each choice would do, and what else can be done; each with its tone."""
    if item.standing in WAITS:
        yield f"conflicts.aside.effect.{item.standing}", "text"
        return
    if item.again:
        yield "conflicts.aside.effect.again", "text"
    if item.decided:
        yield "conflicts.aside.effect.seen", "text2"
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
