"""Duties in different hands on a real store: each pair of acts by one person, who has every role,
is refused him at his own machine; a custom that the unit does without is not.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace

import pytest

from core.commits.check import Verdict
from core.errors import BadCatalogue, NotAllowed, NotFound, SameHands, WriteRefused
from core.office.access import CUSTOMS, SEPARATIONS
from core.office.terms import Act, Role
from db.acting import Store, acting
from db.actions import authority, delegating, outgoing
from db.queries.accounts import changes as waiting
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


def test_a_change_of_rights_is_confirmed_by_somebody_else(letters: Letters) -> None:
    world = letters.world
    admin, there = world.admin.store, world.commander
    world.push(world.admin)
    world.pull(there)
    made = authority.give_grant(admin, world.people["si"], Role.ARCHIVIST, "2026-01-01").entity
    authority.revoke_grant(admin, made, "Chuyển công tác")
    world.push(world.admin)
    for machine in (there, world.clerk):
        world.pull(machine)
    told = [(row.act, row.role, row.own) for row in waiting(there.store) if row.grant == made]
    assert told == [
        (Act.GRANT, Role.ARCHIVIST, False),
        (Act.REVOKE_GRANT, Role.ARCHIVIST, False),
    ]
    chosen = [(row.grant, row.op) for row in waiting(there.store)]
    with pytest.raises(NotAllowed):
        authority.confirm(letters.clerk, chosen)
    with pytest.raises(NotFound):
        authority.confirm(there.store, [(made, f"{chosen[0][1][:-1]}9")])
    authority.confirm(there.store, chosen)
    assert set(world.push(there).standing.values()) <= {Verdict.OK, Verdict.DUPLICATE}
    for machine in (world.admin, world.clerk, there):
        world.pull(machine)
        assert waiting(machine.store) == ()
        assert world.hashes(machine) == world.hashes(world.server)


def test_nobody_confirms_what_he_changed_himself(letters: Letters) -> None:
    world, person = letters.world, letters.world.people["kiem"]
    authority.give_grant(world.admin.store, person, Role.ADMINISTRATOR, "2026-01-01")
    both = replace(world.admin.store, author=replace(world.admin.store.author, person=person))
    made = authority.give_grant(both, world.people["si"], Role.AUDITOR, "2026-01-01").entity
    [row] = [row for row in waiting(both) if row.grant == made]
    assert row.own
    with pytest.raises(SameHands) as refused:
        authority.confirm(both, [(row.grant, row.op)])
    assert refused.value.facts == {"done": Act.GRANT, "act": Act.CONFIRM_GRANT}
    with acting(both, world.unit.authority) as act:  # a program that asks no rule before it writes
        act.add("grant.confirm", made, change=row.op)
        with pytest.raises(WriteRefused) as written:
            act.append()
    assert written.value.facts["reason"] == "same-hands"
