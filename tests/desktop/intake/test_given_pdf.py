"""Signatures find their places in a PDF that LibreOffice laid out; else the reason is said."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from core.errors import AntinError, DatePlaceMissing, NumberPlaceMissing, SignaturePlaceMissing
from core.office.draft import Checker
from core.signing.places import places
from desktop.forms import template
from desktop.forms.template import MM
from desktop.intake.given_pdf import Page, page_of, read, ready, sites
from desktop.page_lines import TextLine
from desktop.pages import PageServer

PLAN = Path(__file__).parents[2] / "data/word/ke-hoach.pdf"
SIGNER = "Trần Giả Định"
ROOM = template.load().fields
CHECKERS = (
    Checker(duty="content", name="Lê Thử"),
    Checker(duty="content", name="Phạm Mẫu"),
    Checker(duty="format", name="Vũ Ví Dụ"),
)


@pytest.fixture(scope="module")
def pages() -> tuple[Page, ...]:
    return read(PLAN.read_bytes())


def run_with(page: Page, words: str) -> TextLine:
    return next(run for run in page.runs if words in run.text)


def test_each_signature_stands_in_its_place(pages: tuple[Page, ...]) -> None:
    found = {field.name: field for field in sites(pages, SIGNER, CHECKERS, ROOM).fields}
    page = pages[0]
    name = run_with(page, SIGNER)
    signature, seal = found["KyChinh"].box, found["ConDau"].box
    authority = run_with(page, "SƯ ĐOÀN TRƯỞNG")
    assert name.top <= signature[1] < signature[3] <= authority.bottom
    middle = (name.left + name.right) / 2
    assert (signature[0] + signature[2]) / 2 == pytest.approx(middle, abs=0.5)
    assert seal[2] == pytest.approx(signature[0] + (signature[2] - signature[0]) / 3, abs=0.1)
    assert seal[2] - seal[0] == pytest.approx(ROOM.seal_mm * MM, abs=0.1)
    number, slash = found["SoVanBan"].box, run_with(page, "/KH-SĐ999")
    assert number[1] < slash.bottom < number[3]
    assert number[2] <= slash.left + 4 * MM
    date, line = found["NgayVanBan"].box, run_with(page, "Thành phố Mô Phỏng")
    assert date[1] < line.bottom + 3 < date[3]
    assert date[0] > line.left + 20 * MM
    ending, title = run_with(page, "./."), run_with(page, "Nơi nhận")
    assert ending.right < found["KyNhay1"].box[0] < found["KyNhay2"].box[0]
    assert title.right < found["KyNhay3"].box[0]
    assert found["KyNhay3"].box[1] == pytest.approx(title.bottom, abs=0.1)


def test_the_file_is_ready_for_its_first_signature(pages: tuple[Page, ...]) -> None:
    found = sites(pages, SIGNER, CHECKERS, ROOM)
    made = ready(PLAN.read_bytes(), found)
    named = {place.name: place for place in places(made)}
    assert named.keys() == {field.name for field in found.fields}
    for field in found.fields:
        assert named[field.name].box == pytest.approx(field.box, abs=0.01)
        assert not named[field.name].signed


def test_what_is_blank_is_covered_and_nothing_else(pages: tuple[Page, ...]) -> None:
    server = PageServer()
    found = sites(pages, SIGNER, CHECKERS, ROOM)
    before, after = server.open(PLAN.read_bytes()), server.open(ready(PLAN.read_bytes(), found))
    old, new = server.render(before, 0, 595), server.render(after, 0, 595)
    server.stop()
    changed = {
        (at // 4 % old.width, at // 4 // old.width)
        for at in range(0, len(old.pixels), 4)
        if old.pixels[at : at + 3] != new.pixels[at : at + 3]
    }
    height = pages[0].size[1]
    boxes = found.covered
    assert changed
    for x, y in changed:
        assert any(
            left - 2 <= x <= right + 2 and height - top - 2 <= y <= height - bottom + 2
            for left, bottom, right, top in boxes
        )


def shown(page: Page, change: Callable[[str], str]) -> tuple[Page, ...]:
    runs = [TextLine(r.left, r.bottom, r.right, r.top, change(r.text), r.bold) for r in page.runs]
    return (page_of(page.size, runs),)


CASES: list[tuple[str, str, type[AntinError]]] = [
    ("Số:", "Số: 15", NumberPlaceMissing),
    ("Số:", "Công văn", NumberPlaceMissing),
    ("tháng", "tuần", DatePlaceMissing),
    (SIGNER, "Trần Văn Khác", SignaturePlaceMissing),
]


@pytest.mark.parametrize(("words", "instead", "error"), CASES)
def test_without_its_blank_the_reason_is_said(
    pages: tuple[Page, ...], words: str, instead: str, error: type[AntinError]
) -> None:
    changed = shown(pages[0], lambda text: text.replace(words, instead))
    with pytest.raises(error):
        sites(changed, SIGNER, CHECKERS, ROOM)


def test_no_room_over_the_name(pages: tuple[Page, ...]) -> None:
    page, name = pages[0], run_with(pages[0], SIGNER)
    low = TextLine(name.left, name.top + 20, name.right, name.top + 32, "SƯ ĐOÀN TRƯỞNG")
    with pytest.raises(SignaturePlaceMissing):
        sites((page_of(page.size, [*page.runs, low]),), SIGNER, CHECKERS, ROOM)


def test_the_writer_of_minutes_signs_over_his_name(pages: tuple[Page, ...]) -> None:
    page = pages[0]
    name = TextLine(90, 300, 180, 312, "Lê Thử")
    both = (Checker(duty="secretary", name="Lê Thử"),)
    [first, *_] = sites((page_of(page.size, [*page.runs, name]),), SIGNER, both, ROOM).fields
    assert (first.name, first.box[0]) == ("KyNhay1", 90)
    assert first.box[1] > 312
    with pytest.raises(SignaturePlaceMissing):
        sites(pages, SIGNER, (replace_name(both[0]),), ROOM)


def replace_name(checker: Checker) -> Checker:
    return Checker(duty=checker.duty, name="Không có")
