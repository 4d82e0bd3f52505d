"""What left, in words: every form and way has some, what a newer program took keeps its code."""

from __future__ import annotations

import pytest

from core.office.books import Form
from core.office.copies import Paper, Way
from db.queries.rows import Taken
from desktop.phrases import LANGUAGES, Language
from desktop.printing.telling import counted, form_words, taken_words


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_form_and_way_has_words(language: Language) -> None:
    for form in (*Form, *Paper, "document"):
        assert form_words(form, language) != form
    said = {taken_words(Taken("slip", way, 0, 1, 1), language) for way in (*Way, "carve")}
    assert len(said) == len(Way) + 1


def test_a_sentence_says_what_and_how_much() -> None:
    book = Taken("incoming", "print", lines=214, pages=12, copies=2)
    assert taken_words(book, "vi") == "In sổ đăng ký văn bản đến"
    assert counted(book, "vi") == "214 dòng, 12 trang, 2 bản"
    slip = Taken("slip", "pdf", lines=0, pages=1, copies=1)
    assert taken_words(slip, "en") == "Save the handling slip as a PDF"
    assert counted(slip, "en") == "1 page"
    assert taken_words(Taken("tomorrow", "carve", 0, 0, 1), "vi") == "Đưa tomorrow ra ngoài"
    assert counted(Taken("tomorrow", "carve", 0, 0, 1), "vi") == ""
