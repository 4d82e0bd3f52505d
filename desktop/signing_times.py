"""When a signature was set here and where its key was, in words; no Qt."""

from __future__ import annotations

from typing import TYPE_CHECKING

from core.commits.ids import unb64
from core.signing.report import FIELD_BESIDE
from desktop.clock import local_time
from desktop.phrases import phrase

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from core.signing.report import Entry
    from db.queries.signings import SigningRow
    from desktop.phrases import Language

_TIME = "%H:%M:%S %d/%m/%Y"
_MEANS = frozenset({"soft", "token"})


def between(row: SigningRow, language: Language) -> str:
    """From when to when it was set, by the server's clock alone."""
    since = "never" if row.since is None else "since"
    until = "here" if row.until is None else "until"
    times = {"since": row.since, "until": row.until}
    said = {name: f"{local_time(at):{_TIME}}" for name, at in times.items() if at is not None}
    return phrase(language, f"evidence.signed.{since}.{until}", **said)


def means(row: SigningRow, language: Language) -> str:
    """Where the key was; nothing where the commit does not say."""
    return phrase(language, f"evidence.means.{row.means}") if row.means in _MEANS else ""


def story(rows: Iterable[SigningRow], language: Language) -> list[str]:
    """What the history says of an act's signatures: each thing once."""
    lines = [
        " · ".join(filter(None, (between(row, language), means(row, language)))) for row in rows
    ]
    return list(dict.fromkeys(lines))


def of_entry(
    entry: Entry, known: Sequence[SigningRow], language: Language
) -> Iterator[tuple[str, str]]:
    """For the report: names and what they say, of a signature that was set here."""
    row = next((one for one in known if _same(entry, one)), None)
    if row is None:
        return
    yield phrase(language, "evidence.interval"), between(row, language)
    if said := means(row, language):
        yield phrase(language, "evidence.key"), said


def _same(entry: Entry, row: SigningRow) -> bool:
    """Field, unless it is beside its file, certificate and the second of the signer's clock."""
    found = entry.certificate
    return (
        found is not None
        and entry.field in {row.field, FIELD_BESIDE}
        and found.sha256 == unb64(row.certificate).hex()
        and entry.claimed_ms is not None
        and entry.claimed_ms // 1000 == row.clock // 1000
    )
