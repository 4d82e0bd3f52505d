"""``antin bundle export|import|inspect``: what travels by hand between machines.

Exit code 0: done and nothing missing; 1: taken in or looked at, but acts that it builds on are
missing, or some of it was refused.
"""

from __future__ import annotations

import argparse
import json
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING

from core.errors import NotFound
from db.queries import office
from db.queries.brought import brought
from desktop.clock import local_time
from desktop.commands import files, unlocking
from desktop.phrases import Language, explain_in, phrase
from desktop.sync.files import pieces_of, read_bundle, write_bundle

if TYPE_CHECKING:
    from collections.abc import Iterable

    from core.sync.frontier import Range
    from db.acting import Store
    from db.actions.bundles import Imported


def arguments(parser: argparse.ArgumentParser, language: Language) -> None:
    """The three things to do, each with its options."""

    def said(name: str) -> str:
        return phrase(language, f"commands.bundle.{name}")

    parts = parser.add_subparsers(dest="what", required=True, metavar="WHAT")
    export = parts.add_parser("export", help=said("export"), description=said("export"))
    unlocking.arguments(export, language)
    export.add_argument("--to", action="append", required=True, metavar="NAME", help=said("to"))
    export.add_argument("--out", type=Path, required=True, metavar="FILE", help=said("out"))
    for name in ("import", "inspect"):
        part = parts.add_parser(name, help=said(name), description=said(name))
        unlocking.arguments(part, language)
        part.add_argument("file", type=Path, metavar="FILE", help=said("file"))
        part.add_argument("--json", action="store_true", help=phrase(language, "commands.json"))


def run(options: argparse.Namespace) -> int:
    """Do what is asked for."""
    with unlocking.unlocked(options) as store:
        return {"export": _export, "import": _import, "inspect": _inspect}[options.what](
            store, options
        )


def _export(store: Store, options: argparse.Namespace) -> int:
    files.require_absent(options.out)
    recipients = [_device(store, name) for name in options.to]
    made = write_bundle(store, recipients, options.out)
    print(phrase(options.language, "commands.bundle.exported", acts=made.commits, files=made.files))
    return 0


def _import(store: Store, options: argparse.Namespace) -> int:
    done = read_bundle(store, options.file)
    counts = {name: getattr(done, name) for name in ("new", "known", "held", "refused", "files")}
    if options.json:
        print(json.dumps(counts | {"sender": done.sender, "missing": _ranges(done.missing)}))
    else:
        print(phrase(options.language, "commands.bundle.imported", **counts))
        for notice in done.notices:
            print(explain_in(options.language, notice).sentence())
        _tell_missing(store, done.missing, options.language)
    return int(_lacks(done))


def _inspect(store: Store, options: argparse.Namespace) -> int:
    found = brought(store, pieces_of(options.file))
    if options.json:
        print(json.dumps(asdict(found) | {"missing": _ranges(found.missing)}))
    else:
        facts: dict[str, str | int] = {
            "sender": _labels(store).get(found.sender, found.sender),
            "made": f"{local_time(found.made):%d/%m/%Y %H:%M}",
            "acts": found.acts,
            "new": found.new,
            "files": found.files,
        }
        print(phrase(options.language, "commands.bundle.inspected", **facts))
        _tell_missing(store, found.missing, options.language)
    return int(bool(found.missing))


def _lacks(done: Imported) -> bool:
    return bool(done.missing or done.refused)


def _tell_missing(store: Store, missing: Iterable[Range], language: Language) -> None:
    labels = _labels(store)
    for each in missing:
        name = labels.get(each.chain[0], each.chain[0])
        print(phrase(language, "commands.bundle.missing", n=each.size, name=name))


def _ranges(missing: Iterable[Range]) -> list[dict[str, str | int]]:
    return [
        {"device": each.chain[0], "inc": each.chain[1], "first": each.first, "last": each.last}
        for each in missing
    ]


def _labels(store: Store) -> dict[str, str]:
    return {each.id: each.label for each in office.devices(store)}


def _device(store: Store, name: str) -> str:
    """The one machine that an id or a label means; raises NotFound."""
    found = [each.id for each in office.devices(store) if name in (each.id, each.label)]
    if len(found) != 1:
        raise NotFound(kind="device")
    return found[0]
