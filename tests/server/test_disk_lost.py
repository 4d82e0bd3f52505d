"""A clerk's disk is lost: backup, second copy and a real server bring everything back, once."""

from __future__ import annotations

import shutil
from typing import TYPE_CHECKING

import pytest

from core.errors import MachineNotHeard, NoLease
from db import incarnation
from db.actions import admission, dossiers, files, replacing
from db.care import backup, restore, second_copy
from db.care.restore import Wish
from db.engine import close
from db.keys.protectors import KEY_FILE, key_file_key
from db.queries import documents, office
from desktop.session import APP, CLOCK
from server import administration
from server.administration import Asked
from tests.server.test_exchange import all_equal
from tests.server.town import Machine, Town, key_file

if TYPE_CHECKING:
    from pathlib import Path

    from db.open_vault import OpenVault
    from db.vault import Vault


def by_key_file(town: Town, name: str) -> restore.Unlock:
    key = key_file(town.folder / name)

    def unlock(vault: Vault) -> OpenVault:
        return vault.unlock_with(vault.people()[0].person, KEY_FILE, key_file_key(key))

    return unlock


def lose_disk(town: Town, machine: Machine) -> None:
    """Only the key file is left of a machine."""
    close(machine.store.engine)
    shutil.rmtree(town.folder / machine.name / "store")


def restored(town: Town, name: str, stick: Path) -> Machine:
    unlock = by_key_file(town, name)
    restore.restore(Wish(stick), town.folder / name, unlock, CLOCK, APP)
    return town.machine(name)


def numbers(machine: Machine, found: list[str]) -> list[int | None]:
    pages = [documents.page(machine.store, document) for document in found]
    assert all(pages)
    return [page.row.number for page in pages if page]


def test_nothing_is_lost_and_no_number_given_twice(town: Town, tmp_path: Path) -> None:
    stick = tmp_path / "stick"
    stick.mkdir()
    clerk, commander = town.machine("clerk"), town.machine("commander")
    with town.running():
        made = [clerk.register(b"%PDF-1.7 truoc sao luu", subject="Trước bản sao lưu")]
        town.sync(clerk)
        made.append(clerk.register(b"%PDF-1.7 trong sao luu", subject="Chưa gửi khi sao lưu"))
        assert backup.run(clerk.store, clerk.vault, stick).complete
        made.append(clerk.register(b"%PDF-1.7 da gui", subject="Gửi sau bản sao lưu"))
        town.sync(clerk)
        made.append(clerk.register(b"%PDF-1.7 chi o day", subject="Chỉ có trên máy này"))
        second_copy.write(clerk.store, clerk.vault, stick)
        given = numbers(clerk, made)
        before = clerk.store.author
        lose_disk(town, clerk)

        clerk = restored(town, "clerk", stick)
        assert clerk.store.author.device == before.device
        assert clerk.store.author.inc > before.inc
        assert [each.why for each in incarnation.noticed(clerk.store)] == ["restored"]
        with pytest.raises(NoLease):
            clerk.register()
        dossier = dossiers.open_dossier(clerk.store, "01.TM", "Mở sau khi khôi phục", "10").entity
        rounds = town.sync(clerk, commander, clerk)
        assert [each.problems for each in rounds] == [()] * 3
        assert office.sync(clerk.store).unsent == 0
        with town.opened() as found:
            lost = Asked("incoming", "Máy clerk", 5, holder_lost=True)
            first, _ = administration.lease(found, lost)
        town.sync(clerk)
        made.append(clerk.register(subject="Số mới"))
        town.sync(clerk, commander)
    all_equal(town, clerk, commander)
    assert numbers(commander, made) == [*given, first]
    assert len(set(numbers(clerk, made))) == len(made)
    for machine in (clerk, commander):
        page = documents.page(machine.store, made[3])
        assert page is not None
        assert files.content(machine.store, page.files[0].blob) == b"%PDF-1.7 chi o day"
    assert dossier


def test_an_isolated_machine_gets_all_of_its_acts_back(town: Town, tmp_path: Path) -> None:
    """No server at all: backup and second copy together are everything."""
    stick = tmp_path / "stick"
    stick.mkdir()
    clerk = town.machine("clerk")
    made = [clerk.register(b"%PDF-1.7 mot")]
    backup.run(clerk.store, clerk.vault, stick)
    made += [clerk.register(b"%PDF-1.7 hai"), clerk.register(b"%PDF-1.7 ba")]
    second_copy.write(clerk.store, clerk.vault, stick)
    made.append(clerk.register(b"%PDF-1.7 bon"))
    assert second_copy.write(clerk.store, clerk.vault, stick).commits == 3
    given = numbers(clerk, made)
    heads = clerk.heads()
    lose_disk(town, clerk)
    clerk = restored(town, "clerk", stick)
    assert numbers(clerk, made) == given
    assert clerk.heads() == heads


def test_restored_on_another_machine_while_the_first_still_works(
    town: Town, tmp_path: Path
) -> None:
    """A mistake that costs nothing: each goes on in an incarnation of its own."""
    stick = tmp_path / "stick"
    stick.mkdir()
    clerk = town.machine("clerk")
    backup.run(clerk.store, clerk.vault, stick)
    (town.folder / "other").mkdir()
    shutil.copy(town.folder / "clerk" / "machine.key", town.folder / "other" / "machine.key")
    other = restored(town, "other", stick)
    assert other.store.author.inc > clerk.store.author.inc
    document = clerk.register(subject="Ở máy cũ")
    dossier = dossiers.open_dossier(other.store, "01.TM", "Ở máy khôi phục", "10").entity
    with town.running():
        town.sync(clerk, other, clerk)
    all_equal(town, clerk, other)
    assert documents.page(other.store, document) is not None
    assert [each.why for each in incarnation.noticed(clerk.store)] == ["copy"]
    assert dossier


def test_a_broken_workstation_is_replaced_as_a_new_device(town: Town, tmp_path: Path) -> None:
    """Restored elsewhere, certified anew with a code: the former device's acts still go out."""
    stick = tmp_path / "stick"
    stick.mkdir()
    clerk, admin, commander = (town.machine(name) for name in ("clerk", "admin", "commander"))
    made = [clerk.register(b"%PDF-1.7 chua gui", subject="Ký ở máy cũ, chưa gửi")]
    given = numbers(clerk, made)
    backup.run(clerk.store, clerk.vault, stick)
    old = clerk.store.author.device
    lose_disk(town, clerk)
    clerk = restored(town, "clerk", stick)
    code = replacing.invite(admin.store, old)
    request = replacing.ask(clerk.vault, code, "Máy mới", CLOCK)
    assert replacing.pending(clerk.vault) == request
    waiting = dossiers.open_dossier(clerk.store, "01.TM", "Trong khi chờ", "10").entity
    approved = admission.approve(admin.store, request, everything=True)
    assert approved.person == clerk.person
    assert replacing.finish(clerk.vault, approved.answer, APP, CLOCK) == approved.device
    close(clerk.store.engine)
    clerk = town.machine("clerk")
    assert clerk.store.author.device == approved.device != old
    assert clerk.store.author.person == clerk.person == approved.person
    assert replacing.pending(clerk.vault) is None
    assert second_copy.only_here(clerk.store).commits >= 3
    second_copy.write(clerk.store, clerk.vault, stick)
    with pytest.raises(MachineNotHeard):
        replacing.retire(admin.store, old, "máy hỏng")
    with town.running():
        town.sync(admin)
        rounds = town.sync(clerk, admin)
        assert [each.problems for each in rounds] == [()] * 2
        [found] = replacing.waiting(admin.store)
        assert (found.old, found.new, found.heard) == (old, approved.device, True)
        _, held = replacing.retire(admin.store, old, "máy hỏng")
        assert [(each.first, each.last) for each in held] == [(1, 10)]
        assert replacing.waiting(admin.store) == []
        town.sync(admin, clerk)
        with town.opened() as opened:
            lost = Asked("incoming", approved.device, 5, holder_lost=True)
            first, _ = administration.lease(opened, lost)
        town.sync(clerk)
        made.append(clerk.register(subject="Ở máy mới"))
        town.sync(clerk, admin, commander)
    all_equal(town, clerk, admin, commander)
    assert numbers(commander, made) == [*given, first]
    assert waiting
