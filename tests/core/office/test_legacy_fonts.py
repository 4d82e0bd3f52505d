"""Fonts of before Unicode: every letter of Vietnamese once, as other tables have it."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.office.legacy_fonts import TCVN3, charset_of, decode

SMALL = "áàảãạăắằẳẵặâấầẩẫậđéèẻẽẹêếềểễệíìỉĩịóòỏõọôốồổỗộơớờởỡợúùủũụưứừửữựýỳỷỹỵ"
UPPER_HALF = (
    "\xa0ĂÂÊÔƠƯĐăâêôơưđẰ"
    "?????àảãáạẲằẳẵắẴ"
    "ẮẦẨẪẤỀặầẩẫấậèỂẻẽ"
    "éẹềểễếệìỉỄẾỒĩíịò"
    "Ổỏõóọồổỗốộờởỡớợù"
    "ỖủũúụừửữứựỳỷỹýỵỐ"
)
"""TCVN 5712:1993 from 0xA0 on as the converter of glibc has it: VN1, with capitals too."""
VNI = """
    f961 f861 fb61 f561 ef61 ea61 e961 e861 fa61 fc61 eb61 e261 e161 e061 e561 e361 e461 00f1
    f965 f865 fb65 f565 ef65 e265 e165 e065 e565 e365 e465 00ed 00ec 00e6 00f3 00f2
    f96f f86f fb6f f56f ef6f e26f e16f e06f e56f e36f e46f 00f4 f9f4 f8f4 fbf4 f5f4 eff4
    f975 f875 fb75 f575 ef75 00f6 f9f6 f8f6 fbf6 f5f6 eff6 f979 f879 fb79 f579 00ee
"""
"""VNI for Windows, in the order of SMALL, the mark above its vowel, as UniKey has it."""


def in_tcvn3(text: str) -> str:
    back = {meant: letter for letter, meant in TCVN3.items()}
    return "".join(back.get(letter, letter) for letter in text)


def in_vni(text: str) -> str:
    codes = (int(code, 16) for code in VNI.split())
    small = [(chr(code & 255) + chr(code >> 8)).rstrip("\0") for code in codes]
    back = dict(zip(SMALL, small, strict=True))
    back |= {letter.upper(): pair.upper() for letter, pair in back.items()}
    return "".join(back.get(letter, letter) for letter in text)


def test_tcvn3_is_the_standards_upper_half() -> None:
    assert sorted(TCVN3.values()) == sorted(SMALL + "ĂÂÊÔƠƯĐ")
    for letter, meant in TCVN3.items():
        assert UPPER_HALF[ord(letter) - 0xA0] == meant


@given(st.text(st.sampled_from(SMALL + "abehq 12.,-")))
def test_text_in_tcvn3_and_in_its_font_of_capitals(text: str) -> None:
    assert decode(in_tcvn3(text), ".VnTime") == text
    assert decode(in_tcvn3(text), ".VnArial NarrowH") == text.upper()


@given(st.text(st.sampled_from(SMALL + SMALL.upper() + "abehq 12.,-")))
def test_text_in_vni(text: str) -> None:
    assert decode(in_vni(text), '"VNI-Helve-Condense"') == text


def test_a_sentence_as_old_files_have_it() -> None:
    assert decode("Céng hßa x· héi chñ nghÜa ViÖt Nam", ".VnTime") == (
        "Cộng hòa xã hội chủ nghĩa Việt Nam"
    )
    assert decode("Ñoäc laäp – Töï do – Haïnh phuùc", "VNI-Times") == (
        "Độc lập – Tự do – Hạnh phúc"
    )


@pytest.mark.parametrize("font", ["", "Times New Roman", "Vni Sans", "Arial"])
def test_other_fonts_are_left_alone(font: str) -> None:
    assert charset_of(font) is None
    assert decode("µ ÷", font) == "µ ÷"


@pytest.mark.parametrize("text", ["Quyết định", "đ", "“Ư”"])
def test_what_is_unicode_already_stays_whatever_its_font(text: str) -> None:
    assert decode(text, ".VnTime") == text
    assert decode(text, "VNI-Times") == text
