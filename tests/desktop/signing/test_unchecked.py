"""Before a signature it is said what nobody has checked; who checked the content does not sign."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from core.office.terms import Act
from core.office.workflow import Ask
from db.actions import files, outgoing
from db.queries import office
from desktop.drafts import keeping
from desktop.drafts.keeping import Task
from desktop.drafts.writing import Written, blocks
from desktop.signing.examining import Examined, examine
from desktop.signing.holders import Holder
from desktop.signing.preflight import Flaw
from desktop.signing.summary import batch_rows
from tests.db.letter_rig import Letters


@pytest.fixture
def letters(tmp_path: Path) -> Iterator[Letters]:
    made = Letters(tmp_path)
    yield made
    made.close()


def submitted(letters: Letters, document: str) -> Examined:
    outgoing.submit(letters.officer, document)
    return examine(letters.commander, document)


def test_what_nobody_checked_stands_in_the_summary(letters: Letters) -> None:
    checked = submitted(letters, letters.checked())
    unchecked = submitted(letters, letters.initialled())
    assert checked.unchecked == ()
    assert unchecked.unchecked == (Ask.NO_CONTENT_CHECK, Ask.NO_FORMAT_CHECK)
    rows = dict(batch_rows([checked, unchecked], 0, Holder(office.me(letters.commander)), 0))
    assert rows["signing.pin.no_content_check"] == rows["signing.pin.no_format_check"] == "1"
    rows = dict(batch_rows([checked], 0, Holder(office.me(letters.commander)), 0))
    assert not [key for key in rows if key.startswith("signing.pin.no_")]


def test_who_checked_the_content_is_told_that_another_signs(letters: Letters) -> None:
    """With a file that can be read: what stands against it is looked for in that first."""
    written = Written(
        subject="về việc bảo đảm thông tin", addressees="Phòng Tham mưu", body=blocks("Nội dung."),
        symbol="SĐ999-TM", signer="Người chi",
    )  # fmt: skip
    document = keeping.save(letters.officer, Task(), written).entity
    content = files.content(letters.officer, letters.blob(document))
    mark = replace(letters.mark("initial"), content=content + b"\n")
    outgoing.initial(letters.officer, document, letters.blob(document), mark)
    outgoing.check(letters.head, document, Act.CHECK_CONTENT, letters.blob(document))
    assert Flaw.SAME_HANDS not in submitted(letters, document).flaws
    assert Flaw.SAME_HANDS in examine(letters.head, document).flaws
