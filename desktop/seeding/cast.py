"""The unit with its people by what they do, and who stands in for whom on which days."""

from __future__ import annotations

import datetime
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from core.office.deadlines import Calendar
    from db.acting import Store
    from desktop.seeding.plan import Life
    from desktop.trial_unit import TrialUnit

LEFT = frozenset({"complete", "ask_extension", "return_down", "ask_coordination"})
"""What is done with a document by whoever stands in while its officer is away."""


class Away(NamedTuple):
    """Somebody is away, both days included, and somebody else stands in."""

    absent: str
    instead: str
    start: datetime.date
    until: datetime.date


@dataclass
class Cast:
    """The unit with its people by what they do."""

    unit: TrialUnit
    people: dict[str, list[str]]
    calendar: Calendar
    away: list[Away] = field(default_factory=list)

    def store(self, who: str, life: Life) -> Store:
        """The desk with the person at work who does such acts for this document; whoever handles an
        incoming document writes its answer.
        """
        return self.unit.as_person(self._whose(who, life))

    def doing(self, act: str, who: str, life: Life, day: datetime.date) -> Store:
        """The desk with whoever does the act on a day: a stand-in while its person is away."""
        person = self._whose(who, life)
        if act in LEFT:
            instead = (
                one.instead
                for one in self.away
                if one.absent == person and one.start <= day <= one.until
            )
            person = next(instead, person)
        return self.unit.as_person(person)

    def as_one(self, who: str) -> Store:
        """The desk with the first of those who do such acts."""
        return self.unit.as_person(self.people[who][0])

    def _whose(self, who: str, life: Life) -> str:
        found, answers = self.people[who], life.answers
        place = life.place if answers is None or who != "officer" else answers
        return found[place % len(found)]
