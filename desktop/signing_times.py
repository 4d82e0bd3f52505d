"""When a signature was set here and where its key was, in words; no Qt."""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec.structs import replace

from core.commits.ids import unb64
from core.signing.report import FIELD_BESIDE, SetHere
from desktop.clock import local_time
from desktop.phrases import phrase

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from core.commits.intake_bodies import Intake
    from core.signing.report import Entry, Report
    from db.queries.signings import SigningRow
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


def story(rows: Iterable[SigningRow], language: Language) -> list[str]:
    """What the history says of an act's signatures: each thing once."""
    lines = [
        " · ".join(
            filter(None, (between(row.since, row.until, language), means(row.means, language)))
        )
        for row in rows
    ]
    return list(dict.fromkeys(lines))


def of_signature(known: SetHere, language: Language) -> Iterator[tuple[str, str]]:
    """For the report: names and what they say, of a signature that was set here."""
    said = between(known.since_ms, known.until_ms, language)
    yield phrase(language, "evidence.interval"), said
    if held := means(known.means, language):
        yield phrase(language, "evidence.key"), held


def with_books(found: Report, rows: Sequence[SigningRow], intake: Intake | None) -> Report:
    """A report with what the books know of the file: which signatures were set here, and what was
    found when it was taken in.
    """
    signatures = tuple(
        replace(entry, set_here=_set_here(entry, rows)) for entry in found.signatures
    )
    return replace(found, signatures=signatures, intake=intake)


def _set_here(entry: Entry, rows: Sequence[SigningRow]) -> SetHere | None:
    row = next((one for one in rows if _same(entry, one)), None)
    return SetHere(means=row.means, since_ms=row.since, until_ms=row.until) if row else None


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
