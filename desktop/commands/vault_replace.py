"""``antin vault replace``: a restored machine asks to be certified anew, as another device.

By two files, or over the server. Exit code 0: certified, or the request was written; 1: it waits
for the administrator.
"""

from __future__ import annotations

import argparse
import platform
from pathlib import Path
from typing import Final

from core.errors import EnrolAnswerForeign, ServerUnreachable
from desktop.commands import small_files, unlocking
from desktop.machine_identity import here
from desktop.phrases import Language, phrase
from desktop.session import APP, CLOCK

QUESTIONS: Final = ("commands.passphrase", "commands.vault.replace.code")
"""What is asked for, or handed over line by line."""


def arguments(parser: argparse.ArgumentParser, language: Language) -> None:
    """The options of the command."""

    def said(name: str) -> str:
        return phrase(language, f"commands.vault.replace.{name}")

    unlocking.arguments(parser, language)
    roads = parser.add_mutually_exclusive_group()
    roads.add_argument("--request-out", type=Path, metavar="FILE", help=said("request_out"))
    roads.add_argument("--ask", action="store_true", help=said("ask"))
    roads.add_argument("--answer", type=Path, metavar="FILE", help=said("answer"))
    parser.add_argument("--machine", default=platform.node(), help=said("machine"))


def run(options: argparse.Namespace) -> int:
    """Ask, or take the answer."""
    if options.answer:
        return _take(options)
    return _request(options) if options.request_out else _over_the_server(options)


def _take(options: argparse.Namespace) -> int:
    from db.actions import replacing

    answer = small_files.read(options.answer)
    with unlocking.unlocked_vault(options) as (_, vault):
        return _done(replacing.finish(vault, answer, APP, CLOCK, here(options.home)), options)


def _request(options: argparse.Namespace) -> int:
    from db.actions import replacing

    small_files.require_absent(options.request_out)
    words, code = unlocking.passphrases(options, *QUESTIONS)
    with unlocking.unlocked_vault(options, words) as (_, vault):
        small_files.write_new(
            options.request_out, replacing.ask(vault, code, options.machine, CLOCK)
        )
    return 0


def _over_the_server(options: argparse.Namespace) -> int:
    """Ask with a code the first time, later only whether the answer has come."""
    from db.actions import enrolment, replacing
    from desktop.sync import enrolling

    words, *code = unlocking.passphrases(options, *QUESTIONS[: 1 + options.ask])
    with unlocking.unlocked_vault(options, words) as (_, vault):
        if enrolment.place(vault) is None:
            raise ServerUnreachable
        if code:
            replacing.ask(vault, code[0], options.machine, CLOCK)
        elif replacing.pending(vault) is None:
            raise EnrolAnswerForeign
        if not enrolling.poll_replacement(vault, APP, CLOCK, here(options.home)):
            print(phrase(options.language, "commands.vault.replace.waiting"))
            return 1
        return _done(replacing.device_of(vault), options)


def _done(device: str, options: argparse.Namespace) -> int:
    print(phrase(options.language, "commands.vault.replace.done", device=device))
    return 0
