"""``antin-server COMMAND …``: makes a server, serves, gives number leases, checks its journal."""

from __future__ import annotations

import argparse
import json
import sys
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Final

from core.errors import AntinError
from db import process
from server.words import explain, word

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from contextlib import AbstractContextManager

    from server.home import Home, Place

FAILED: Final = 2
QUEUES: Final = ("held", "review", "quarantine")
SERVICES: Final = ("timestamp", "ocsp", "crl")


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command; the exit code of the program."""
    if arguments is None:  # as a program, not inside another one
        process.harden("antin-server.exe")
    options = _parser().parse_args(arguments)
    try:
        return int(options.run(options))
    except AntinError as error:
        print(explain(error), file=sys.stderr)
        return FAILED


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser("antin-server", description=word("description"))
    commands = parser.add_subparsers(required=True, metavar="COMMAND")
    init = _command(commands, "init", _init)
    init.add_argument("--out", type=Path, help=word("out"))
    init.add_argument("--label", default="Máy chủ", help=word("label"))
    init.add_argument("--name", action="append", default=[], help=word("name"))
    provision = _command(commands, "provision", _provision)
    provision.add_argument("file", type=Path, metavar="FILE", help=word("file"))
    _run_arguments(_command(commands, "run", _run))
    _lease_arguments(_command(commands, "lease", _lease))
    _services_arguments(_command(commands, "services", _services))
    trust = _command(commands, "trust", _trust)
    trust.add_argument("file", nargs="?", type=Path, metavar="FILE", help=word("trust_file"))
    _command(commands, "devices", _devices)
    _command(commands, "leases", _leases)
    numbers = _command(commands, "numbers", _numbers)
    numbers.add_argument("--book", required=True, help=word("book"))
    numbers.add_argument("--year", required=True, type=int, help=word("year"))
    _aside_commands(commands)
    _command(commands, "status", _status)
    _command(commands, "state", _state)
    _backup_arguments(commands)
    _bundle_arguments(_command(commands, "bundle", _bundle))
    journal = _command(commands, "journal", _journal)
    journal.add_argument("what", choices=("check", "replay"), help=word("journal_what"))
    return parser


def _run_arguments(run: argparse.ArgumentParser) -> None:
    run.add_argument("--listen", default="127.0.0.1:8443", metavar="HOST:PORT", help=word("listen"))
    run.add_argument("--metrics-to", action="append", metavar="NETWORK", help=word("metrics_to"))
    run.add_argument("--lend-by-hand", action="store_true", help=word("lend_by_hand"))


def _aside_commands(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    queue = _command(commands, "queue", _queue)
    queue.add_argument("standing", nargs="?", choices=QUEUES, help=word("standing"))
    seal = _command(commands, "seal", _seal)
    seal.add_argument("--device", help=word("seal_device"))
    seal.add_argument("--reason", help=word("seal_reason"))


def _lease_arguments(lease: argparse.ArgumentParser) -> None:
    for name in ("book", "device"):
        lease.add_argument(f"--{name}", required=True, help=word(name))
    lease.add_argument("--count", required=True, type=int, help=word("count"))
    for name in ("start", "until"):
        lease.add_argument(f"--{name}", metavar="YYYY-MM-DD", help=word(name))
    lease.add_argument("--holder-lost", action="store_true", help=word("holder_lost"))


def _backup_arguments(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    backup = _command(commands, "backup", _backup)
    backup.add_argument("--to", required=True, type=Path, metavar="DIR", help=word("backup_to"))
    restore = _command(commands, "restore", _restore)
    for name, what in (("from", "DIR"), ("key", "FILE")):
        wanted = word(f"restore_{name}")
        restore.add_argument(f"--{name}", required=True, type=Path, metavar=what, help=wanted)
    _command(commands, "recover", _recover)
    recovery = _command(commands, "recovery", _recovery)
    for name in ("end", "unheard"):
        recovery.add_argument(f"--{name}", action="store_true", help=word(f"recovery_{name}"))


def _bundle_arguments(bundle: argparse.ArgumentParser) -> None:
    bundle.add_argument("what", choices=("export", "import", "list"), help=word("bundle_what"))
    bundle.add_argument("file", nargs="*", type=Path, metavar="FILE", help=word("bundle_file"))
    whom = bundle.add_mutually_exclusive_group()
    whom.add_argument("--to", action="append", metavar="NAME", help=word("bundle_to"))
    whom.add_argument("--to-all", action="store_true", help=word("bundle_to_all"))
    bundle.add_argument("--volume", type=int, metavar="MB", help=word("bundle_volume"))
    bundle.set_defaults(usage=bundle.error)


def _services_arguments(services: argparse.ArgumentParser) -> None:
    services.add_argument("service", nargs="?", choices=SERVICES, help=word("service"))
    services.add_argument("url", nargs="?", metavar="URL", help=word("service_url"))
    services.add_argument("--ca", type=Path, metavar="FILE", help=word("service_ca"))
    services.add_argument("--remove", metavar="URL", help=word("service_remove"))


def _command(
    commands: argparse._SubParsersAction[argparse.ArgumentParser],
    name: str,
    run: Callable[[argparse.Namespace], int],
) -> argparse.ArgumentParser:
    parser = commands.add_parser(name, help=word(f"help.{name}"), description=word(f"help.{name}"))
    parser.add_argument("--data", type=Path, required=True, metavar="DIR", help=word("data"))
    parser.add_argument("--journal", type=Path, metavar="DIR", help=word("journal_folder"))
    parser.add_argument("--database", metavar="URL", help=word("database"))
    parser.add_argument("--mirror", type=Path, metavar="DIR", help=word("mirror_folder"))
    parser.set_defaults(run=run)
    return parser


def _place(options: argparse.Namespace) -> Place:
    return options.data, options.journal, options.database, options.mirror


def _opened(options: argparse.Namespace) -> AbstractContextManager[Home]:
    from server import home

    return home.opened(*_place(options))


def _init(options: argparse.Namespace) -> int:
    from server import home

    names = options.name or ["127.0.0.1", "localhost"]
    request = home.create(options.data, names, options.label)
    out: Path = options.out or options.data / "server-request.antin"
    out.write_bytes(request)
    print(word("made", path=str(out)))
    return 0


def _provision(options: argparse.Namespace) -> int:
    from server import home

    body = home.provision(options.data, options.file.read_bytes())
    print(word("provisioned", name=body.name))
    return 0


def _run(options: argparse.Namespace) -> int:
    from server import serve

    host, _, port = options.listen.rpartition(":")
    where = serve.Listening(
        host.strip("[]"), int(port), options.metrics_to or (), not options.lend_by_hand
    )
    return serve.run(_place(options), where)


def _lease(options: argparse.Namespace) -> int:
    from server import administration

    names = administration.Asked.__dataclass_fields__
    asked = administration.Asked(**{name: getattr(options, name) for name in names})
    with _opened(options) as opened:
        first, end = administration.lease(opened, asked)
    print(word("leased", first=first, last=end - 1))
    return 0


def _services(options: argparse.Namespace) -> int:
    from server import outside

    if options.remove:
        outside.forbid(options.data, options.remove)
    if options.service:
        outside.allow(options.data, options.service, options.url or "", options.ca)
    for each in outside.allowed(options.data):
        print("\t".join((each.service, each.url, each.issuer)))
    return 0


def _trust(options: argparse.Namespace) -> int:
    """Exit code 1 where the list held has run out."""
    from server import administration

    with _opened(options) as opened:
        if options.file is not None:
            administration.take_trust(opened, options.file)
        held = administration.trust(opened)
    if held is None:
        print(word("trust_none"))
        return 0
    key = "trust_expired" if held.expired else "trust_held"
    print(word(key, n=held.number, made=held.made, until=held.until))
    return int(held.expired)


def _devices(options: argparse.Namespace) -> int:
    from server import administration

    with _opened(options) as opened:
        print("\n".join(administration.devices(opened)))
    return 0


def _leases(options: argparse.Namespace) -> int:
    from server import lists

    with _opened(options) as opened:
        print("\n".join(lists.leases(opened)))
    return 0


def _numbers(options: argparse.Namespace) -> int:
    from server import lists

    with _opened(options) as opened:
        print("\n".join(lists.numbers(opened, options.book, options.year)))
    return 0


def _queue(options: argparse.Namespace) -> int:
    from server import lists

    with _opened(options) as opened:
        print("\n".join(lists.queue(opened, options.standing)))
    return 0


def _seal(options: argparse.Namespace) -> int:
    """Without a device, or without a reason, only what could be sealed is listed."""
    from server import administration, lists

    with _opened(options) as opened:
        if options.device and options.reason:
            admitted = administration.seal(opened, options.device, options.reason)
            print(word("sealed", n=admitted))
        else:
            print("\n".join(lists.holes(opened)))
    return 0


def _status(options: argparse.Namespace) -> int:
    from server import administration

    with _opened(options) as opened:
        facts = administration.status(opened)
    print("\n".join(f"{name}\t{value}" for name, value in facts.items()))
    return 0


def _bundle(options: argparse.Namespace) -> int:
    """Exit code 1 where something lacks, was refused, or is not confirmed."""
    from server import bundling

    if options.what == "export" and not (len(options.file) == 1 and (options.to or options.to_all)):
        options.usage(word("bundle_export_usage"))
    if options.what == "import" and not options.file:
        options.usage(word("bundle_import_usage"))
    place = _place(options)
    does = {"export": bundling.export, "import": bundling.take, "list": bundling.written}
    code, lines = does[options.what](place, options)
    print("\n".join(lines))
    return code


def _state(options: argparse.Namespace) -> int:
    from db.queries.audit import audit

    with _opened(options) as opened:
        found = audit(opened.store)
    print(json.dumps(asdict(found), indent=2))
    return int(not found.good)


def _backup(options: argparse.Namespace) -> int:
    from server import backup

    done = backup.run(options.data, options.to)
    print(word("backed_up", n=done.generation))
    return 0


def _restore(options: argparse.Namespace) -> int:
    from server import backup

    source: Path = getattr(options, "from")
    done, taken = backup.bring_back(options.data, source, options.key, options.journal)
    print(word("restored", n=done.generation, commits=taken))
    return 0


def _recover(options: argparse.Namespace) -> int:
    from server import backup

    taken = backup.recover(options.data, options.journal, options.database)
    print(word("recovering", commits=taken))
    return 0


def _recovery(options: argparse.Namespace) -> int:
    """Exit code 1 while the server recovers."""
    from db.actions import recovering
    from server import lists

    with _opened(options) as opened:
        if options.end:
            recovering.end(opened.store, unheard=options.unheard)
        lines = lists.reporters(opened)
    print("\n".join(lines) if lines else word("recovery_over"))
    return int(bool(lines))


def _journal(options: argparse.Namespace) -> int:
    from server import administration

    if options.what == "replay":
        taken = administration.replay_journal(options.data, options.journal, options.database)
        print(word("replayed", commits=taken))
        return 0
    with _opened(options) as opened:
        found = administration.check_journal(opened)
    print(word("checked", **found._asdict()))
    return int(found.behind > 0 or found.ahead > 0)


if __name__ == "__main__":
    sys.exit(main())
