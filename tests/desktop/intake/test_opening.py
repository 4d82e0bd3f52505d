"""Files that a person brings: each kind of bad one is told apart, nothing is kept of it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from core.errors import (
    BrokenPdf,
    EmptyFile,
    FileUnreadable,
    NotAPdf,
    ProtectedPdf,
    SecretRefused,
    TooLarge,
)
from desktop import reference
from desktop.intake import opening
from desktop.intake.opening import Known, arrive, shown_name
from desktop.pages import PageServer
from desktop.words import explain, words

FOLDER = Path(__file__).parents[2] / "data" / "incoming"
KNOWN = Known(reference.document_types().items)


@pytest.fixture
def pages() -> Iterator[PageServer]:
    server = PageServer()
    yield server
    server.stop()


def test_a_good_file_arrives_with_what_was_read(pages: PageServer) -> None:
    found = arrive(FOLDER / "qt-giay-moi.pdf", pages, KNOWN)
    assert (found.name, found.handle.page_count) == ("qt-giay-moi.pdf", 1)
    assert found.content == (FOLDER / "qt-giay-moi.pdf").read_bytes()
    assert found.reading.code == "19/GM-CT"


BAD = {
    "not-a-pdf.pdf": NotAPdf,
    "broken-cut.pdf": BrokenPdf,
    "password.pdf": ProtectedPdf,
    "empty.pdf": EmptyFile,
    "there-is-none.pdf": FileUnreadable,
    "": FileUnreadable,
}


def test_each_bad_file_is_refused_in_both_languages_and_the_next_one_is_read(
    pages: PageServer,
) -> None:
    for name, kind in BAD.items():
        with pytest.raises(kind) as caught:
            arrive(FOLDER / name, pages, KNOWN)
        assert not pages._files
        for language in ("vi", "en"):
            words.set_language(language)
            assert all(vars(explain(caught.value)).values())
        words.set_language("vi")
    assert arrive(FOLDER / "scan-bao-cao.pdf", pages, KNOWN).reading.code == ""


def test_a_file_over_the_limit_is_never_read_to_its_end(
    pages: PageServer, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(opening, "LARGEST", 1_000_000)
    huge = tmp_path / "huge.pdf"
    with huge.open("wb") as file:
        file.write(b"%PDF-1.7\n")
        file.truncate(1 << 40)
    with pytest.raises(TooLarge) as caught:
        arrive(huge, pages, KNOWN)
    assert "1,0 MB" in explain(caught.value).sentence()


def test_the_limit_is_what_the_store_and_the_pages_can_take() -> None:
    assert 100 << 20 < opening.LARGEST <= 200 << 20


def test_a_stamped_secret_does_not_come_in(pages: PageServer, tmp_path: Path) -> None:
    from reportlab.pdfbase import pdfmetrics
    from reportlab.pdfbase.ttfonts import TTFont
    from reportlab.pdfgen import canvas

    import resources

    font = str(resources.path("fonts/LiberationSerif-Regular.ttf"))
    pdfmetrics.registerFont(TTFont("Serif", font))
    file = tmp_path / "stamped.pdf"
    paper = canvas.Canvas(str(file), pagesize=(595, 842))
    paper.setFont("Serif", 12)
    paper.drawString(310, 780, "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM")
    paper.drawString(90, 740, "TỐI MẬT")
    paper.save()
    with pytest.raises(SecretRefused):
        arrive(file, pages, KNOWN)
    assert not pages._files


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        ("Báo cáo.pdf", "Báo cáo.pdf"),
        ("Ba\u0301o ca\u0301o.pdf", "Báo cáo.pdf"),
        ("một\ndòng.pdf", "một dòng.pdf"),
        ("hỏng\udcff.pdf", "hỏng?.pdf"),
    ],
)
def test_names_are_shown_as_people_read_them(name: str, shown: str) -> None:
    assert shown_name(name) == shown


def test_a_long_name_keeps_its_end() -> None:
    short = shown_name("x" * 400 + ".pdf")
    assert len(short) == opening.NAME_LIMIT
    assert short.endswith("….pdf")
