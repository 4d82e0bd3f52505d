"""A machine is reported lost in one act: the server turns it away, its numbers are given no more,
another machine gets the book, and what it wrote meanwhile waits for a person.
"""

from __future__ import annotations

import pytest

from core.commits.check import Verdict
from core.errors import DeviceRevoked, LeaseOpen
from db import commits
from db.actions import bundles, reinstating
from db.queries import documents, setting_aside
from db.queries import numbers as asked
from server import lists
from tests.server.test_exchange import all_equal
from tests.server.test_replacing_by_hand import antin
from tests.server.town import WORDS, Machine, Town

WHY = "Mất trên đường công tác"


def number(machine: Machine, document: str) -> int | None:
    page = documents.page(machine.store, document)
    assert page is not None
    return page.row.number


def joined(town: Town, clerk: Machine) -> Machine:
    """Another machine of the clerk, which the server knows."""
    admin = town.machine("admin")
    spare = town.join(admin, "spare", clerk.person)
    with town.running():
        town.sync(admin, spare)
    return spare


def lose(town: Town, name: str) -> int:
    home = ("--home", town.folder / "admin")
    return antin("admin", "lose", *home, name, "--reason", WHY, secrets=WORDS)


def test_one_act_fences_the_numbers_and_sets_later_work_aside(
    town: Town, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("ANTIN_LANGUAGE", "en")
    clerk = town.machine("clerk")
    spare = joined(town, clerk)
    sent = clerk.register(subject="Đã gửi")
    with town.running():
        town.sync(clerk, spare)
        kept = clerk.register(subject="Chưa gửi khi mất")
        with pytest.raises(LeaseOpen):
            town.lease("Máy spare", 3)
        sync = ("admin", "sync", "--home", town.folder / "admin")
        assert antin(*sync, secrets=WORDS) == 0
        assert lose(town, "Máy clerk") == 0
        assert "holds numbers 1–10, given up to 1" in capsys.readouterr().out
        assert lose(town, "Máy clerk") == 2, "it is lost already"
        assert antin(*sync, secrets=WORDS) == 0
        assert town.lease("Máy spare", 3) == (11, 14), "nobody has to say it again"
        late = clerk.register(subject="Ghi sau khi mất")
        with pytest.raises(DeviceRevoked):
            town.sync(clerk)
        town.sync(spare)
        data = b"".join(bundles.export(clerk.store, [spare.store.author.device]).pieces)
        assert bundles.import_(spare.store, [data]).refused == 0
        other = spare.register(subject="Ở máy nhận sổ")
        town.sync(spare)
    for machine in (kept, late):
        with town.opened() as found, found.store.engine.begin() as connection:
            [(_, standing)] = commits.touching(connection, ("document", machine))
        assert standing == Verdict.REVIEW
    assert [number(spare, one) for one in (sent, other)] == [1, 11]
    with town.opened() as found:
        year = found.store.today().year
        fates = lists.numbers(found, "incoming", year)
    assert "2\t10\tlost\t\tMáy clerk" in fates
    assert [one.why for one in setting_aside.items(spare.store)] == ["device-revoked"] * 2


def test_what_is_taken_back_keeps_its_number_and_nobody_else_has_it(town: Town) -> None:
    clerk, commander, admin = (town.machine(name) for name in ("clerk", "commander", "admin"))
    spare = joined(town, clerk)
    with town.running():
        town.sync(admin, clerk)
        kept = clerk.register(subject="Chưa gửi khi mất")
        assert lose(town, "Máy clerk") == 0
        town.sync(admin)
        town.lease("Máy spare", 3)
        data = b"".join(bundles.export(clerk.store, [spare.store.author.device]).pieces)
        bundles.import_(spare.store, [data])
        town.sync(spare, commander)
        other = spare.register(subject="Ở máy nhận sổ")
        chosen = [one.id for one in reversed(setting_aside.items(commander.store))]
        assert reinstating.take(commander.store, chosen, WHY).done == len(chosen)
        town.sync(spare, commander, admin, spare)
    all_equal(town, spare, commander, admin)
    assert [number(commander, one) for one in (kept, other)] == [1, 11]
    given = [one.number for one in asked.fates(commander.store, commander.book)]
    assert len(given) == len(set(given))
