"""Words: both languages whole, the same facts in both, everything on screen follows the
language."""

from __future__ import annotations

import re
import string
from typing import TYPE_CHECKING

import pytest
from PySide6.QtWidgets import QDialogButtonBox, QLabel, QLineEdit

import resources
from core import errors
from core.errors import AntinError, WrongPassphrase
from desktop.phrases import LANGUAGES, error_words, phrase, tables
from desktop.widgets.labels import Label
from desktop.words import explain, follow, word, words
from tests.architecture.source import parse, python_files, strings
from tests.desktop.conftest import SAMPLE_WORDS
from tests.desktop.looks import settle

if TYPE_CHECKING:
    from collections.abc import Iterator

KEYS = sorted(tables())
FILES = {"server.key"}
"""Names of files that look like keys of words."""
CLASSES = [kind for kind in vars(errors).values() if isinstance(kind, type)]
ERRORS = sorted(kind.__name__ for kind in CLASSES if issubclass(kind, AntinError))


@pytest.fixture(autouse=True)
def _vietnamese() -> Iterator[None]:
    yield
    words.set_language("vi")


def forms(key: str, language: str) -> list[str]:
    entry = tables()[key][language]
    return [entry] if isinstance(entry, str) else list(entry.values())


def facts(text: str) -> set[str]:
    return {name for _, name, _, _ in string.Formatter().parse(text) if name}


@pytest.mark.parametrize("key", KEYS)
def test_every_key_has_words_in_both_languages_with_the_same_facts(key: str) -> None:
    assert set(tables()[key]) == set(LANGUAGES)
    for language in LANGUAGES:
        assert all(form.strip() == form for form in forms(key, language))
    named = [set().union(*(facts(form) for form in forms(key, lang))) for lang in LANGUAGES]
    assert named[0] == named[1]


@pytest.mark.parametrize("name", ERRORS)
def test_every_error_class_has_words_of_its_own(name: str) -> None:
    for language in LANGUAGES:
        entry = error_words()[name][language]
        assert {"what", "why", "do"} == set(entry)
        assert all(entry[part].strip() for part in entry)


def test_every_key_that_the_code_spells_has_words() -> None:
    """A literal ``subject.name`` whose subject is a file of words must be in it."""
    subjects = {file.stem for file in resources.path("i18n").glob("*.json")} - {"errors"}
    key = re.compile(rf"(?:{'|'.join(sorted(subjects))})\.[a-z_][a-z_.0-9]*[a-z0-9]")
    root = resources.path("i18n").parent.parent
    missing = {
        f"{name}:{line}: {text}"
        for file, name in python_files(root, "desktop")
        for text, line in strings(parse(file))
        if key.fullmatch(text) and text not in tables() and text not in FILES
    }
    assert not missing


def test_a_number_bends_english_words() -> None:
    assert phrase("en", "wording.due.late", n=1) == "1 day late"
    assert phrase("en", "wording.due.late", n=2) == "2 days late"
    assert phrase("vi", "wording.due.late", n=2) == "Quá 2 ngày"


def test_an_unknown_key_is_an_error() -> None:
    with pytest.raises(KeyError):
        word("no.such.key")


def test_a_label_follows_the_language() -> None:
    label = Label("frame.lock")
    assert label.text() == "Khóa"
    words.set_language("en")
    assert label.text() == "Lock"
    label.show_text("218/TM-TH")
    words.set_language("vi")
    assert label.text() == "218/TM-TH"


def test_following_ends_with_its_owner() -> None:
    owner, heard = QLabel(), list[str]()
    follow(owner, words.language_changed, lambda: heard.append(words.language))
    words.set_language("en")
    owner.deleteLater()
    settle()
    words.set_language("vi")
    assert heard == ["vi", "en"]


def test_stock_menus_and_buttons_speak_vietnamese() -> None:
    words.set_language("vi")
    edit = QLineEdit()
    menu = edit.createStandardContextMenu()
    assert "&Dán" in " ".join(action.text() for action in menu.actions())
    menu.deleteLater()
    button = QDialogButtonBox(QDialogButtonBox.StandardButton.Cancel)
    assert [b.text() for b in button.buttons()] == ["Hủy"]
    words.set_language("en")
    menu = edit.createStandardContextMenu()
    assert "&Paste" in " ".join(action.text() for action in menu.actions())
    menu.deleteLater()


def test_errors_are_explained_in_the_language_of_now() -> None:
    error = WrongPassphrase(remaining=4, wait=60)
    assert "4" in explain(error).why
    words.set_language("en")
    assert explain(error).what == "Wrong passphrase."


def test_an_error_that_brings_no_facts_is_still_explained() -> None:
    assert "…" in explain(WrongPassphrase()).why


def test_the_made_up_words_do_not_hide_real_ones() -> None:
    assert all(key.startswith("sample.") for key in SAMPLE_WORDS)
