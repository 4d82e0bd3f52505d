"""Delegations on real stores: given, seen in force, ended, refused at both ends; names and posts of
the day.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from core import errors
from core.commits.check import Verdict
from core.commits.format import Commit, Op
from core.office import access
from core.office.authority import lines
from core.office.delegation import Standing
from core.office.terms import Role
from db import authoring, powers
from db.acting import Store
from db.actions import authority, delegating
from db.actions.delegating import Giving
from db.engine import writes
from db.queries import delegations
from tests.db.test_ledger import World
from tests.db.unit_of_three import START

ONE = datetime.timedelta(days=1)
TODAY = datetime.date(2026, 11, 18)
DAY_MS = 24 * 3600 * 1000
HEAD, DEPUTY, CHIEF, SECOND = "Sư đoàn trưởng", "Phó Sư đoàn trưởng", "Trưởng ban", "Phó Trưởng ban"


class Staff(World):
    """The unit of three with a deputy, two heads of section and their posts."""

    def __init__(self, folder: Path) -> None:
        super().__init__(folder)
        posts = {"chi": HEAD, "si": "Trợ lý", "van": "Nhân viên văn thư"}
        for who, post in posts.items():
            authority.set_person(self.admin.store, self.people[who], post=post)
        more = {
            "pho": (DEPUTY, Role.COMMANDER),
            "ban": (CHIEF, Role.HEAD_OF_SECTION),
            "phoban": (SECOND, Role.HEAD_OF_SECTION),
            "quan": ("Quản trị", Role.ADMINISTRATOR),
        }
        for who, (post, role) in more.items():
            self.people[who] = person = self.unit.new_id()
            named = {"name": f"Người {who}", "post": post, "unit": self.unit.unit}
            authority.set_person(self.admin.store, person, **named)
            authority.give_grant(self.admin.store, person, role, "2026-01-01")
        self.exchange()

    def exchange(self) -> None:
        for machine in (self.admin, self.clerk, self.commander):
            self.push(machine)
        for machine in (self.admin, self.clerk, self.commander):
            self.pull(machine)

    def desk(self, who: str) -> Store:
        """Somebody at the clerk's machine."""
        store = self.clerk.store
        return replace(store, author=replace(store.author, person=self.people[who]))

    def on(self, day: datetime.date) -> None:
        """The clocks go on to noon of a day."""
        self.unit.watch.time = START + (day - TODAY).days * DAY_MS

    def giving(self, kind: str, who: str, **changes: Any) -> Giving:
        made = Giving(kind, self.people[who], TODAY, for_whom=HEAD)
        return replace(made, **changes)


@pytest.fixture
def staff(tmp_path: Path) -> Iterator[Staff]:
    made = Staff(tmp_path)
    yield made
    made.close()


def _blocks(store: Store, person: str, day: datetime.date) -> list[str]:
    return [" / ".join(lines(one)) for one in delegations.authorities(store, person, day)]


def test_the_head_lets_his_deputy_sign_for_him_from_a_day_until_another(staff: Staff) -> None:
    head, deputy = staff.desk("chi"), staff.people["pho"]
    given = staff.giving("deputy", "pho", start=TODAY + ONE, until=TODAY + 3 * ONE)
    delegating.give(head, given)
    found = {}
    for days in range(6):
        day = TODAY + days * ONE
        staff.on(day)
        [row] = delegations.delegations(staff.desk("pho"))
        found[days] = (_blocks(head, deputy, day), row.standing)
    kt = ["KT. SƯ ĐOÀN TRƯỞNG / PHÓ SƯ ĐOÀN TRƯỞNG"]
    now, over = (kt, Standing.NOW), ([], Standing.OVER)
    assert found == {0: ([], Standing.LATER), 1: now, 2: now, 3: now, 4: over, 5: over}


def test_a_delegation_that_is_ended_gives_nothing_any_more(staff: Staff) -> None:
    head, deputy = staff.desk("chi"), staff.people["pho"]
    made = delegating.give(head, staff.giving("deputy", "pho")).entity
    with pytest.raises(errors.NotAllowed):
        delegating.end(staff.desk("ban"), made, "thử")
    assert _blocks(head, deputy, TODAY)
    delegating.end(head, made, "Thủ trưởng đã về")
    assert not _blocks(head, deputy, TODAY)
    [row] = delegations.delegations(head)
    assert (row.standing, row.reason, row.mine) == (Standing.ENDED, "Thủ trưởng đã về", False)
    assert (row.giver, row.person) == ("Người chi", "Người pho")


def test_by_order_is_passed_on_to_the_own_deputy(staff: Staff) -> None:
    order = staff.giving("by_order", "ban", basis="Quy chế (giả lập)", scope=("cong-van",))
    delegating.give(staff.desk("chi"), order)
    passed = replace(order, person=staff.people["phoban"], through=CHIEF)
    with pytest.raises(errors.NotYoursToGive):
        delegating.give(staff.desk("pho"), passed)
    with pytest.raises(errors.NotYoursToGive):
        delegating.give(staff.desk("ban"), replace(passed, scope=("cong-van", "bao-cao")))
    delegating.give(staff.desk("ban"), passed)
    assert _blocks(staff.desk("ban"), staff.people["phoban"], TODAY) == [
        "TL. SƯ ĐOÀN TRƯỞNG / KT. TRƯỞNG BAN / PHÓ TRƯỞNG BAN"
    ]
    further = replace(passed, person=staff.people["si"], through=SECOND)
    with pytest.raises(errors.Refused):
        delegating.give(staff.desk("phoban"), further)


def test_nobody_gives_what_is_not_his(staff: Staff) -> None:
    nobody = "0" * 26
    for who, changes, error in (
        ("si", {}, errors.NotAllowed),
        ("van", {}, errors.NotAllowed),
        ("quan", {}, errors.NotAllowed),
        ("pho", {"person": staff.people["ban"]}, errors.NotYoursToGive),
        ("ban", {}, errors.NotYoursToGive),
        ("chi", {"person": staff.people["chi"]}, errors.OwnDelegation),
        ("chi", {"start": TODAY - ONE}, errors.DelegationDates),
        ("chi", {"until": TODAY - ONE}, errors.DelegationDates),
        ("chi", {"kind": "delegated"}, errors.AuthorityIncomplete),
        ("chi", {"kind": "unheard"}, errors.NotYoursToGive),
        ("chi", {"person": nobody}, errors.NotFound),
    ):
        changed: dict[str, Any] = dict(changes)
        with pytest.raises(error):
            delegating.give(staff.desk(who), replace(staff.giving("deputy", "pho"), **changed))
    assert not delegations.delegations(staff.desk("chi"))


def test_only_commanders_see_all_others_their_own(staff: Staff) -> None:
    delegating.give(staff.desk("chi"), staff.giving("deputy", "pho"))
    delegating.stand_in(staff.desk("si"), staff.people["ban"], TODAY, TODAY + ONE)
    seen = {
        who: [row.given.kind for row in delegations.delegations(staff.desk(who))]
        for who in ("chi", "pho", "si", "ban", "van", "phoban")
    }
    both = ["deputy", "absence"]
    assert {who: sorted(kinds) for who, kinds in seen.items()} == {
        "chi": sorted(both), "pho": sorted(both), "si": ["absence"], "ban": ["absence"], "van": [],
        "phoban": [],
    }  # fmt: skip


def test_a_delegation_goes_with_the_post(staff: Staff) -> None:
    delegating.give(staff.desk("chi"), staff.giving("deputy", "pho"))
    authority.set_person(_admin(staff), staff.people["pho"], post="Chính ủy")
    staff.exchange()
    assert _blocks(staff.desk("chi"), staff.people["pho"], TODAY) == ["CHÍNH ỦY"]


def test_who_may_sign_heads_first(staff: Staff) -> None:
    assert [row.name for row in delegations.signers(staff.desk("si"), "cong-van")] == ["Người chi"]
    delegating.give(staff.desk("chi"), staff.giving("deputy", "pho"))
    found = delegations.signers(staff.desk("si"), "cong-van")
    assert [(row.name, row.lines) for row in found] == [
        ("Người chi", ("SƯ ĐOÀN TRƯỞNG",)),
        ("Người pho", ("KT. SƯ ĐOÀN TRƯỞNG", "PHÓ SƯ ĐOÀN TRƯỞNG")),
    ]


# -- the receiving side ----------------------------------------------------------------------------


def _forged(staff: Staff, who: str, *ops: Op) -> Commit:
    """A commit that the person's program would not have written."""
    store = staff.desk(who)
    with writes(store.engine).begin() as connection:
        return authoring.compose(
            connection, store.realm, store.author, store.stream, ops, store.random(16), store.now()
        )


def test_the_server_reviews_a_delegation_by_whoever_may_not(staff: Staff) -> None:
    fields = {
        "kind": "deputy", "giver": staff.people["pho"], "person": staff.people["ban"],
        "post": CHIEF, "for_whom": HEAD, "start": TODAY.isoformat(),
    }  # fmt: skip
    commit = _forged(staff, "pho", Op(kind="delegation.give", id="0" * 26, body={"fields": fields}))
    assert staff.admit([commit]).standing == {commit.id: Verdict.REVIEW}
    with staff.server.store.engine.begin() as connection:
        assert not powers.delegations(connection, committed=True)


def test_a_delegation_and_its_use_arrive_together(staff: Staff) -> None:
    """In one batch the rows are written after the verdicts: the second must know of the first."""
    order = staff.giving("by_order", "ban", basis="Quy chế (giả lập)")
    delegating.give(staff.desk("chi"), order)
    passed = replace(order, person=staff.people["phoban"], through=CHIEF)
    delegating.give(staff.desk("ban"), passed)
    assert set(staff.push(staff.clerk).standing.values()) == {Verdict.OK}
    for machine in (staff.admin, staff.commander):
        staff.pull(machine)
    assert staff.hashes(staff.commander) == staff.hashes(staff.server)
    assert len(delegations.delegations(staff.commander.store)) == 2


# -- separations and history -----------------------------------------------------------------------


def _admin(staff: Staff) -> Store:
    """The administrator at the administrator's machine."""
    store = staff.admin.store
    return replace(store, author=replace(store.author, person=staff.people["quan"]))


def test_an_administrator_switches_a_custom_off_and_on_for_everybody(staff: Staff) -> None:
    [custom] = access.CUSTOMS
    with pytest.raises(errors.NotAllowed):
        delegating.keep_separation(staff.desk("chi"), custom, False)
    with pytest.raises(errors.BadCatalogue):
        delegating.keep_separation(_admin(staff), "drafting-signing", False)
    for applies in (False, True, False):
        delegating.keep_separation(_admin(staff), custom, applies)
        staff.exchange()
        off = frozenset() if applies else frozenset({custom})
        assert delegations.separations_off(staff.commander.store) == off
        with staff.server.store.engine.begin() as connection:
            assert powers.off(connection) == off
