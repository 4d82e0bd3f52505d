"""``antin vault create``: a new machine's store, from the provisioning file and a code; its request
for a certificate, and the answer to it.
"""

from __future__ import annotations

import argparse
from pathlib import Path

from desktop.commands import small_files, unlocking
from desktop.phrases import Language, phrase


def arguments(parser: argparse.ArgumentParser, language: Language) -> None:
    """The options of the command."""

    def said(name: str) -> str:
        return phrase(language, f"commands.vault.create.{name}")

    unlocking.arguments(parser, language)
    step = parser.add_mutually_exclusive_group(required=True)
    step.add_argument("--provision", type=Path, metavar="FILE", help=said("provision"))
    step.add_argument("--answer", type=Path, metavar="FILE", help=said("answer"))
    parser.add_argument("--machine", metavar="LABEL", default="", help=said("machine"))
    parser.add_argument("--request-out", type=Path, metavar="FILE", help=said("request_out"))


def run(options: argparse.Namespace) -> int:
    """Make the store and its request, or take the answer."""
    if options.answer is not None:
        return _finish(options)
    if not (options.machine and options.person and options.request_out):
        parser = argparse.ArgumentParser("antin vault create")
        parser.error("--provision: --machine, --as, --request-out")
    from desktop.session import Founding, Session

    small_files.require_absent(options.request_out)
    session = Session(options.home)
    provision = small_files.read(options.provision)
    code, words = unlocking.passphrases(options, "commands.vault.create.code", unlocking.NEW)
    try:
        session.found(Founding(provision, code, options.machine, options.person, words))
        request, _ = session.request()
        small_files.write_new(options.request_out, request)
    finally:
        session.end()
    print(options.request_out)
    return 0


def _finish(options: argparse.Namespace) -> int:
    """Let the certificate in; from now on the machine belongs to the unit."""
    answer = small_files.read(options.answer)
    with unlocking.installation(options) as session:
        unlocking.unlock(options, session)
        session.finish(answer)
        session.enter()
        print(session.store().author.device)
    return 0
