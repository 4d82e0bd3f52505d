"""Stamps of number and date fall into the blanks of the page as if they had been printed."""

from __future__ import annotations

import datetime
from io import BytesIO

import pikepdf
import pytest

from core.office.typography import long_date, pad_number
from core.signing.fields import FieldSpec
from desktop import reference
from desktop.forms import stamps
from desktop.forms.boxes import text_box, text_size
from desktop.forms.document import render
from desktop.forms.template import load
from tests.core.office.letters import LETTER
from tests.desktop.forms.reading import Reading, read


def stamped(number: str, date: str) -> tuple[Reading, dict[str, FieldSpec]]:
    rendered = render(LETTER, load(), reference.forms())
    fields = {field.name: field for field in rendered.fields}
    drawn = {
        "SoVanBan": stamps.number(number, fields["SoVanBan"].box),
        "NgayVanBan": stamps.date(date, fields["NgayVanBan"].box),
    }
    with pikepdf.open(BytesIO(rendered.pdf)) as page:
        for name, stamp in drawn.items():
            with pikepdf.open(BytesIO(stamp)) as picture:
                box = pikepdf.Rectangle(*fields[name].box)
                page.pages[0].add_overlay(picture.pages[0], box)
        out = BytesIO()
        page.save(out)
    return read(out.getvalue()), fields


@pytest.mark.parametrize("number", [1, 15, 217, 9999])
@pytest.mark.parametrize("day", [(2026, 1, 5), (2026, 9, 9), (2026, 12, 30)])
def test_number_and_date_continue_the_printed_line(number: int, day: tuple[int, int, int]) -> None:
    date = long_date(datetime.date(*day))
    reading, fields = stamped(pad_number(number), date)
    place = reading.span("Thành phố Mô Phỏng,")
    stamp = next(span for span in reading.spans if span.text.endswith(date))
    digits = next(span for span in reading.spans if span.text == pad_number(number))
    symbol = reading.span("/SĐ999-TM")
    assert digits.baseline == pytest.approx(symbol.baseline, abs=0.2)
    assert stamp.baseline == pytest.approx(place.baseline, abs=0.2)
    assert (digits.font, stamp.font) == ("LiberationSerif", "LiberationSerif-Italic")
    assert (digits.size, stamp.size) == pytest.approx((13, 13), abs=0.05)
    assert 0 <= symbol.x0 - digits.x1 < 1.5
    assert stamp.x1 <= fields["NgayVanBan"].box[2] + 0.1


def test_a_box_tells_the_size_of_its_text() -> None:
    left, bottom, right, top = text_box(100, 500, 60, 13)
    assert (left, right - left) == (100, 60)
    assert bottom < 500 < top
    assert text_size(top - bottom) == pytest.approx(13)
