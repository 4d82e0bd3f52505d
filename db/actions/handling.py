"""How an incoming document goes on between people: support asked for and given, passed on, more
time, withdrawn, merged with the one that it repeats, acknowledged (NĐ 30/2020 Đ.22–24).
"""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Sequence
from typing import Any, Final

from core import errors
from core.commits import merge
from core.commits.fold import State as Folded
from core.office import deadlines, workflow
from core.office.deadlines import Calendar
from core.office.terms import Act, Kind, State
from core.office.workflow import Need
from db.acting import Acting, Done, Store, acting
from db.actions.files import NewFile, keep, seal

Entry = tuple[str, dict[str, Any]]
"""An assignment: the name of its operation, and what it says."""

Until = int | datetime.date
"""A deadline: so many working days from today, or a date."""

MISSING: Final = {
    Need.REASON: errors.ReasonMissing,
    Need.OPINION: errors.OpinionMissing,
    Need.ASSIGNEE: errors.AssigneeMissing,
    Need.ORIGINAL: errors.NotOriginal,
}
"""What is raised where an act lacks something that the workflow table asks for."""

ATTACHMENT: Final = "attachment-"


def ready(act: Acting, document: str, what: Act, **given: object) -> Folded:
    """The document's state, once the table lets the person do this and nothing is missing that it
    asks for; ``given`` by the names of needs. Raises WrongState, NotAllowed, and those of MISSING.
    """
    state = act.state("document", document)
    kind, step = Kind(state["kind"]), State(state["step"]["name"])
    if refusal := workflow.may(kind, step, what, act.roles()):
        raise refusal
    held = {need for need in Need if given.get(need.value)}
    lacking = workflow.unmet(workflow.move(kind, step, what), held | (set(Need) - MISSING.keys()))
    if lacking:
        raise MISSING[lacking[0]](act=what.value)
    return state


def assigned(state: Folded, *parts: str) -> list[Entry]:
    """The assignments of a document in some parts, in all of them without a part."""
    entries: list[Entry] = state.get("sets", {}).get("assignments", [])
    return [(op, value) for op, value in entries if not parts or value["part"] in parts]


def ask_coordination(
    store: Store,
    document: str,
    people: Sequence[str],
    text: str,
    until: Until | None,
    calendar: Calendar,
) -> Done:
    """Ask others to support the handling; what is asked of them is an opinion where there is one.

    Raises AssigneeMissing, DeadlinePassed, and the table's refusals.
    """
    with acting(store) as act:
        ready(act, document, Act.ASK_COORDINATION, assignee=people)
        due = _counted(store, until, calendar)
        if text.strip():
            act.add("document.opine", document, text=text.strip(), by=act.by())
        for person in people:
            _assign(act, document, "support", person, Act.ASK_COORDINATION, due)
        act.move(document, Act.ASK_COORDINATION)
        return Done(act.append(), document)


def coordinate(store: Store, document: str, opinion: str) -> Done:
    """Give the opinion that was asked for; the lead goes on. Raises OpinionMissing."""
    with acting(store) as act:
        ready(act, document, Act.COORDINATE, opinion=opinion.strip())
        act.add("document.opine", document, text=opinion.strip(), by=act.by())
        act.move(document, Act.COORDINATE)
        return Done(act.append(), document)


def transfer(store: Store, document: str, person: str, reason: str) -> Done:
    """Pass the lead on to somebody else; the deadline stays.

    Raises AssigneeMissing, ReasonMissing, NoLead, SameLead.
    """
    with acting(store) as act:
        state = ready(act, document, Act.TRANSFER, assignee=person, reason=reason.strip())
        leads = _leads(state)
        if any(value.get("assignee") == person for _, value in leads):
            raise errors.SameLead(name=leads[-1][1].get("to", {}).get("name", ""))
        _release(act, document, leads, Act.TRANSFER)
        _assign(act, document, "lead", person, Act.TRANSFER, _due_of(leads[-1][1]))
        act.move(document, Act.TRANSFER, reason=reason.strip())
        return Done(act.append(), document)


def ask_extension(store: Store, document: str, reason: str) -> Done:
    """Ask the leaders for more time. Raises ReasonMissing."""
    with acting(store) as act:
        ready(act, document, Act.ASK_EXTENSION, reason=reason.strip())
        act.move(document, Act.ASK_EXTENSION, reason=reason.strip())
        return Done(act.append(), document)


def extend(store: Store, document: str, until: Until, reason: str, calendar: Calendar) -> Done:
    """Give the lead a later deadline. Raises ReasonMissing, NoLead, DeadlinePassed,
    DeadlineNotLater.
    """
    with acting(store) as act:
        state = ready(act, document, Act.EXTEND, reason=reason.strip())
        leads = _leads(state)
        due = _counted(store, until, calendar)
        now = leads[-1][1].get("due") or _field(state, "due")
        if due["due"] <= now:
            raise errors.DeadlineNotLater(due=_written(due["due"]), now=_written(now))
        _release(act, document, leads)
        _assign(act, document, "lead", leads[-1][1].get("assignee", ""), None, due)
        act.move(document, Act.EXTEND, reason=reason.strip())
        return Done(act.append(), document)


def deny_extension(store: Store, document: str, reason: str) -> Done:
    """Answer a request for more time with no: the same act, and the deadline stays. Raises
    ReasonMissing, NothingAsked.
    """
    with acting(store) as act:
        state = ready(act, document, Act.EXTEND, reason=reason.strip())
        if state["step"].get("act") != Act.ASK_EXTENSION:
            raise errors.NothingAsked
        act.move(document, Act.EXTEND, reason=reason.strip())
        return Done(act.append(), document)


def withdraw(store: Store, document: str, reason: str) -> Done:
    """Take back what was submitted, or as commander what was given out: nobody has it then.

    Raises ReasonMissing.
    """
    with acting(store) as act:
        state = ready(act, document, Act.WITHDRAW, reason=reason.strip())
        if State(state["step"]["name"]) is not State.SUBMITTED:
            _release(act, document, assigned(state))
        act.move(document, Act.WITHDRAW, reason=reason.strip())
        return Done(act.append(), document)


def merge_duplicate(store: Store, document: str, original: str, reason: str) -> Done:
    """Cancel a document that was registered twice, naming the one that stays. Its number stays
    taken (NĐ 30/2020 PL VI III.1.h).

    Raises ReasonMissing, NotOriginal, and NotFound for an original that the person may not see.
    """
    with acting(store) as act:
        ready(act, document, Act.MERGE, reason=reason.strip(), original=original)
        kept = act.state("document", original)
        gone = State(kept["step"]["name"]) is State.CANCELLED
        if original == document or Kind(kept["kind"]) is not Kind.INCOMING or gone:
            raise errors.NotOriginal(act=Act.MERGE.value)
        relation = "duplicates"
        act.add("document.link", document, relation=relation, target=original, by=act.by())
        act.move(document, Act.MERGE, reason=reason.strip())
        return Done(act.append(), document)


def acknowledge(store: Store, document: str) -> Done:
    """Say that one has read what one was given. Raises NotAssigned, AlreadyNoted."""
    with acting(store) as act:
        state = act.state("document", document)
        me = store.author.person
        given = [value["time"] for _, value in assigned(state) if value.get("assignee") == me]
        if not given:
            raise errors.NotAssigned
        notes = state.get("lists", {}).get("notes", [])
        if any(note["author"] == me and note["time"] >= max(given) for _, note in notes):
            raise errors.AlreadyNoted
        act.add("document.note", document, by=act.by())
        return Done(act.append(), document)


def keep_paper(store: Store, document: str, place: str, copies: int, pages: int) -> Done:
    """Say where the paper of a document lies, how many copies and pages it has."""
    with acting(store) as act:
        ready(act, document, Act.EDIT)
        fields = {"paper_place": place.strip(), "paper_copies": copies, "paper_pages": pages}
        act.set_fields("document", document, **fields)
        return Done(act.append(), document)


def add_files(store: Store, document: str, files: Sequence[NewFile]) -> Done:
    """Add further files to an incoming document, each in a slot of its own behind those there.

    Raises EmptyFile, TooLarge, DiskFull; nothing is changed then.
    """
    sealed = [seal(store, file) for file in files]
    with acting(store) as act:
        state = ready(act, document, Act.EDIT)
        first = next_place(state.get("files", {}))
        for place, one in enumerate(sealed, first):
            keep(act, one)
            body = one.body(f"{ATTACHMENT}{place}", "attachment", place)
            act.add("document.file", document, **body, by=act.by())
        return Done(act.append(), document)


def next_place(slots: Iterable[str]) -> int:
    """One behind the last attachment."""
    taken = (slot.removeprefix(ATTACHMENT) for slot in slots if slot.startswith(ATTACHMENT))
    return max((int(place) for place in taken if place.isdecimal()), default=0) + 1


def _leads(state: Folded) -> list[Entry]:
    """Who has the lead, the one given last at the end; raises NoLead."""
    leads = sorted(assigned(state, "lead"), key=lambda entry: int(entry[1]["time"]))
    if not leads:
        raise errors.NoLead
    return leads


def _release(act: Acting, document: str, entries: Iterable[Entry], by: Act | None = None) -> None:
    names = tuple(sorted(op for op, _ in entries))
    if names:
        act.add("document.release", document, names, act=by and by.value, by=act.by())


def _assign(
    act: Acting, document: str, part: str, person: str, by: Act | None, due: dict[str, Any]
) -> None:
    to = act.by(person)
    what = by and by.value
    named = {"part": part, "act": what, "assignee": person}
    act.add("document.assign", document, **named, **due, to=to, by=act.by())


def _due_of(value: dict[str, Any]) -> dict[str, Any]:
    """The deadline of an assignment as it was counted."""
    return {name: value[name] for name in ("due", "days", "calendar") if name in value}


def _counted(store: Store, until: Until | None, calendar: Calendar) -> dict[str, Any]:
    """A deadline as an assignment carries it: the day, in how many working days, by which calendar.
    Raises DeadlinePassed.
    """
    today = store.today()
    if until is None:
        return {}
    if isinstance(until, int):
        until = deadlines.add_working_days(today, until, calendar).due
    if until < today:
        raise errors.DeadlinePassed(due=_written(until.isoformat()))
    days = deadlines.working_days_between(today, until, calendar)
    return {"due": until.isoformat(), "days": days, "calendar": calendar.version}


def _field(state: Folded, name: str) -> str:
    values = merge.values(state.get("fields", {}).get(name, []))
    return str(values[0]) if values else ""


def _written(day: str) -> str:
    return f"{day[8:10]}/{day[5:7]}/{day[:4]}" if day else "–"
