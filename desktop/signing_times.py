"""What the books know of signatures that were set here, for the history and for a report; no Qt."""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec.structs import replace

from core.commits.ids import unb64
from core.signing.report import FIELD_BESIDE, SetHere
from desktop.set_here import between, means

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from core.commits.intake_bodies import Intake
    from core.signing.report import Entry, Report
    from db.queries.signings import SigningRow
    from desktop.phrases import Language


def story(rows: Iterable[SigningRow], language: Language) -> list[str]:
    """What the history says of an act's signatures: each thing once."""
    lines = [
        " · ".join(
            filter(None, (between(row.since, row.until, language), means(row.means, language)))
        )
        for row in rows
    ]
    return list(dict.fromkeys(lines))


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
