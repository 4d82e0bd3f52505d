"""What left the store, in words: in a document's history, in the journal and in its extracts.
No Qt.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from desktop.phrases import phrase, tables

if TYPE_CHECKING:
    from db.queries.rows import Taken
    from desktop.phrases import Language


def form_words(form: str, language: Language) -> str:
    """The name of a form inside a sentence; one of a newer program keeps its code."""
    key = f"printing.form.{form}"
    return phrase(language, key) if key in tables() else form


def taken_words(taken: Taken, language: Language) -> str:
    """What was done with which form."""
    key = f"printing.taken.{taken.way}"
    known = key if key in tables() else "printing.taken.other"
    return phrase(language, known, form=form_words(taken.form, language))


def counted(taken: Taken, language: Language) -> str:
    """How much of it: rows, pages, copies where there are several."""
    counts = (
        ("lines", taken.lines),
        ("pages", taken.pages),
        ("copies", taken.copies if taken.copies > 1 else 0),
    )
    said = (phrase(language, f"printing.count.{name}", n=n) for name, n in counts if n)
    return ", ".join(said)
