"""The unit in which a year is played: the fictional division with more people, keys for whoever
signs, numbers for the year.
"""

from __future__ import annotations

import datetime
import json
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Final

import resources
from core.office import roster
from core.office.day import VIETNAM
from core.office.terms import Role
from db import local
from db.actions import authority, naming
from db.clock import Clock
from db.engine import writes
from db.keys.protectors import by_passphrase
from db.local import KeyFile
from db.vault import Vault, folder_of
from desktop import clock as machine
from desktop import trial_unit
from desktop.seeding.cast import Cast
from desktop.seeding.play import Clock as YearClock
from desktop.trial_key import make_trial_keys

if TYPE_CHECKING:
    from core.office.deadlines import Calendar
    from desktop.trial_unit import TrialUnit

YEAR: Final = 2026
"""Of the fictional unit's books."""

WORDS: Final = "an tin gia lap cheo thuyen"
APP: Final = "seed"
AGENCY: Final = "Sư đoàn Bộ binh 999 (giả lập)"
SPARE: Final = 50
"""Numbers of each book more than documents."""

SPAN: Final = datetime.timedelta(days=400)
ADMINISTRATOR: Final = "kiem-thu"
FIRST: Final = {
    "clerk": ["mau"],
    "officer": ["thi-du"],
    "head": ["minh-hoa"],
    "commander": ["gia-dinh"],
    "archivist": ["luu-mau"],
}
PARTS: Final = {Role.CLERK: "clerk", Role.OFFICER: "officer", Role.HEAD_OF_SECTION: "head"}


@dataclass(frozen=True)
class Begun:
    """The unit on the first morning of its year, with its clock."""

    cast: Cast
    clock: YearClock


def begin(home: Path, server: Path, numbers: int, calendar: Calendar) -> Begun:
    """Found it in two folders, with so many numbers in each book."""
    morning = datetime.datetime(YEAR, 1, 1, 6, tzinfo=VIETNAM)
    known = roster.load_roster(resources.text("demo/unit.json"))
    words = json.loads(resources.text("demo/year.json"))
    names = {one.id: one.name for one in known.people}
    signing = [names[short] for part in FIRST.values() for short in part]
    signing += [one["name"] for one in words["people"]]
    keys = make_trial_keys(morning.astimezone(datetime.UTC), [*signing, AGENCY], SPAN)
    trust, crls = [keys.root.decode()], [keys.crl.decode()]
    year_clock = YearClock(morning.replace(tzinfo=None))
    clock = Clock(year_clock, machine.random_bytes)
    unit = trial_unit.make(folder_of(home), server, WORDS, trust, crls, APP, clock)
    people = {part: [unit.people[short] for short in shorts] for part, shorts in FIRST.items()}
    ids = {names[short]: unit.people[short] for part in FIRST.values() for short in part}
    _join(unit, words["people"], people, ids)
    unit.lease(numbers)
    unit.exchange()
    for name, person in ids.items():
        _keep(unit, person, name, "person", keys.p12[name])
    for clerk in people["clerk"]:
        _keep(unit, clerk, AGENCY, "agency", keys.p12[AGENCY])
    vault = Vault(folder_of(home), clock.random)
    for name, person in ids.items():
        if person != unit.vault.person:
            vault.readmit(unit.vault, person, name, by_passphrase(WORDS, clock.random))
    return Begun(Cast(unit, people, calendar), year_clock)


def _join(
    unit: TrialUnit,
    joining: list[dict[str, str]],
    people: dict[str, list[str]],
    ids: dict[str, str],
) -> None:
    """More people with their roles, by the administrator."""
    desk = replace(unit, desk=unit.as_person(unit.people[ADMINISTRATOR])).desk
    day = desk.today().isoformat()
    for one in joining:
        person = naming.new_person(desk, one["name"], one["rank"], one["post"]).entity
        role = Role(one["role"])
        authority.give_grant(desk, person, role, day)
        people[PARTS[role]].append(person)
        ids[one["name"]] = person


def _keep(unit: TrialUnit, person: str, label: str, use: str, p12: bytes) -> None:
    with writes(unit.desk.engine).begin() as connection:
        key = KeyFile(unit.desk.new_id(), person, use, label, p12)
        local.put_key(connection, key, unit.desk.now())
