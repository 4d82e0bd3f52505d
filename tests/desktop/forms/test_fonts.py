"""The shipped font: what the law and its licence need, measured against fontTools."""

from __future__ import annotations

from io import BytesIO
from pathlib import Path
from unicodedata import normalize

import pytest
from fontTools.ttLib import TTFont
from hypothesis import given
from hypothesis import strategies as st

import resources
from desktop.forms import fonts

VIETNAMESE = "".join(
    normalize("NFC", letter + tone)
    for letter in "aăâeêioôơuưyAĂÂEÊIOÔƠUƯY"
    for tone in ("", "\u0300", "\u0301", "\u0309", "\u0303", "\u0323")
) + "đĐ₫–—“”…•§"  # fmt: skip


@pytest.fixture(params=fonts.FILES)
def opened(request: pytest.FixtureRequest) -> tuple[str, TTFont]:
    data = resources.path(f"fonts/{fonts.FILES[request.param]}").read_bytes()
    return request.param, TTFont(BytesIO(data))


def test_version_licence_and_right_to_embed(opened: tuple[str, TTFont]) -> None:
    _, font = opened
    assert font["name"].getDebugName(1).startswith("Liberation Serif")
    assert font["name"].getDebugName(5) == "Version 2.1.5"
    assert "Open Font License" in font["name"].getDebugName(13)
    assert font["OS/2"].fsType == 0
    licence = Path(resources.path("fonts")).parents[1] / "LICENSES/OFL-Liberation.txt"
    assert "Reserved Font Name Liberation" in licence.read_text(encoding="utf-8")


def test_every_vietnamese_letter_is_there(opened: tuple[str, TTFont]) -> None:
    name, font = opened
    assert len(set(VIETNAMESE)) == 24 * 6 + 10
    assert fonts.missing(VIETNAMESE, name) == ""
    glyphs, codes = font["glyf"], font.getBestCmap()
    shapes = [glyphs[codes[ord(letter)]] for letter in VIETNAMESE if not letter.isspace()]
    units = font["head"].unitsPerEm
    assert max(shape.yMax for shape in shapes) / units <= fonts.ASCENT
    assert -min(shape.yMin for shape in shapes) / units <= fonts.DESCENT


def test_widths_are_those_of_the_file(opened: tuple[str, TTFont]) -> None:
    name, font = opened
    codes, advances, units = font.getBestCmap(), font["hmtx"], font["head"].unitsPerEm
    for letter in VIETNAMESE + " 0123456789/-;.":
        assert fonts.width(letter, name, 12) == pytest.approx(
            advances[codes[ord(letter)]][0] / units * 12, abs=0.01
        )
    assert len({fonts.width(digit, name, 13) for digit in "0123456789"}) == 1


@given(st.text(st.sampled_from(VIETNAMESE + " \u00a0"), max_size=40))
def test_width_is_the_sum_of_its_letters(text: str) -> None:
    alone = sum(fonts.width(letter, fonts.BOLD, 13) for letter in text)
    assert fonts.width(text, fonts.BOLD, 13) == pytest.approx(alone)


def test_missing_letters_are_named_once() -> None:
    assert fonts.missing("漢a字漢") == "漢字"
