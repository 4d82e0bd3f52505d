"""``antin vault slots``: who may open the store, and with what; adds and removes people and tokens.

Each act is a row of ``ACTS``.
"""

from __future__ import annotations

import argparse
from typing import TYPE_CHECKING, Final

from core.errors import NotFound
from desktop.commands import token_pin, unlocking
from desktop.phrases import Language, phrase

if TYPE_CHECKING:
    from collections.abc import Callable


def arguments(parser: argparse.ArgumentParser, language: Language) -> None:
    """The options of the command."""

    def said(name: str) -> str:
        return phrase(language, f"commands.vault.slots.{name}")

    unlocking.arguments(parser, language)
    parser.add_argument("act", nargs="?", choices=ACTS, default="list", help=said("act"))
    parser.add_argument("--person", dest="whom", metavar="NAME|ID", help=said("person"))
    parser.add_argument("--kind", choices=("argon2id", "rsa-oaep"), help=said("kind"))
    parser.add_argument("--key", metavar="LABEL|NAME", help=said("key"))


def run(options: argparse.Namespace) -> int:
    """Do the act."""
    return ACTS[options.act](options)


def _list(options: argparse.Namespace) -> int:
    """One line a person: id, label, kinds of protectors."""
    with unlocking.installation(options) as session:
        for each in session.people():
            print("\t".join((each.person, each.label, ",".join(each.kinds))))
    return 0


def _tokens(_options: argparse.Namespace) -> int:
    """One line a key of a token that is plugged in: token, what its PIN can bear, name, label."""
    from desktop.signing import tokens

    for face in tokens.plugged_in():
        for key in face.keys:
            print("\t".join((face.label, face.pin, key.name, key.label)))
    return 0


def _modules(_options: argparse.Namespace) -> int:
    """What can sign here: modules, tokens, certificates, mechanisms; the kind begins each line."""
    from desktop.signing import key_files, tokens

    faces = tokens.plugged_in()
    lines: list[tuple[str, ...]] = []
    lines += [("module", path, name or "-") for path, name in tokens.libraries()]
    lines += [("token", face.serial, face.label, face.maker, face.pin) for face in faces]
    for each in key_files.on_tokens(faces):
        face, ref = each.face, each.ref
        told = (ref.serial, face.subject, face.issuer, face.serial, ref.key_id.hex())
        lines.append(("certificate", *told, face.fingerprint))
    lines += [("mechanism", serial, way) for _, serial, way in tokens.mechanisms()]
    for line in lines:
        print("\t".join(line))
    return 0


def _add(options: argparse.Namespace) -> int:
    """A person of the unit gets an entry under a passphrase of his own."""
    from db.queries import office
    from desktop.people import acts

    with unlocking.installation(options) as session:
        _, words = unlocking.unlock(options, session, unlocking.NEW)
        known = office.people(session.store())
        people = [each for each in known if options.whom in {each.id, each.name}]
        if len(people) != 1:
            raise NotFound(kind="person")
        acts.add(session, session.store(), people[0], words)
    return 0


def _remove(options: argparse.Namespace) -> int:
    """A person's entry ends, or one of his ways in."""
    from desktop.people import acts

    with unlocking.installation(options) as session:
        if options.whom is None:
            raise NotFound(kind="person")
        whom = unlocking.named(session, options.whom).person
        unlocking.unlock(options, session)
        store = session.store()
        if options.kind is not None:
            acts.remove_way(session, store, whom, options.kind)
        else:
            members = acts.face(session, store).members
            acts.remove(session, store, next(one for one in members if one.entry == whom))
    return 0


def _add_token(options: argparse.Namespace) -> int:
    """A key of a token opens the entry of the person at work, too."""
    from desktop.people import protections
    from desktop.signing import tokens

    keys = [(face, key) for face in tokens.plugged_in() for key in face.keys]
    chosen = [each for each in keys if options.key in {None, each[1].label, each[1].name}]
    if len(chosen) != 1:
        raise NotFound(kind="key")
    [(face, key)] = chosen
    token_pin.warn(options.language, face)
    with unlocking.installation(options) as session:
        words, pin = unlocking.passphrases(options, "commands.passphrase", "commands.vault.pin")
        session.unlock(unlocking.holder(options, session).person, words)
        protections.add_token(session, words, key, pin)
    return 0


ACTS: Final[dict[str, Callable[[argparse.Namespace], int]]] = {
    "list": _list,
    "tokens": _tokens,
    "modules": _modules,
    "add": _add,
    "add-token": _add_token,
    "remove": _remove,
}
