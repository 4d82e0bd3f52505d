"""A trust list that ran out: every place that leans on it says so; nowhere does it pass in silence.

Reports as pages are in test_report_html.py, the commands in tests/desktop/commands.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel

from core.signing.algorithms import BUILT_IN
from core.signing.report import Basis, Reason, Report, Verdict
from core.signing.trust import Trust
from db.actions import trusting
from desktop.signing.pin_sheet import PinSheet
from desktop.signing.report_words import overdue
from desktop.signing.verdict import VerdictPanel
from desktop.sync.screen import SCREEN as SYNC
from tests.desktop.desk_rig import CTRL, Desk, press
from tests.desktop.looks import settle, visible
from tests.desktop.signing.test_sign_queue import sit, submitted
from tests.pki import authority

DAY_MS = 86_400_000
WARNED = "đã quá hạn ngày"


@pytest.fixture
def desk(tmp_path: Path, qtbot: object) -> Iterator[Desk]:
    made = Desk(tmp_path)
    yield made
    made.close()


def hold(desk: Desk, days_ago: int) -> None:
    """The commander's machine holds a list that was made some days ago for five."""
    given = Trust(
        roots=(authority.root().der,),
        intermediates=(authority.issuing().der,),
        crls=authority.crls(),
        algorithms=BUILT_IN,
    )
    admin = desk.world.admin.store
    then = replace(admin, now=lambda: admin.now() - days_ago * DAY_MS)
    trusting.take(desk.day.commander, trusting.make(then, given, 5))


@pytest.mark.parametrize(("days_ago", "tone"), [(0, "text2"), (6, "warn")])
def test_the_pin_sheet_warns_before_anything_is_signed(
    desk: Desk, days_ago: int, tone: str
) -> None:
    hold(desk, days_ago)
    submitted(desk, "Về việc ký")
    sit(desk)
    press(Qt.Key.Key_Return, CTRL)
    sheet = desk.windows[-1].scrim.card
    assert isinstance(sheet, PinSheet)
    assert sheet.trust in visible(sheet, QLabel)
    assert (WARNED in sheet.trust.text()) == (tone == "warn")
    assert sheet.trust.property("tone") == tone


def test_the_sync_screen_warns_and_shows_the_algorithms(desk: Desk) -> None:
    for days_ago in (6, 0):
        hold(desk, days_ago)
        desk.sit(desk.day.commander, SYNC)
        said = [one.text() for one in visible(desk.view(), QLabel)]
        assert any(WARNED in one for one in said) == (days_ago == 6)
        assert any("RSA ≥ 2048 · PKCS#1 v1.5/PSS" in one for one in said)


def test_the_verdict_beside_a_document_warns(desk: Desk) -> None:
    """A good one above all."""
    hold(desk, 6)
    held = trusting.held(desk.day.commander)
    assert held is not None
    basis = Basis(number=held.number, made_ms=held.made, next_ms=held.next)
    _, context = desk.sit(desk.day.commander, SYNC)
    panel = VerdictPanel(context)
    panel.show()
    for at, warns in ((held.next, True), (held.next - 1, False)):
        panel._show(
            Report(
                verdict=Verdict.VALID, reason=Reason.GOOD, at_ms=at, sha256="", size=1, basis=basis
            )
        )
        settle()
        assert panel.overdue.isVisible() == warns
        assert (WARNED in panel.overdue.text()) == warns
    panel.close()
    panel.deleteLater()


def test_without_a_list_there_is_none_that_ran_out() -> None:
    bare = Report(verdict=Verdict.VALID, reason=Reason.GOOD, at_ms=1, sha256="", size=1)
    assert overdue(bare, "vi") == ""
