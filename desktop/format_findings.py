"""What the format checker finds in a file, and its words; the file is read in a limited process."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from core.office.format.check import check
from core.office.format.page import Reading
from desktop.format_reader import read_layout
from desktop.phrases import Language, phrase
from desktop.worker import run_limited

if TYPE_CHECKING:
    from collections.abc import Sequence

    from core.office.catalogue import DocumentType
    from core.office.format.finding import Finding, Record
    from core.office.format.kept import Kept

SECONDS: Final = 30.0
MEMORY_MB: Final = 1024


@dataclass(frozen=True)
class Said:
    """A finding in a person's words: what is wrong, the rule, the fix, its place in the law."""

    place: str
    what: str
    rule: str
    fix: str
    law: str


def findings_of(
    pdf: bytes, types: Sequence[DocumentType], record: Record | None = None
) -> tuple[Finding, ...]:
    """Every deviation of a PDF.

    Raises EmptyFile, NotAPdf, BrokenPdf, ProtectedPdf, TooLarge; WorkerCrashed and WorkerTimeout
    for a file that broke its reader.
    """
    reading = run_limited(read_layout, pdf, returns=Reading, seconds=SECONDS, memory_mb=MEMORY_MB)
    return check(reading, types, record)


def said(finding: Finding, language: Language) -> Said:
    """The words of a finding."""
    facts = {"measured": finding.measured, "expected": finding.expected}
    what, rule, fix = (
        phrase(language, f"format.{finding.rule}.{part}", **facts)
        for part in ("what", "rule", "fix")
    )
    place = phrase(language, "format.at_page", page=finding.page)
    law = phrase(language, "format.law", law=finding.rule.law)
    return Said(place, what, rule, fix, law)


def kept_words(kept: Kept, language: Language) -> str:
    """``Lề trái là 24 mm. (trang 1) – theo mẫu của cấp trên``; of a rule that only a newer program
    has, its id.
    """
    if kept.finding is None:
        return f"{kept.rule} – {kept.reason}"
    spoken = said(kept.finding, language)
    return f"{spoken.what} ({spoken.place}) – {kept.reason}"
