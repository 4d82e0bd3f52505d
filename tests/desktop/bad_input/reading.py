"""What a person reads in a window: the sentences of an error, in both languages."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager

from PySide6.QtWidgets import QLabel, QWidget

from desktop import announce
from desktop.phrases import LANGUAGES, error_words
from desktop.words import words
from tests.desktop.looks import settle, visible


class Heard:
    """The lines that are announced; ``errors`` are the classes among them."""

    def __init__(self) -> None:
        self.lines: list[str] = []

    @property
    def errors(self) -> list[str]:
        return [line.split()[1] for line in self.lines if line.startswith("error ")]

    def write(self, text: str) -> None:
        self.lines += [line for line in text.splitlines() if line]

    def flush(self) -> None: ...


@contextmanager
def heard() -> Iterator[Heard]:
    """Listen to what is announced."""
    made = Heard()
    announce.announce_to(made)  # type: ignore[arg-type]
    try:
        yield made
    finally:
        announce.announce_to(None)


def read(widget: QWidget) -> str:
    """All words that can be read now, each label a line."""
    return "\n".join(label.text() for label in visible(widget, QLabel))


def assert_explained(widget: QWidget, code: str) -> None:
    """What happened, why and what to do stand there in Vietnamese, and in English once it is
    spoken; every fact that a sentence names is filled in."""
    for language in LANGUAGES:
        words.set_language(language)
        settle()
        assert_said(read(widget), code, language)
    words.set_language("vi")
    settle()


def assert_said(text: str, code: str, language: str) -> None:
    """A text holds the three sentences of an error in one language."""
    for part, sentence in error_words()[code][language].items():
        assert re.search(_pattern(sentence), text), f"{code} {part} in {language}: {text}"


def _pattern(sentence: str) -> str:
    pieces = re.split(r"\{\w+\}", sentence)
    return "[^…{}\n]+?".join(map(re.escape, pieces))
