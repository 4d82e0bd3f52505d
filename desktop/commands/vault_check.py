"""``antin vault check``: is the store as it was written? Exit code 0 yes, 1 no, 2 nobody can tell.

Without ``--deep`` it looks at what every start looks at. ``--repair`` looks at everything, mends
what this machine can, and says what has to come from elsewhere.
"""

from __future__ import annotations

import argparse
import json
import sys
from typing import TYPE_CHECKING, Any

from core.errors import StoreUnreadable
from db import opening
from db.care import integrity
from db.care.findings import Depth, Repair
from db.care.repair import repair
from db.care.salvage import salvage
from db.engine import close
from db.vault import Vault
from desktop import clock
from desktop.commands import unlocking
from desktop.machine_identity import here
from desktop.phrases import Language, phrase
from desktop.session import APP, CLOCK

if TYPE_CHECKING:
    from collections.abc import Iterator

    from db.care.findings import Finding, Progress, Report
    from db.open_vault import OpenVault

SHOWN = 50
"""Findings that are printed one by one; ``--json`` has them all."""


def arguments(parser: argparse.ArgumentParser, language: Language) -> None:
    """The options of the command."""
    unlocking.arguments(parser, language)
    for name in ("deep", "repair"):
        said = phrase(language, f"commands.vault.check.{name}")
        parser.add_argument(f"--{name}", action="store_true", help=said)
    parser.add_argument("--json", action="store_true", help=phrase(language, "commands.json"))


def run(options: argparse.Namespace) -> int:
    """Look, mend if asked to, tell."""
    opened, how = unlocking.open_vault(options)  # the vault alone: its database may not open
    try:
        report, lacking = _looked(options, opened, how)
        if options.repair and report.mended_by(Repair.SALVAGE):
            report, lacking = _salvaged(options, opened, how)
    finally:
        opened.close()
    print(_as_json(report, lacking) if options.json else _as_text(report, lacking, options))
    return int(not report.whole or lacking)


def _salvaged(options: argparse.Namespace, opened: OpenVault, how: str) -> tuple[Report, bool]:
    """Go on with what can be read, and look at that."""
    vault = Vault(opening.folder_of(options.home), clock.random_bytes)
    renewed, done = salvage(vault, opened, CLOCK, _progress(options))
    try:
        report, lacking = _looked(options, renewed, how)
    finally:
        renewed.close()
    return report, lacking or done.lacking


def _looked(options: argparse.Namespace, vault: OpenVault, how: str) -> tuple[Report, bool]:
    """What was found, after mending; and whether something has to come from elsewhere."""
    depth = Depth.DEEP if options.deep or options.repair else Depth.QUICK
    progress = _progress(options)
    try:
        store = opening.open_store(vault, how, APP, CLOCK, here(options.home))
    except StoreUnreadable:
        return integrity.check_closed(vault, progress), False
    lacking = False
    try:
        report = integrity.check(store, vault, depth, progress)
        if options.repair and report.repairable:
            done = repair(store, vault, report, progress)
            report, lacking = done.after, done.lacking
    finally:
        store.engine.dispose()
    if report.whole:
        close(store.engine)
    return report, lacking


def _progress(options: argparse.Namespace) -> Progress:
    """A line of figures for whoever watches; nothing where nobody does."""
    if options.json or not sys.stderr.isatty():
        return lambda _done, _total: True

    def show(done: int, total: int) -> bool:
        if done == total or done % 100 == 0:
            print(f"\r{done}/{total}", end="\n" if done == total else "", file=sys.stderr)
        return True

    return show


def _as_json(report: Report, lacking: bool) -> str:
    found = {
        "depth": report.depth,
        "whole": report.whole,
        "lacking": lacking,
        "counts": dict(report.counts),
        "more": report.more,
        "findings": [_plain(each) for each in report.findings],
    }
    return json.dumps(found, ensure_ascii=False, indent=2)


def _plain(found: Finding) -> dict[str, Any]:
    return {
        "code": found.code,
        "kind": found.kind,
        "id": found.ident,
        "hits": [list(hit) for hit in found.hits],
        "repair": list(found.repair),
        "detail": found.detail,
    }


def _as_text(report: Report, lacking: bool, options: argparse.Namespace) -> str:
    """A line for each finding with what can mend it, then the sum."""
    language = options.language
    lines = [line for found in report.findings[:SHOWN] for line in _lines(found, language)]
    rest = len(report.findings[SHOWN:]) + report.more
    if rest:
        lines.append(phrase(language, "commands.vault.check.more", count=rest))
    outcome = "whole" if report.whole else "wrong"
    seen = sum(report.counts.values())
    lines.append(phrase(language, f"commands.vault.check.{outcome}.{report.depth}", count=seen))
    if lacking:
        lines.append(phrase(language, "commands.vault.check.lacking"))
    return "\n".join(lines)


def _lines(found: Finding, language: Language) -> Iterator[str]:
    named = " ".join(part for part in (found.kind, found.ident, found.detail) if part)
    yield f"✗ {phrase(language, f'vault.finding.{found.code}')}: {named}"
    for kind, ident in found.hits:
        yield f"    {kind} {ident}"
    ways = [phrase(language, f"vault.repair.{Repair(way)}") for way in found.repair]
    yield f"  → {'; '.join(ways)}"
