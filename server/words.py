"""Words of the server's command line, Vietnamese or English, and what an error says to a person."""

from __future__ import annotations

import json
import os
from typing import TYPE_CHECKING, Final

import resources

if TYPE_CHECKING:
    from core.errors import AntinError

LANGUAGES: Final = ("vi", "en")


def language() -> str:
    """As ``ANTIN_LANGUAGE`` says, else Vietnamese."""
    asked = os.environ.get("ANTIN_LANGUAGE", "")
    return asked if asked in LANGUAGES else "vi"


def word(key: str, **facts: str | int) -> str:
    """The words of a key below ``server.`` with its facts filled in."""
    words: dict[str, dict[str, str]] = json.loads(resources.text("i18n/server.json"))
    return words[f"server.{key}"][language()].format(**facts)


def explain(error: AntinError) -> str:
    """What happened, why, and what to do, in the words of the nearest class that has some."""
    words = json.loads(resources.text("i18n/errors.json"))
    kinds = (kind.__name__ for kind in type(error).__mro__)
    parts = next(words[name][language()] for name in kinds if name in words)
    facts = _Facts(error.facts)
    return " ".join(parts[part].format_map(facts) for part in ("what", "why", "do"))


class _Facts(dict[str, str | int]):
    def __missing__(self, _key: str) -> str:
        return "…"
