"""Pages of PDFs from the limited process: good files, bad files, files that kill or stall it."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING

import pikepdf
import pytest

from core.errors import AntinError, BrokenPdf, EmptyFile, NotAPdf, ProtectedPdf, TooLarge
from desktop import pages
from desktop.page_reader import MAX_PAGES, MAX_SIDE
from desktop.pages import PageServer
from tests.desktop.sample import sample_pdf

if TYPE_CHECKING:
    from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path


@pytest.fixture
def server() -> Iterator[PageServer]:
    made = PageServer()
    yield made
    made.stop()


def saved(pdf: pikepdf.Pdf, **options: object) -> bytes:
    buffer = io.BytesIO()
    pdf.save(buffer, **options)
    return buffer.getvalue()


def blank(*boxes: tuple[float, float]) -> pikepdf.Pdf:
    pdf = pikepdf.new()
    for box in boxes:
        pdf.add_blank_page(page_size=box)
    return pdf


def test_sizes_images_and_text_of_a_good_file(server: PageServer) -> None:
    handle = server.open(sample_pdf(3))
    assert handle.page_count == 3
    assert handle.sizes == ((595.0, 842.0),) * 3
    image = server.render(handle, 1, 600)
    assert (image.width, abs(image.height - 849) <= 1) == (600, True)
    assert len(image.pixels) == image.width * image.height * 4
    assert len(set(image.pixels[::997])) > 2, "there is ink on the paper"
    assert "Trang 2, dong 1" in server.text(handle, 1)
    server.close(handle)


def test_lines_carry_their_place(server: PageServer) -> None:
    handle = server.open(sample_pdf(1))
    line = next(line for line in server.lines(handle, 0) if "dong 1:" in line.text)
    assert abs(line.left - 85) < 3
    assert 725 < line.bottom < line.top < 745
    server.close(handle)


def test_a_page_is_never_wider_than_asked_nor_higher_than_the_limit(server: PageServer) -> None:
    handle = server.open(saved(blank((100, 10_000))))
    image = server.render(handle, 0, 5000)
    assert image.width <= 5000
    assert image.height <= MAX_SIDE
    server.close(handle)


def encrypted() -> bytes:
    return saved(blank((595, 842)), encryption=pikepdf.Encryption(owner="o", user="u"))


BAD = {
    "empty": (b"", EmptyFile),
    "text": ("Không phải PDF".encode(), NotAPdf),
    "zip": (b"PK\x03\x04" + bytes(400), NotAPdf),
    "head only": (b"%PDF-1.7\n", BrokenPdf),
    "noise": (b"%PDF-1.7\n" + bytes(range(256)) * 200, BrokenPdf),
    "password": (encrypted(), ProtectedPdf),
    "no pages": (saved(pikepdf.new()), BrokenPdf),
}


def test_bad_files_are_refused_by_name_and_the_next_is_read_as_ever(server: PageServer) -> None:
    for name, (file, error) in BAD.items():
        with pytest.raises(AntinError) as raised:
            server.open(file)
        assert type(raised.value) is error, name
        assert server.open(sample_pdf(1)).page_count == 1, name


def test_a_file_cut_short_is_read_or_refused(server: PageServer) -> None:
    file = sample_pdf(2)
    for place in range(0, len(file), len(file) // 40):
        with suppress(BrokenPdf, EmptyFile, NotAPdf):
            handle = server.open(file[:place])
            server.render(handle, 0, 200)


def test_odd_pages_are_shown_as_a4(server: PageServer) -> None:
    pdf = blank((595, 842), (595, 842))
    pdf.pages[1].mediabox = pikepdf.Array([0, 0, 900_000, 900_000])
    handle = server.open(saved(pdf))
    assert handle.sizes[1] == (595.0, 842.0)
    assert server.render(handle, 1, 300).width <= 300
    server.close(handle)


def test_too_many_pages_and_too_many_bytes_are_refused(
    server: PageServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    pdf = pikepdf.new()
    pdf.add_blank_page(page_size=(10, 10))
    page = pdf.pages[0].obj
    pdf.Root.Pages.Kids = pikepdf.Array([page] * (MAX_PAGES + 1))
    pdf.Root.Pages.Count = MAX_PAGES + 1
    with pytest.raises((TooLarge, BrokenPdf)):
        server.open(saved(pdf))
    monkeypatch.setattr(pages, "MAX_BYTES", 1000)
    with pytest.raises(TooLarge):
        server.open(sample_pdf(1))


def test_a_page_beyond_the_end_is_a_broken_page(server: PageServer) -> None:
    handle = server.open(sample_pdf(1))
    with pytest.raises(BrokenPdf):
        server.render(handle, 7, 100)
    server.close(handle)


def kill(server: PageServer) -> None:
    child = server._child._child
    assert child is not None
    child[0].kill()


def test_a_child_killed_meanwhile_is_replaced_unnoticed() -> None:
    server = PageServer()
    first, second = server.open(sample_pdf(1)), server.open(sample_pdf(2))
    kill(server)
    assert server.render(second, 1, 100).width == 100
    assert server.text(first, 0).startswith("DU LIEU")
    kill(server)
    assert server.open(sample_pdf(1)).page_count == 1
    server.stop()


def test_a_file_that_stalls_the_child_is_broken_and_the_others_go_on() -> None:
    server = PageServer()
    handle = server.open(sample_pdf(1))
    with pytest.raises(BrokenPdf):
        server._ask_child(pages.Question("render", handle.number, 0, 9000), seconds=0.0)
    assert server.render(handle, 0, 100).width == 100
    server.stop()


def test_stopping_forgets_every_file() -> None:
    server = PageServer()
    handle = server.open(sample_pdf(1))
    server.stop()
    assert server._files == {}
    assert server._child._child is None
    with pytest.raises(KeyError):
        server.render(handle, 0, 100)


def test_the_child_can_write_no_file_and_is_limited(server: PageServer) -> None:
    server.open(sample_pdf(1))
    child = server._child._child
    assert child is not None
    limits = Path(f"/proc/{child[0].pid}/limits").read_text(encoding="ascii")
    found = {line[:26].strip(): line[26:].split()[0] for line in limits.splitlines()}
    assert found["Max file size"] == "0"
    assert found["Max core file size"] == "0"
    assert int(found["Max address space"]) == pages.MEMORY_MB << 20
