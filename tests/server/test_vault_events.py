"""What was done to the keys of a machine's store reaches the unit as an ordinary commit."""

from __future__ import annotations

from db import commits, facts, rekey, vault_events
from db.actions import incoming
from db.keys.protectors import KEY_FILE, key_file_key
from db.vault import Vault
from desktop import clock
from desktop.session import CLOCK
from tests.server.town import ENTRY, Machine, Town, key_file


def rekeyed(town: Town, name: str) -> Machine:
    """A machine after its database got another key, with the act written down."""
    folder = town.folder / name
    vault = Vault(folder / "store", clock.random_bytes)
    key_of = key_file_key(key_file(folder))
    opened = vault.unlock_with(vault.people()[0].person, KEY_FILE, key_of)
    rekey.rekey(vault, opened, "khóa bị lộ", CLOCK, lambda _done, _total: True).close()
    machine = town.machine(name)
    assert vault_events.record(machine.store) is not None
    return machine


def test_everybody_learns_that_a_machine_got_another_key(town: Town) -> None:
    before = town.machine("clerk")
    number = incoming.register(before.store, ENTRY, None, before.book).number or 0
    town.stack.close()
    clerk, commander = rekeyed(town, "clerk"), town.machine("commander")
    again = incoming.register(clerk.store, ENTRY, None, clerk.book).number
    assert again == number + 1
    with town.running():
        town.sync(clerk, commander)
    key = ("vault", clerk.store.author.device)
    for machine in (clerk, commander):
        with machine.store.engine.begin() as reading:
            state = facts.states(reading, [key])[key]
            standing = commits.unsent(reading, machine.store.stream, 10)
        [[_, entry]] = state["lists"]["rekeys"]
        assert entry["reason"] == "khóa bị lộ"
        assert standing == []
    assert clerk.heads() == commander.heads() == town.heads()
