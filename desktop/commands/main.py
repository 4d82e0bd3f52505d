"""``antin COMMAND …``: finds the command's module, and the words for what went wrong."""

from __future__ import annotations

import argparse
import os
import sys
from importlib import import_module
from importlib.metadata import version
from typing import TYPE_CHECKING, Any, Final

from core.errors import AntinError
from desktop.phrases import LANGUAGES, Language, explain_in, phrase

if TYPE_CHECKING:
    from argparse import Namespace
    from collections.abc import Callable, Mapping, Sequence

COMMANDS: Final = (
    *("doctor", "verify", "check-format", "sync", "bundle", "files", "state"),
    *("vault", "admin", "self-test", "seed"),
)
"""The commands: modules of this package, in the order of the help page."""

FAILED: Final = 2
"""Exit code when a command could not do its work; a command's own codes are its own."""


def main(arguments: Sequence[str]) -> int:
    """Run one command; the exit code of the program."""
    options = _parser(arguments, asked_language(arguments, os.environ)).parse_args(arguments)
    return carry_out(_module(options.command).run, options)


def carry_out(run: Callable[[Namespace], int], options: Namespace) -> int:
    """Run a command; its exit code, or FAILED with the words for what went wrong."""
    try:
        return run(options)
    except AntinError as error:
        print(explain_in(options.language, error).sentence(), file=sys.stderr)
        return FAILED


def _parser(arguments: Sequence[str], language: Language) -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser("antin", description=phrase(language, "commands.description"))
    add_general(parser, language)
    commands = parser.add_subparsers(dest="command", required=True, metavar="COMMAND")
    for name in COMMANDS:
        help_line = phrase(language, f"commands.{name}.help")
        command = commands.add_parser(name, help=help_line, description=help_line)
        if name in arguments:  # the others' libraries need not load
            _module(name).arguments(command, language)
    return parser


def add_general(parser: argparse.ArgumentParser, language: Language) -> None:
    """The options of every program of ours."""
    said = f"{parser.prog} {version('antin')}"
    parser.add_argument("--version", action="version", version=said)
    parser.add_argument(
        "--language",
        choices=LANGUAGES,
        default=language,
        help=phrase(language, "commands.language"),
    )


def _module(name: str) -> Any:
    return import_module(f"desktop.commands.{name.replace('-', '_')}")


def asked_language(arguments: Sequence[str], environ: Mapping[str, str]) -> Language:
    """Of the help page itself: as asked, else as ``ANTIN_LANGUAGE`` says, else Vietnamese."""
    early = argparse.ArgumentParser(add_help=False, exit_on_error=False)
    early.add_argument("--language", default=environ.get("ANTIN_LANGUAGE"))
    asked = early.parse_known_args(arguments)[0].language
    return next((language for language in LANGUAGES if language == asked), "vi")
