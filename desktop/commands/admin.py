"""``antin admin …``: founds a unit, invites and admits machines, lists people and machines.

Each sub-command is a row of ``SUBCOMMANDS``; its words stand under ``commands.admin.NAME``.
"""

from __future__ import annotations

import argparse
import sys
from dataclasses import asdict
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Final, NamedTuple

from core.errors import AntinError, NotFound
from desktop.commands import root_key, small_files, unlocking
from desktop.commands.ceremony import found, founding_arguments
from desktop.commands.group import group, group_arguments
from desktop.commands.sync import exchanged, tell
from desktop.commands.trust_list import trust, trust_arguments
from desktop.phrases import Language, explain_in, phrase

if TYPE_CHECKING:
    from collections.abc import Callable

    from db.acting import Store
    from db.actions.admission import Approved


class Sub(NamedTuple):
    """A sub-command: what adds its options, and what does it."""

    arguments: Callable[[argparse.ArgumentParser, Language], None]
    run: Callable[[argparse.Namespace], int]


def arguments(parser: argparse.ArgumentParser, language: Language) -> None:
    """The sub-commands with their options."""
    parts = parser.add_subparsers(dest="what", required=True, metavar="WHAT")
    for name, sub in SUBCOMMANDS.items():
        said = phrase(language, f"commands.admin.{name}")
        sub.arguments(parts.add_parser(name, help=said, description=said), language)


def run(options: argparse.Namespace) -> int:
    """Do the sub-command."""
    return SUBCOMMANDS[options.what].run(options)


# -- invite ------------------------------------------------------------------------------------


def _invite_arguments(parser: argparse.ArgumentParser, language: Language) -> None:
    unlocking.arguments(parser, language)
    person, label = (phrase(language, f"commands.admin.{name}") for name in ("person", "label"))
    parser.add_argument("--person", required=True, dest="invited", metavar="NAME|ID", help=person)
    parser.add_argument("--label", default="", help=label)


def _invite(options: argparse.Namespace) -> int:
    from db.actions import admission
    from db.queries import office

    with unlocking.unlocked(options) as store:
        people = [each for each in office.people(store) if options.invited in {each.id, each.name}]
        if len(people) != 1:
            raise NotFound(kind="person")
        print(admission.invite(store, people[0].id, options.label))
    return 0


# -- approve -----------------------------------------------------------------------------------


def _approve_arguments(parser: argparse.ArgumentParser, language: Language) -> None:
    unlocking.arguments(parser, language)
    file, out = (phrase(language, f"commands.admin.{name}") for name in ("request", "answer"))
    parser.add_argument("file", nargs="?", type=Path, metavar="FILE", help=file)
    parser.add_argument("--out", type=Path, metavar="FILE", help=out)
    root_key.argument(parser, phrase(language, "commands.admin.approve.root"))
    parser.set_defaults(usage=parser.error)


def _approve(options: argparse.Namespace) -> int:
    from db.actions import admission

    if options.root is not None and options.file is None:
        # whoever else waits at the server with a code is not to become an administrator's machine
        options.usage(phrase(options.language, "commands.admin.approve.root_file"))
    with root_key.unlocked(options) as (store, root):
        if options.file is None:
            return _approve_by_server(store, options.language)
        data = small_files.read(options.file)
        approved = admission.approve(store, data, everything=True, root=root)
    out: Path = options.out or options.file.with_suffix(".answer.antin")
    small_files.write_new(out, approved.answer)
    _tell_approved(approved, options.language)
    print(out)
    return 0


def _approve_by_server(store: Store, language: Language) -> int:
    """Admit everybody who asks the server with a code of ours; the others go on waiting."""
    from core.errors import ServerUnreachable
    from db.actions import admission
    from desktop.sync import rounds

    server = rounds.connect(store)
    if server is None:
        raise ServerUnreachable
    failed = 0
    try:
        for request in server.requests():
            try:
                approved = admission.approve(store, request, everything=False)
            except AntinError as error:
                print(explain_in(language, error).sentence(), file=sys.stderr)
                failed += 1
                continue
            rounds.exchange(store, server)  # the server knows the machine before the machine knows
            server.reply(approved.request, approved.answer)
            _tell_approved(approved, language)
    finally:
        server.close()
    return int(failed > 0)


def _tell_approved(approved: Approved, language: Language) -> None:
    print(phrase(language, "commands.admin.approved", device=approved.device))


# -- replacing a machine -----------------------------------------------------------------------


def _replace_arguments(parser: argparse.ArgumentParser, language: Language) -> None:
    unlocking.arguments(parser, language)
    device, label = (
        phrase(language, f"commands.admin.{name}") for name in ("replace.device", "label")
    )
    parser.add_argument("device", metavar="NAME|ID", help=device)
    parser.add_argument("--label", default="", help=label)


def _replace(options: argparse.Namespace) -> int:
    from db.actions import replacing

    with unlocking.unlocked(options) as store:
        print(replacing.invite(store, _device(store, options.device), options.label))
    return 0


def _retire_arguments(parser: argparse.ArgumentParser, language: Language) -> None:
    unlocking.arguments(parser, language)
    device, reason, unheard = (
        phrase(language, f"commands.admin.{name}")
        for name in ("replace.device", "retire.reason", "retire.unheard")
    )
    parser.add_argument("device", metavar="NAME|ID", help=device)
    parser.add_argument("--reason", required=True, help=reason)
    parser.add_argument("--unheard", action="store_true", help=unheard)


def _retire(options: argparse.Namespace) -> int:
    from db.actions import replacing

    with unlocking.unlocked(options) as store:
        old = _device(store, options.device)
        _, held = replacing.retire(store, old, options.reason, unheard=options.unheard)
    print(phrase(options.language, "commands.admin.retire.done", device=old))
    for each in held:
        print(phrase(options.language, "commands.admin.retire.held", **asdict(each)))
    return 0


# -- a lost machine, certificates that end ----------------------------------------------------


def _lose_arguments(parser: argparse.ArgumentParser, language: Language) -> None:
    unlocking.arguments(parser, language)
    device, reason = (
        phrase(language, f"commands.admin.{name}") for name in ("lose.device", "retire.reason")
    )
    parser.add_argument("device", metavar="NAME|ID", help=device)
    parser.add_argument("--reason", required=True, help=reason)


def _lose(options: argparse.Namespace) -> int:
    from db.actions import authority, replacing

    with unlocking.unlocked(options) as store:
        lost = _device(store, options.device)
        held = replacing.leases(store, lost)
        authority.revoke_device(store, lost, options.reason)
    print(phrase(options.language, "commands.admin.lose.done", device=lost))
    for each in held:
        print(phrase(options.language, "commands.admin.retire.held", **asdict(each)))
    return 0


def _renew_arguments(parser: argparse.ArgumentParser, language: Language) -> None:
    unlocking.arguments(parser, language)
    device = phrase(language, "commands.admin.renew.device")
    parser.add_argument("device", nargs="*", metavar="NAME|ID", help=device)
    root_key.argument(parser, phrase(language, "commands.admin.renew.root"))
    out = phrase(language, "commands.admin.renew.out")
    parser.add_argument("--out", type=Path, metavar="FILE", help=out)


def _renew(options: argparse.Namespace) -> int:
    """Without a name whatever is due; then those that are left for a person are listed."""
    from core.office.day import day
    from db.actions import renewing, rooting
    from db.queries import certificates

    with root_key.unlocked(options) as (store, root):
        if root is None:
            wanted = [_device(store, each) for each in options.device] or renewing.due(store)
            renew = renewing.renew
        else:
            wanted = [rooting.named(store, each) for each in options.device] or rooting.due(store)
            renew = partial(rooting.renew, sign=root)
        if wanted:
            renew(store, devices=wanted)
        if root is not None and options.out is not None:
            small_files.write_new(options.out, rooting.provision(store, root))
        left = certificates.ending(store)
    print(phrase(options.language, "commands.admin.renew.done", n=len(wanted)))
    for each in left:
        print("\t".join((each.device, day(each.end).isoformat(), each.label)))
    return 0


def _device(store: Store, named: str) -> str:
    """The one device in force that an id or a label means; raises NotFound."""
    from db.queries import office

    known = [each for each in office.devices(store) if not each.revoked]
    found = [each.id for each in known if named in {each.id, each.label}]
    if len(found) != 1:
        raise NotFound(kind="device")
    return found[0]


# -- lists and sync ----------------------------------------------------------------------------


def _sync(options: argparse.Namespace) -> int:
    with unlocking.unlocked(options) as store:
        return tell(exchanged(store), options.language)


def _people(options: argparse.Namespace) -> int:
    from db.queries import office

    with unlocking.unlocked(options) as store:
        for each in office.people(store):
            print("\t".join((each.id, each.name, each.post, ",".join(sorted(each.roles)))))
    return 0


def _devices(options: argparse.Namespace) -> int:
    from db.queries import office

    with unlocking.unlocked(options) as store:
        for each in office.devices(store):
            print("\t".join((each.id, each.kind, each.label, "×" * each.revoked)))
    return 0


SUBCOMMANDS: Final[dict[str, Sub]] = {
    "found": Sub(founding_arguments, found),
    "invite": Sub(_invite_arguments, _invite),
    "approve": Sub(_approve_arguments, _approve),
    "replace": Sub(_replace_arguments, _replace),
    "retire": Sub(_retire_arguments, _retire),
    "lose": Sub(_lose_arguments, _lose),
    "renew": Sub(_renew_arguments, _renew),
    "sync": Sub(unlocking.arguments, _sync),
    "trust": Sub(trust_arguments, trust),
    "group": Sub(group_arguments, group),
    "people": Sub(unlocking.arguments, _people),
    "devices": Sub(unlocking.arguments, _devices),
}
