"""What the program itself lays out has no deviation, in any family, short or long."""

from __future__ import annotations

import pytest

from core.office.family import type_of
from core.office.format.finding import Record
from desktop import reference
from desktop.format_findings import findings_of
from desktop.forms import template
from desktop.forms.document import render
from tests.core.office.papers import PAPERS


@pytest.mark.parametrize("name", PAPERS)
def test_no_family_of_ours_has_a_deviation(name: str) -> None:
    draft = PAPERS[name]
    pdf = render(draft, template.load(), reference.forms(), "DỮ LIỆU GIẢ LẬP").pdf
    types = reference.document_types().items
    assert findings_of(pdf, types, Record(type=type_of(draft), draft=True)) == ()
