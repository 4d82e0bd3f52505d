"""The ends of machines' certificates over real roads: renewed by itself where an administrator is
at work, ninety days of grace at the server, and bundles that know no end.
"""

from __future__ import annotations

import pytest

from core.commits.check import Verdict
from core.errors import ClockOutsideCertificate, DeviceUnknown
from db import commits
from db.actions import bundles, dossiers, renewing
from db.queries import certificates
from tests.server.later import Days, end_of
from tests.server.test_exchange import all_equal
from tests.server.test_replacing_by_hand import antin
from tests.server.town import WORDS, Machine, Town


def act(machine: Machine, title: str) -> str:
    return dossiers.open_dossier(machine.store, "01.TM", title, "10").entity


def standing(machine: Machine, dossier: str) -> str:
    with machine.store.engine.begin() as connection:
        [(_, found)] = commits.touching(connection, ("dossier", dossier))
    return found


def test_an_administrators_machine_renews_who_was_heard_of_late(town: Town, later: Days) -> None:
    admin, clerk, commander = (town.machine(name) for name in ("admin", "clerk", "commander"))
    later(-100)
    assert renewing.keep(admin.store) is None
    later(-80)
    act(clerk, "Máy này còn dùng")
    with town.running():
        town.sync(clerk, admin)
        assert renewing.keep(clerk.store) is None, "it is no administrator's"
        assert renewing.keep(admin.store) is not None
        assert renewing.keep(admin.store) is None, "once a day"
        [left] = certificates.ending(admin.store)
        assert (left.label, left.silent) == ("Máy commander", True)
        later(-20)
        assert certificates.own_end(clerk.store) is not None
        town.sync(admin, clerk, commander)
        assert certificates.own_end(clerk.store) is None
        assert certificates.own_end(commander.store) is not None
        assert renewing.keep(admin.store) is None, "of whom nothing is heard a person decides"
        later(5)
        done = act(clerk, "Sau ngày hết hạn cũ")
        town.sync(clerk, commander)
    assert standing(commander, done) == Verdict.OK
    all_equal(town, clerk, commander)


@pytest.mark.parametrize("days", [1, 89])
def test_the_server_lets_a_machine_send_what_it_wrote_before(
    town: Town, later: Days, days: int
) -> None:
    clerk, commander = town.machine("clerk"), town.machine("commander")
    later(-1)
    done = act(clerk, "Trước khi hết hạn")
    later(days)
    with town.running():
        with pytest.raises(ClockOutsideCertificate):
            act(clerk, "Sau khi hết hạn")
        assert [each.problems for each in town.sync(clerk, commander)] == [(), ()]
    assert standing(commander, done) == Verdict.OK


def test_after_the_grace_it_is_let_in_once_it_is_renewed(town: Town, later: Days) -> None:
    clerk, admin = town.machine("clerk"), town.machine("admin")
    later(-1)
    done = act(clerk, "Trước khi hết hạn")
    later(91)
    with town.running():
        with pytest.raises(DeviceUnknown):
            town.sync(clerk)
        renewing.renew(admin.store, [clerk.store.author.device])
        town.sync(admin, clerk)
        after = act(clerk, "Được gia hạn")
        town.sync(clerk, admin)
    assert {standing(admin, one) for one in (done, after)} == {Verdict.OK}
    all_equal(town, clerk, admin)


@pytest.mark.parametrize("days", [1, 89, 91])
def test_a_bundle_counts_by_when_each_act_was_written(town: Town, later: Days, days: int) -> None:
    """A stick may lie in a drawer: no reader's clock makes a signed act lost."""
    clerk, commander = town.machine("clerk"), town.machine("commander")
    later(-1)
    done = act(clerk, "Trước khi hết hạn")
    later(days)
    data = b"".join(bundles.export(clerk.store, [commander.store.author.device]).pieces)
    took = bundles.import_(commander.store, [data])
    assert (took.held, took.refused) == (0, 0)
    assert standing(commander, done) == "tentative"


def test_a_renewal_comes_by_bundle_too(town: Town, later: Days) -> None:
    admin, clerk, commander = (town.machine(name) for name in ("admin", "clerk", "commander"))
    later(91)
    devices = [one.store.author.device for one in (clerk, commander)]
    renewing.renew(admin.store, devices)
    with town.running():
        town.sync(admin, commander)
    data = b"".join(bundles.export(commander.store, devices[:1]).pieces)
    assert bundles.import_(clerk.store, [data]).refused == 0
    assert end_of(clerk) == end_of(admin, devices[0])
    assert act(clerk, "Được gia hạn bằng gói")


def test_by_command(
    town: Town, later: Days, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("ANTIN_LANGUAGE", "en")
    renew = ("admin", "renew", "--home", str(town.folder / "admin"))
    later(-12)
    assert antin(*renew, secrets=WORDS) == 0
    first, *left = capsys.readouterr().out.splitlines()
    assert first == "Renewed the certificates of 0 machines.", "of whom nothing is heard"
    assert {line.split("\t")[2] for line in left} == {"Máy clerk", "Máy commander"}
    assert antin(*renew, "Máy clerk", "Máy lạ", secrets=WORDS) == 2
    assert antin(*renew, "Máy clerk", "Máy commander", secrets=WORDS) == 0
    assert capsys.readouterr().out == "Renewed the certificates of 2 machines.\n"


def test_a_second_renewal_goes_on_from_the_first(town: Town, later: Days) -> None:
    admin, clerk = town.machine("admin"), town.machine("clerk")
    later(-10)
    act(clerk, "Còn dùng")
    with town.running():
        town.sync(clerk, admin)
        assert renewing.keep(admin.store) is not None
        first = end_of(admin, clerk.store.author.device)
        later(-9)
        renewing.renew(admin.store, [clerk.store.author.device])
        town.sync(admin, clerk)
        assert end_of(clerk) == end_of(admin, clerk.store.author.device) > first
    all_equal(town, clerk, admin)
