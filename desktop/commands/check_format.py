"""``antin check-format``: how PDF files deviate from the layout of NĐ 30/2020/NĐ-CP.

Exit code: 0 nothing was found; 1 something was; 2 a file could not be read.
"""

from __future__ import annotations

import argparse
import json
from pathlib import Path
from typing import TYPE_CHECKING, Final

import msgspec

import resources
from core.errors import AntinError, FileUnreadable, TooLarge
from core.office.catalogue import load_document_types
from core.office.format.finding import Record
from desktop.format_findings import findings_of, said
from desktop.phrases import Language, explain_in, phrase

if TYPE_CHECKING:
    from collections.abc import Sequence

    from core.office.catalogue import DocumentType
    from core.office.format.finding import Finding

LIMIT_MB: Final = 100
CLEAN, FOUND, UNREADABLE = 0, 1, 2


def arguments(parser: argparse.ArgumentParser, language: Language) -> None:
    """The options of the command."""

    def words(name: str) -> str:
        return phrase(language, f"commands.check-format.{name}")

    parser.add_argument("files", nargs="+", type=Path, metavar="FILE", help=words("file"))
    codes = [kind.code for kind in _types()]
    parser.add_argument("--type", choices=codes, default="", metavar="CODE", help=words("type"))
    parser.add_argument("--json", action="store_true", help=words("json"))


def run(options: argparse.Namespace) -> int:
    """Check every file and print."""
    record = Record(type=options.type)
    answers = [(str(path), _answer(path, record)) for path in options.files]
    if options.json:
        rows = [_row(name, answer, options.language) for name, answer in answers]
        print(json.dumps(rows, ensure_ascii=False, indent=2))
    else:
        print("\n\n".join(_text(name, answer, options.language) for name, answer in answers))
    if any(isinstance(answer, AntinError) for _, answer in answers):
        return UNREADABLE
    return FOUND if any(answer for _, answer in answers) else CLEAN


def _types() -> Sequence[DocumentType]:
    return load_document_types(resources.text("catalogues/document-types.json")).items


def _answer(path: Path, record: Record) -> tuple[Finding, ...] | AntinError:
    try:
        with path.open("rb") as file:
            pdf = file.read(LIMIT_MB * 1_000_000 + 1)
    except OSError:
        return FileUnreadable()
    if len(pdf) > LIMIT_MB * 1_000_000:
        return TooLarge(limit=f"{LIMIT_MB} MB")
    try:
        return findings_of(pdf, _types(), record)
    except AntinError as error:
        return error


def _text(name: str, answer: tuple[Finding, ...] | AntinError, language: Language) -> str:
    if isinstance(answer, AntinError):
        return f"{name}: {explain_in(language, answer).sentence()}"
    count = phrase(language, "commands.check-format.count", n=len(answer))
    lines = [f"{name}: {count}"]
    for finding in answer:
        words = said(finding, language)
        lines.append(f"  {words.place}: {words.what}")
        lines.append(f"    {words.rule} ({words.law})")
        lines.append(f"    → {words.fix}")
    return "\n".join("".join(filter(str.isprintable, line)) for line in lines)


def _row(
    name: str, answer: tuple[Finding, ...] | AntinError, language: Language
) -> dict[str, object]:
    if isinstance(answer, AntinError):
        return {"file": name, "error": answer.code}
    rows = []
    for finding in answer:
        words = said(finding, language)
        what = {"what": words.what, "rule_text": words.rule, "fix": words.fix, "law": words.law}
        rows.append(msgspec.to_builtins(finding) | what)
    return {"file": name, "findings": rows}
