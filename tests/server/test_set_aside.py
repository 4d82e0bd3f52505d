"""A lost machine over the real road: the hole in its chain is sealed on the server's command line,
what waited behind it is ordered for all, and the commander takes it.
"""

from __future__ import annotations

import pytest

from core.commits.format import Commit
from core.errors import NotFound
from db import commits
from db.actions import authority, incoming, ordering, reinstating, sealing
from db.queries import conflicts, documents, setting_aside
from server import lists
from server.__main__ import main as server_main
from tests.server.test_exchange import all_equal
from tests.server.town import Machine, Town

WHY = "Ổ đĩa hỏng, gói thứ hai đã mất"


def unsent(machine: Machine) -> list[Commit]:
    with machine.store.engine.begin() as connection:
        return commits.unsent(connection, machine.store.stream, 100)


def torn(town: Town, clerk: Machine) -> str:
    """A document of which the server has the first edit, lacks the second, and holds two more."""
    document = clerk.register()
    for note in ("một", "hai", "ba", "bốn"):
        incoming.edit(clerk.store, document, note=note)
    first, second, lost, *behind = unsent(clerk)
    assert (lost.header.seq, len(behind)) == (second.header.seq + 1, 2)
    with town.opened() as home:
        ordering.admit(home.store, home.registrar, [first, second])
        done = ordering.admit(home.store, home.registrar, behind)
        assert done.held.keys() == {one.id for one in behind}
    return document


def seal(town: Town, *more: str) -> int:
    return server_main(["seal", "--data", str(town.server_home), *more])


def test_what_waits_behind_a_hole_is_ordered_once_it_is_sealed(
    town: Town, capsys: pytest.CaptureFixture[str]
) -> None:
    clerk, commander, admin = (town.machine(name) for name in ("clerk", "commander", "admin"))
    document = torn(town, clerk)
    with town.opened() as home:
        [hole] = sealing.holes(home.store)
        assert (hole.label, hole.last - hole.first, hole.waiting) == ("Máy clerk", 0, 2)
        with pytest.raises(NotFound):
            sealing.seal(home.store, home.registrar, hole.label, WHY)
    with town.running():
        authority.revoke_device(admin.store, clerk.store.author.device, "máy hỏng")
        town.sync(admin, commander)
        assert setting_aside.items(commander.store) == []
    assert seal(town) == 0
    assert "Máy clerk" in capsys.readouterr().out
    assert seal(town, "--device", "Máy clerk", "--reason", WHY) == 0
    assert "2" in capsys.readouterr().out
    with town.opened() as home:
        assert sealing.holes(home.store) == []
        assert "chain.seal" not in "\n".join(lists.queue(home))
    with town.running():
        town.sync(commander)
        shown = setting_aside.items(commander.store)
        assert [(one.standing, one.why) for one in shown] == [("review", "device-revoked")] * 2
        chosen = [one.id for one in reversed(shown)]
        assert reinstating.take(commander.store, chosen, WHY).done == 2
        town.sync(commander, admin, commander)
    all_equal(town, commander, admin)
    page = documents.page(commander.store, document)
    assert page is not None
    assert page.row.conflicts == 1, "what the lost edit had replaced stands beside the last one"
    found = conflicts.conflict(commander.store, "document", document)
    assert found is not None
    assert {side.value for side in found.fields[0].sides} == {"một", "bốn"}
    assert found.fields[0].name == "note"
    with town.opened() as home:
        late = ordering.admit(home.store, home.registrar, unsent(clerk)[:1])
        assert [each.receipt.verdict for each in late.receipts] == ["ok"], "what was there is there"
        lost = ordering.admit(home.store, home.registrar, unsent(clerk)[2:3])
        assert [each.receipt.verdict for each in lost.receipts] == ["quarantine"]
    with town.running():
        town.sync(commander)
        [item] = setting_aside.items(commander.store)
        assert (item.standing, item.why, item.may_take) == ("quarantine", "fork", True)
