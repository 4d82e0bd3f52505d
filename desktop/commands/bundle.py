"""``antin bundle export|import|inspect|list``: what travels by hand between machines.

Exit code 0: done and nothing missing; 1: taken in or looked at, but acts that it builds on or
volumes are missing, or some of it was refused; listed, but some are not confirmed.
"""

from __future__ import annotations

import argparse
import json
import sys
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Final

from core.errors import AntinError
from core.sync.volumes import LIMIT
from db import sticks
from db.queries import carried
from db.queries.brought import brought
from desktop.clock import local_time
from desktop.commands import small_files, unlocking
from desktop.commands.main import FAILED
from desktop.phrases import Language, explain_in, phrase
from desktop.sync.files import read_bundle, write_bundle

if TYPE_CHECKING:
    from collections.abc import Iterable

    from core.sync.frontier import Range
    from db.acting import Store
    from db.actions.bundles import Imported


MEGABYTE: Final = 1_000_000
DAY: Final = 86_400_000
"""Milliseconds."""


def arguments(parser: argparse.ArgumentParser, language: Language) -> None:
    """What there is to do, each with its options."""

    def said(name: str) -> str:
        return phrase(language, f"commands.bundle.{name}")

    parts = parser.add_subparsers(dest="what", required=True, metavar="WHAT")
    export = parts.add_parser("export", help=said("export"), description=said("export"))
    unlocking.arguments(export, language)
    whom = export.add_mutually_exclusive_group(required=True)
    whom.add_argument("--to", action="append", metavar="NAME", help=said("to"))
    whom.add_argument("--to-all", action="store_true", help=said("to_all"))
    export.add_argument("--out", type=Path, required=True, metavar="FILE", help=said("out"))
    most = LIMIT // MEGABYTE
    export.add_argument("--volume", type=_size, default=most, metavar="MB", help=said("volume"))
    readers = {
        name: parts.add_parser(name, help=said(name), description=said(name))
        for name in ("import", "inspect", "list")
    }
    for part in readers.values():
        unlocking.arguments(part, language)
        part.add_argument("--json", action="store_true", help=phrase(language, "commands.json"))
    readers["inspect"].add_argument("file", type=Path, metavar="FILE", help=said("file"))
    readers["import"].add_argument("file", type=Path, nargs="+", metavar="FILE", help=said("file"))


def _size(text: str) -> int:
    """Megabytes, at least one."""
    if (size := int(text)) < 1:
        raise ValueError
    return size


def run(options: argparse.Namespace) -> int:
    """Do what is asked for."""
    with unlocking.unlocked(options) as store:
        does = {"export": _export, "import": _import, "inspect": _inspect, "list": _list}
        return does[options.what](store, options)


def _export(store: Store, options: argparse.Namespace) -> int:
    small_files.require_absent(options.out)
    recipients = [carried.named(store, name) for name in options.to or ()]
    if options.to_all:
        recipients = [each.id for each in carried.entitled(store)]
    limit = options.volume * MEGABYTE
    made = write_bundle(store, recipients, options.out, limit=limit)
    print(phrase(options.language, "commands.bundle.exported", acts=made.commits, files=made.files))
    if (count := len(made.volumes)) > 1:
        print(phrase(options.language, "commands.bundle.exported.volumes", n=count))
        print("\n".join(path.name for path in sticks.volume_paths(options.out, count)))
    if made.left_out:
        print(phrase(options.language, "commands.bundle.left_out", n=made.left_out))
    return 0


def _import(store: Store, options: argparse.Namespace) -> int:
    """Each file by itself: what one lacks or breaks does not keep the others out."""
    return max([_import_one(store, path, options) for path in options.file])


def _import_one(store: Store, path: Path, options: argparse.Namespace) -> int:
    try:
        done = read_bundle(store, path)
    except AntinError as error:
        said = explain_in(options.language, error).sentence()
        print(f"{path.name}: {said}" if len(options.file) > 1 else said, file=sys.stderr)
        return FAILED
    counts = {name: getattr(done, name) for name in ("new", "known", "held", "refused", "files")}
    if options.json:
        volumes = {"volume": done.volume, "lacking": done.lacking}
        missing = {"sender": done.sender, "missing": _ranges(done.missing)}
        print(json.dumps(counts | missing | volumes))
    else:
        print(phrase(options.language, "commands.bundle.imported", **counts))
        for notice in done.notices:
            print(explain_in(options.language, notice).sentence())
        _tell_missing(store, done.missing, options.language)
        _tell_lacking(store, done, options.language)
    return int(bool(done.missing or done.refused or done.lacking))


def _inspect(store: Store, options: argparse.Namespace) -> int:
    found = brought(store, sticks.read(options.file))
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


def _list(store: Store, options: argparse.Namespace) -> int:
    found = carried.exports(store)
    if options.json:
        print(json.dumps([asdict(each) for each in found]))
    else:
        for each in found:
            key = f"commands.bundle.listed.{'confirmed' if each.confirmed else 'waiting'}"
            days = (store.now() - each.time) // DAY
            at = f"{local_time(each.time):%d/%m/%Y %H:%M}"
            print(phrase(options.language, key, at=at, name=each.label, days=days))
    return int(not all(each.confirmed for each in found))


def _tell_missing(store: Store, missing: Iterable[Range], language: Language) -> None:
    labels = _labels(store)
    for each in missing:
        name = labels.get(each.chain[0], each.chain[0])
        print(phrase(language, "commands.bundle.missing", n=each.size, name=name))


def _tell_lacking(store: Store, done: Imported, language: Language) -> None:
    if not done.lacking:
        return
    facts: dict[str, str | int] = {
        "place": done.volume[0],
        "count": done.volume[1],
        "sender": _labels(store).get(done.sender, done.sender),
        "made": f"{local_time(done.made):%d/%m/%Y %H:%M}",
        "volumes": ", ".join(map(str, done.lacking)),
    }
    print(phrase(language, "commands.bundle.lacking", **facts))


def _ranges(missing: Iterable[Range]) -> list[dict[str, str | int]]:
    return [
        {"device": each.chain[0], "inc": each.chain[1], "first": each.first, "last": each.last}
        for each in missing
    ]


def _labels(store: Store) -> dict[str, str]:
    return {each.id: each.label for each in carried.readers(store)}
