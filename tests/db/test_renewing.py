"""A machine's certificate is renewed before or after its end: its acts before and after count, on
every machine alike; nobody puts other keys in its place.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import msgspec
import pytest

from core.commits.check import Verdict
from core.commits.ids import b64
from core.commits.trust import DAY, Certificate, issue
from core.errors import ClockOutsideCertificate, NotAllowed, NotFound
from db import facts
from db.actions import authority, dossiers, renewing
from db.care import rebuild
from db.queries import accounts, certificates
from tests.db.test_ledger import World
from tests.db.unit_of_three import START, Machine

END = START + 10**11
"""When the certificates of the unit of three end."""


@pytest.fixture
def world(tmp_path: Path) -> Iterator[World]:
    made = World(tmp_path)
    yield made
    made.close()


def held(machine: Machine, device: str) -> Certificate:
    with machine.store.engine.begin() as connection:
        found, _ = facts.certificate(connection, machine.store.realm, device)
    assert found is not None
    return found


def outlasting(world: World, days: int = 3000) -> None:
    """The administrator's own certificate ends later than the others'."""
    for machine in (world.admin, world.clerk, world.commander, world.server):
        realm = machine.store.realm
        own = realm.founders[world.unit.admin_id]
        realm.founders[world.unit.admin_id] = msgspec.structs.replace(own, end=START + days * DAY)


def act(machine: Machine, title: str) -> str:
    return dossiers.open_dossier(machine.store, "01.TM", title, "10").entity


def spread(world: World) -> None:
    for machine in (world.admin, world.clerk, world.commander):
        world.push(machine)
    for machine in (world.admin, world.clerk, world.commander):
        world.pull(machine)


def test_acts_of_the_old_and_of_the_new_term_count_everywhere(world: World) -> None:
    outlasting(world)
    clerk = world.clerk.mine.device
    world.unit.watch.time = END - 10 * DAY
    act(world.clerk, "Trước khi gia hạn")  # not sent: it arrives after its certificate was renewed
    assert certificates.own_end(world.clerk.store) == END
    assert [one.device for one in certificates.ending(world.admin.store)].count(clerk) == 1
    renewing.renew(world.admin.store, [clerk])
    world.push(world.admin)
    world.pull(world.clerk)
    assert certificates.own_end(world.clerk.store) is None
    world.unit.watch.time = END + DAY
    act(world.clerk, "Sau khi hết hạn cũ")
    assert set(world.push(world.clerk).standing.values()) == {Verdict.OK}
    world.unit.watch.time = START + 2 * DAY  # whatever the reader's clock says
    spread(world)
    assert (
        len({str(world.hashes(one)) for one in (world.clerk, world.commander, world.server)}) == 1
    )
    for machine in (world.clerk, world.commander, world.server):
        assert held(machine, clerk).serial == 2


def test_a_machine_whose_certificate_ran_out_works_again_once_it_is_renewed(world: World) -> None:
    outlasting(world)
    world.unit.watch.time = END - DAY
    act(world.clerk, "Còn hạn")
    world.unit.watch.time = END + 5 * DAY
    with pytest.raises(ClockOutsideCertificate):
        act(world.clerk, "Hết hạn")
    assert set(world.push(world.clerk).standing.values()) == {Verdict.OK}
    renewing.renew(world.admin.store, [world.clerk.mine.device])
    spread(world)
    act(world.clerk, "Được gia hạn")
    assert set(world.push(world.clerk).standing.values()) == {Verdict.OK}


def test_only_an_administrators_machine_renews_and_only_what_gains_by_it(world: World) -> None:
    clerk, commander = world.clerk.mine.device, world.commander.mine.device
    world.unit.watch.time = END - 10 * DAY
    with pytest.raises(NotFound):  # the administrator's own certificate ends with theirs
        renewing.renew(world.admin.store, [clerk])
    outlasting(world)
    with pytest.raises(NotAllowed):
        renewing.renew(world.clerk.store, [commander])
    authority.revoke_device(world.admin.store, clerk, "thất lạc")
    for device in (clerk, world.unit.server_id, world.unit.admin_id, world.unit.new_id()):
        with pytest.raises(NotFound):
            renewing.renew(world.admin.store, [commander, device])
    assert held(world.admin, commander).serial == 1  # all or none
    assert clerk not in {one.device for one in certificates.ending(world.admin.store)}


def test_other_keys_in_a_later_admission_change_nothing(world: World) -> None:
    outlasting(world)
    clerk = world.clerk.mine.device
    old = held(world.admin, clerk)
    changes: tuple[dict[str, Any], ...] = ({"sign": b64(bytes(32))}, {"box": b64(bytes(32))})
    for change in changes:
        false = msgspec.structs.replace(old, serial=2, issuer=world.unit.admin_id, **change)
        authority.admit_device(world.admin.store, false, issue(false, world.unit.admin_key.sign))
    act(world.clerk, "Vẫn khóa cũ")
    spread(world)
    for machine in (world.admin, world.clerk, world.commander, world.server):
        assert held(machine, clerk) == old
    act(world.clerk, "Vẫn ghi được")
    assert set(world.push(world.clerk).standing.values()) == {Verdict.OK}


def test_rows_rebuilt_from_commits_know_the_renewal(world: World) -> None:
    outlasting(world)
    world.unit.watch.time = END - DAY
    renewing.renew(world.admin.store, [world.clerk.mine.device])
    spread(world)
    before = world.hashes(world.commander)
    done = rebuild.rebuild(world.commander.store, lambda _done, _total: True)
    assert (done.dropped, done.held) == (0, 0)
    assert world.hashes(world.commander) == before
    assert held(world.commander, world.clerk.mine.device).serial == 2
    rows = {row.id: row for row in accounts.accounts(world.admin.store).machines}
    assert rows[world.clerk.mine.device].until == held(world.admin, world.clerk.mine.device).end
