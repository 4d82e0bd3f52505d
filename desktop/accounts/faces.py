"""Rows of people, units and machines, what a filter leaves of them, days and roles in words."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from core.text import fold
from db.queries.certificates import AHEAD, WARNED
from desktop import clock
from desktop.clock import local_time
from desktop.terms import term
from desktop.widgets.chips import ChipText
from desktop.widgets.register.faces import TITLE, Cell, Column, Plan, RowFace
from desktop.wording import day
from desktop.words import word

if TYPE_CHECKING:
    from collections.abc import Iterable

    from db.queries.accounts import AccountRow, GrantRow, MachineRow, UnitRow
    from db.queries.groups import GroupRow
    from desktop.widgets.chips import ChipTone

PEOPLE: Final = Plan(
    columns=(
        Column("accounts.column.name", 0),
        Column("accounts.column.post", 200),
        Column("accounts.column.roles", 220),
        Column("accounts.column.machines", 80, right=True),
    ),
    heads=("", "accounts.column.name", "accounts.column.roles"),
    lead=0,
    tail=190,
)
UNITS: Final = Plan(
    columns=(
        Column("accounts.column.unit", 0),
        Column("accounts.column.short", 110),
        Column("accounts.column.above", 220),
        Column("accounts.column.people", 80, right=True),
    ),
    heads=("", "accounts.column.unit", "accounts.column.people"),
    lead=0,
    tail=110,
)
MACHINES: Final = Plan(
    columns=(
        Column("accounts.column.machine", 0),
        Column("accounts.column.kind", 190),
        Column("accounts.column.person", 180),
        Column("accounts.column.until", 110, right=True),
    ),
    heads=("", "accounts.column.machine", "accounts.column.until"),
    lead=0,
    tail=150,
    sorted_by=3,
)

GROUPS: Final = Plan(
    columns=(
        Column("groups.column.name", 0),
        Column("groups.column.readers", 320),
        Column("groups.column.count", 90, right=True),
    ),
    heads=("", "groups.column.name", "groups.column.count"),
    lead=0,
    tail=110,
)


def group_face(row: GroupRow) -> RowFace:
    """Its name, who reads it."""
    count, readers = word("accounts.unit.count", n=len(row.readers)), ", ".join(row.readers)
    shown = Cell(readers) if readers else Cell(word("groups.nobody"), "text3")
    return RowFace(
        row.name,
        ". ".join((row.name, shown.text, count)),
        below=(Cell(shown.text, "text2", "sub"),),
        right_top=Cell(count, "text3"),
        cells=(TITLE, shown, Cell(str(len(row.readers)), "text3")),
    )


def account_face(row: AccountRow) -> RowFace:
    """Name, post and unit, roles of today."""
    roles = ", ".join(role_word(role) for role in row.roles)
    shown = Cell(roles) if roles else Cell(word("accounts.no_role"), "text3")
    post = " · ".join(part for part in (row.rank, row.post) if part)
    return RowFace(
        row.name,
        ". ".join(part for part in (row.name, post, row.unit_name, shown.text) if part),
        below=(Cell(post, "text2", "sub"), Cell(row.unit_name, "text3", "sub")),
        right_top=shown,
        cells=(TITLE, Cell(post), shown, Cell(str(len(row.machines)), "text3")),
    )


def unit_face(row: UnitRow) -> RowFace:
    """Name, abbreviation, the unit above it, how many people."""
    count = word("accounts.unit.count", n=row.people)
    return RowFace(
        row.name,
        ". ".join(part for part in (row.name, row.short, row.above, count) if part),
        below=(Cell(row.short, "text2", "sub"), Cell(row.above, "text3", "sub")),
        right_top=Cell(count, "text3"),
        cells=(TITLE, Cell(row.short), Cell(row.above), Cell(str(row.people), "text3")),
    )


def machine_face(row: MachineRow, people: dict[str, str]) -> RowFace:
    """Label, kind, whom it is for, until when; a chip where that is soon or over."""
    kind, person = word(f"accounts.kind.{row.kind}"), people.get(row.person, "")
    until = Cell(word("accounts.revoked"), "danger") if row.revoked else Cell(end_of(row))
    chips = (chip,) if (chip := term_chip(row)) else ()
    said = (row.label, kind, person, until.text, *(one.text for one in chips))
    return RowFace(
        row.label,
        ". ".join(part for part in said if part),
        chips=chips,
        below=(Cell(kind, "text2", "sub"), Cell(person, "text3", "sub")),
        right_top=until,
        cells=(TITLE, Cell(kind), Cell(person), until),
    )


def end_of(row: MachineRow) -> str:
    """The last day of a machine's certificate."""
    return day(local_time(row.until).date())


def ends_soon(row: MachineRow) -> bool:
    """Whether a machine's certificate is due to be renewed, or the root's that it has soon ends."""
    ahead = max(AHEAD, WARNED[row.kind])
    return not row.revoked and row.until < clock.now_ms() + ahead


def term_chip(row: MachineRow) -> ChipText | None:
    """How many days are left of a term that ends soon, or since when it is over."""
    if not ends_soon(row):
        return None
    state, days = term(row.until, clock.now_ms())
    tone: ChipTone = "danger" if state == "ended" else "warn"
    return ChipText(word(f"accounts.term.{state}", n=days), tone)


def role_word(role: str) -> str:
    """A role in the person's language."""
    return word(f"office.role.{role}")


def span(grant: GrantRow) -> str:
    """From when to when a grant holds."""
    if grant.last is None:
        return word("accounts.since", since=day(grant.since))
    return word("accounts.span", since=day(grant.since), last=day(grant.last))


def filtered(rows: Iterable[AccountRow], text: str) -> list[AccountRow]:
    """The accounts whose name, rank, post, unit or roles hold every word typed, without marks."""
    wanted = fold(text).split()
    return [row for row in rows if all(part in _searched(row) for part in wanted)]


def _searched(row: AccountRow) -> str:
    roles = [role_word(role) for role in row.roles]
    return fold(" ".join((row.name, row.rank, row.post, row.unit_name, *roles)))
