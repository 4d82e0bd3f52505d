"""How an act looks as a line of the journal, and how it is spoken."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from core.commits.check import Verdict
from core.commits.fold import OPERATIONS
from core.office.terms import Act
from desktop.printing.telling import counted, taken_words
from desktop.widgets.register.faces import TITLE, Cell, Column, Plan, RowFace
from desktop.wording import moment
from desktop.words import word, words

if TYPE_CHECKING:
    from db.queries.journal import Line

PLAN: Final = Plan(
    columns=(
        Column("audit.column.time", 138),
        Column("audit.column.who", 168),
        Column("audit.column.machine", 140),
        Column("audit.column.what", 190),
        Column("audit.column.about", 0),
        Column("audit.column.standing", 150),
    ),
    heads=("", "audit.column.what", "audit.column.standing"),
    lead=0,
    sorted_by=0,
)
_STANDINGS: Final = {
    Verdict.OK: ("ok", "checkmark_circle", "ok"),
    Verdict.TENTATIVE: ("tentative", "clock", "text3"),
    Verdict.CONFLICT: ("conflict", "warning", "warn"),
    Verdict.REVIEW: ("review", "eye", "warn"),
}
"""The key of the words, the icon and its tone; every other verdict took the act's effect away."""
_WITHOUT_EFFECT: Final = ("other", "dismiss", "danger")
CHOICES: Final = (*(act.value for act in Act), *OPERATIONS)
"""Everything that can be asked for: steps of the workflow, then kinds of operation."""


def what_words(what: str) -> str:
    """What was done, in words; an operation of a newer program keeps its name."""
    if what in OPERATIONS:
        return word(f"audit.op.{what}")
    return word(f"office.act.{what}") if what in set(Act) else what


def done_words(line: Line) -> str:
    """What was done, with the form where something was printed or saved."""
    return taken_words(line.taken, words.language) if line.taken else what_words(line.what)


def about_words(line: Line) -> str:
    """What it was about, and how much of it left."""
    much = counted(line.taken, words.language) if line.taken else ""
    return " · ".join(part for part in (line.about, much) if part)


def standing_words(line: Line) -> str:
    """What the server said of it: its place, or that it has not been there."""
    return word(f"audit.standing.{_standing(line)[0]}", place=line.place or 0)


def standing(line: Line) -> str:
    """The last part of the keys of what the server said of it."""
    return _standing(line)[0]


def _standing(line: Line) -> tuple[str, str, str]:
    found = {verdict.value: shown for verdict, shown in _STANDINGS.items()}
    return found.get(line.standing, _WITHOUT_EFFECT)


def face(line: Line) -> RowFace:
    """The face of a line."""
    _, icon, tone = _standing(line)
    standing, done, when = standing_words(line), done_words(line), moment(line.time)
    about = about_words(line) or word("audit.about.hidden")
    return RowFace(
        about,
        ". ".join((when, line.name, done, about, line.device, standing)),
        below=(
            Cell(done, "text2", "sub"),
            Cell(line.name, "text3", "sub"),
            Cell(line.device, "text3", "sub"),
        ),
        right_top=Cell(when, "text2", "sub_num"),
        right_bottom=Cell(standing, "text2", "sub", icon, icon_tone=tone),
        cells=(
            Cell(when, "text2", "num"),
            Cell(line.name or "–", "text"),
            Cell(line.device or "–", "text2"),
            Cell(done, "text"),
            TITLE,
            Cell(standing, "text2", "body", icon, icon_tone=tone),
        ),
    )
