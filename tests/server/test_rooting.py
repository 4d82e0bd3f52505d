"""What only the root may do after the founding, over real TLS: its certificates renewed beyond
their end, a further administrator's machine that lets others in.
"""

from __future__ import annotations

from pathlib import Path

import pytest

from core.commits.check import Verdict
from core.commits.signatures import Sign, Signed
from core.commits.trust import DAY, read_provision
from core.errors import CertificateRefused, ClockOutsideCertificate, DeviceRevoked, NotFound
from core.sync import container
from db import commits
from db.actions import authority, renewing, rooting, trusting
from db.care import rebuild
from db.queries import certificates
from desktop.sync.files import read_bundle, write_bundle
from tests.server.later import Days, end_of
from tests.server.test_exchange import all_equal
from tests.server.test_replacing_by_hand import antin
from tests.server.test_terms import act, standing
from tests.server.test_trust import GIVEN, handed
from tests.server.town import ROOT_WORDS, WORDS, Machine, Town

TEN_YEARS = 10 * 366


def root(town: Town, machine: Machine) -> Sign:
    return rooting.opened(machine.store, (town.folder / "root.antin").read_bytes(), ROOT_WORDS)


def founder(machine: Machine, kind: str) -> str:
    founders = machine.store.realm.founders.values()
    return next(one.device for one in founders if one.kind == kind)


def test_what_the_root_certified_is_renewed_and_holds_on_every_machine(
    town: Town, later: Days
) -> None:
    """Ten years on: the administrator's machine and the server work on, and let others in."""
    admin, clerk = town.machine("admin"), town.machine("clerk")
    own, server = founder(admin, "administrator"), founder(admin, "server")
    ended = end_of(admin)
    assert rooting.due(admin.store) == []
    later(TEN_YEARS - 366 - 100)  # a hundred days before the founders' end
    assert rooting.due(admin.store) == sorted((own, server))
    rooting.renew(admin.store, rooting.due(admin.store), root(town, admin))
    assert rooting.due(admin.store) == []
    renewing.renew(admin.store, [clerk.store.author.device])
    with town.running():
        town.sync(admin)
        later(TEN_YEARS - 366 + 200)
        renewing.renew(admin.store, [clerk.store.author.device])
        town.sync(admin, clerk)
        done = act(clerk, "Sau mười năm")
        file = rooting.provision(admin.store, root(town, admin))
        (town.folder / "provision.antin").write_bytes(file)
        person = town.join(admin, "new", clerk.person)
        town.sync(admin, clerk, person, admin)
    for machine in (admin, clerk, person):
        assert min(end_of(machine, own), end_of(machine, server)) > ended + 3000 * DAY
        assert standing(machine, done) == Verdict.OK
    all_equal(town, admin, clerk, person)
    before = rebuild.rebuild(clerk.store, lambda _done, _total: True)
    assert (before.dropped, before.held) == (0, 0)
    with town.opened() as home:
        assert home.certificate.end == end_of(clerk, server)


def test_without_a_renewal_the_administrators_machine_writes_no_more(
    town: Town, later: Days
) -> None:
    admin = town.machine("admin")
    later(TEN_YEARS)
    with pytest.raises(ClockOutsideCertificate):
        authority.set_unit(admin.store, admin.store.unit, name="Sau mười năm")


def test_the_root_makes_a_further_administrators_machine(town: Town) -> None:
    """What it lets in and signs holds everywhere, also for who knows it only from the commits."""
    admin, clerk = town.machine("admin"), town.machine("clerk")
    second = town.join(admin, "second", admin.person, root=root(town, admin))
    third = town.join(second, "third", clerk.person)
    with town.running():
        town.sync(admin, second)
        done = act(third, "Máy do máy quản trị thứ hai ghi danh")
        renewing.renew(second.store, [third.store.author.device])
        town.sync(second, third, clerk, admin)
        assert handed(town, trusting.make(second.store, GIVEN, 30)) == 0
        town.sync(second, clerk)
    assert standing(clerk, done) == Verdict.OK
    assert certificates.rooted(second.store)
    assert not certificates.rooted(third.store)
    held = trusting.held(clerk.store)
    assert held is not None
    assert held.device == second.store.author.device
    all_equal(town, admin, second, third, clerk)
    found = rebuild.rebuild(clerk.store, lambda _done, _total: True)
    assert (found.dropped, found.held) == (0, 0)
    all_equal(town, admin, clerk)


def test_the_second_replaces_the_first(town: Town) -> None:
    admin = town.machine("admin")
    second = town.join(admin, "second", admin.person, root=root(town, admin))
    with town.running():
        town.sync(admin, second)
        authority.revoke_device(second.store, admin.store.author.device, "thất lạc")
        third = town.join(second, "third", town.machine("clerk").person)
        town.sync(second, third)
        done = act(third, "Ghi danh sau khi máy quản trị đầu bị thu hồi")
        town.sync(third, second)
    assert standing(second, done) == Verdict.OK


def test_only_this_units_root_and_only_what_it_certified(town: Town) -> None:
    admin, clerk = town.machine("admin"), town.machine("clerk")
    with pytest.raises(CertificateRefused):
        rooting.opened(admin.store, (town.folder / "recovery.antin").read_bytes(), ROOT_WORDS)
    with pytest.raises(NotFound):
        rooting.renew(admin.store, [clerk.store.author.device], root(town, admin))
    with pytest.raises(NotFound):
        rooting.named(admin.store, "Máy clerk")


def test_by_command(
    town: Town, later: Days, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("ANTIN_LANGUAGE", "en")
    home, key = ("--home", town.folder / "admin"), ("--root", town.folder / "root.antin")
    later(TEN_YEARS - 366 - 100)
    both = f"{WORDS}\n{ROOT_WORDS}"
    assert antin("admin", "renew", *home, *key, secrets=WORDS) == 2, "the root's passphrase lacks"
    capsys.readouterr()
    assert antin("admin", "renew", *home, *key, secrets=both) == 0
    assert capsys.readouterr().out.startswith("Renewed the certificates of 2 machines.\n")
    out = town.folder / "again.antin"
    again = ("admin", "renew", *home, *key, "--out", out)
    assert antin(*again, "Máy chủ giả lập", secrets=both) == 0
    renewed = read_provision(
        container.read_json(container.FileKind.PROVISION, Signed, out.read_bytes())
    )
    assert (renewed.serial, len(renewed.certificates)) == (2, 2)
    assert antin("admin", "renew", *home, *key, "Máy clerk", secrets=both) == 2


def test_the_root_is_not_lent_to_whoever_waits_with_a_code(
    town: Town, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Without a request's file everybody who waits would get an administrator's machine."""
    home, key = ("--home", town.folder / "admin"), ("--root", town.folder / "root.antin")
    monkeypatch.setenv("ANTIN_LANGUAGE", "en")
    with pytest.raises(SystemExit) as ended:
        antin("admin", "approve", *home, *key, secrets=f"{WORDS}\n{ROOT_WORDS}")
    assert ended.value.code == 2
    assert "with --root name the FILE" in capsys.readouterr().err


def test_of_two_who_revoke_each_other_the_first_in_the_servers_order_stays(
    town: Town, tmp_path: Path
) -> None:
    """sync.md §6.2: the other one's act, brought by a stick, has no effect and waits for review."""
    admin, clerk = town.machine("admin"), town.machine("clerk")
    second = town.join(admin, "second", admin.person, root=root(town, admin))
    mine, theirs = admin.store.author.device, second.store.author.device
    with town.running():
        town.sync(admin, second, clerk)
        authority.revoke_device(admin.store, theirs, "thất lạc")
        authority.revoke_device(second.store, mine, "thất lạc")
        town.sync(second)
        with pytest.raises(DeviceRevoked):
            town.sync(admin)
        write_bundle(admin.store, [clerk.store.author.device], tmp_path / "goi.antin")
        read_bundle(clerk.store, tmp_path / "goi.antin")
        town.sync(clerk, second)
        third = town.join(second, "third", clerk.person)
        town.sync(second, third, clerk)
    all_equal(town, second, third, clerk)
    for machine in (second, third, clerk):
        assert revocations(machine, mine) == [Verdict.OK]
        assert revocations(machine, theirs) == [Verdict.REVIEW]


def revocations(machine: Machine, device: str) -> list[str]:
    """How the commits stand that revoke a device."""
    with machine.store.engine.begin() as connection:
        found = commits.touching(connection, ("device", device))
    return [how for one, how in found if any(op.kind == "device.revoke" for op in one.ops)]
