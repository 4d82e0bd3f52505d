"""The verification report as lines of text, in the order of signing.md §12."""

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
from core.signing.report import Reason
from desktop.clock import local_time
from desktop.phrases import Language, explain_in, phrase

if TYPE_CHECKING:
    from collections.abc import Iterator

    from core.errors import AntinError
    from core.signing.report import Algorithm, Entry, Report, Revocation

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


def as_text(file: str, report: Report, language: Language) -> str:
    """The headline of a file, then its signatures in signing order."""
    lines = [f"{file}: {_verdict(report.verdict, language)}"]
    lines.append(f"  {_why(report, language)}")
    for number, entry in enumerate(report.signatures, 1):
        lines.append(f"  {number}. {_headline(entry, language)}")
        facts = list(_facts(entry, language))
        width = max((len(name) for name, _ in facts), default=0)
        lines += [f"     {name:{width}}  {value}" for name, value in facts]
    return "\n".join(map(_harmless, lines))


def _why(report: Report, language: Language) -> str:
    """The reason of the verdict; where the file itself is of no use also what to do."""
    unusable = None if report.signatures else UNUSABLE.get(report.reason)
    if report.reason == Reason.NOT_A_PDF and not report.size:
        unusable = EmptyFile()
    if unusable is not None:
        return explain_in(language, unusable).sentence()
    return phrase(language, f"verify.reason.{report.reason}")


def _harmless(line: str) -> str:
    """Without the control characters by which a hostile file could steer the terminal."""
    return "".join(letter if letter.isprintable() else "\ufffd" for letter in line)


def _verdict(verdict: str, language: Language) -> str:
    return f"{phrase(language, f'verify.verdict.{verdict}')} [{verdict}]"


def _headline(entry: Entry, language: Language) -> str:
    parts = [
        entry.field,
        phrase(language, f"verify.role.{entry.role}"),
        _verdict(entry.verdict, language),
    ]
    if entry.level is not None:
        parts.append(phrase(language, "verify.level", level=entry.level))
        if entry.proven_ms is None:
            parts.append(phrase(language, "verify.no_timestamp"))
    return " · ".join(parts)


def _facts(entry: Entry, language: Language) -> Iterator[tuple[str, str]]:
    def name(key: str) -> str:
        return phrase(language, f"verify.{key}")

    if entry.reason != "Good":
        yield "→", phrase(language, f"verify.reason.{entry.reason}")
    if (certificate := entry.certificate) is None or entry.algorithm is None:
        return
    subject = certificate.subject
    yield name("signer"), ", ".join(filter(None, (subject.name, subject.title)))
    yield name("unit"), ", ".join(filter(None, (subject.unit, subject.organisation)))
    if entry.claimed_role:
        yield name("role_claimed"), entry.claimed_role
    yield name("issuer"), " ← ".join(certificate.chain) or certificate.issuer
    yield name("serial"), certificate.serial
    start = f"{local_time(certificate.valid_from_ms):{_DAY}}"
    end = f"{local_time(certificate.valid_to_ms):{_DAY}}"
    yield name("validity"), phrase(language, "verify.span", start=start, end=end)
    yield name("claimed"), _time(entry.claimed_ms, language)
    yield name("proven"), _time(entry.proven_ms, language)
    yield name("intact"), name("intact.yes" if entry.intact else "intact.no")
    yield name("revocation"), _revocation(entry.revocation, language)
    yield name("algorithm"), _algorithm(entry.algorithm)
    yield name("revision"), phrase(
        language, "verify.revision.of",
        revision=entry.revision, revisions=entry.revisions, length=entry.length,
    )  # fmt: skip
    changes = (phrase(language, f"verify.change.{change}") for change in entry.changes)
    yield name("later"), ", ".join(changes) or name("none")
    if entry.stated_reason:
        yield name("stated"), entry.stated_reason


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
