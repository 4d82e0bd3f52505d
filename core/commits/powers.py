"""What an operation needs beyond its author's role: an authority to sign, something of his own to
delegate, hands that did not do the other duty (NĐ 30/2020/NĐ-CP Đ.13; domain.md §9).

The acting side and every receiver ask here.
"""

from __future__ import annotations

import datetime
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from core.commits import copy_bodies
from core.commits.acts import SIGNATURE_ACTS
from core.commits.confirming import changes
from core.commits.endorsing import misplaced
from core.commits.format import Op
from core.commits.revocation import revoked
from core.errors import OutsideDelegation, Refused
from core.office import access, authority, delegation
from core.office.authority import Authority, Prefix
from core.office.checks import CHECKS
from core.office.delegation import Delegation, Giver
from core.office.terms import Act, Kind, Role
from core.office.typography import short_date

State = Mapping[str, Any]


@dataclass(frozen=True)
class Powers:
    """What bears on one person's act on a day: his post, the delegations to him, and the custom
    separations of duties that the unit switched off.
    """

    post: str = ""
    received: tuple[Delegation, ...] = ()
    off: frozenset[str] = frozenset()

    def held(
        self, person: str, roles: frozenset[Role], day: datetime.date
    ) -> tuple[Authority, ...]:
        """Every ground on which the person may sign that day: his own post's first.

        A delegation was given to the holder of a post and ends with it.
        """
        own = authority.own_authority(person, self.post, roles, day)
        found = (one.authority() for one in self.received if one.in_force(day))
        given = (one for one in found if one is not None and self.fits(one))
        return tuple(one for one in (own, *given) if one is not None and one.person == person)

    def fits(self, given: Authority) -> bool:
        """Whether it was given to the holder of the post that the person has."""
        appointed = given.prefix is Prefix.ACTING
        return appointed or not self.post or authority.same_post(given.post, self.post)


@dataclass(frozen=True)
class Author:
    """Who acts, with what, on which day."""

    person: str
    roles: frozenset[Role]
    powers: Powers
    day: datetime.date

    def giver(self) -> Giver:
        """Him as one who gives."""
        return Giver(self.person, self.roles, self.powers.held(self.person, self.roles, self.day))


def lacking(op: Op, state: State, author: Author) -> str:
    """Why an operation waits for a person's decision though the role permits it; the empty text
    where nothing is lacking. ``state`` is its aggregate's before it.
    """
    rule = _RULES.get(op.kind)
    return rule(op, state, author) if rule else ""


def of_state(name: str, state: State) -> Delegation | None:
    """A delegation as its aggregate holds it; None where its fields are no delegation's."""
    fields = {key: entries[0][1] for key, entries in state.get("fields", {}).items() if entries}
    ended = revoked(state)
    return delegation.read(name, fields, datetime.date.fromisoformat(ended) if ended else None)


def done(state: State) -> list[tuple[Act, str]]:
    """Which duties people have done on an outgoing document, as far as its state tells."""
    if state.get("kind") not in {Kind.OUTGOING, Kind.INTERNAL}:
        return []
    drafted = "created" in state and "copy" not in state
    found = [(Act.DRAFT, str(state["created"]["author"]))] if drafted else []
    marks = state.get("lists", {}).get("signatures", ())
    found += [(SIGNATURE_ACTS[value["kind"]], value["author"]) for _, value in marks]
    checks = state.get("lists", {}).get("checks", ())
    found += [(Act(value["act"]), value["author"]) for _, value in checks]
    found += [(Act.NUMBER, state["number"]["author"])] if "number" in state else []
    step = state.get("step", {})
    return [*found, (Act(step["act"]), step["author"])] if step.get("act") in set(Act) else found


def document_type(state: State) -> str:
    """The code of a document's type."""
    entries = state.get("fields", {}).get("type", ())
    return str(entries[0][1]) if entries else ""


def may_sign(state: State, claimed: str, author: Author, post: str = "") -> Refused | None:
    """Return None when the person may sign the document on the ground that his signature claims.

    Without a claim he signs as head: ``post`` is then the post that he says he has, where no other
    is known.
    """
    held = author.powers.held(author.person, author.roles, author.day)
    outside = OutsideDelegation(day=short_date(author.day))
    if not claimed and not author.powers.post and not authority.is_deputy(post):
        return None if Role.COMMANDER in author.roles else outside
    try:
        grounds = authority.all_for(held, author.person, document_type(state), author.day)
    except OutsideDelegation as refusal:
        return refusal
    return None if claimed in map(authority.claimed, grounds) else outside


def _given(op: Op, _state: State, author: Author) -> str:
    fields = op.body["fields"]
    found = delegation.read(op.id, fields)
    if found is None:
        return "delegation"
    return "delegation" if delegation.may_give(found, author.giver(), author.day) else ""


def _ended(op: Op, state: State, author: Author) -> str:
    found = of_state(op.id, state)
    return "delegation" if found and delegation.may_end(found, author.giver()) else ""


def _separated(act: Act, state: State, author: Author) -> str:
    refused = access.same_hands(done(state), act, author.person, author.powers.off)
    return "same-hands" if refused else ""


def _confirmed(op: Op, state: State, author: Author) -> str:
    made = [(one.act, one.author) for one in changes(state) if one.op == op.body["change"]]
    if not made:
        return "rights"
    both = access.same_hands(made, Act.CONFIRM_GRANT, author.person, author.powers.off)
    return "same-hands" if both else ""


def _checked(op: Op, state: State, author: Author) -> str:
    return _separated(Act(op.body["act"]), state, author)


def _copied(op: Op, _state: State, _author: Author) -> str:
    return "" if copy_bodies.lawful(op) else "copy"


def _numbered(_op: Op, state: State, author: Author) -> str:
    return _separated(Act.NUMBER, state, author)


def _signed(op: Op, state: State, author: Author) -> str:
    act = SIGNATURE_ACTS[op.body["kind"]]
    if _separated(act, state, author):
        return "same-hands"
    if act is not Act.SIGN:
        return ""
    post = str(op.body["by"].get("post", ""))
    claimed = str(op.body.get("authority", ""))
    return "authority" if may_sign(state, claimed, author, post) else ""


def _endorsed(op: Op, state: State, _author: Author) -> str:
    return "rights" if misplaced(op, state) else ""


def _moved(op: Op, state: State, author: Author) -> str:
    """To step on to signed needs the person's own signature, which was asked for its authority. A
    check is no step: it would hide who checked before.
    """
    if op.body["act"] in CHECKS:
        return "rights"
    if op.body["act"] in set(Act) and _separated(Act(op.body["act"]), state, author):
        return "same-hands"
    marks = state.get("lists", {}).get("signatures", ())
    signed = any((one["kind"], one["author"]) == ("main", author.person) for _, one in marks)
    return "authority" if op.body["act"] == Act.SIGN and not signed else ""


_RULES: dict[str, Callable[[Op, State, Author], str]] = {
    "delegation.give": _given,
    "delegation.end": _ended,
    "grant.confirm": _confirmed,
    "document.sign": _signed,
    "document.endorse": _endorsed,
    "document.move": _moved,
    "document.check": _checked,
    "document.number": _numbered,
    "document.copy": _copied,
}

CONCERNED = frozenset(_RULES)
"""The kinds of operation that powers bear on."""
