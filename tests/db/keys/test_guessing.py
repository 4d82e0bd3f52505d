"""What is too easily guessed, in Vietnamese too, and that more words never make it worse."""

from __future__ import annotations

import subprocess
import sys
from unicodedata import normalize

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import resources
from core.errors import GuessablePassphrase
from core.text import fold
from db.keys import typing_habits
from db.keys.guessing import LONGEST, SEEN, guess
from db.keys.passphrase import FEWEST_TRIES, check_strength

GOOD = (
    "cò xám gánh nghiên qua dốc",
    "chum vại xếp nghiêng bờ giậu",
    "ngựa pin kẹp đúng",
    "correct horse battery staple",
    "xq7Kp2vLmz+r",
)
ENTRIES = [
    line for line in resources.text("passphrases/vi.txt").splitlines() if not line.startswith("#")
]
words = st.text("bcdghklmnprstvxaeiou", min_size=4, max_size=9)


@pytest.mark.parametrize("text", GOOD)
def test_unrelated_words_are_taken(text: str) -> None:
    check_strength(text)


@pytest.mark.parametrize(
    ("text", "seen"),
    [
        ("mật khẩu quản trị", "word"),
        ("matkhauquantri", "word"),
        ("MẬT KHẨU CỦA TÔI", "word"),
        ("maatj khaaur mowis", "word"),
        ("ma65t kha63u mo71i", "word"),
        ("anh yêu em nhiều lắm", "word"),
        ("anhyeuem1990", "date,word"),
        ("Nguyễn Văn An 1985", "date,word"),
        ("password2024!", "date,word"),
        ("sdfghjkl;'xcvb", "keyboard"),
        ("klmnopqrstuvw", "sequence"),
        ("hgzpwhgzpwhgzpw", "repeat"),
    ],
)
def test_what_everybody_tries_is_refused_with_what_was_seen(text: str, seen: str) -> None:
    with pytest.raises(GuessablePassphrase) as caught:
        check_strength(text)
    assert set(seen.split(",")) & set(str(caught.value.facts["seen"]).split(","))
    assert caught.value.facts["reason"] == "guessable"
    shown = repr(caught.value) + str(caught.value)
    assert not any(part in shown for part in (text, fold(text)))


@pytest.mark.parametrize("words", [ENTRIES[0], "đường về nhà", "tổ quốc"])
def test_every_way_to_type_a_word_is_known(words: str) -> None:
    for spelling in typing_habits.spellings(words):
        assert guess(spelling).tries <= FEWEST_TRIES


def test_the_keys_of_telex_and_vni() -> None:
    assert typing_habits.spellings("mật khẩu") == (
        "matkhau",
        "maatjkhaaur",
        "ma65tkha63u",
        "mat65khau63",
    )
    assert typing_habits.spellings("được")[1:] == ("dduwowcj", "d9u7o75c", "duoc9775")


@given(st.sampled_from(GOOD), st.lists(words, min_size=1, max_size=4))
@settings(max_examples=60)
def test_more_words_never_make_it_weaker(text: str, added: list[str]) -> None:
    check_strength(" ".join([text, *added]))


@given(st.lists(st.sampled_from(ENTRIES[:40]), min_size=1, max_size=2))
def test_two_sayings_are_never_enough(sayings: list[str]) -> None:
    assert guess(" ".join(sayings)).tries < FEWEST_TRIES


@given(st.text(max_size=200))
def test_any_text_has_an_estimate(text: str) -> None:
    found = guess(text)
    assert found.tries >= 0
    assert set(found.seen) <= set(SEEN.values())
    assert guess(normalize("NFD", text)) == found


def test_what_comes_after_the_longest_look_does_not_count() -> None:
    text = "k7 zw" * 20
    assert guess(text[:LONGEST].replace(" ", "")) is not None
    assert guess("a" * LONGEST + GOOD[0]).tries < FEWEST_TRIES


def test_the_list_is_composed_and_without_twins() -> None:
    assert [normalize("NFC", entry) for entry in ENTRIES] == ENTRIES
    assert len(set(ENTRIES)) == len(ENTRIES)


def test_unlocking_does_not_load_the_dictionaries() -> None:
    code = "import sys, db.vault, db.keys.protectors; print('zxcvbn' in sys.modules)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout == "False\n"
