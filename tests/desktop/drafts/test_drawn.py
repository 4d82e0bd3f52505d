"""What is saved of a draft holds everything that was written."""

from __future__ import annotations

from desktop.drafts.keeping import drawn
from tests.core.office.papers import PAPERS
from tests.desktop.forms.reading import read


def test_no_appendix_is_left_out_of_the_file_that_is_signed() -> None:
    reading = read(drawn(PAPERS["co-ten-loai"], None).pdf)
    assert (
        next(s.page for s in reading.spans if s.text == "Phụ lục I")
        < reading.span("Phụ lục II").page
    )
    assert reading.span("Kho A ở phía đông").page == reading.pages - 1
