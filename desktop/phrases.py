"""Finds the words for people, in Vietnamese or English; knows no Qt: the command line speaks too.

Every file of resources/i18n holds the words of one subject, keys written in full: ``incoming.json``
has ``{"incoming.title": {"vi": "…", "en": "…"}}``. A sentence may name facts in braces. Where a
language bends words by number, its entry is ``{"one": …, "other": …}`` and the fact ``n`` chooses.
``errors.json`` holds what, why and what to do for every error class.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Final, Literal

import resources

if TYPE_CHECKING:
    from collections.abc import Mapping

    from core.errors import AntinError

Language = Literal["vi", "en"]
Fact = str | int
LANGUAGES: Final[tuple[Language, ...]] = ("vi", "en")


@dataclass(frozen=True)
class Explained:
    """An error in a person's words: what happened, why, what to do."""

    what: str
    why: str
    do: str

    def sentence(self) -> str:
        """All three on one line, for a banner."""
        return " ".join(part for part in (self.what, self.why, self.do) if part)


@cache
def tables() -> Mapping[str, Mapping[str, str | Mapping[str, str]]]:
    """All words of all subjects. Raises ValueError when two files claim one key."""
    merged: dict[str, dict[str, str | dict[str, str]]] = {}
    for file in sorted(resources.path("i18n").glob("*.json")):
        if file.name == "errors.json":
            continue
        entries = json.loads(file.read_text(encoding="utf-8"))
        if twice := merged.keys() & entries.keys():
            raise ValueError(f"{file.name}: {sorted(twice)} stand in another file too")
        merged.update(entries)
    return merged


def phrase(language: Language, key: str, **facts: Fact) -> str:
    """The words of a key with its facts filled in. Raises KeyError for an unknown key or a missing
    fact."""
    entry = tables()[key][language]
    if not isinstance(entry, str):
        entry = entry["one" if facts["n"] == 1 else "other"]
    return entry.format(**facts) if facts else entry


@cache
def error_words() -> Mapping[str, Mapping[str, Mapping[str, str]]]:
    """The words of the error classes by class name and language."""
    words: Mapping[str, Mapping[str, Mapping[str, str]]] = json.loads(
        resources.text("i18n/errors.json")
    )
    return words


def explain_in(language: Language, error: AntinError) -> Explained:
    """The words of an error; those of the nearest ancestor when its own class has none yet."""
    for kind in type(error).__mro__:
        if words := error_words().get(kind.__name__):
            parts = words[language]
            facts = {name: _said(language, name, fact) for name, fact in error.facts.items()}
            return Explained(*(_fill(parts[part], facts) for part in ("what", "why", "do")))
    raise KeyError(error.code)


CODED: Final = {
    "act": "act",
    "done": "act",
    "field": "field",
    "kind": "kind",
    "part": "part",
    "prefix": "prefix",
    "roles": "role",
    "seen": "seen",
    "stage": "stage",
    "state": "state",
}
"""Facts that are codes of the office, and the group of office.json that holds their words."""


def _said(language: Language, name: str, fact: Fact) -> Fact:
    """A fact as a person reads it: a code of the office, or several with commas, becomes words."""
    if name not in CODED:
        return fact
    keys = [f"office.{CODED[name]}.{code}" for code in str(fact).split(",")]
    known = all(key in tables() for key in keys)
    return ", ".join(phrase(language, key) for key in keys) if known else fact


class _Facts(dict[str, Fact]):
    """A fact that the error did not bring shows as an ellipsis: a sentence must never fail to
    appear."""

    def __missing__(self, key: str) -> str:
        return "…"


def _fill(sentence: str, facts: Mapping[str, Fact]) -> str:
    return sentence.format_map(_Facts(facts))
