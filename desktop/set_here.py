"""Between which times a signature was set here and where its key was, in words; no Qt, and nothing
of a store: the verifier of its own has it too.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from desktop.clock import local_time
from desktop.phrases import phrase

if TYPE_CHECKING:
    from collections.abc import Iterator

    from core.signing.report import SetHere
    from desktop.phrases import Language

_TIME = "%H:%M:%S %d/%m/%Y"
_MEANS = frozenset({"soft", "token"})


def between(since: int | None, until: int | None, language: Language) -> str:
    """From when to when it was set, by the server's clock alone."""
    begun = "never" if since is None else "since"
    ended = "here" if until is None else "until"
    times = {"since": since, "until": until}
    said = {name: f"{local_time(at):{_TIME}}" for name, at in times.items() if at is not None}
    return phrase(language, f"evidence.signed.{begun}.{ended}", **said)


def means(code: str, language: Language) -> str:
    """Where the key was; nothing where the commit does not say."""
    return phrase(language, f"evidence.means.{code}") if code in _MEANS else ""


def of_signature(known: SetHere, language: Language) -> Iterator[tuple[str, str]]:
    """For the report: names and what they say, of a signature that was set here."""
    said = between(known.since_ms, known.until_ms, language)
    yield phrase(language, "evidence.interval"), said
    if held := means(known.means, language):
        yield phrase(language, "evidence.key"), held
