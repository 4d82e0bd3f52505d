"""The logical structure of documents: whole, in reading order, with the text of the draft."""

from __future__ import annotations

import shutil
import subprocess
from functools import cache
from io import BytesIO
from unicodedata import normalize

import msgspec
import pikepdf
import pytest
from hypothesis import HealthCheck, Phase, given, settings

from core.office.draft import (
    Article,
    Clause,
    CongVan,
    Document,
    Draft,
    Heading,
    Item,
    Paragraph,
    Point,
    Table,
)
from core.office.family import family_of
from core.office.plain import plain
from core.office.printed import printed
from desktop import reference
from desktop.forms.document import appendices, render
from desktop.forms.template import load
from tests.core.office.letters import DOCUMENTS, LETTER
from tests.core.office.papers import PAPERS
from tests.desktop.forms import elements
from tests.desktop.forms.awkward_papers import AWKWARD, LONG_TABLE

TEMPLATE, FORMS = load(), reference.forms()
DRAFTS = PAPERS | AWKWARD
SHOWN = [*PAPERS, *(name for name in AWKWARD if " lines of " not in name)]
needs_poppler = pytest.mark.skipif(not shutil.which("pdfinfo"), reason="pdfinfo is not installed")


@cache
def drawn(name: str) -> bytes:
    return render(DRAFTS[name], TEMPLATE, FORMS, "DỮ LIỆU GIẢ LẬP").pdf


def of(draft: Draft) -> bytes:
    return render(draft, TEMPLATE, FORMS).pdf


def squeezed(text: str) -> str:
    return "".join(text.split())


def expected(draft: Draft) -> str:
    mark = TEMPLATE.urgency.of(draft.urgency)
    return plain(draft, FORMS, TEMPLATE.words, mark.text if mark else "")


@pytest.mark.parametrize("name", SHOWN)
def test_every_content_belongs_to_one_element_and_nothing_else_is_painted(name: str) -> None:
    pdf = drawn(name)
    whole = elements.tree(pdf)
    named = [
        (place, one.number) for one in whole.walk() for place in one.kids if type(place) is tuple
    ]
    assert len(named) == len({place for place, _number in named})
    assert sorted(elements.contents(pdf)) == sorted(place for place, _number in named)
    assert elements.parents(pdf) == dict(named)


@pytest.mark.parametrize("name", SHOWN)
def test_along_the_tree_the_text_is_the_draft_s(name: str) -> None:
    pdf, draft = drawn(name), DRAFTS[name]
    found = elements.said(pdf, elements.tree(pdf))
    assert normalize("NFC", found) == found
    assert squeezed(found) == squeezed(expected(draft))


@pytest.mark.parametrize("name", SHOWN)
def test_each_part_of_the_text_is_one_element(name: str) -> None:
    pdf, draft = drawn(name), DRAFTS[name]
    words = elements.texts(pdf)
    found = [
        "".join(words.get(place, "") for place in one.places(apart="L")).strip()
        for one in elements.tree(pdf).walk()
        if one.role in {"P", "LI", "H1", "H2", "H3", "H4", "H5", "H6"}
    ]
    family = family_of(draft, FORMS.families)
    assert family
    parts = [part for part in printed(draft, family) if part.kind in ("text", "basis", "article")]
    wanted = [" ".join(filter(None, f"{part.label} {part.text}".split(" "))) for part in parts]
    assert [text for text in found if text in wanted] == wanted


@settings(
    max_examples=8,
    deadline=None,
    suppress_health_check=list(HealthCheck),
    phases=[Phase.explicit, Phase.generate],
)
@given(DOCUMENTS.map(lambda draft: msgspec.structs.replace(draft, marker="")))
def test_any_document_is_read_along_its_tree_as_it_was_drafted(draft: Document) -> None:
    """Below a list of recipients that goes on over the page the marker is read after the signer."""
    pdf = of(draft)
    whole = elements.tree(pdf)
    assert sorted(elements.contents(pdf)) == sorted(whole.places())
    assert squeezed(elements.said(pdf, whole)) == squeezed(expected(draft))


@needs_poppler
@pytest.mark.parametrize("name", PAPERS)
def test_poppler_reads_the_same_along_the_tree(name: str) -> None:
    pdf = drawn(name)
    run = subprocess.run(
        ["pdfinfo", "-struct-text", "-"], input=pdf, capture_output=True, check=True
    )
    assert not run.stderr
    lines = (line.strip() for line in run.stdout.decode().splitlines())
    found = "".join(line[1:-1] for line in lines if line.startswith('"'))
    assert squeezed(found) == squeezed(expected(DRAFTS[name]))


def test_headings_stand_one_level_below_another() -> None:
    body = (
        Heading("chapter", "Quy định chung"),
        Article("Phạm vi", titled=True),
        Paragraph("Lời văn."),
        Heading("chapter", "Tổ chức"),
        Heading("section", "Một"),
        Article("Việc", titled=True),
        Clause("Khoản", titled=True),
    )
    whole = elements.tree(of(msgspec.structs.replace(PAPERS["quyet-dinh"], body=body)))
    roles = [one.role for one in whole.walk() if one.role.startswith("H")]
    assert roles == ["H1", "H2", "H3", "H2", "H3", "H4", "H5"]


def test_a_letter_is_headed_by_its_subject() -> None:
    pdf = of(LETTER)
    (heading,) = elements.tree(pdf).all("H1")
    assert elements.said(pdf, heading) == f"V/v {LETTER.subject}"


def test_points_are_lists_within_their_clauses() -> None:
    body = (Clause("Một:"), Point("a"), Point("b"), Item("x"), Clause("Hai"), Paragraph("Hết"))
    pdf = of(msgspec.structs.replace(LETTER, body=body))
    clauses = elements.tree(pdf).all("L")[0]
    first, second = (one for one in clauses.kids if isinstance(one, elements.Element))
    points = next(one for one in first.walk() if one.role == "L")
    assert [one.role for one in first.kids if isinstance(one, elements.Element)] == ["Lbl", "LBody"]
    assert elements.said(pdf, points) == "a) ab) b- x"
    assert [elements.said(pdf, one) for one in points.all("Lbl")] == ["a) ", "b) ", "- "]
    assert elements.said(pdf, second) == "2. Hai"


def test_a_paragraph_on_two_pages_is_one_element() -> None:
    words = "Các đơn vị thực hiện nghiêm túc Kế hoạch. " * 90
    pdf = of(msgspec.structs.replace(LETTER, body=(Paragraph(words),)))
    long = [one for one in elements.tree(pdf).all("P") if len({at for at, _ in one.places()}) > 1]
    assert [elements.said(pdf, one).removesuffix("./.") for one in long] == [words.strip(" .")]


def test_a_table_on_many_pages_is_one_and_its_head_is_read_once() -> None:
    pdf = drawn("a table across pages")
    words = elements.texts(pdf)
    (table,) = elements.tree(pdf).all("Table")
    rows = [
        [
            "".join(words.get(place, "") for place in cell.places()).strip()
            for cell in row.kids
            if isinstance(cell, elements.Element)
        ]
        for row in table.all("TR")
    ]
    assert [tuple(row) for row in rows] == [
        tuple(cell.strip() for cell in row) for row in LONG_TABLE.rows
    ]
    assert [len(row.all("TH")) for row in table.all("TR")] == [3, *[0] * 40]


def test_empty_cells_are_there() -> None:
    table = Table(rows=(("A", "B"), ("", "1"), ("2",)))
    pdf = of(msgspec.structs.replace(LETTER, body=(table,)))
    assert [len(row.kids) for row in elements.tree(pdf).all("TR")] == [2, 2, 2]


def test_what_begins_a_page_of_its_own_is_a_section() -> None:
    draft = PAPERS["quyet-dinh-gian-tiep"]
    assert isinstance(draft, Document)
    pdf = of(draft)
    sections = elements.tree(pdf).all("Sect")
    assert len(sections) == 1 + len([one for one in draft.appendices if not one.separate])
    assert all(len(one.all("H1")) == 1 for one in sections)
    for file in appendices(PAPERS["co-ten-loai"], TEMPLATE, FORMS):
        assert elements.tree(file.pdf).all("H1")


def test_places_of_signatures_stand_where_they_are_read() -> None:
    pdf = of(LETTER)
    whole = elements.tree(pdf)
    number = next(one for one in whole.all("P") if elements.said(pdf, one).startswith("Số:"))
    assert [one.name for one in number.all("Form")] == ["SoVanBan"]
    names = [one.name for one in whole.all("Form")]
    assert names == ["SoVanBan", "NgayVanBan", "KyNhay1", "KyNhay2", "KyChinh", "ConDau"]


def test_an_empty_letter_has_a_tree() -> None:
    assert elements.tree(of(CongVan())).role == "Document"


@pytest.mark.parametrize("name", PAPERS)
def test_the_file_says_its_language_and_its_title(name: str) -> None:
    with pikepdf.open(BytesIO(drawn(name))) as document:
        root = document.Root
        assert (str(root.Lang), bool(root.MarkInfo.Marked)) == ("vi-VN", True)
        assert bool(root.ViewerPreferences.DisplayDocTitle)
        title = str(document.docinfo.Title)
        assert title == (DRAFTS[name].subject or title) != ""
        assert document.open_metadata()["dc:title"] == title
