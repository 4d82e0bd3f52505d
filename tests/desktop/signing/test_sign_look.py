"""The sign queue in every look: nothing to sign, the queue, the PIN, the progress, the result."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from core.errors import ContentChanged
from db.queries.batches import Cut
from desktop.signing.batch import Batch, Outcome
from desktop.signing.batch_sheet import ResultSheet
from desktop.signing.resume_sheet import ResumeSheet
from desktop.signing.screen import SCREEN, SigningScreen
from desktop.signing.signing_run import PROGRESS
from desktop.widgets.progress_sheet import ProgressSheet
from tests.desktop.desk_rig import CTRL, NOW, Desk, press, write
from tests.desktop.looks import (
    Setting,
    assert_contrast,
    assert_named,
    assert_not_clipped,
    dressed,
    every_look,
    screenshot,
    settle,
)
from tests.desktop.signing.test_sign_queue import submitted

K = Qt.Key
SUBJECTS = (
    (
        "đề nghị phê duyệt kế hoạch bảo đảm hậu cần, kỹ thuật cho diễn tập phòng thủ năm 2026",
        "urgent",
    ),
    ("báo cáo kết quả kiểm tra công tác văn thư, lưu trữ", "express"),
    ("rà soát, bổ sung danh mục vật tư", "very_urgent"),
    ("lịch trực sẵn sàng chiến đấu dịp Tết Dương lịch 2027", "normal"),
)


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory, qapp: object) -> Iterator[Desk]:
    made = Desk(tmp_path_factory.mktemp("desk"))
    for subject, urgency in SUBJECTS:
        submitted(made, subject, urgency=urgency)
    submitted(made, "đính chính số liệu tại Báo cáo số 318", signer="Phạm Văn Mô Phỏng")
    made.day.carry()
    made.sit(made.day.commander, SCREEN)
    yield made
    made.close()


@pytest.fixture(autouse=True)
def _no_child_left(desk: Desk) -> Iterator[None]:
    """The page process ends with every test; the window stays."""
    desk.view().open(None)
    yield
    desk.view().keep()
    desk.pages.stop()


def good(desk: Desk, name: str) -> None:
    window = desk.windows[-1]
    settle()
    screenshot(window, name)
    assert_not_clipped(window)
    assert_named(window)


@pytest.mark.parametrize("look", every_look(), ids=lambda look: look.name)
def test_the_queue_and_its_sheets(desk: Desk, look: Setting) -> None:
    window, context = desk.windows[-1], desk.contexts[-1]
    screen = desk.view()
    assert isinstance(screen, SigningScreen)
    with dressed(look):
        window.resize(*look.size)
        press(K.Key_Home, at=screen.list.view)
        press(K.Key_Down, at=screen.list.view)
        QTest.qWait(250)
        good(desk, f"signing-queue-{look.name}")
        press(K.Key_Return, CTRL, at=screen.list.view)
        write("12345")
        good(desk, f"signing-pin-{look.name}")
        assert window.scrim.card is not None
        assert_contrast(window.scrim.card)
        press(K.Key_Escape)
        chosen = screen.list.chosen()
        batch = Batch(context, chosen, frozenset())
        subjects = [one.row.subject for one in chosen]
        progress = ProgressSheet(batch, subjects, PROGRESS, "document_signature")
        window.open_sheet(progress)
        good(desk, f"signing-progress-{look.name}")
        progress.put_away()
        refused = [
            Outcome(chosen[0]),
            Outcome(chosen[1], ContentChanged()),
            Outcome(chosen[2], skipped=True),
        ]
        window.open_sheet(ResultSheet(refused))
        good(desk, f"signing-result-{look.name}")
        assert_contrast(window.scrim.card)
        press(K.Key_Return)
        assert window.scrim.card is None
        rows = tuple(screen.queue.rows)
        window.open_sheet(ResumeSheet(Cut(NOW, rows[:2], rows[2:4], rows[4:])))
        good(desk, f"signing-resume-{look.name}")
        assert_contrast(window.scrim.card)
        press(K.Key_Escape)
        press(K.Key_F9)
        QTest.qWait(250)
        press(K.Key_Return)
        QTest.qWait(250)
        good(desk, f"signing-pass-{look.name}")
        assert_contrast(screen.one_by_one.bar)
        press(K.Key_Escape)
        screen.list.view.set_ticked(screen.list.free())
