"""Telex and VNI: every lawful syllable in every lawful order of keys, and nothing typed is lost."""

from __future__ import annotations

from unicodedata import is_normalized, normalize

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.office.syllables import Style, Syllable, all_syllables, toned
from core.office.telex import Method, Word, compose, feed, finish, resume, takes

SYLLABLES = tuple(all_syllables())
TELEX = {"â": "aa", "ă": "aw", "ê": "ee", "ô": "oo", "ơ": "ow", "ư": "uw", "đ": "dd"}
VNI = {"â": "a6", "ă": "a8", "ê": "e6", "ô": "o6", "ơ": "o7", "ư": "u7", "đ": "d9"}
MARKS: dict[Method, dict[str, str]] = {"telex": TELEX, "vni": VNI}
TONE_KEYS: dict[Method, tuple[str, ...]] = {
    "telex": ("", "f", "r", "x", "s", "j"),
    "vni": ("", "2", "3", "4", "1", "5"),
}


def at_once(one: Syllable, method: Method) -> str:
    """Each mark behind its letter, the tone at the end; ``oo`` of ``boong`` is typed ``ooo``."""
    base = one.onset + one.rime
    keys = "".join(MARKS[method].get(letter, letter) for letter in base)
    if method == "telex" and "oo" in base:
        keys = keys.replace("oo", "ooo")
    return keys + TONE_KEYS[method][one.tone]


def late(one: Syllable, method: Method, tone_first: bool) -> str:
    """All letters, then the marks and the tone."""
    base = one.onset + one.rime
    table = MARKS[method]
    bare = "".join(table.get(letter, letter)[0] for letter in base)
    marks = "".join(dict.fromkeys(table[letter][1] for letter in base if letter in table))
    tone = TONE_KEYS[method][one.tone]
    return bare + (tone + marks if tone_first else marks + tone)


def test_every_syllable_in_both_methods() -> None:
    methods: tuple[Method, ...] = ("telex", "vni")
    wrong = [
        (keys, given_back)
        for one in SYLLABLES
        for method in methods
        if (given_back := compose(keys := at_once(one, method), method, "old"))
        != toned(one.onset + one.rime, one.tone, "old")
    ]
    assert len(SYLLABLES) > 15_000
    assert wrong == []


@given(
    st.sampled_from(SYLLABLES),
    st.sampled_from(["telex", "vni"]),
    st.sampled_from(["old", "new"]),
    st.booleans(),
    st.booleans(),
)
def test_marks_and_tone_at_any_place(
    one: Syllable, method: Method, style: Style, tone_first: bool, upper: bool
) -> None:
    keys = at_once(one, method) if "oo" in one.rime else late(one, method, tone_first)
    wanted = toned(one.onset + one.rime, one.tone, style)
    if upper:
        keys, wanted = keys.upper(), wanted.upper()
    assert compose(keys, method, style) == wanted


@pytest.mark.parametrize(
    ("keys", "text"),
    [
        ("aaa", "aa"), ("ass", "as"), ("uww", "uw"), ("ww", "w"), ("vieejtz", "viêt"),
        ("hoaf", "hòa"), ("dduwowcj", "được"), ("dduwocj", "được"), ("thuowr", "thuở"),
        ("thuown", "thươn"), ("gif", "gì"), ("giuwax", "giữa"), ("DDawsk", "Đắk"),
        ("Krong", "Krong"), ("Kroong", "Krông"), ("Nguyeenx", "Nguyễn"), ("booong", "boong"),
        ("SDD", "SĐ"), ("HDDND", "HĐND"), ("HDDD", "HDD"),
        ("windows", "windows"), ("Facebook", "Facebook"), ("user", "user"), ("data", "data"),
        ("vanthu", "vanthu"), ("Windows", "Windows"), ("server", "server"), ("caafch", "caafch"),
    ],
)  # fmt: skip
def test_telex(keys: str, text: str) -> None:
    assert compose(keys, "telex", "old") == text


@pytest.mark.parametrize(
    ("keys", "text"),
    [("a66", "a6"), ("a11", "a1"), ("viet65", "việt"), ("viet650", "viêt"), ("D9ieu62", "Điều"),
     ("2026", "2026"), ("hoa2", "hòa"), ("hoa29", "hòa9"), ("SD9", "SĐ")],
)  # fmt: skip
def test_vni(keys: str, text: str) -> None:
    assert compose(keys, "vni", "old") == text


def skeleton(text: str) -> str:
    """The letters without tone and marks."""
    plain = "".join(each for each in normalize("NFD", text) if each.isascii() or each in "đĐ")
    return plain.replace("đ", "d").replace("Đ", "D")


@given(st.text("abcdefghijklmnopqrstuvwxyzAEOWDSFJ", max_size=12))
def test_no_letter_is_lost(keys: str) -> None:
    text = compose(keys, "telex", "new")
    kept = skeleton(text)
    assert is_normalized("NFC", text)
    signs = "aeowdsfrxjz"  # and w alone is ư
    solid = [key for key in keys if key.lower() not in signs]
    shown = [letter for letter in kept if letter.lower() not in signs]
    assert [x for x in shown if x not in "uU"] == [x for x in solid if x not in "uU"]
    assert len(kept) >= len(solid)
    left = iter(keys.lower().replace("w", "wu"))
    assert all(letter in left for letter in kept.lower())


@given(st.text("abcdeghiknoptuvw0123456789", max_size=10))
def test_no_key_is_lost_in_vni(keys: str) -> None:
    text = compose(keys, "vni", "old")
    assert is_normalized("NFC", text)
    assert [each for each in skeleton(text) if each.isalpha()] == [k for k in keys if k.isalpha()]


@given(st.sampled_from(SYLLABLES), st.sampled_from(["telex", "vni"]))
def test_typing_goes_on_after_a_backspace(one: Syllable, method: Method) -> None:
    """The last letter is taken away and typed again, at any syllable with a bare last letter."""
    text = toned(one.onset + one.rime, one.tone, "old")
    last = skeleton(text)[-1:]
    if one.rime[-1:] in VOWELLED or not one.rime:
        return
    word = feed(resume(text[:-1], "old"), last, method)
    assert finish(word) == text


VOWELLED = frozenset("aăâeêioôơuưy")


def test_what_stands_there_can_get_a_tone() -> None:
    word = feed(resume("hoa", "new"), "f", "telex")
    assert finish(word) == "hoà"
    assert finish(feed(resume("windows", "new"), "s", "telex")) == "windowss"


def test_which_keys_belong_to_a_word() -> None:
    assert takes("a", "telex")
    assert takes("6", "vni")
    assert not takes("6", "telex")
    assert not takes("-", "vni")
    assert finish(Word()) == ""
