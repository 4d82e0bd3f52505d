"""``antin vault recover``: in again after a forgotten passphrase, in three steps by two files.

1. at the machine: ``--request-out FILE`` with the new passphrase; tells the fingerprint
2. the security officer, anywhere: ``--key RECOVERY --request FILE --fingerprint … --out FILE``
3. at the machine: ``--answer FILE`` with the passphrase of step 1
"""

from __future__ import annotations

import argparse
from pathlib import Path

from core.errors import RecoveryMismatch
from desktop import clock
from desktop.commands import small_files, unlocking
from desktop.phrases import Language, phrase


def arguments(parser: argparse.ArgumentParser, language: Language) -> None:
    """The options of the command."""

    def said(name: str) -> str:
        return phrase(language, f"commands.vault.recover.{name}")

    unlocking.arguments(parser, language)
    step = parser.add_mutually_exclusive_group(required=True)
    for name in ("request-out", "key", "answer"):
        help_line = said(name.replace("-", "_"))
        step.add_argument(f"--{name}", type=Path, metavar="FILE", help=help_line)
    for name in ("request", "out"):
        parser.add_argument(f"--{name}", type=Path, metavar="FILE", help=said(name))
    for name in ("fingerprint", "officer", "reason"):
        parser.add_argument(f"--{name}", metavar="TEXT", help=said(name))


def run(options: argparse.Namespace) -> int:
    """Do the step."""
    if options.key is not None:
        return _answer(options)
    return _ask(options) if options.request_out is not None else _take(options)


def _ask(options: argparse.Namespace) -> int:
    from desktop import recovering

    small_files.require_absent(options.request_out)
    with unlocking.installation(options) as session:
        person = unlocking.holder(options, session).person
        [words] = unlocking.passphrases(options, unlocking.NEW)
        asked = recovering.ask(session, person, words)
    small_files.write_new(options.request_out, asked.file)
    shown = {"label": asked.label, "fingerprint": asked.fingerprint}
    print(phrase(options.language, "commands.vault.recover.asked", **shown))
    return 0


def _answer(options: argparse.Namespace) -> int:
    from core.sync import recovery as requests
    from db import recovery
    from db.recovery import Officer

    needed = ("request", "out", "fingerprint", "officer", "reason")
    if not all(getattr(options, name) for name in needed):
        parser = argparse.ArgumentParser("antin vault recover")
        parser.error("--key: " + ", ".join(f"--{name}" for name in needed))
    small_files.require_absent(options.out)
    data, kept = small_files.read(options.request), small_files.read(options.key)
    if not requests.same_fingerprint(requests.read_request(data), options.fingerprint):
        raise RecoveryMismatch
    [words] = unlocking.passphrases(options, "commands.vault.recover.words")
    officer = Officer(options.officer, options.reason, kept, words)
    small_files.write_new(options.out, recovery.answer(data, officer, clock.now_ms()))
    print(options.out)
    return 0


def _take(options: argparse.Namespace) -> int:
    from desktop import recovering

    answer = small_files.read(options.answer)
    with unlocking.installation(options) as session:
        [words] = unlocking.passphrases(options, "commands.vault.recover.chosen")
        recovering.take(session, answer, words)
    print(phrase(options.language, "commands.vault.recover.done"))
    return 0
