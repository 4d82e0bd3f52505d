"""Checking the signatures of PDF files, each read in a limited process: what ``antin verify`` and
the small program ``antin-verify`` have in common. Knows no window, no store and no key.

Exit code (formats.md §4): 0 every file valid; 1 one is invalid or altered; 2 anything else.
"""

from __future__ import annotations

import argparse
import json
import sys
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Final

import msgspec

from core.errors import TooLarge, TrustUnreadable, WorkerCrashed, WorkerTimeout
from core.office.day import VIETNAM
from core.signing.etsi_xml import validation_report
from core.signing.report import Basis, Reason, Report, exit_code, verdict_of
from desktop.clock import now_ms
from desktop.commands import small_files
from desktop.commands.verify_text import as_text
from desktop.phrases import Language, phrase
from desktop.signing.report_html import page
from desktop.signing.report_words import LIMIT_MB, by_list
from desktop.worker import run_limited

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from core.signing.trust import Trust

    Judged = Sequence[tuple[str, Report]]
    Exports = Mapping[str, Callable[[Judged], bytes]]

EXPORTS: Exports = {"html": page, "xml": validation_report}
"""What a report can be written as, by the name of the option."""
LIMIT: Final = LIMIT_MB * 1_000_000
SECONDS: Final = 10.0
MEMORY_MB: Final = 512


def arguments(
    parser: argparse.ArgumentParser, language: Language, exports: Exports = EXPORTS
) -> None:
    """The options of the command."""

    def said(name: str) -> str:
        return phrase(language, f"commands.verify.{name}")

    parser.add_argument("files", nargs="+", type=Path, metavar="FILE", help=said("file"))
    for name in ("root", "intermediate", "crl"):
        parser.add_argument(
            f"--{name}", action="append", default=[], type=Path, metavar="F", help=said(name)
        )
    parser.add_argument("--file", dest="signed", type=Path, metavar="FILE", help=said("beside"))
    for name in ("trust", "unit"):
        parser.add_argument(f"--{name}", type=Path, metavar="FILE", help=said(name))
    parser.add_argument("--at", type=_instant, metavar="ISO-8601", help=said("at"))
    parser.add_argument("--json", action="store_true", help=said("json"))
    for name in exports:
        parser.add_argument(f"--{name}", type=Path, metavar="PATH", help=said(name))


def run(options: argparse.Namespace, exports: Exports = EXPORTS) -> int:
    """Judge every file, print, and write what is asked for. Raises TrustUnreadable for a bad
    certificate or list, FileThere, FileUnwritable.
    """
    from core.signing.trust import read_trust

    wanted: dict[str, Path] = {name: getattr(options, name) for name in exports}
    wanted = {name: path for name, path in wanted.items() if path is not None}
    small_files.require_absent(*wanted.values())
    trust = read_trust(*(_contents(options, name) for name in ("root", "intermediate", "crl")))
    at_ms = now_ms() if options.at is None else options.at
    basis = None
    if options.trust is not None:
        trust, basis = _with_list(options, trust)
        print(by_list(basis, at_ms, options.language), file=sys.stderr)
    found = ((str(path), _judge(path, trust, at_ms, options.signed)) for path in options.files)
    reports = [(path, msgspec.structs.replace(each, basis=basis)) for path, each in found]
    if options.json:
        rows = [{"file": path} | msgspec.to_builtins(report) for path, report in reports]
        print(json.dumps(rows, ensure_ascii=False, indent=2))
    else:
        print("\n\n".join(as_text(path, each, options.language) for path, each in reports))
    named = [(Path(path).name, report) for path, report in reports]
    for name, path in wanted.items():
        small_files.write_new(path, exports[name](named))
    return exit_code(tuple(report.verdict for _, report in reports))


def _with_list(options: argparse.Namespace, trust: Trust) -> tuple[Trust, Basis]:
    """What was named, and the unit's trust list once its signer is one of the unit's
    administrators, by the provisioning file. Raises TrustUnreadable without one.
    """
    from core.commits.ids import unb64
    from core.commits.signatures import Signed
    from core.commits.trust import read_certificates, read_provision
    from core.signing.trust import of_list
    from core.sync import container, trust_list

    if options.unit is None:
        raise TrustUnreadable
    envelope = container.read_json(
        container.FileKind.PROVISION, Signed, small_files.read(options.unit)
    )
    unit = read_provision(envelope)
    known = read_certificates(unit.certificates, unit.realm, unb64(unit.root, 32))
    held = trust_list.read(small_files.read(options.trust), unit.realm, known.get)
    listed = of_list(held)
    all_of_them = msgspec.structs.replace(
        listed,
        roots=(*trust.roots, *listed.roots),
        intermediates=(*trust.intermediates, *listed.intermediates),
        crls=(*trust.crls, *listed.crls),
    )
    return all_of_them, Basis(number=held.number, made_ms=held.made, next_ms=held.next)


def _judge(path: Path, trust: Trust, at_ms: int, signed: Path | None) -> Report:
    """A PDF; with ``signed`` that file, by the signature beside it in ``path``."""
    from core.signing.beside import judge_beside
    from core.signing.verify import judge

    try:
        given = [_read(one) for one in ((path,) if signed is None else (signed, path))]
    except OSError:
        return _unread(Reason.NOT_FOUND, at_ms)
    except TooLarge:
        return _unread(Reason.TOO_LARGE, at_ms)
    try:
        judging = judge if signed is None else judge_beside
        return run_limited(
            judging, *given, trust, at_ms, returns=Report, seconds=SECONDS, memory_mb=MEMORY_MB
        )
    except (WorkerCrashed, WorkerTimeout):
        return _unread(Reason.LIMIT, at_ms, len(given[0]))


def _unread(reason: Reason, at_ms: int, size: int = 0) -> Report:
    return Report(verdict=verdict_of(reason), reason=reason, at_ms=at_ms, sha256="", size=size)


def _read(path: Path) -> bytes:
    with path.open("rb") as file:
        content = file.read(LIMIT + 1)
    if len(content) > LIMIT:
        raise TooLarge(limit=f"{LIMIT_MB} MB")
    return content


def _contents(options: argparse.Namespace, name: str) -> list[bytes]:
    paths: list[Path] = getattr(options, name)
    try:
        return [_read(path) for path in paths]
    except (OSError, TooLarge) as error:
        raise TrustUnreadable from error


def _instant(text: str) -> int:
    """Milliseconds UTC of an ISO 8601 date and time."""
    found = datetime.fromisoformat(text)
    return round((found if found.tzinfo else found.replace(tzinfo=VIETNAM)).timestamp() * 1000)
