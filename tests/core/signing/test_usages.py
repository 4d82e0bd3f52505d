"""The paths that the library is given are its own: on every file of the corpus that can be read."""

from __future__ import annotations

import logging
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING

import pikepdf
import pytest
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter

from core.signing.reading import open_reader
from core.signing.usages import Usages
from tests.pki.documents import five

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pyhanko.pdf_utils.generic import Reference
    from pyhanko.pdf_utils.reader import RawPdfPath

FILES = Path(__file__).parents[2] / "data" / "signed" / "files"
MOST = 100_000


Paths = dict["Reference", set["RawPdfPath"]]


def library(pdf: bytes) -> list[Paths] | None:
    """The paths of each revision but the last; None where the file cannot be read to its end."""
    found = []
    try:
        reader = open_reader(pdf)
        for revision in range(reader.xrefs.total_revisions - 1):
            old = reader.get_historical_resolver(revision)
            old._load_reverse_xref_cache()
            found.append(old._indirect_object_access_cache)
    except Exception:  # noqa: BLE001 - a hostile file makes it raise a dozen kinds
        return None
    return found


def differing(pdf: bytes, expected: list[Paths]) -> list[tuple[int, Reference]]:
    """Revision and object of every difference: what later revisions write, and the fields."""
    reader, wrong = open_reader(pdf), []
    usages = Usages(reader)
    for revision, theirs in enumerate(expected):
        found = usages.of(reader.get_historical_resolver(revision))
        for each in usages._later(revision) | set(found):
            if found.get(each, set()) != theirs.get(each, set()):
                wrong.append((revision, each))
    return wrong


@pytest.fixture(autouse=True)
def _quiet() -> Iterator[None]:
    logging.disable()
    yield
    logging.disable(logging.NOTSET)


def test_the_paths_are_those_of_the_library() -> None:
    found = {}
    for path in sorted(FILES.rglob("*.pdf")):
        pdf = path.read_bytes()
        expected = library(pdf) if len(pdf) < MOST and path.parent.name != "bombs" else None
        if expected:
            found[path.name] = differing(pdf, expected)
    assert len(found) > 50, "too little was compared"
    assert {name: wrong for name, wrong in found.items() if wrong} == {}


def test_many_pages_and_five_hands() -> None:
    expected = library(five(3))
    assert expected is not None
    assert len(expected) == 6  # drawn, with fields, five times signed: all but the last
    assert differing(five(3), expected) == []


def test_an_object_that_everything_refers_to_keeps_all_its_paths() -> None:
    """One that is written again is found wherever it was used, on pages and beside them."""
    output = BytesIO()
    with pikepdf.open(BytesIO(five(3))) as document:
        shared = document.make_indirect(pikepdf.Dictionary(Kind=pikepdf.Name.Shared))
        for page in document.pages:
            page.obj.Shared = pikepdf.Array([shared, pikepdf.Dictionary(Deep=shared)])
            page.obj.Next = document.pages[0].obj
        document.Root.Shared = shared
        document.save(output)
    writer = IncrementalPdfFileWriter(output)
    again = writer.root.raw_get("/Shared").reference
    writer.mark_update(again)
    writer.write_in_place()
    reader = open_reader(output.getvalue())
    [paths] = [
        paths
        for each, paths in Usages(reader).of(reader.get_historical_resolver(0)).items()
        if each.idnum == again.idnum
    ]
    assert len(paths) == 7
    assert differing(output.getvalue(), library(output.getvalue()) or []) == []
