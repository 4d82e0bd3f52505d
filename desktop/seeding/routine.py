"""What the office does besides its documents: the year's list of dossiers, who signs and stands in
for whom, and at each month's turn books closed, numbers kept and given up, dossiers handed over.
"""

from __future__ import annotations

import datetime
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Final

from core.office.authority import Prefix
from db.actions import books, delegating, dossiers, numbers, plans
from db.actions.delegating import Giving
from db.actions.plans import Entry
from db.queries import numbers as known
from db.queries import plans as queried
from desktop.seeding.cast import Away

if TYPE_CHECKING:
    from db.acting import Done, Store
    from db.queries.plans import PlanRow as Listed
    from desktop.seeding.play import Play

BOOKS: Final = ("incoming", "outgoing")
MONTHS: Final = range(1, 13)
KEEPERS: Final = ("officer", "head", "clerk")
KEPT: Final = ("01", "05", "06")
"""Retentions of the list, turn by turn."""

SPARE: Final = 3
"""Entries of the list that nobody needs; the first two are struck out, one is taken back."""

AWAY: Final = datetime.timedelta(days=9)
SIGNED: Final = ("cong-van", "thong-bao")
REFUSED: Final = 5
"""Of so many dossiers handed over the archive gives one back."""

HEADED: Final = "Sư đoàn trưởng"
BASIS: Final = "Quy chế làm việc năm 2026 (giả lập)"
MORNING: Final = datetime.time(6)
EVENING: Final = datetime.time(18)


@dataclass
class Shelf:
    """What the office keeps in mind: entries of the list and dossiers by keeper and month, those
    that wait for the archive, the months in which numbers were kept, the number kept now.
    """

    planned: dict[tuple[str, int], Listed] = field(default_factory=dict)
    opened: dict[tuple[str, int], str] = field(default_factory=dict)
    closed: list[str] = field(default_factory=list)
    given: int = 0
    months: int = 0
    kept: int | None = None


def begin(play: Play) -> None:
    """The first morning: the list of dossiers of the year, and who signs by order."""
    _list(play)
    _delegate(play)


def turn(play: Play, year: int, ended: int) -> None:
    """The morning after a month: what ended with it, and what the next one begins with."""
    day = datetime.date(year, ended + 1, 1)
    play.clock.set(datetime.datetime.combine(day, MORNING))
    _close_books(play, f"{year:04}-{ended:02}")
    _put_away(play, ended)
    _numbers(play)
    _leave(play, day)


def end(play: Play, year: int) -> None:
    """The last evening: every number has its fate, the books are closed."""
    play.clock.set(datetime.datetime.combine(datetime.date(year, 12, 31), EVENING))
    _give_up_kept(play)
    for period in (f"{year:04}-12", f"{year:04}"):
        _close_books(play, period)
    _put_away(play, 12)


def _list(play: Play) -> None:
    cast = play.cast
    store = cast.as_one("clerk")
    entries = list[Entry]()
    keepers = [(part, person) for part in KEEPERS for person in cast.people[part]]
    for at, (part, person) in enumerate(keepers, 1):
        heading = f"{play.words['headings'][part]} / Mảng việc {at}"
        for month in MONTHS:
            code, place = f"{month:02}.HC{at}", len(entries) + 1
            title, kept = f"Công việc tháng {month}, mảng việc {at}", KEPT[place % len(KEPT)]
            note = "Nộp lưu khi hết năm" if month == MONTHS[-1] else ""
            entries.append(Entry(code, title, kept, place, heading, person, note))
    spare = [Entry(f"DP.{at}", f"Hồ sơ dự phòng {at}", "06", 1000 + at) for at in range(SPARE)]
    year = store.today().year
    plans.keep(store, year, [*entries, *spare])
    listed = {row.code: row for row in queried.plan(store, year)}
    for entry in entries:
        play.shelf.planned[entry.keeper, int(entry.code[:2])] = listed[entry.code]
    plans.keep(store, year, [], [listed["DP.0"].id, listed["DP.1"].id])
    plans.restore(store, [listed["DP.1"].id])


def _delegate(play: Play) -> None:
    """The commander lets a head sign by order, and one for a matter, which he ends again."""
    store, heads = play.cast.as_one("commander"), play.cast.people["head"]
    today = store.today()
    matter, until = "Công tác quân lực", datetime.date(today.year, 12, 31)
    _let(store, Prefix.BY_ORDER, heads[-1], until, matter)
    once = _let(store, Prefix.DELEGATED, heads[0], today + AWAY, "Hội nghị giao ban")
    delegating.end(store, once.entity, play.say("ended"))


def _let(store: Store, prefix: Prefix, person: str, until: datetime.date, matter: str) -> Done:
    given = Giving(prefix.value, person, store.today(), until, for_whom=HEADED)
    return delegating.give(store, replace(given, scope=SIGNED, matter=matter, basis=BASIS))


def _close_books(play: Play, period: str) -> None:
    store = play.cast.as_one("clerk")
    for kind in BOOKS:
        book = play.folders[kind]
        books.close(store, book, known.figures(store, book, period))


def _put_away(play: Play, month: int) -> None:
    """Each keeper hands over what he closed before, and closes what he opened for the month."""
    shelf = play.shelf
    for (keeper, of), dossier in shelf.opened.items():
        store = play.cast.unit.as_person(keeper)
        if dossier in shelf.closed:
            dossiers.hand_over(store, [dossier])
            _receive(play, dossier)
        elif of == month:
            dossiers.close(store, dossier)
            shelf.closed.append(dossier)


def _receive(play: Play, dossier: str) -> None:
    """The archive takes a dossier, or gives it back to be handed over again."""
    archive, shelf = play.cast.as_one("archivist"), play.shelf
    shelf.given += 1
    if shelf.given % REFUSED == 0:
        dossiers.refuse(archive, [dossier], play.say("refused"))
        return
    dossiers.accept(archive, [dossier])
    shelf.closed.remove(dossier)


def _numbers(play: Play) -> None:
    """One number is spoilt in one of the books, one is kept for a letter of this month."""
    _give_up_kept(play)
    store, shelf = play.cast.as_one("clerk"), play.shelf
    shelf.months += 1
    spoilt = play.folders[BOOKS[shelf.months % len(BOOKS)]]
    following = next(row.next for row in known.registers(store) if row.id == spoilt)
    numbers.void(store, spoilt, [following or 0], play.say("spoilt"))
    shelf.kept = numbers.reserve(store, play.folders["outgoing"], play.say("kept")).number


def _give_up_kept(play: Play) -> None:
    """The number that no letter needed is given up."""
    store, shelf = play.cast.as_one("clerk"), play.shelf
    if shelf.kept is not None:
        numbers.void(store, play.folders["outgoing"], [shelf.kept], play.say("spoilt"))
        shelf.kept = None


def _leave(play: Play, day: datetime.date) -> None:
    """One of the officers is away in the last days of the month, and the next one stands in."""
    people = play.cast.people["officer"]
    at = day.month % len(people)
    absent, instead = people[at], people[(at + 1) % len(people)]
    start = day.replace(day=24)
    store = play.cast.unit.as_person(absent)
    delegating.stand_in(store, instead, start, start + AWAY, matter=play.say("away"))
    play.cast.away.append(Away(absent, instead, start, start + AWAY))
