"""``antin admin found``: the ceremony that founds a unit, on the administrator's machine.

Reads the roster and the server's request; makes the administrator's store; writes the provisioning
file, and the root's and the recovery key as files to be kept away from every machine.
"""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import TYPE_CHECKING

from core.commits.trust import fingerprint
from core.office.roster import load_roster
from core.signing.trust import read_trust
from core.sync.founding import read_server_request
from desktop import clock
from desktop.commands import small_files, unlocking
from desktop.folders import home_folder
from desktop.machine_identity import here
from desktop.phrases import Language, phrase
from desktop.session import APP, CLOCK

if TYPE_CHECKING:
    from db.actions.founding import Founded


def founding_arguments(parser: argparse.ArgumentParser, language: Language) -> None:
    """The options of the ceremony."""

    def said(name: str) -> str:
        return phrase(language, f"commands.found.{name}")

    home = phrase(language, "commands.home")
    parser.add_argument("--home", type=Path, default=home_folder(), help=home)
    unlocking.passphrase_argument(parser, language)
    for name in ("unit", "server"):
        parser.add_argument(f"--{name}", type=Path, required=True, metavar="FILE", help=said(name))
    parser.add_argument("--url", required=True, help=said("url"))
    for name in ("trust", "crl"):
        parser.add_argument(
            f"--{name}", type=Path, action="append", default=[], metavar="FILE", help=said(name)
        )
    for name in ("root-out", "recovery-out", "out"):
        help_line, needed = said(name.replace("-", "_")), name != "recovery-out"
        parser.add_argument(f"--{name}", type=Path, required=needed, metavar="FILE", help=help_line)


def found(options: argparse.Namespace) -> int:
    """Hold the ceremony."""
    from db import opening
    from db.actions import founding
    from db.engine import close
    from db.vault import Vault

    recovery: Path = options.recovery_out or options.root_out.with_name("recovery.antin")
    small_files.require_absent(options.root_out, recovery, options.out)
    roster = load_roster(small_files.read(options.unit).decode())
    request = read_server_request(small_files.read(options.server))
    roots, lists = (_pem(options.trust, "CERTIFICATE"), _pem(options.crl, "X509 CRL"))
    words, root_words = unlocking.passphrases(
        options, "commands.found.words", "commands.found.root_words", new=True
    )
    vault = Vault(opening.folder_of(options.home), clock.random_bytes)
    given = founding.Founding(roster, request, options.url, roots, lists, words, root_words)
    made = founding.found(vault, given, CLOCK)
    written = (
        (options.root_out, made.root),
        (recovery, made.recovery),
        (options.out, made.provision),
    )
    for path, data in written:
        small_files.write_new(path, data)
    store = opening.open_store(made.vault, "passphrase", APP, CLOCK, here(options.home))
    try:
        founding.first_commits(store, roster)
    finally:
        close(store.engine)
        made.vault.close()
    _tell(options.language, made, len(roster.authorities))
    return 0


def _tell(language: Language, made: Founded, left: int) -> None:
    """What was founded, what is left to the heads, and the keys to compare."""
    print(phrase(language, "commands.found.done", unit=made.body.name))
    if left:
        print(phrase(language, "commands.found.authorities", n=left))
    for name, key in (("root", made.body.root), ("recovery", made.body.recovery)):
        print(phrase(language, f"commands.found.{name}", fingerprint=fingerprint(key)))


def _pem(paths: list[Path], kind: str) -> tuple[str, ...]:
    """Certificates or lists, DER or PEM, each as a PEM text of its own; raises TrustUnreadable."""
    from asn1crypto import pem

    contents = [small_files.read(path) for path in paths]
    lists = kind == "X509 CRL"
    trust = read_trust(() if lists else contents, (), contents if lists else ())
    found = trust.crls if lists else trust.roots
    return tuple(pem.armor(kind, der).decode("ascii") for der in found)
