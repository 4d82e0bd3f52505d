"""Accounts and grants: what an administrator does, what nobody may do to himself or the unit."""

from __future__ import annotations

import datetime
import inspect
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from core.commits.check import Verdict
from core.commits.ids import b64
from core.errors import (
    EnrolCodeWrong,
    GrantDates,
    GrantNotInForce,
    LastAdministrator,
    NotAllowed,
    NotFound,
    OwnMachine,
    OwnRole,
    WriteRefused,
)
from core.office.terms import Role
from core.sync import enrol, invitation
from db import facts
from db.acting import Store, acting
from db.actions import admission, authority, dossiers, naming
from db.queries import office
from tests.db.test_ledger import World


@pytest.fixture
def world(tmp_path: Path) -> Iterator[World]:
    made = World(tmp_path)
    me = made.admin.store.author.person
    authority.set_person(made.admin.store, me, name="Người quản", unit=made.unit.unit)
    authority.give_grant(made.admin.store, me, Role.ADMINISTRATOR, "2026-01-01")
    yield made
    made.close()


def as_(world: World, name: str) -> Store:
    """Somebody else at the administrator's machine."""
    admin = world.admin.store
    return replace(admin, author=replace(admin.author, person=world.people[name]))


def at(world: World, moment: str) -> None:
    """Everybody's clock shows a moment, written with its zone."""
    world.unit.watch.time = round(datetime.datetime.fromisoformat(moment).timestamp() * 1000)


def grant_of(store: Store, person: str) -> list[str]:
    with store.engine.begin() as connection:
        return sorted(facts.grants_by_id(connection, person))


def roles(store: Store, person: str) -> frozenset[Role]:
    return next(row.roles for row in office.people(store) if row.id == person)


def test_an_administrator_makes_an_account_and_gives_it_a_role(world: World) -> None:
    admin = world.admin.store
    person = naming.new_person(admin, "Người mới", "Trung úy", "Trợ lý").entity
    assert roles(admin, person) == frozenset()
    authority.give_grant(admin, person, Role.OFFICER, "2026-01-01", "2026-12-31")
    assert roles(admin, person) == {Role.OFFICER}
    authority.set_person(admin, person, rank="Thượng úy")
    row = next(row for row in office.people(admin) if row.id == person)
    assert (row.name, row.rank, row.post) == ("Người mới", "Thượng úy", "Trợ lý")


@pytest.mark.parametrize("name", ["van", "chi", "si"])
def test_nobody_else_does_at_the_same_machine(world: World, name: str) -> None:
    store, other = as_(world, name), world.people["van"]
    for act in (
        lambda: naming.new_person(store, "x", "", ""),
        lambda: authority.set_person(store, other, rank="x"),
        lambda: authority.give_grant(store, other, Role.COMMANDER, "2026-01-01"),
        lambda: authority.revoke_person(store, other, "x"),
        lambda: authority.revoke_device(store, world.clerk.store.author.device, "x"),
    ):
        with pytest.raises(NotAllowed):
            act()


ADMISSION: dict[str, Callable[[Store, str, str], object]] = {
    "invite": lambda store, person, _code: admission.invite(store, person, ""),
    "pending": lambda store, _person, _code: admission.pending(store),
    "invitation": lambda store, _person, code: admission.invitation(store, code),
    "withdraw": lambda store, _person, code: admission.withdraw(store, code),
    "approve": lambda store, _person, _code: admission.approve(
        store, _request(store), everything=True
    ),
}
"""All that admission offers."""


def _request(store: Store) -> bytes:
    """A machine that asks to be let in."""
    key = Ed25519PrivateKey.from_private_bytes(bytes([1]) * 32)
    public = b64(key.public_key().public_bytes_raw())
    request = enrol.EnrolRequest(
        realm=store.realm.provision.realm,
        code=enrol.code_name(bytes(enrol.CODE_BYTES)),
        label="Máy lạ",
        sign=public,
        box=public,
        nonce=public,
        at=store.now(),
    )
    return enrol.write_request(request, bytes(enrol.CODE_BYTES), key.sign)


def test_every_act_of_admission_is_asked_for_its_right() -> None:
    offered = {
        name
        for name, function in inspect.getmembers(admission, inspect.isfunction)
        if function.__module__ == admission.__name__ and not name.startswith("_")
    }
    assert offered == set(ADMISSION)


@pytest.mark.parametrize("who", ["van", "chi", "si"])
def test_whoever_may_not_enrol_learns_no_code_at_the_administrators_machine(
    world: World, who: str
) -> None:
    admin = world.admin.store
    code = admission.invite(admin, world.people["si"], "Máy trợ lý")
    for act in ADMISSION.values():
        with pytest.raises(NotAllowed):
            act(as_(world, who), world.people["si"], code)
    assert len(admission.pending(admin)) == 1


def test_a_forged_program_is_stopped_by_every_receiver(world: World) -> None:
    store = as_(world, "si")
    fields = {"person": world.people["si"], "unit": store.unit, "role": "commander"}
    with acting(store, world.unit.authority) as act:
        act.add("grant.give", store.new_id(), fields={**fields, "start": "2026-01-01"})
        with pytest.raises(WriteRefused) as refused:
            act.append()
    assert refused.value.facts["reason"] == "rights"


def test_nobody_gives_himself_a_role_that_he_has_not(world: World) -> None:
    admin = world.admin.store
    me = admin.author.person
    with pytest.raises(OwnRole):
        authority.give_grant(admin, me, Role.COMMANDER, "2026-01-01")
    authority.give_grant(admin, me, Role.ADMINISTRATOR, "2026-06-01")
    fields = {"person": me, "unit": admin.unit, "role": "clerk", "start": "2026-01-01"}
    assert _refusal(admin, world, "grant.give", admin.new_id(), fields=fields) == "self-grant"


def _refusal(store: Store, world: World, kind: str, entity: str, **body: object) -> str:
    """Why the receivers' checks refuse an act that goes round the actions."""
    with acting(store, world.unit.authority) as act:
        act.add(kind, entity, **body)
        with pytest.raises(WriteRefused) as refused:
            act.append()
    return str(refused.value.facts["reason"])


def test_the_last_administrator_stays(world: World) -> None:
    admin = world.admin.store
    me = admin.author.person
    [own] = grant_of(admin, me)
    for act in (
        lambda: authority.revoke_grant(admin, own, "x"),
        lambda: authority.revoke_person(admin, me, "x"),
    ):
        with pytest.raises(LastAdministrator):
            act()
    refusal = _refusal(admin, world, "grant.revoke", own, reason="x")
    assert refusal == "last-administrator"
    authority.give_grant(admin, world.people["si"], Role.ADMINISTRATOR, "2026-01-01")
    authority.revoke_grant(admin, own, "nghỉ hưu")
    with pytest.raises(GrantNotInForce):
        naming.new_person(admin, "x", "", "")
    naming.new_person(as_(world, "si"), "Người khác", "", "")


def test_two_administrators_who_revoke_each_other_leave_one(world: World) -> None:
    """The server takes the first; the second had no right any more when its turn came."""
    admin = world.admin.store
    [own] = grant_of(admin, admin.author.person)
    grant = authority.give_grant(admin, world.people["si"], Role.ADMINISTRATOR, "2026-01-01")
    world.push(world.admin)
    second = as_(world, "si")
    authority.revoke_grant(second, own, "x")
    with pytest.raises(GrantNotInForce):
        authority.revoke_grant(admin, grant.entity, "x")
    assert list(world.push(world.admin).standing.values())[-1] is Verdict.OK


@pytest.mark.parametrize(
    ("start", "until", "reason"),
    [
        ("2026-12-02", "2026-12-01", "order"),
        ("2026-01-01", "2026-01-02", "past"),
        ("1/1/2026", None, "format"),
        ("2026-01-01", "mai", "format"),
    ],
)
def test_days_that_do_not_fit(world: World, start: str, until: str | None, reason: str) -> None:
    with pytest.raises(GrantDates) as refused:
        authority.give_grant(world.admin.store, world.people["si"], Role.CLERK, start, until)
    assert refused.value.facts["reason"] == reason


def test_revoking_a_person_ends_everything_from_a_day_on(world: World) -> None:
    admin, person = world.admin.store, world.people["si"]
    authority.give_grant(admin, person, Role.CLERK, "2026-01-01")
    at(world, "2026-11-19T00:30+07:00")
    with pytest.raises(GrantDates):
        authority.revoke_person(admin, person, "x", "2026-11-18")
    authority.revoke_person(admin, person, "chuyển đơn vị", "2026-11-22")
    at(world, "2026-11-21T23:50+07:00")
    assert roles(admin, person) == {Role.OFFICER, Role.CLERK}
    at(world, "2026-11-22T00:10+07:00")
    assert roles(admin, person) == frozenset()
    with pytest.raises(NotFound):
        authority.revoke_person(admin, person, "lần nữa")


@pytest.mark.parametrize(
    ("moment", "first_day_without"),
    [
        ("2026-11-18T23:50+07:00", (2026, 11, 18)),
        ("2026-11-19T00:10+07:00", (2026, 11, 19)),
        ("2026-11-19T06:50+07:00", (2026, 11, 19)),
        ("2026-11-19T07:10+07:00", (2026, 11, 19)),
    ],
)
def test_a_revocation_reaches_back_behind_no_day(
    world: World, moment: str, first_day_without: tuple[int, int, int]
) -> None:
    """A forged day before the act counts as the office's day of the act."""
    admin, person = world.admin.store, world.people["si"]
    [grant] = grant_of(admin, person)
    at(world, moment)
    with acting(admin, world.unit.authority) as act:
        act.add("grant.revoke", grant, reason="x", day="2026-01-02")
        act.append()
    with admin.engine.begin() as connection:
        held = facts.grants_by_id(connection, person)[grant]
    assert held.revoked_on == datetime.date(*first_day_without)


def test_what_was_done_before_midnight_stands_though_revoked_after_it(world: World) -> None:
    at(world, "2026-11-18T23:50+07:00")
    dossiers.open_dossier(world.clerk.store, "01.TM", "Trước nửa đêm", "10")
    at(world, "2026-11-19T00:30+07:00")
    authority.revoke_person(world.admin.store, world.people["van"], "chuyển đơn vị")
    dossiers.open_dossier(world.clerk.store, "02.TM", "Sau nửa đêm", "10")
    assert set(world.push(world.admin).standing.values()) == {Verdict.OK}
    assert list(world.push(world.clerk).standing.values()) == [Verdict.OK, Verdict.REVIEW]


def test_between_midnight_and_seven_the_office_has_its_new_day(world: World) -> None:
    """The day of the person who acts is that of every receiver."""
    admin, other = world.admin.store, world.people["si"]
    [own] = grant_of(admin, admin.author.person)
    at(world, "2026-11-18T23:00+07:00")
    authority.give_grant(admin, other, Role.ADMINISTRATOR, "2026-01-01", "2026-11-18")
    at(world, "2026-11-19T00:30+07:00")
    with pytest.raises(LastAdministrator):
        authority.revoke_grant(admin, own, "x")
    with pytest.raises(GrantDates):
        authority.give_grant(admin, other, Role.CLERK, "2026-01-01", "2026-11-18")
    with pytest.raises(GrantNotInForce):
        naming.new_person(as_(world, "si"), "x", "", "")


def test_a_machine_is_revoked_but_not_from_itself(world: World) -> None:
    admin = world.admin.store
    with pytest.raises(OwnMachine):
        authority.revoke_device(admin, admin.author.device, "x")
    assert _refusal(admin, world, "device.revoke", admin.author.device, reason="x") == "own-machine"
    authority.revoke_device(admin, world.clerk.store.author.device, "thất lạc")
    revoked = {row.label: row.revoked for row in office.devices(admin)}
    assert revoked["Máy văn thư"]
    assert not revoked["Máy chỉ huy"]


def test_when_every_administrators_term_is_over_the_roots_word_counts_again(world: World) -> None:
    admin = world.admin.store
    [own] = grant_of(admin, admin.author.person)
    at(world, "2026-11-19T00:30+07:00")
    with acting(admin, world.unit.authority) as act:  # ends later: somebody is there today
        act.add("grant.revoke", own, reason="x", day="2026-11-21")
        with pytest.raises(WriteRefused):
            act.append()
    authority.give_grant(admin, world.people["si"], Role.ADMINISTRATOR, "2026-01-01", "2026-11-21")
    authority.revoke_grant(admin, own, "x")
    at(world, "2026-11-21T23:50+07:00")
    with pytest.raises(GrantNotInForce):
        authority.give_grant(admin, world.people["van"], Role.ADMINISTRATOR, "2026-01-01")
    at(world, "2026-11-22T00:10+07:00")
    authority.give_grant(admin, world.people["van"], Role.ADMINISTRATOR, "2026-01-01")


def test_an_administrators_machine_registers_nothing_without_the_role(world: World) -> None:
    admin = world.admin.store
    with acting(admin) as act:
        body = {"kind": "incoming", "step": "registered", "fields": {"subject": "x"}}
        act.add("document.create", admin.new_id(), **body, by=act.by())
        with pytest.raises(WriteRefused):
            act.append()


# -- invitations ----------------------------------------------------------------------------------


def test_an_invitation_goes_on_a_stick(world: World) -> None:
    admin = world.admin.store
    code = admission.invite(admin, world.people["si"], "Máy trợ lý")
    found, unit = invitation.read(admission.invitation(admin, code))
    assert (found.code, found.person, found.machine) == (code, "Người si", "Máy trợ lý")
    assert unit.realm == world.unit.realm
    [waiting] = admission.pending(admin)
    assert found.until == waiting.until


def test_a_code_that_was_withdrawn_or_is_none_of_ours_makes_no_invitation(world: World) -> None:
    admin = world.admin.store
    code = admission.invite(admin, world.people["si"], "")
    admission.withdraw(admin, code)
    for act in (admission.invitation, admission.withdraw):
        with pytest.raises(EnrolCodeWrong):
            act(admin, code)
    with pytest.raises(EnrolCodeWrong):
        admission.invitation(admin, enrol.code_text(bytes(16)))
    assert not admission.pending(admin)
