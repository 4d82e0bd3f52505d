"""The papers of dossiers from a real store, read back by PDFium, and how they are asked for."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import product
from pathlib import Path

import pytest

from core.errors import NotFound
from core.office.dossiers import Stage as At
from db.actions import dossiers
from desktop import clock
from desktop.dossiers import printing
from desktop.dossiers.paper_sheet import PaperSheet
from desktop.dossiers.printing import OFFERED, Paper
from desktop.printing.sheet import PrintSheet
from tests.db.unit_of_three import START
from tests.desktop.dossiers.shelves import Shelves
from tests.desktop.dossiers.test_dossiers_screen import go, shown
from tests.desktop.forms.reading import read


@pytest.fixture
def shelves(tmp_path: Path, qapp: object, monkeypatch: pytest.MonkeyPatch) -> Iterator[Shelves]:
    monkeypatch.setattr(clock, "now_ms", lambda: START)
    made = Shelves(tmp_path)
    yield made
    made.close()


def said(pdf: bytes) -> str:
    return " ".join(span.text for span in read(pdf).spans)


def test_the_papers_say_what_the_store_holds(shelves: Shelves) -> None:
    clerk = shelves.clerk
    one, two = shelves.closed("01.TM"), shelves.closed("02.TM")
    dossiers.hand_over(clerk, [one, two])
    contents = said(printing.pages(clerk, one, Paper.CONTENTS))
    for part in ("217/TM-TH", "31/KH-TM", "08/BC-TrĐ9991", "có 3 (ba) văn bản"):
        assert part in contents, part
    end = said(printing.pages(clerk, one, Paper.END))
    assert "Số trang: 9 (chín), đánh số từ 1 đến 9." in end
    assert "Thời hạn bảo quản: Vĩnh viễn" in end
    handed = said(printing.pages(clerk, two, Paper.HANDED_OVER))
    assert "Mục lục này gồm 2 hồ sơ" in handed
    assert "Viết bằng chữ: hai hồ sơ" in handed
    assert handed.index("01.TM") < handed.index("02.TM")
    minutes = said(printing.pages(clerk, one, Paper.MINUTES))
    assert "- Tổng số hồ sơ: 2 (hai) hồ sơ;" in minutes
    assert "3 (ba) tệp tin, của 3 (ba) văn bản." in minutes
    assert "từ ngày 02/10/2025 đến ngày 05/12/2025" in minutes
    assert "- Đại diện: Đại úy Người van" in minutes
    assert "Đỗ Thị Lưu Trữ" not in minutes
    dossiers.accept(shelves.by("luu"), [one, two])
    minutes = said(printing.pages(clerk, one, Paper.MINUTES))
    assert "- Đại diện: Trung úy Đỗ Thị Lưu Trữ" in minutes


def test_the_years_list_has_headings_and_totals(shelves: Shelves) -> None:
    year = said(printing.year_list(shelves.clerk, clock.today().year))
    assert "I. THAM MƯU" in year
    assert "có 6 (sáu) hồ sơ" in year
    assert "2 hồ sơ bảo quản vĩnh viễn" in year


@pytest.mark.parametrize(("stage", "paper"), list(product(At, Paper)))
def test_each_stage_has_its_papers(stage: At, paper: Paper) -> None:
    assert Paper.CONTENTS in OFFERED[stage]
    assert (paper in OFFERED[stage]) == (
        list(Paper).index(paper) < (1, 2, 4, 4)[list(At).index(stage)]
    )


def test_what_is_not_there_yet_or_not_seen_is_not_printed(shelves: Shelves) -> None:
    dossier = shelves.open("01.TM")
    with pytest.raises(NotFound):
        printing.pages(shelves.clerk, dossier, Paper.MINUTES)
    with pytest.raises(NotFound):
        printing.pages(shelves.by("si"), dossier, Paper.CONTENTS)


def test_ctrl_p_asks_which_and_opens_the_pages(shelves: Shelves) -> None:
    shelves.open("01.TM")
    shelves.closed("02.TM")
    go(shelves)
    shelves.stage.settle(lambda: shown(shelves))
    shelves.stage.press("Ctrl+P")  # of an open one there is only the index
    card = shelves.stage.window.scrim
    shelves.stage.settle(lambda: isinstance(card.card, PrintSheet))
    shelves.stage.press("Escape")
    go(shelves, 1)
    shelves.stage.settle(lambda: shown(shelves))
    shelves.stage.press("Ctrl+P")
    shelves.stage.settle(lambda: isinstance(card.card, PaperSheet))
    shelves.stage.press("Tab")
    shelves.stage.press("Return")
    shelves.stage.settle(lambda: isinstance(card.card, PrintSheet))
    shelves.stage.press("Escape")
    go(shelves, 4)
    shelves.stage.press("Ctrl+P")
    shelves.stage.settle(lambda: isinstance(card.card, PrintSheet))
    assert shelves.stage.faults == []
