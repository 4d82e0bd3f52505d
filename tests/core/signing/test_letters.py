"""What a stranger's file calls itself can neither steer a terminal nor turn a line round."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as some

from core.signing.letters import REPLACEMENT, harmless


def test_words_stay_as_they_are() -> None:
    assert harmless("Nguyễn Văn Giả Lập, 中文 — «ký»") == "Nguyễn Văn Giả Lập, 中文 — «ký»"


def test_steering_letters_are_replaced_and_lines_joined() -> None:
    assert harmless("a\x1b[2J\u202eb\x00") == f"a{REPLACEMENT}[2J{REPLACEMENT}b{REPLACEMENT}"
    assert harmless("a\r\nb\u00a0c") == "a  b c"


@given(some.text())
def test_each_letter_gives_one_that_can_be_shown(text: str) -> None:
    shown = harmless(text)
    assert len(shown) == len(text)
    assert shown.isprintable()
