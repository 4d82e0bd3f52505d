"""The newest submission for signature that has effect."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from db.actions import files
from db.queries.submissions import submission
from tests.desktop.signing.test_outgoing_life import Day


@pytest.fixture
def day(tmp_path: Path) -> Iterator[Day]:
    made = Day(tmp_path)
    yield made
    made.world.close()


def test_a_draft_was_not_submitted_and_a_submitted_one_names_its_content(day: Day) -> None:
    document = day.drafted()
    assert submission(day.officer, document) is None
    other = day.initialled()
    found = submission(day.officer, other)
    assert found is not None
    blob, _ = day.main(day.officer, other)
    assert (found.content, found.name, found.drafter) == (blob, "Người si", day.world.people["si"])
    assert files.content(day.officer, found.content)
