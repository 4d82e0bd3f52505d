"""Two machines and a real server: values that stand side by side, settled by a person, and again by
two of them.
"""

from __future__ import annotations

from db.actions import incoming, resolving
from db.queries import conflicts, documents, office
from db.queries.conflicts import Choice
from tests.server.test_exchange import all_equal
from tests.server.town import Machine, Town


def _settle(machine: Machine, document: str, subject: str) -> None:
    found = conflicts.conflict(machine.store, "document", document)
    assert found is not None
    [field] = found.fields
    choice = Choice("subject", False, field.seen, subject)
    resolving.resolve(machine.store, "document", document, [choice])
    assert office.sync(machine.store).conflicts == 0


def _subject(machine: Machine, document: str) -> str:
    page = documents.page(machine.store, document)
    assert page is not None
    return page.row.subject


def test_a_conflict_is_settled_disputed_anew_and_settled_for_all(town: Town) -> None:
    clerk, commander = town.machine("clerk"), town.machine("commander")
    both = (clerk, commander, clerk)
    with town.running():
        document = clerk.register()
        town.sync(clerk, commander)
        incoming.edit(clerk.store, document, subject="Sửa ở máy văn thư")
        incoming.edit(commander.store, document, subject="Sửa ở máy chỉ huy")
        town.sync(*both)
        _settle(clerk, document, "Chọn ở máy văn thư")
        _settle(commander, document, "Chọn ở máy chỉ huy")
        town.sync(*both)
        for machine in (clerk, commander):
            found = conflicts.conflict(machine.store, "document", document)
            assert found is not None
            [field] = found.fields
            assert {(side.label, side.value) for side in field.sides} == {
                ("Máy clerk", "Chọn ở máy văn thư"),
                ("Máy commander", "Chọn ở máy chỉ huy"),
            }
            assert set(field.base) == {"Sửa ở máy văn thư", "Sửa ở máy chỉ huy"}
            assert all(side.received for side in field.sides)
        _settle(commander, document, "Thống nhất")
        town.sync(commander, clerk)
    all_equal(town, clerk, commander)
    for machine in (clerk, commander):
        assert _subject(machine, document) == "Thống nhất"
        assert conflicts.waiting(machine.store) == []
