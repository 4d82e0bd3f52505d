"""A begun draft of another type: what both have stays, what only one had is named before it goes,
and the form as it was is kept on the desk, to be gone back to. No Qt.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Final, NamedTuple

import msgspec

from core.errors import DraftWaiting
from db.actions import desk
from desktop import reference
from desktop.drafts import keeping
from desktop.drafts.composing import blank, head_post
from desktop.drafts.keeping import BEFORE
from desktop.drafts.writing import kept

if TYPE_CHECKING:
    from db.acting import Store
    from desktop.drafts.keeping import Task
    from desktop.drafts.kinds import Kind
    from desktop.drafts.writing import Office, Written

_NAMED: Final = ("lead", "addressees", "secretary", "signer")
_MADE: Final = ("symbol", "recipients", "lead", "body")


class Lost(NamedTuple):
    """Something that the other type has no place for: a ``field`` of the form, or the label of a
    line of the family, and what stands there.
    """

    field: str
    label: str
    text: str


class Turned(NamedTuple):
    """The form on the other type, and what it has no place for."""

    written: Written
    lost: tuple[Lost, ...]


def turned(store: Store, written: Written, kind: Kind) -> Turned:
    """What the form would be on another type; nothing is kept yet."""
    before = keeping.office_of(store, written.type)
    now = keeping.office_of(store, kind.type)
    after = _suited(_renewed(written, before, now, kind), now)
    return Turned(after, tuple(_lost(written, after, head_post(before))))


def _renewed(written: Written, before: Office, now: Office, kind: Kind) -> Written:
    """What a new form of the old type began with and nobody changed is that of the new type."""
    old = blank(before, written.template, written.type)
    new = blank(now, kind.template, kind.type)
    made = [name for name in _MADE if getattr(written, name) in (getattr(old, name), "", ())]
    values = {name: getattr(new, name) for name in made}
    return msgspec.structs.replace(written, template=kind.template, type=kind.type, **values)


def _suited(written: Written, office: Office) -> Written:
    """Without what the family of the form has no place for."""
    family = reference.families().find(written.template)
    parts = family.parts if family else ()
    keys = {label.key for label in family.facts} if family else set[str]()
    signers = {one.name for one in office.signers}
    return msgspec.structs.replace(
        written,
        lead=written.lead if "lead" in parts else "",
        addressees=written.addressees if "addressees" in parts else "",
        secretary=written.secretary if family and family.foot == "minutes" else "",
        facts=tuple(one for one in written.facts if one.key in keys),
        attached=written.attached if family and family.attaches else None,
        signer=written.signer if written.signer in signers else "",
    )


def _lost(before: Written, after: Written, usual_lead: str) -> list[Lost]:
    found = [
        Lost(name, "", text)
        for name in _NAMED
        if (text := getattr(before, name)) and not getattr(after, name)
        and (name, text) != ("lead", usual_lead)
    ]  # fmt: skip
    family = reference.families().find(before.template)
    labels = {label.key: label.vi for label in family.facts} if family else {}
    kept_keys = {one.key for one in after.facts}
    found += [
        Lost("", labels.get(one.key, one.key), one.text)
        for one in before.facts
        if one.text and one.key not in kept_keys
    ]
    if before.attached and not after.attached:
        found.append(Lost("attached", "", before.attached.subject))
    return found


# -- the desk -------------------------------------------------------------------------------------


def turn(store: Store, task: Task, now: Written, then: Written) -> Task:
    """Go on with another form in place of this one, which is kept to be gone back to; returns the
    task under which it lies on the desk. Raises DraftWaiting where a new document of that type lies
    there already.
    """
    after = _task(task, then)
    moved = after.place != task.place
    if moved and desk.draft(store, after.place) is not None:
        raise DraftWaiting
    desk.keep_draft(store, BEFORE + after.place, kept(now))
    desk.keep_draft(store, after.place, kept(then))
    if moved:
        desk.drop_draft(store, task.place)
        desk.drop_draft(store, BEFORE + task.place)
    return after


def back(store: Store, task: Task) -> None:
    """Go back to the form of before where a draft lies, whoever looks at what now."""
    begun = keeping.begin(store, task)
    if begun.before is not None:
        turn(store, task, begun.written, begun.before)


def _task(task: Task, written: Written) -> Task:
    """A new document lies on the desk by its type; an answer, or what is stored, by its own."""
    if task.document or task.answers or task.corrects or task.replaces:
        return task
    return replace(task, template=written.template, type=written.type)
