"""``antin doctor``: does this machine have what the program needs? Exit code 0 yes, 1 no."""

from __future__ import annotations

import argparse
import json
from pathlib import Path
from typing import TYPE_CHECKING, Final

from desktop.clock import now_ms
from desktop.commands.machine import Finding, State, examine
from desktop.folders import home_folder
from desktop.phrases import Language, phrase

if TYPE_CHECKING:
    from collections.abc import Sequence

MARKS: Final = {State.OK: "✓", State.WARNING: "!", State.BAD: "✗"}


def arguments(parser: argparse.ArgumentParser, language: Language) -> None:
    """The options of the command."""
    home, as_data = (phrase(language, f"commands.doctor.{name}") for name in ("home", "json"))
    parser.add_argument("--home", type=Path, default=home_folder(), help=home)
    parser.add_argument("--json", action="store_true", help=as_data)


def run(options: argparse.Namespace) -> int:
    """Look, report, judge."""
    findings = examine(options.home, now_ms())
    report = as_json if options.json else as_table
    print(report(findings, options.language))
    return int(any(finding.state is State.BAD for finding in findings))


def as_table(findings: Sequence[Finding], language: Language) -> str:
    """Lines of mark, what was looked at, what was found; below each problem what to do."""
    names = [phrase(language, f"doctor.{finding.check}") for finding in findings]
    width = max(map(len, names))
    lines = []
    for name, finding in zip(names, findings, strict=True):
        lines.append(f"{MARKS[finding.state]} {name:{width}}  {finding.value}")
        if advice := _advice(finding, language):
            lines.append(f"  {'':{width}}  → {advice}")
    return "\n".join(lines)


def as_json(findings: Sequence[Finding], language: Language) -> str:
    """A list of objects with check, state, value and, where something is wrong, advice."""
    rows = [
        {"check": finding.check, "state": finding.state, "value": finding.value}
        | ({"advice": advice} if (advice := _advice(finding, language)) else {})
        for finding in findings
    ]
    return json.dumps(rows, ensure_ascii=False, indent=2)


def _advice(finding: Finding, language: Language) -> str:
    if finding.state is State.OK:
        return ""
    return phrase(language, f"doctor.do.{finding.advice}", **dict(finding.facts))
