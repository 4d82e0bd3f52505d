"""``antin state``: the store read back from the ground. Exit code 0 all is as written, 1 not."""

from __future__ import annotations

import argparse
import json
from dataclasses import asdict
from typing import TYPE_CHECKING

from db.queries.audit import audit
from desktop.commands import unlocking
from desktop.phrases import Language, phrase

if TYPE_CHECKING:
    from db.queries.audit import Audit


def arguments(parser: argparse.ArgumentParser, language: Language) -> None:
    """The options of the command."""
    unlocking.arguments(parser, language)
    parser.add_argument("--json", action="store_true", help=phrase(language, "commands.json"))


def run(options: argparse.Namespace) -> int:
    """Read everything back and tell."""
    with unlocking.unlocked(options) as store:
        found = audit(store)
    shown = json.dumps(asdict(found), indent=2) if options.json else as_text(found, options)
    print(shown)
    return int(not found.good)


def as_text(found: Audit, options: argparse.Namespace) -> str:
    """A line for each stream, then the files."""
    lines = [
        phrase(
            options.language,
            "commands.state.stream",
            stream=each.kind,
            place=each.place,
            state=each.state,
            receipts=each.receipts,
            wrong=each.wrong,
            unsent=each.unsent,
        )
        for each in found.streams
    ]
    counts = {"files": found.files, "damaged": found.damaged, "missing": found.missing}
    counts["away"] = found.away
    lines.append(phrase(options.language, "commands.state.files", **counts, held=found.held))
    return "\n".join(lines)
