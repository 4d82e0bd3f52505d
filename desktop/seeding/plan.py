"""What happens in a fictional year, as a list of steps; the same seed gives the same list. Pure.

Each document gets one of the lives below; its steps follow each other within working hours, some
working days apart. Nothing here says that a step is lawful: the actions do that when it is played.
"""

from __future__ import annotations

import datetime
from dataclasses import dataclass
from typing import Final, Literal, NamedTuple

from core.office.deadlines import Calendar
from desktop.clock import Dice

Flow = Literal["incoming", "outgoing"]
Who = Literal["clerk", "officer", "head", "commander"]

OPENS: Final = datetime.time(7, 30)
INCOMING: Final = 0.8
"""Of the documents, how many come from elsewhere."""

MINUTES: Final = 480
"""Of a working day; a step takes place in one of them."""


class Deed(NamedTuple):
    """An act by somebody, within so many working days after the one before."""

    act: str
    who: Who
    within: int


DEEDS: Final[dict[str, Deed]] = {
    deed.act: deed
    for deed in (
        Deed("register", "clerk", 0),
        Deed("submit", "clerk", 0),
        Deed("send_back", "clerk", 0),
        Deed("withdraw_submission", "clerk", 0),
        Deed("merge", "clerk", 0),
        Deed("direct", "commander", 1),
        Deed("take_note", "commander", 1),
        Deed("return_up", "commander", 1),
        Deed("return_down", "officer", 1),
        Deed("acknowledge", "officer", 1),
        Deed("ask_coordination", "officer", 2),
        Deed("coordinate", "head", 4),
        Deed("ask_extension", "officer", 3),
        Deed("extend", "commander", 1),
        Deed("deny", "commander", 1),
        Deed("transfer", "officer", 2),
        Deed("take_over", "head", 4),
        Deed("complete", "officer", 8),
        Deed("answer", "officer", 0),
        Deed("reopen", "commander", 2),
        Deed("file", "officer", 3),
        Deed("file_away", "clerk", 1),
        Deed("draft", "officer", 0),
        Deed("replace", "officer", 0),
        Deed("correct", "officer", 0),
        Deed("revise", "officer", 1),
        Deed("discard", "officer", 2),
        Deed("initial", "head", 1),
        Deed("check_content", "head", 0),
        Deed("check_format", "clerk", 1),
        Deed("request", "officer", 1),
        Deed("return_draft", "commander", 1),
        Deed("withdraw", "officer", 1),
        Deed("sign", "commander", 2),
        Deed("number", "clerk", 0),
        Deed("seal", "clerk", 0),
        Deed("cancel", "commander", 1),
        Deed("dispatch", "clerk", 0),
        Deed("receive", "clerk", 4),
        Deed("recall", "commander", 6),
        Deed("lend", "clerk", 20),
        Deed("restore", "clerk", 5),
    )
}
SIGNED: Final = "draft initial check_content check_format request sign number"
LIVES: Final[dict[Flow, tuple[tuple[int, str], ...]]] = {
    "incoming": (
        (40, "register submit direct acknowledge complete file"),
        (14, "register submit direct acknowledge answer file"),
        (9, "register submit direct"),
        (8, "register submit take_note file_away"),
        (5, "register submit return_up submit direct complete file"),
        (4, "register submit direct return_down direct complete file"),
        (4, "register submit direct ask_coordination coordinate complete file"),
        (3, "register submit direct acknowledge ask_extension extend complete file"),
        (2, "register submit direct ask_extension deny complete"),
        (3, "register submit direct transfer take_over file_away"),
        (2, "register submit direct complete reopen complete file"),
        (2, "register submit withdraw_submission submit direct complete file"),
        (2, "register send_back"),
        (1, "register merge"),
        (1, "register"),
    ),
    "outgoing": (
        (43, f"{SIGNED} seal dispatch receive file"),
        (14, f"{SIGNED} seal dispatch"),
        (4, f"replace {SIGNED[6:]} seal dispatch"),
        (3, f"correct {SIGNED[6:]} seal dispatch"),
        (8, f"draft initial request return_draft revise {SIGNED[6:]} seal dispatch"),
        (6, f"draft initial request withdraw revise {SIGNED[6:]} seal dispatch receive"),
        (5, "draft initial request"),
        (5, "draft discard"),
        (5, f"{SIGNED} cancel"),
        (3, f"{SIGNED} seal dispatch receive lend restore"),
        (2, f"{SIGNED} seal dispatch lend"),
        (2, f"{SIGNED} seal dispatch receive recall"),
    ),
}
"""How often, of a hundred, and the acts in their order."""


@dataclass(frozen=True)
class Life:
    """A document of the plan: its place in it, which way it goes; ``answers`` is the place of the
    incoming document whose answer it is.
    """

    place: int
    flow: Flow
    deeds: tuple[str, ...]
    answers: int | None = None


class Step(NamedTuple):
    """One act at one time (of Vietnam), in the order in which they are played."""

    at: datetime.datetime
    order: int
    place: int
    act: str


@dataclass(frozen=True)
class Year:
    """The documents and everything that happens to them."""

    lives: tuple[Life, ...]
    steps: tuple[Step, ...]


def plan(documents: int, seed: int, year: int, calendar: Calendar) -> Year:
    """A year of so many documents; the later ones may not come to their end in it."""
    dice = Dice(seed)
    days = _working_days(year, calendar)
    lives, steps = list[Life](), list[Step]()
    while len(lives) < documents:
        flow: Flow = "incoming" if dice.random() < INCOMING else "outgoing"
        life = Life(len(lives), flow, tuple(_life(dice, flow)))
        begins = dice.randrange(len(days))
        made = _steps(dice, life, days, begins)
        if "answer" in life.deeds:
            made, reply = _with_answer(dice, life, made, days)
            lives.append(life)
            life = reply
        lives.append(life)
        steps += made
    ordered = sorted(steps, key=lambda step: (step.at, step.place, step.order))
    return Year(tuple(lives), tuple(ordered))


def _life(dice: Dice, flow: Flow) -> list[str]:
    weights = [often for often, _ in LIVES[flow]]
    [(_, acts)] = dice.choices(LIVES[flow], weights)
    return acts.split()


def _working_days(year: int, calendar: Calendar) -> list[datetime.date]:
    first = datetime.date(year, 1, 1)
    every = (first + datetime.timedelta(days=n) for n in range(366))
    return [day for day in every if day.year == year and calendar.is_working(day)]


def _steps(dice: Dice, life: Life, days: list[datetime.date], begins: int) -> list[Step]:
    """Its acts one after the other; what would fall into the next year does not happen."""
    found, day, minute = list[Step](), begins, dice.randrange(MINUTES // 2)
    for order, act in enumerate(life.deeds):
        if order:
            wait = dice.randint(0, DEEDS[act].within)
            day, minute = (day, minute + dice.randint(1, 9)) if not wait else (day + wait, 0)
            minute = minute or dice.randrange(MINUTES)
        if day >= len(days):
            break
        at = datetime.datetime.combine(days[day], OPENS) + datetime.timedelta(minutes=minute)
        found.append(Step(at, order, life.place, act))
    return found


def _with_answer(
    dice: Dice, life: Life, made: list[Step], days: list[datetime.date]
) -> tuple[list[Step], Life]:
    """The outgoing document that answers: it begins a day after the directive; the incoming one
    is answered once that is issued.
    """
    first = life.deeds.index("answer")
    kept = made[:first]
    reply = Life(life.place + 1, "outgoing", (*SIGNED.split(), "seal", "dispatch"), life.place)
    if len(kept) < first:
        return kept, reply
    begins = days.index(kept[-1].at.date()) + 1
    answering = _steps(dice, reply, days, begins)
    if len(answering) == len(reply.deeds):
        issued = answering[-1].at
        after = enumerate(life.deeds[first:], first)
        kept += [
            Step(issued + datetime.timedelta(minutes=2 + n), n, life.place, act) for n, act in after
        ]
    return kept + answering, reply
