"""Duties in different hands on a real store: each pair of acts by one person, who has every role,
is refused him at his own machine; a custom that the unit does without is not.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest

from core.errors import BadCatalogue, SameHands
from core.office.access import CUSTOMS, SEPARATIONS
from core.office.terms import Act, Role
from db.acting import Store
from db.actions import authority, delegating, outgoing
from tests.db.letter_rig import ENTRY, Letters, pdf


@pytest.fixture(scope="module")
def letters(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Letters]:
    made = Letters(tmp_path_factory.mktemp("unit"))
    person = made.world.people["kiem"]
    for role in (Role.HEAD_OF_SECTION, Role.COMMANDER, Role.OFFICER):
        authority.give_grant(made.world.admin.store, person, role, "2026-01-01")
    admin = made.world.admin.store
    me = admin.author.person
    authority.set_person(admin, me, name="Người quản", unit=admin.unit)
    authority.give_grant(admin, me, Role.ADMINISTRATOR, "2026-01-01")
    made.world.push(made.world.admin)
    made.world.pull(made.world.clerk)
    yield made
    made.close()


def draft(_at: Letters, store: Store, _document: str) -> str:
    return outgoing.draft(store, ENTRY, b"{}", pdf(f"cua {store.author.person}")).entity


def initial(at: Letters, store: Store, document: str) -> str:
    return outgoing.initial(store, document, at.blob(document), at.mark("initial")).entity


def check(act: Act) -> Callable[[Letters, Store, str], str]:
    def done(at: Letters, store: Store, document: str) -> str:
        return outgoing.check(store, document, act, at.blob(document)).entity

    return done


def submit(_at: Letters, store: Store, document: str) -> str:
    return outgoing.submit(store, document).entity


def sign(at: Letters, store: Store, document: str) -> str:
    return outgoing.sign(store, document, at.blob(document), at.mark("main")).entity


def number(at: Letters, store: Store, document: str) -> str:
    marks = (at.mark("number"), at.mark("date"))
    before = at.blob(document)
    return outgoing.number(store, document, at.book, before, lambda *_given: marks).entity


def seal(at: Letters, store: Store, document: str) -> str:
    return outgoing.seal(store, document, at.blob(document), at.mark("seal")).entity


WAY: dict[Act, tuple[str, Callable[[Letters, Store, str], str]]] = {
    Act.DRAFT: ("si", draft),
    Act.INITIAL: ("truong", initial),
    Act.CHECK_CONTENT: ("truong", check(Act.CHECK_CONTENT)),
    Act.CHECK_FORMAT: ("van", check(Act.CHECK_FORMAT)),
    Act.REQUEST_SIGNATURE: ("truong", submit),
    Act.SIGN: ("chi", sign),
    Act.NUMBER: ("van", number),
    Act.SEAL: ("van", seal),
}
"""The way of a document, who goes it as a rule, and how."""

PAIRS = [
    (rule.code, *sorted((one, other), key=list(WAY).index))
    for rule in SEPARATIONS
    for one in sorted(rule.one & WAY.keys())
    for other in sorted(rule.other & WAY.keys())
]


def both(at: Letters, first: Act, second: Act) -> str:
    """One person does the first act and then the second, others all the rest."""
    document = ""
    for act, (who, do) in WAY.items():
        document = do(at, at.person("kiem" if act in {first, second} else who), document)
        if act is second:
            break
    return document


def test_nobody_does_two_duties_but_where_the_unit_does_without_the_custom(
    letters: Letters,
) -> None:
    assert {code for code, _, _ in PAIRS} == {r.code for r in SEPARATIONS if r.one & WAY.keys()}
    for code, first, second in PAIRS:
        with pytest.raises(SameHands) as refused:
            both(letters, first, second)
        assert refused.value.facts == {"done": first, "act": second}, code
    admin = letters.world.admin
    for rule in SEPARATIONS:
        if rule.source:
            with pytest.raises(BadCatalogue):
                delegating.keep_separation(admin.store, rule.code, False)
        else:
            delegating.keep_separation(admin.store, rule.code, False)
    letters.world.push(admin)
    letters.world.pull(letters.world.clerk)
    for code, first, second in PAIRS:
        if code in CUSTOMS:
            assert both(letters, first, second)
    delegating.keep_separation(admin.store, CUSTOMS[0], True)
    letters.world.push(admin)
    letters.world.pull(letters.world.clerk)
    for code, first, second in PAIRS:
        if code in CUSTOMS:
            with pytest.raises(SameHands):
                both(letters, first, second)
