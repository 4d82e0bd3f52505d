"""``antin verify``: the signatures of PDF files, each read in a limited process.

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
from core.signing.report import Reason, Report, exit_code, verdict_of
from desktop.clock import local_time, now_ms
from desktop.commands import files
from desktop.commands.verify_text import as_text
from desktop.phrases import Language, phrase
from desktop.signing.report_words import LIMIT_MB
from desktop.worker import run_limited

if TYPE_CHECKING:
    from core.signing.trust import Trust

LIMIT: Final = LIMIT_MB * 1_000_000
SECONDS: Final = 10.0
MEMORY_MB: Final = 512


def arguments(parser: argparse.ArgumentParser, language: Language) -> None:
    """The options of the command."""

    def said(name: str) -> str:
        return phrase(language, f"commands.verify.{name}")

    parser.add_argument("files", nargs="+", type=Path, metavar="FILE", help=said("file"))
    for name in ("root", "intermediate", "crl"):
        parser.add_argument(
            f"--{name}", action="append", default=[], type=Path, metavar="F", help=said(name)
        )
    for name in ("trust", "unit"):
        parser.add_argument(f"--{name}", type=Path, metavar="FILE", help=said(name))
    parser.add_argument("--at", type=_instant, metavar="ISO-8601", help=said("at"))
    parser.add_argument("--json", action="store_true", help=said("json"))


def run(options: argparse.Namespace) -> int:
    """Judge every file and print. Raises TrustUnreadable for a bad certificate or list."""
    from core.signing.trust import read_trust

    trust = read_trust(*(_contents(options, name) for name in ("root", "intermediate", "crl")))
    at_ms = now_ms() if options.at is None else options.at
    if options.trust is not None:
        trust = _with_list(options, trust, at_ms)
    reports = [(path, _judge(path, trust, at_ms)) for path in options.files]
    if options.json:
        rows = [{"file": str(path)} | msgspec.to_builtins(report) for path, report in reports]
        print(json.dumps(rows, ensure_ascii=False, indent=2))
    else:
        print("\n\n".join(as_text(str(path), each, options.language) for path, each in reports))
    return exit_code(tuple(report.verdict for _, report in reports))


def _with_list(options: argparse.Namespace, trust: Trust, at_ms: int) -> Trust:
    """What was named, and the unit's trust list once its signer is one of the unit's
    administrators, by the provisioning file. Raises TrustUnreadable without one; says how old the
    list is, to the standard error.
    """
    from core.commits.ids import unb64
    from core.commits.signatures import Signed
    from core.commits.trust import read_certificates, read_provision
    from core.signing.trust import Trust
    from core.sync import container, trust_list

    if options.unit is None:
        raise TrustUnreadable
    envelope = container.read_json(container.FileKind.PROVISION, Signed, files.read(options.unit))
    unit = read_provision(envelope)
    known = read_certificates(unit.certificates, unit.realm, unb64(unit.root, 32))
    held = trust_list.read(files.read(options.trust), unit.realm, known)
    key = "list" if at_ms < held.next else "list_expired"
    made, until = (local_time(at).date().isoformat() for at in (held.made, held.next))
    said = phrase(options.language, f"commands.verify.{key}", n=held.number, made=made, until=until)
    print(said, file=sys.stderr)
    return Trust(
        roots=(*trust.roots, *map(unb64, held.roots)),
        intermediates=(*trust.intermediates, *map(unb64, held.intermediates)),
        crls=(*trust.crls, *map(unb64, held.crls)),
    )


def _judge(path: Path, trust: Trust, at_ms: int) -> Report:
    from core.signing.verify import judge

    try:
        pdf = _read(path)
    except OSError:
        return _unread(Reason.NOT_FOUND, at_ms)
    except TooLarge:
        return _unread(Reason.TOO_LARGE, at_ms)
    try:
        return run_limited(
            judge, pdf, trust, at_ms, returns=Report, seconds=SECONDS, memory_mb=MEMORY_MB
        )
    except (WorkerCrashed, WorkerTimeout):
        return _unread(Reason.LIMIT, at_ms, len(pdf))


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
