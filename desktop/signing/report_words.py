"""What a verification report says, in the words and the order of signing.md §12; no Qt. The command
prints it, the window and the paper show it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from core.errors import (
    BrokenPdf,
    EmptyFile,
    FileUnreadable,
    NotAPdf,
    ProtectedPdf,
    TooLarge,
    WorkerTimeout,
)
from core.signing.etsi import indication
from core.signing.report import WEAK, Reason
from desktop.clock import local_time
from desktop.phrases import Language, explain_in, phrase
from desktop.set_here import of_signature

if TYPE_CHECKING:
    from collections.abc import Iterator

    from core.errors import AntinError
    from core.signing.report import (
        Algorithm,
        Basis,
        CertificateFacts,
        Entry,
        Report,
        Revocation,
    )

LIMIT_MB = 200
"""The largest file that is judged, in megabytes of 10^6 bytes."""
UNUSABLE: dict[Reason, AntinError] = {
    Reason.NOT_FOUND: FileUnreadable(),
    Reason.NOT_A_PDF: NotAPdf(),
    Reason.BROKEN: BrokenPdf(),
    Reason.PROTECTED: ProtectedPdf(),
    Reason.TOO_LARGE: TooLarge(limit=f"{LIMIT_MB} MB"),
    Reason.LIMIT: WorkerTimeout(),
}
"""Reasons that are no matter of a signature: the same words as in the window."""
_TIME = "%d/%m/%Y %H:%M:%S +07:00"
_DAY = "%d/%m/%Y"


def why(report: Report, language: Language) -> str:
    """The reason of the verdict; where the file itself is of no use also what to do."""
    unusable = None if report.signatures else UNUSABLE.get(report.reason)
    if report.reason == Reason.NOT_A_PDF and not report.size:
        unusable = EmptyFile()
    if unusable is not None:
        return explain_in(language, unusable).sentence()
    same = (each.detail for each in report.signatures if each.reason == report.reason)
    return _reason(report.reason, next(same, ""), language)


def _reason(reason: Reason, detail: str, language: Language) -> str:
    """A reason in words; one that an algorithm is to blame for names it."""
    said = phrase(language, f"verify.reason.{reason}")
    return f"{said} [{detail}]" if reason in WEAK and detail else said


def by_list(basis: Basis | None, at_ms: int, language: Language) -> str:
    """The trust list that was judged by, and whether it had run out; empty where there was none."""
    if basis is None:
        return ""
    key = "list" if at_ms < basis.next_ms else "list_expired"
    made, until = (f"{local_time(at):{_DAY}}" for at in (basis.made_ms, basis.next_ms))
    return phrase(language, f"verify.{key}", n=basis.number, made=made, until=until)


def overdue(report: Report, language: Language) -> str:
    """The same where the list had run out, else empty: for places that name no list else."""
    basis = report.basis
    ran_out = basis is not None and report.at_ms >= basis.next_ms
    return by_list(basis, report.at_ms, language) if ran_out else ""


def verdict(code: str, language: Language) -> str:
    """A verdict in words, with its code for support."""
    return f"{phrase(language, f'verify.verdict.{code}')} [{code}]"


def headline(entry: Entry, language: Language) -> str:
    """Field, role, verdict and level of one signature."""
    parts = [
        entry.field,
        phrase(language, f"verify.role.{entry.role}"),
        verdict(entry.verdict, language),
    ]
    if entry.level is not None:
        parts.append(phrase(language, "verify.level", level=entry.level))
        if entry.proven_ms is None:
            parts.append(phrase(language, "verify.no_timestamp"))
    return " · ".join(parts)


def facts(entry: Entry, language: Language) -> Iterator[tuple[str, str]]:
    """Everything else of one signature: names and what they say."""
    for key, value in _facts(entry, language):
        yield (phrase(language, f"verify.{key}") if key else "→"), value
    if entry.set_here is not None:
        yield from of_signature(entry.set_here, language)


def _facts(entry: Entry, language: Language) -> Iterator[tuple[str, str]]:
    if entry.reason != Reason.GOOD:
        yield "", _reason(entry.reason, entry.detail, language)
    if entry.certificate is None or entry.algorithm is None:
        return
    yield from _signer(entry, entry.certificate, language)
    yield "claimed", _time(entry.claimed_ms, language)
    yield "proven", _time(entry.proven_ms, language)
    yield "intact", phrase(language, f"verify.intact.{'yes' if entry.intact else 'no'}")
    yield "revocation", _revocation(entry.revocation, language)
    yield "algorithm", _algorithm(entry.algorithm)
    if entry.revisions:
        yield "revision", phrase(
            language, "verify.revision.of",
            revision=entry.revision, revisions=entry.revisions, length=entry.length,
        )  # fmt: skip
    changes = (phrase(language, f"verify.change.{change}") for change in entry.changes)
    yield "later", ", ".join(changes) or phrase(language, "verify.none")
    optional = (("stated", entry.stated_reason), ("etsi", indication(entry.reason)))
    yield from ((key, value) for key, value in optional if value)


def _signer(
    entry: Entry, certificate: CertificateFacts, language: Language
) -> Iterator[tuple[str, str]]:
    subject = certificate.subject
    yield "signer", ", ".join(filter(None, (subject.name, subject.title)))
    yield "unit", ", ".join(filter(None, (subject.unit, subject.organisation)))
    if entry.claimed_role:
        yield "role_claimed", entry.claimed_role
    yield "issuer", " ← ".join(certificate.chain) or certificate.issuer
    yield "serial", certificate.serial
    start = f"{local_time(certificate.valid_from_ms):{_DAY}}"
    end = f"{local_time(certificate.valid_to_ms):{_DAY}}"
    yield "validity", phrase(language, "verify.span", start=start, end=end)


def _time(instant_ms: int | None, language: Language) -> str:
    if instant_ms is None:
        return phrase(language, "verify.none")
    return f"{local_time(instant_ms):{_TIME}}"


def _revocation(found: Revocation | None, language: Language) -> str:
    if found is None:
        return phrase(language, "verify.revocation.none")
    return phrase(
        language, "verify.revocation.found",
        source=found.source.upper(), number=found.number,
        issued=_time(found.issued_ms, language), next=_time(found.next_ms, language),
    )  # fmt: skip


def _algorithm(used: Algorithm) -> str:
    return " ".join(filter(None, (f"{used.key}-{used.size}", used.padding.upper(), used.digest)))
