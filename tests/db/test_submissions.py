"""The newest submission for signature that has effect."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from core.office import draft as drafts
from db.actions import files, incoming, outgoing
from db.actions.files import NewFile
from db.queries.submissions import returned, submission
from desktop import reference
from desktop.forms import template
from desktop.forms.document import render
from desktop.signing import setting
from tests.desktop.signing.test_outgoing_life import ENTRY, LETTER, Day


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


def test_why_it_came_back_is_known_until_it_goes_on(day: Day) -> None:
    document = day.initialled()
    assert returned(day.officer, document) is None
    day.carry()
    incoming.give_back(day.commander, document, "bổ sung căn cứ")
    found = returned(day.commander, document)
    assert found is not None
    assert (found.reason, found.name) == ("bổ sung căn cứ", "Người chi")
    day.carry()
    outgoing.revise(day.officer, document, ENTRY, drafts.encode(LETTER), ready())
    assert returned(day.officer, document) == found
    blob, pdf = day.main(day.officer, document)
    mark = setting.set_signature(pdf, setting.initials("KyNhay1", "Người si"), day.hand("can-bo"))
    outgoing.initial(day.officer, document, blob, mark)
    assert returned(day.officer, document) is None


def ready() -> NewFile:
    page = render(LETTER, template.load(), reference.forms())
    return NewFile("cong-van.pdf", "application/pdf", setting.ready(page), page.pages)
