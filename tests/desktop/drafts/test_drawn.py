"""What is saved of a draft holds everything that was written."""

from __future__ import annotations

from msgspec.structs import replace

from desktop.drafts.keeping import drawn
from tests.core.office.papers import PAPERS
from tests.desktop.forms.reading import read


def test_no_appendix_is_left_out_of_the_file_that_is_signed_but_those_with_files_of_their_own() -> (
    None
):
    paper = PAPERS["co-ten-loai"]
    assert [one.separate for one in paper.appendices] == [False, True]
    reading = read(drawn(paper, None).pdf)
    assert next(s.page for s in reading.spans if s.text == "Phụ lục I") == reading.pages - 1
    assert not [s for s in reading.spans if s.text == "Phụ lục II" or "Kho A" in s.text]
    whole = tuple(replace(one, separate=False) for one in paper.appendices)
    reading = read(drawn(replace(paper, appendices=whole), None).pdf)
    assert reading.span("Kho A ở phía đông").page == reading.pages - 1
