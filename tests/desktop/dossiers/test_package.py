"""A whole dossier leaves as a package: all pages, the decree's description, the files as they are;
each act told, nothing that the person may not see, nothing left of a package given up."""

from __future__ import annotations

import hashlib
import io
import zipfile
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from xml.etree import ElementTree as Xml

import pypdfium2 as pdfium
import pytest

from core.errors import NotAllowed, NotFound
from core.office.metadata import FIELDS, Subject
from db import commits
from db.acting import Store
from db.actions import dossiers, handling, incoming
from db.actions.files import NewFile
from db.queries import dossiers as lists
from desktop import clock, page_binder
from desktop.dossiers.package import PDF, XML, Package
from desktop.dossiers.packing import LackingSheet
from tests.db.test_ledger import ENTRY
from tests.db.unit_of_three import START
from tests.desktop.dossiers.shelves import Shelves
from tests.desktop.dossiers.test_dossiers_screen import go, shown
from tests.desktop.looks import assert_named, assert_not_clipped, screenshot

INCOMING = Path(__file__).parents[2] / "data" / "incoming"
LETTERS = (
    ("31/KH-TM", "2026-11-10", "libreoffice-cong-van.pdf", "Kế hoạch bảo đảm thông tin"),
    ("217/TM-TH", "2026-11-02", "scan-bao-cao.pdf", "Về việc chuẩn bị diễn tập"),
    ("08/BC-HC", "2026-11-12", "password.pdf", "Báo cáo " + "rất dài " * 70),
)


@pytest.fixture
def shelves(tmp_path: Path, qapp: object, monkeypatch: pytest.MonkeyPatch) -> Iterator[Shelves]:
    monkeypatch.setattr(clock, "now_ms", lambda: START)
    made = Shelves(tmp_path)
    yield made
    made.close()


def filled(shelves: Shelves, *beside: NewFile) -> str:
    """A dossier with three letters that were brought as files, the second with more of them."""
    made = []
    for code, dated, name, subject in LETTERS:
        entry = replace(ENTRY, code=code, document_date=dated, subject=subject)
        file = NewFile(f"Bản gốc {name}", "application/pdf", (INCOMING / name).read_bytes(), 1)
        letter = incoming.register(shelves.clerk, entry, file, shelves.world.book).entity
        if beside and code == "217/TM-TH":
            handling.add_files(shelves.clerk, letter, beside)
        incoming.submit(shelves.clerk, letter)
        incoming.take_note(shelves.by("chi"), letter, "Đã biết, lưu")
        made.append(letter)
    dossier = shelves.open("01.TM", papers=False)
    dossiers.put_all(shelves.clerk, dossier, made)
    return dossier


def told(store: Store, kind: str, *ids: str) -> int:
    """How many operations of a kind stand in the lives of some things."""
    entity = kind.partition(".")[0]
    with store.engine.begin() as connection:
        found = [one for name in ids for one, _ in commits.touching(connection, (entity, name))]
    return sum(op.kind == kind for one in found for op in one.ops)


def test_all_pages_the_description_and_the_files_as_they_are(
    shelves: Shelves, tmp_path: Path
) -> None:
    dossier, path = filled(shelves), tmp_path / "Hồ sơ.zip"
    package = Package(shelves.clerk, dossier, path)
    for place in range(3):
        package.add(shelves.clerk, place)
    outcome = package.finish(shelves.clerk)
    assert (outcome.documents, outcome.away) == (3, ())
    assert outcome.unbound == ("08/BC-HC (Bản gốc password.pdf)",)
    assert [(of, one.name, one.most) for of, one in outcome.long] == [("08/BC-HC", "Subject", 500)]
    assert [item.name for item in tmp_path.glob("*.part")] == []
    with zipfile.ZipFile(path) as package_file:
        assert package_file.testzip() is None
        kept = {name: package_file.read(name) for name in package_file.namelist()}
    originals = [name for name in kept if name.startswith("Tep/")]
    assert originals == [
        "Tep/001-01-ban-goc-scan-bao-cao.pdf",
        "Tep/002-01-ban-goc-libreoffice-cong-van.pdf",
        "Tep/003-01-ban-goc-password.pdf",
    ]
    by_day = sorted(LETTERS, key=lambda letter: letter[1])
    for name, (_, _, source, _) in zip(originals, by_day, strict=True):
        assert kept[name] == (INCOMING / source).read_bytes()
    described(kept[XML], kept)
    bound(kept[PDF])
    letters = [line.row.id for line in lists.page(shelves.clerk, dossier).index]
    assert told(shelves.clerk, "document.export", *letters) == 3
    assert told(shelves.clerk, "copy.take", dossier) == 1


def described(xml: bytes, kept: dict[str, bytes]) -> None:
    root = Xml.fromstring(xml)
    assert root.findtext("FileCode/FileNotation") == "01.TM"
    assert root.findtext("Maintenance") == "Vĩnh viễn"
    assert root.findtext("DocTotal") == "3"
    letters = root.findall("Documents/Document")
    assert [one.findtext("CodeNumber") for one in letters] == ["217", "31", "08"]
    assert [one.findtext("CodeNotation") for one in letters] == ["TM-TH", "KH-TM", "BC-HC"]
    assert [one.findtext("IssuedDate") for one in letters] == [
        "02/11/2026",
        "10/11/2026",
        "12/11/2026",
    ]
    first = letters[0]
    assert (first.get("kind"), first.findtext("DocOrdinal")) == ("incoming", "1")
    assert first.findtext("TraceHeaderList", "").endswith("Người chi: Đã biết, lưu")
    order = [field.name.split("/")[0] for field in FIELDS[Subject.INCOMING]]
    placed = [order.index(part.tag) for part in first if part.tag != "Files"]
    assert placed == sorted(placed)
    for file in root.iter("File"):
        content = kept[file.attrib["place"]]
        assert file.attrib["sha256"] == hashlib.sha256(content).hexdigest()
        assert int(file.attrib["size"]) == len(content)


def bound(pdf: bytes) -> None:
    with pdfium.PdfDocument(io.BytesIO(pdf)) as read:
        texts = [" ".join(page.get_textpage().get_text_range().split()) for page in read]
    assert "MỤC LỤC" in texts[0]
    assert "217/TM-TH" in " ".join(texts)
    assert "Chữ ký số chỉ kiểm tra được trên tệp gốc" in texts[-1]
    assert "password.pdf" in texts[-1]


def test_a_file_that_takes_the_child_down_keeps_only_itself_out(
    shelves: Shelves, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(page_binder, "MEMORY_MB", 400)
    large = NewFile("lon.pdf", "application/pdf", b"%PDF-1.7\n" + bytes(120 << 20), 1)
    dossier = filled(shelves, large)
    path = tmp_path / "a.zip"
    package = Package(shelves.clerk, dossier, path)
    package.add(shelves.clerk, 0)
    package._binder._child.stop()  # as if killed from outside
    for place in (1, 2):
        package.add(shelves.clerk, place)
    outcome = package.finish(shelves.clerk)
    assert outcome.unbound == ("217/TM-TH (lon.pdf)", "08/BC-HC (Bản gốc password.pdf)")
    with pdfium.PdfDocument(zipfile.ZipFile(path).read(PDF)) as read:
        assert len(read) == 5, "two pages of the index, the scan, the letter, the note"


def test_who_may_not_export_gets_nothing(shelves: Shelves, tmp_path: Path) -> None:
    dossier, path = filled(shelves), tmp_path / "a.zip"
    with pytest.raises(NotAllowed):
        Package(shelves.by("si"), dossier, path)
    with pytest.raises(NotFound):
        Package(shelves.clerk, shelves.world.unit.new_id(), path)
    assert not list(tmp_path.glob("a.zip*"))


def asked(shelves: Shelves, path: Path) -> None:
    """The command, and a path typed."""
    go(shelves)
    shelves.stage.settle(lambda: shown(shelves))
    commands = {one.id: one for one in shelves.stage.window.stack.view().commands()}
    commands["package"].run()
    shelves.stage.window.scrim.card.edit.setText(str(path))
    shelves.stage.press("Return")


def test_from_the_screen_it_says_what_is_lacking(shelves: Shelves, tmp_path: Path) -> None:
    filled(shelves)
    asked(shelves, tmp_path / "ho-so.zip")
    window = shelves.stage.window
    shelves.stage.settle(lambda: isinstance(window.scrim.card, LackingSheet))
    assert zipfile.ZipFile(tmp_path / "ho-so.zip").testzip() is None
    assert_not_clipped(window)
    assert_named(window)
    screenshot(window, "dossier-package")


def test_a_lock_leaves_nothing(shelves: Shelves, tmp_path: Path) -> None:
    filled(shelves)
    asked(shelves, tmp_path / "khoa.zip")
    assert [path.suffix for path in tmp_path.glob("khoa*")] == [".part"]
    shelves.stage.window.keep()
    shelves.stage.window.end_session()
    shelves.stage.settle()
    assert not list(tmp_path.glob("khoa*"))
