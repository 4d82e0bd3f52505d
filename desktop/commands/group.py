"""``antin admin group``: opens a restricted group and says who reads it, on an administrator's
machine; opens a book of the group's own, on a reader's. Without words it lists the groups.
"""

from __future__ import annotations

import argparse
from dataclasses import replace
from typing import TYPE_CHECKING

from core.errors import NotFound
from core.office.numbering import RegisterKind
from desktop.commands import unlocking
from desktop.phrases import Language, phrase

if TYPE_CHECKING:
    from db.acting import Store
    from db.queries.groups import GroupRow


def group_arguments(parser: argparse.ArgumentParser, language: Language) -> None:
    """The options of the sub-command."""
    unlocking.arguments(parser, language)

    def said(name: str) -> str:
        return phrase(language, f"commands.admin.group.{name}")

    parser.add_argument("group", nargs="?", metavar="NAME|ID", help=said("name"))
    what = parser.add_mutually_exclusive_group()
    what.add_argument("--open", action="store_true", help=said("open"))
    what.add_argument("--let-in", metavar="NAME|ID", help=said("let_in"))
    what.add_argument("--let-out", metavar="NAME|ID", help=said("let_out"))
    what.add_argument("--book", choices=[kind.value for kind in RegisterKind], help=said("book"))
    parser.add_argument("--called", default="", metavar="NAME", help=said("called"))


def group(options: argparse.Namespace) -> int:
    """Do what is asked, and tell the groups that the person may know of."""
    from db.queries import groups

    with unlocking.unlocked(options) as store:
        if options.group is not None:
            _do(store, options)
        found = groups.every(store)
    for row in found:
        print("\t".join((row.id, row.name, ", ".join(row.readers))))
    if options.let_out:
        print(phrase(options.language, "commands.admin.group.left"))
    return 0


def _do(store: Store, options: argparse.Namespace) -> None:
    from db.actions import books, groups

    if options.open:
        groups.open_group(store, options.group)
    elif options.let_in:
        groups.let_in(store, _group(store, options.group).id, _person(store, options.let_in))
    elif options.let_out:
        groups.let_out(store, _group(store, options.group).id, _person(store, options.let_out))
    elif options.book:
        row = _group(store, options.group)
        if not row.mine:
            raise NotFound(kind="group")
        within = replace(store, group=row.id)
        books.open_register(within, options.book, options.called, "", store.today().year)


def _group(store: Store, named: str) -> GroupRow:
    from db.queries import groups

    found = [each for each in groups.every(store) if named in {each.id, each.name}]
    if len(found) != 1:
        raise NotFound(kind="group")
    return found[0]


def _person(store: Store, named: str) -> str:
    """The one person that an id or a name means; raises NotFound."""
    from db.queries import office

    found = [each.id for each in office.people(store) if named in {each.id, each.name}]
    if len(found) != 1:
        raise NotFound(kind="person")
    return found[0]
