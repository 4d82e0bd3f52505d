"""Marks of state secrets are refused; words that merely contain them are not."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core import errors
from core.office.secrecy import ORDINARY, refuse_secret, stamp_in
from core.office.terms import Secrecy

STAMPED = [
    ("MẬT", Secrecy.CONFIDENTIAL),
    ("Mật", Secrecy.CONFIDENTIAL),
    ("TỐI MẬT", Secrecy.SECRET),
    ("TUYỆT MẬT", Secrecy.TOP_SECRET),
    ("toi mat", Secrecy.SECRET),
    ("TUYET  MAT", Secrecy.TOP_SECRET),
    ("(MẬT)", Secrecy.CONFIDENTIAL),
    ("*** TỐI MẬT ***", Secrecy.SECRET),
    ("Độ mật: Tối mật", Secrecy.SECRET),
    ("(Độ mật: Mật)", Secrecy.CONFIDENTIAL),
    ("Dấu chỉ độ mật: MẬT", Secrecy.CONFIDENTIAL),
    ("TUYỆT MẬT\nKế hoạch huấn luyện năm 2026", Secrecy.TOP_SECRET),
    ("\n  MẬT  \nV/v tập huấn", Secrecy.CONFIDENTIAL),
    ("MẬT - Kế hoạch huấn luyện", Secrecy.CONFIDENTIAL),
    ("[TỐI MẬT] Kế hoạch huấn luyện", Secrecy.SECRET),
    ("MẬT: Kế hoạch huấn luyện", Secrecy.CONFIDENTIAL),
    ("M\u200bẬT", Secrecy.CONFIDENTIAL),
]
OPEN = [
    "",
    "   ",
    "V/v tăng cường công tác bảo mật",
    "Kế hoạch bảo vệ bí mật nhà nước năm 2026",
    "Mật mã học căn bản",
    "MẬT MÃ VÀ AN TOÀN THÔNG TIN",
    "MẬT KHẨU: quy định sử dụng",
    "MẬT-MÃ HÓA",
    "Bảo mật",
    "Tuyệt mật thất",
    "mat",
    "MAT",
    "Mật độ xây dựng",
    "Kiểm tra\nMẬT",
    "217/TM-TH",
]


@pytest.mark.parametrize(("text", "level"), STAMPED)
def test_a_stamp_on_its_own_is_found(text: str, level: Secrecy) -> None:
    assert stamp_in(text) is level
    assert stamp_in(unicodedata.normalize("NFD", text)) is level
    with pytest.raises(errors.SecretRefused):
        refuse_secret(ORDINARY, ["Kế hoạch", text])


@pytest.mark.parametrize("text", OPEN)
def test_words_that_contain_it_are_not_a_stamp(text: str) -> None:
    assert stamp_in(text) is None
    refuse_secret(ORDINARY, [text])


@given(st.text().filter(lambda text: text != ORDINARY))
def test_any_mark_but_ordinary_is_refused(mark: str) -> None:
    with pytest.raises(errors.SecretRefused):
        refuse_secret(mark)


@given(st.text())
def test_any_text_can_be_asked(text: str) -> None:
    stamp_in(text)


def test_the_error_repeats_nothing_of_the_document() -> None:
    with pytest.raises(errors.SecretRefused) as caught:
        refuse_secret(ORDINARY, ["MẬT\nKế hoạch"])
    assert caught.value.facts == {}
