"""Plays a planned year on a trial unit: every step is the action that the window takes, by the
person whose act it is, at its time. Nothing is written past the actions; a refusal ends the play.
"""

from __future__ import annotations

import datetime
import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Final

import resources
from core.office import roster
from core.office.day import VIETNAM
from core.office.terms import Act
from db.actions import dispatching, dossiers, handling, incoming, outgoing
from db.actions.dispatching import Loan, Receipt, Sending
from db.actions.incoming import Incoming, Task
from db.actions.numbers import NEXT, Choice
from db.queries import dispatches, numbers, office
from desktop.drafts import keeping
from desktop.drafts.writing import Written, blocks
from desktop.seeding import routine
from desktop.seeding.plan import DEEDS
from desktop.signing import acts
from desktop.signing.ring import KeyRing
from desktop.trial_key import PIN

if TYPE_CHECKING:
    from core.office.roster import Issuer
    from db.acting import Done, Store
    from desktop.clock import Dice
    from desktop.seeding.cast import Cast
    from desktop.seeding.plan import Life, Step, Year

Doing = Callable[["Play", "Life", "Step"], None]
DAYS: Final = (1, 3, 5, 7, 10, 15)
"""Working days that a directive gives."""

INFORMED: Final = 0.3
"""Of the directives, how many tell somebody else, too."""

LATE: Final = 0.04
"""Of the numbers, how many are given behind the last (12a)."""

BY_ORDER: Final = 9
"""One letter of so many is signed by a head of section."""

RELATED: Final = {"replace": "replaces", "correct": "corrects"}


class Clock:
    """A time that is set, and goes on by a millisecond each time it is read."""

    def __init__(self, at: datetime.datetime) -> None:
        self._ms = 0
        self.set(at)

    def set(self, at: datetime.datetime) -> None:
        """Move on to a time of Vietnam; never back."""
        self._ms = max(self._ms, int(at.replace(tzinfo=VIETNAM).timestamp() * 1000))

    def __call__(self) -> int:
        self._ms += 1
        return self._ms


@dataclass
class Play:
    """One run: what each document of the plan became."""

    cast: Cast
    clock: Clock
    dice: Dice
    year: Year
    ring: KeyRing = field(default_factory=KeyRing)
    ids: dict[int, str] = field(default_factory=dict)
    folders: dict[str, str] = field(default_factory=dict)
    issued: dict[str, str] = field(default_factory=dict)
    shelf: routine.Shelf = field(default_factory=routine.Shelf)
    words: dict[str, Any] = field(
        default_factory=lambda: json.loads(resources.text("demo/year.json"))
    )
    issuers: Sequence[Issuer] = field(
        default_factory=lambda: roster.load_roster(resources.text("demo/unit.json")).issuers
    )

    def run(self, progress: Callable[[int, int], None]) -> None:
        """Every step in its order, with an exchange and what else is due at each month's turn;
        tells how many of how many are done.
        """
        year, month = self.year.steps[0].at.year, 1
        books = {
            kind: office.books(self.cast.unit.desk, kind)[0].id for kind in ("incoming", "outgoing")
        }
        self.folders |= books
        routine.begin(self)
        for done, step in enumerate(self.year.steps, 1):
            while month < step.at.month:
                self.cast.unit.exchange()
                routine.turn(self, year, month)
                month += 1
            self.clock.set(step.at)
            ACTS[step.act](self, self.year.lives[step.place], step)
            progress(done, len(self.year.steps))
        for ended in range(month, 12):
            routine.turn(self, year, ended)
        routine.end(self, year)
        self.cast.unit.exchange()

    def say(self, name: str) -> str:
        """One of the texts of this kind."""
        found: str = self.dice.choice(self.words[name])
        return found


def _store(play: Play, life: Life, step: Step) -> Store:
    return play.cast.doing(step.act, WHO[step.act], life, step.at.date())


def _register(play: Play, life: Life, step: Step) -> None:
    store = play.cast.store("clerk", life)
    issuer = play.dice.choice(play.issuers)
    number, day = play.dice.randint(1, 900), step.at.date()
    written = day - datetime.timedelta(days=play.dice.randint(0, 6))
    entry = Incoming(
        code=f"{number}/{issuer.abbr}-{life.place}",
        issuer=issuer.name,
        subject=play.say("subjects").format(month=f"tháng {day.month}"),
        type=play.say("types"),
        document_date=written.isoformat(),
        arrived=day.isoformat(),
        urgency=play.dice.choices(("normal", "urgent", "very_urgent", "express"), (88, 8, 3, 1))[0],
        pages=play.dice.randint(1, 12),
    )
    play.ids[life.place] = incoming.register(store, entry, None, play.folders["incoming"]).entity


def _direct(play: Play, life: Life, step: Step) -> None:
    lead = play.cast.store("officer", life).author.person
    tasks = [Task("lead", lead, play.dice.choice(DAYS))]
    if play.dice.random() < INFORMED:
        tasks.append(Task("inform", play.cast.store("head", life).author.person))
    incoming.direct(
        _store(play, life, step),
        play.ids[life.place],
        play.say("directives"),
        tasks,
        play.cast.calendar,
    )


def _draft(play: Play, life: Life, step: Step) -> None:
    """A letter of its own, an answer, or one in place of the last that the drafter has issued."""
    store, way = _store(play, life, step), RELATED.get(step.act)
    related: dict[str, Any] = {}
    if life.answers is not None:
        related["answers"] = play.ids[life.answers]
    if way and (before := play.issued.get(store.author.person)):
        related[way] = before
    office_ = keeping.office_of(store)
    letter = Written(
        subject=play.say("subjects").format(month=f"tháng {step.at.month}"),
        addressees=play.dice.choice(play.issuers).name,
        body=blocks(play.say("body").format(unit=office_.head.name)),
        symbol="-".join(part for part in (office_.head.short, office_.head.drafter) if part),
        signer=office.me(_signer(play, life)).name,
    )
    play.ids[life.place] = keeping.save(store, keeping.Task(**related), letter).entity


def _signer(play: Play, life: Life) -> Store:
    """The commander; of some letters a head who did not check them, by order."""
    if life.place % BY_ORDER:
        return play.cast.store("commander", life)
    heads = play.cast.people["head"]
    return play.cast.unit.as_person(heads[(life.place + 1) % len(heads)])


def _revise(play: Play, life: Life, step: Step) -> None:
    store, document = _store(play, life, step), play.ids[life.place]
    begun = keeping.begin(store, keeping.Task(document))
    keeping.save(store, begun.task, begun.written)


def _file(play: Play, life: Life, step: Step) -> None:
    """Into the keeper's dossier of the month, opened from the year's list when it is needed."""
    store = _store(play, life, step)
    key, shelf = (store.author.person, step.at.month), play.shelf
    if key not in shelf.opened:
        entry = shelf.planned[key]
        opened = dossiers.open_dossier(store, entry.code, entry.title, entry.retention, entry.id)
        shelf.opened[key] = opened.entity
    dossiers.put(store, shelf.opened[key], play.ids[life.place])


def _sign(play: Play, life: Life, step: Step) -> None:
    store = _signer(play, life)
    hand = acts.hand(store, play.ring, acts.PERSON, PIN)
    acts.sign(store, acts.shown(store, play.ids[life.place]), hand)


def _plainly(what: Callable[[Store, str], Done]) -> Doing:
    """An action that needs the document only."""
    return lambda play, life, step: _done(what(_store(play, life, step), play.ids[life.place]))


def _saying(what: Callable[[Store, str, str], Done], words: str) -> Doing:
    """An action that needs a reason or an opinion, too."""
    return lambda play, life, step: _done(
        what(_store(play, life, step), play.ids[life.place], play.say(words))
    )


def _done(_done: Done) -> None:
    """What an action returns is for a window."""


def _answer(play: Play, life: Life, step: Step) -> None:
    reply = life.place + 1  # the plan puts it there
    incoming.answer(_store(play, life, step), play.ids[life.place], play.ids[reply])


def _initial(play: Play, life: Life, step: Step) -> None:
    acts.initial(_store(play, life, step), play.ring, play.ids[life.place], PIN)


def _number(play: Play, life: Life, step: Step) -> None:
    store, book = _store(play, life, step), play.folders["outgoing"]
    acts.number(store, play.ring, play.ids[life.place], book, PIN, _choice(play, store, book))


def _choice(play: Play, store: Store, book: str) -> Choice:
    """The number that was kept, sometimes one behind the last, else the next."""
    kept, play.shelf.kept = play.shelf.kept, None
    if kept is not None:
        return Choice(kept)
    if play.dice.random() < LATE:
        [last] = [row.late for row in numbers.registers(store) if row.id == book]
        return Choice(late=bool(last))
    return NEXT


def _seal(play: Play, life: Life, step: Step) -> None:
    acts.seal(_store(play, life, step), play.ring, play.ids[life.place], PIN)


def _backward(act: Act) -> Callable[[Store, str, str], Done]:
    return lambda store, document, reason: incoming.step_for_reason(store, document, act, reason)


def _taken_back(act: Act) -> Callable[[Store, str, str], Done]:
    return lambda store, document, reason: outgoing.take_back(store, document, act, reason)


def _merge(play: Play, life: Life, step: Step) -> None:
    """The clerk notices that the letter before was the same; one that is gone already, nobody
    merges with.
    """
    store, document = _store(play, life, step), play.ids[life.place]
    others = (play.ids.get(each.place) for each in play.year.lives if each.flow == "incoming")
    kept = next((each for each in others if each and each != document), None)
    if kept is not None:
        handling.merge_duplicate(store, document, kept, play.say("reasons"))


def _ask_coordination(play: Play, life: Life, step: Step) -> None:
    store, document = _store(play, life, step), play.ids[life.place]
    people = [play.cast.store("head", life).author.person]
    asked, calendar = play.say("directives"), play.cast.calendar
    handling.ask_coordination(store, document, people, asked, 2, calendar)


def _extend(play: Play, life: Life, step: Step) -> None:
    store, document = _store(play, life, step), play.ids[life.place]
    handling.extend(store, document, 25, play.say("reasons"), play.cast.calendar)


def _transfer(play: Play, life: Life, step: Step) -> None:
    store, document = _store(play, life, step), play.ids[life.place]
    to = play.cast.store("head", life).author.person
    handling.transfer(store, document, to, play.say("reasons"))


def _check(what: Act) -> Doing:
    def check(play: Play, life: Life, step: Step) -> None:
        store, document = _store(play, life, step), play.ids[life.place]
        outgoing.check(store, document, what, acts.shown(store, document).blob)

    return check


def _dispatch(play: Play, life: Life, step: Step) -> None:
    store, document = _store(play, life, step), play.ids[life.place]
    names = play.dice.sample([each.name for each in play.issuers], play.dice.randint(1, 3))
    ways = [play.dice.choice(("post", "hand", "network")) for _ in names]
    sendings = [
        Sending(name, way, envelopes=int(way == "post"))
        for name, way in zip(names, ways, strict=True)
    ]
    dispatching.dispatch(store, document, sendings)
    play.issued[play.cast.store("officer", life).author.person] = document


def _receive(play: Play, life: Life, step: Step) -> None:
    store, document = _store(play, life, step), play.ids[life.place]
    day = step.at.date().isoformat()
    sent = dispatches.dispatches(store, document)
    receipts = [Receipt(each.op, day, "Văn thư (giả lập)") for each in sent]
    dispatching.receive(store, document, receipts[: play.dice.randint(1, len(receipts))])


def _lend(play: Play, life: Life, step: Step) -> None:
    store, document = _store(play, life, step), play.ids[life.place]
    borrower = office.me(play.cast.store("officer", life)).name
    allowed = office.me(play.cast.store("commander", life)).name
    dispatching.lend(store, document, Loan(borrower, step.at.date().isoformat(), allowed))


def _restore(play: Play, life: Life, step: Step) -> None:
    store, document = _store(play, life, step), play.ids[life.place]
    [loan] = dispatches.loans(store, document)
    dispatching.restore(store, document, loan.op)


WHO: Final = {act: deed.who for act, deed in DEEDS.items()}
ACTS: Final[dict[str, Doing]] = {
    "register": _register,
    "submit": _plainly(incoming.submit),
    "send_back": _saying(_backward(Act.SEND_BACK), "reasons"),
    "withdraw_submission": _saying(handling.withdraw, "reasons"),
    "merge": _merge,
    "direct": _direct,
    "take_note": _saying(incoming.take_note, "opinions"),
    "return_up": _saying(incoming.give_back, "reasons"),
    "return_down": _saying(incoming.give_back, "reasons"),
    "acknowledge": _plainly(handling.acknowledge),
    "ask_coordination": _ask_coordination,
    "coordinate": _saying(handling.coordinate, "opinions"),
    "ask_extension": _saying(handling.ask_extension, "reasons"),
    "extend": _extend,
    "deny": _saying(handling.deny_extension, "reasons"),
    "transfer": _transfer,
    "take_over": _saying(incoming.complete, "opinions"),
    "complete": _saying(incoming.complete, "opinions"),
    "answer": _answer,
    "reopen": _saying(_backward(Act.REOPEN), "reasons"),
    "file": _file,
    "file_away": _file,
    "draft": _draft,
    "replace": _draft,
    "correct": _draft,
    "revise": _revise,
    "discard": _saying(outgoing.discard, "reasons"),
    "initial": _initial,
    "check_content": _check(Act.CHECK_CONTENT),
    "check_format": _check(Act.CHECK_FORMAT),
    "request": _plainly(outgoing.submit),
    "return_draft": _saying(_taken_back(Act.RETURN), "reasons"),
    "withdraw": _saying(_taken_back(Act.WITHDRAW), "reasons"),
    "sign": _sign,
    "number": _number,
    "seal": _seal,
    "cancel": _saying(_taken_back(Act.CANCEL), "reasons"),
    "dispatch": _dispatch,
    "receive": _receive,
    "recall": _saying(dispatching.recall, "reasons"),
    "lend": _lend,
    "restore": _restore,
}
