"""What the signatures of a file say stands beside the form before it is registered."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtWidgets import QApplication
from typing_extensions import override

from core.signing.trust import Trust
from db.actions import trusting
from desktop.background import Lane, Task
from tests.db.test_ledger import World
from tests.desktop.incoming.rig import CTRL, ENTER, Rig, Stepwise
from tests.desktop.incoming.test_looks import in_every_look, looked_at
from tests.desktop.signing.test_report_sheet import turned
from tests.pki import authority
from tests.pki.craft import revise
from tests.pki.documents import five

DAY_MS = 86_400_000


@pytest.fixture
def altered(tmp_path: Path) -> Path:
    """Signed by five hands, its page turned on its head afterwards."""
    path = tmp_path / "da-sua.pdf"
    path.write_bytes(revise(five(), turned))
    return path


def test_a_bad_verdict_is_said_before_registering_and_forbids_nothing(
    clerk: Rig, altered: Path
) -> None:
    clerk.import_file(altered)
    verdict = clerk.screen.page.scan.verdict
    assert clerk.rows() == []
    assert verdict.text.startswith("Chữ ký số: ĐÃ BỊ THAY ĐỔI SAU KHI KÝ. Nội dung đã thay đổi")
    assert "Người ký: Lê Văn Mẫu, " in verdict.text
    assert verdict.text.endswith("Vẫn đăng ký được; kết quả này lưu cùng văn bản.")
    assert any("ĐÃ BỊ THAY ĐỔI SAU KHI KÝ" in line for line in clerk.said)
    shown = verdict.found(altered.read_bytes())
    clerk.fill(issuer="Sở Giả Lập", type="bc", subject="Kết quả thử", document_date="0311")
    clerk.press(ENTER, CTRL, times=2)  # it has no number: asked about once
    clerk.rest()
    [row] = clerk.rows()
    [file] = clerk.page(row.id).files
    assert shown is not None
    assert file.intake == shown, "what the clerk read is what stays"
    clerk.import_file("libreoffice-cong-van.pdf")
    assert verdict.text == "", "a file without signatures needs no word"


def test_a_trust_list_that_ran_out_is_said_along(clerk: Rig, altered: Path) -> None:
    admin = clerk.world.admin.store
    then = replace(admin, now=lambda: admin.now() - 6 * DAY_MS)
    listed = Trust(roots=(authority.root().der,))
    trusting.take(clerk.store, trusting.make(then, listed, 5))
    clerk.import_file(altered)
    assert "Danh sách tin cậy số 1" in clerk.screen.page.scan.verdict.text
    assert "đã quá hạn ngày" in clerk.screen.page.scan.verdict.text
    trusting.take(clerk.store, trusting.make(admin, listed, 5))
    clerk.import_file("libreoffice-cong-van.pdf")
    clerk.import_file(altered)
    assert "Danh sách tin cậy" not in clerk.screen.page.scan.verdict.text


class Slow(Stepwise):
    """Works when it is told to, but for what is judged: that is answered last of all."""

    def __init__(self) -> None:
        super().__init__()
        self.judging: list[tuple[Task, Callable[[], Any]]] = []

    @override
    def run(
        self,
        lane: Lane,
        work: Callable[[], Any],
        done: Callable[[Any], None],
        failed: Callable[[Exception], None],
    ) -> Task:
        task = super().run(lane, work, done, failed)
        if lane is Lane.WORKER:
            self.judging.append(self.waiting.pop())
        return task

    def answer(self) -> None:
        """Judge now."""
        self.waiting, self.judging = [*self.waiting, *self.judging], []
        self.step()


def test_nobody_waits_for_it(world: World, tmp_path: Path, altered: Path) -> None:
    background = Slow()
    rig = Rig(world, world.clerk, tmp_path, background)
    background.step()
    rig.import_file(altered)
    background.step()
    assert rig.registering
    verdict = rig.screen.page.scan.verdict
    assert verdict.text == ""
    rig.fill(subject="Ket qua")
    field = QApplication.focusWidget()
    background.answer()
    assert verdict.text.startswith("Chữ ký số: ĐÃ BỊ THAY ĐỔI")
    assert QApplication.focusWidget() is field
    rig.type(" thu")
    assert rig.form.subject.toPlainText() == "Ket qua thu"
    rig.close()


def test_looks(clerk: Rig, altered: Path) -> None:
    clerk.import_file(altered)
    for look in in_every_look(clerk):
        looked_at(clerk, f"scan-verdict-{look}")
