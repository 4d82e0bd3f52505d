"""The verification report as lines of text, in the order of signing.md §12."""

from __future__ import annotations

from typing import TYPE_CHECKING

from core.signing.letters import harmless
from desktop.signing.report_words import facts, headline, verdict, why

if TYPE_CHECKING:
    from core.signing.report import Report
    from desktop.phrases import Language


def as_text(file: str, report: Report, language: Language) -> str:
    """The headline of a file, then its signatures in signing order."""
    lines = [f"{file}: {verdict(report.verdict, language)}"]
    lines.append(f"  {why(report, language)}")
    for number, entry in enumerate(report.signatures, 1):
        lines.append(f"  {number}. {headline(entry, language)}")
        said = list(facts(entry, language))
        width = max((len(name) for name, _ in said), default=0)
        lines += [f"     {name:{width}}  {value}" for name, value in said]
    return "\n".join(map(harmless, lines))
