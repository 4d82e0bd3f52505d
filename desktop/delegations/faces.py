"""Rows of delegations: who, for whom, on which days, how it stands. No Qt."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from core.office.delegation import ABSENCE, Standing
from desktop.widgets.chips import ChipText
from desktop.widgets.register.faces import TITLE, Cell, Column, Plan, RowFace
from desktop.wording import day
from desktop.words import word

if TYPE_CHECKING:
    from core.office.delegation import Delegation
    from db.queries.delegations import DelegationRow
    from desktop.widgets.chips import ChipTone

PLAN: Final = Plan(
    columns=(
        Column("delegations.column.person", 0),
        Column("delegations.column.ground", 240),
        Column("delegations.column.giver", 170),
        Column("delegations.column.days", 190),
    ),
    heads=("", "delegations.column.person", "delegations.column.days"),
    lead=0,
    tail=190,
    two_lines=True,
    sorted_by=-1,
)
TONES: Final[dict[Standing, ChipTone]] = {
    Standing.NOW: "ok",
    Standing.LATER: "info",
    Standing.OVER: "neutral",
    Standing.ENDED: "danger",
}


def face(row: DelegationRow) -> RowFace:
    """Who signs or stands in, on what ground, from whom, until when."""
    tone = "text3" if row.standing in {Standing.OVER, Standing.ENDED} else "text2"
    ground, days, standing = ground_of(row), span(row.given), standing_word(row.standing)
    giver = word("delegations.from", name=row.giver)
    return RowFace(
        row.person,
        ". ".join((row.person, ground, giver, days, standing)),
        chips=(ChipText(standing, TONES[row.standing]),),
        below=(Cell(ground, tone, "sub"), Cell(giver, "text3", "sub")),
        right_top=Cell(days, tone),
        cells=(TITLE, Cell(ground, tone), Cell(row.giver), Cell(days)),
    )


def ground_of(row: DelegationRow) -> str:
    """The block's lines on one, or that somebody stands in."""
    if row.given.kind == ABSENCE:
        return word("delegations.stands_in", name=row.giver)
    return " / ".join(row.lines)


def kind_word(kind: str) -> str:
    """What kind of delegation it is, in words."""
    return word(f"delegations.kind.{kind}.long")


def standing_word(standing: Standing) -> str:
    """How a delegation stands today."""
    return word(f"delegations.standing.{standing}")


def span(given: Delegation) -> str:
    """From when to when it holds."""
    if given.until is None:
        return word("delegations.since", since=day(given.start))
    return word("delegations.span", since=day(given.start), last=day(given.until))
