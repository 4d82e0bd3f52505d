"""``antin vault backup``: one backup of the store now, or a list of what a place holds.

Exit code 0: done, and everything whole; 1: done, but parts are damaged or missing.
"""

from __future__ import annotations

import argparse
import json
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING

from core.errors import BackupTargetGone
from desktop.clock import local_time
from desktop.commands import unlocking
from desktop.phrases import Language, phrase

if TYPE_CHECKING:
    from db.care.backup import Generation


def arguments(parser: argparse.ArgumentParser, language: Language) -> None:
    """The options of the command."""

    def said(name: str) -> str:
        return phrase(language, f"commands.vault.backup.{name}")

    unlocking.arguments(parser, language)
    parser.add_argument("--to", type=Path, metavar="DIR", help=said("to"))
    parser.add_argument("--keep", type=int, metavar="N", help=said("keep"))
    only = parser.add_mutually_exclusive_group()
    only.add_argument("--list", action="store_true", help=said("list"))
    only.add_argument("--second-copy", action="store_true", help=said("second-copy"))
    parser.add_argument("--json", action="store_true", help=phrase(language, "commands.json"))


def run(options: argparse.Namespace) -> int:
    """Do what is asked for."""
    from db.care import backup

    if options.list:
        if options.to is None:
            raise BackupTargetGone
        return _list(backup.generations(options.to), options)
    return _second(options) if options.second_copy else _back_up(options)


def _back_up(options: argparse.Namespace) -> int:
    from db.care import backup, backup_plan

    with unlocking.unlocked_vault(options) as (store, vault):
        if options.to is None:
            report = backup_plan.run(store, vault)
        else:
            keep = options.keep or backup.KEEP
            report = backup.run(store, vault, options.to, keep=keep)
    if options.json:
        print(json.dumps(asdict(report)))
    else:
        print(phrase(options.language, "commands.vault.backup.done", **_numbers(asdict(report))))
        if report.away:
            print(phrase(options.language, "commands.vault.backup.away", files=report.away))
    if not (report.damaged or report.missing):
        return 0
    counts = {"damaged": report.damaged, "missing": report.missing}
    print(phrase(options.language, "commands.vault.backup.trouble", **counts))
    return 1


def _second(options: argparse.Namespace) -> int:
    from db.care import backup_plan, second_copy

    with unlocking.unlocked_vault(options) as (store, vault):
        if options.to is None:
            copied = backup_plan.copy_second(store, vault)
        else:
            copied = second_copy.write(store, vault, options.to)
    print(phrase(options.language, "commands.vault.backup.second", **asdict(copied)))
    return 0


def _list(found: list[Generation], options: argparse.Namespace) -> int:
    if options.json:
        print(json.dumps([asdict(each) for each in found]))
    else:
        for each in found:
            when = f"{local_time(each.time):%d/%m/%Y %H:%M}" if each.whole else "×"
            columns = (each.vault, each.number, when, each.size, each.files)
            print("\t".join(map(str, columns)))
    return int(not all(each.whole for each in found))


def _numbers(report: dict[str, object]) -> dict[str, int]:
    return {name: fact for name, fact in report.items() if isinstance(fact, int)}
