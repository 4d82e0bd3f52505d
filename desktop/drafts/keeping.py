"""Reads and saves drafts: the text, its PDF, and what was written but not saved yet. No Qt."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final

import msgspec

import resources
from core.office import draft as drafts
from core.office import roster, workflow
from core.office.access import ACCESS, READINGS, Reading
from core.office.collation import name_key
from core.office.dossiers import Stage
from core.office.family import CONG_VAN, family_of, type_of
from core.office.terms import Act, Kind
from db.actions import desk, outgoing
from db.actions.files import NewFile
from db.actions.outgoing import Outgoing
from db.queries import delegations, documents, groups, office
from db.queries.submissions import Returned, returned
from desktop import reference
from desktop.drafts import appending, given
from desktop.drafts.amending import correction, replacement
from desktop.drafts.composing import again, blank, compose, subject_of
from desktop.drafts.replying import reply
from desktop.drafts.writing import Office, Written, kept, read
from desktop.forms import template
from desktop.forms.document import render
from desktop.signing import acts, setting

if TYPE_CHECKING:
    from core.office.draft import Draft
    from db.acting import Done, Store
    from db.queries.rows import DossierRow, InGroup, PersonRow
    from desktop.forms.document import Rendered

_FICTIONAL: Final = "giả lập"
_KINDS: Final = "drafts"
BEFORE: Final = "before:"
"""In front of a place on the desk: what was written there before its type was changed."""
DAYS: Final = 30
"""How long that can be gone back to."""
_DAY_MS: Final = 24 * 60 * 60 * 1000

Key = tuple[str, str]
"""A template and a type: what is written."""


@dataclass(frozen=True)
class Task:
    """What is being written: a stored draft, or a new one of a ``template`` and ``type``, that may
    answer, correct or replace the document named there; ``internal`` stays within the unit.
    """

    document: str = ""
    answers: str = ""
    corrects: str = ""
    replaces: str = ""
    internal: bool = False
    template: str = CONG_VAN
    type: str = CONG_VAN

    @property
    def place(self) -> str:
        """Where its unsaved text lies on the desk."""
        if self.corrects or self.replaces:
            way = "corrects" if self.corrects else "replaces"
            return f"draft:{way}:{self.corrects or self.replaces}"
        new = "internal" if self.internal else "new"
        if self.template != CONG_VAN:
            new += f":{self.template}:{self.type}"
        return f"draft:{self.document or self.answers or new}"


@dataclass(frozen=True)
class Begun:
    """A task with everything that its form shows; ``unsaved`` is when it was kept (ms UTC),
    ``dossier`` the open one of what is answered, into which the answer goes, too, ``given`` the PDF
    of another program that stands in the place of the text, ``before`` the form as it was until
    its type was changed.
    """

    task: Task
    office: Office
    stored: Written
    written: Written
    unsaved: int | None = None
    returned: Returned | None = None
    dossier: DossierRow | None = None
    given: bytes = b""
    before: Written | None = None


def office_of(store: Store, kind: str = CONG_VAN) -> Office:
    """Head, signers and drafter of the unit's documents of a type."""
    demo = _FICTIONAL in store.realm.provision.name.lower()
    watermark = roster.load_roster(resources.text("demo/unit.json")).watermark if demo else None
    return Office(
        head=office.letterhead(store),
        signers=tuple(delegations.signers(store, kind)),
        me=office.me(store),
        watermark=watermark,
        checkers=_checkers(store),
        known=_known(store),
    )


def _known(store: Store) -> tuple[str, ...]:
    """Agencies and units that a document may go to, those that write most first."""
    first = (one.name for one in reference.issuers_known_to(store.realm.provision.code))
    written = (name for name, _count in office.issuers(store))
    own = (name for _id, name in office.units(store))
    return tuple(dict.fromkeys((*written, *first, *own)))


def _checkers(store: Store) -> tuple[PersonRow, ...]:
    """Who may be asked to initial beside the drafter: who may do it and sees every draft."""
    wide = {role for role in workflow.INITIALLERS if READINGS[role] is Reading.UNIT}
    found = [one for one in office.people(store) if one.roles & wide]
    others = (one for one in found if one.id != store.author.person)
    return tuple(sorted(others, key=lambda one: name_key(one.name)))


def begin(store: Store, task: Task) -> Begun:
    """Everything for the form: what is stored, and over it what was written and not saved."""
    source = task.document or task.replaces
    draft = acts.text_of(store, source) if source else None
    scopes = _scopes(store, task)
    unit = msgspec.structs.replace(
        office_of(store, type_of(draft) if draft else task.type), scopes=scopes
    )
    stored = again(draft) if draft and task.document else _new(store, task, unit, draft)
    stored = msgspec.structs.replace(stored, group=_id(scopes[0]))
    back = returned(store, task.document) if task.document else None
    left = desk.draft(store, task.place)
    written = read(left.body) if left else stored
    dossier = dossier_of(store, task, unit, written.group)
    came = given.content(store, written.given) if written.given else b""
    if written.type != stored.type:  # changed, and not saved yet
        unit = msgspec.structs.replace(office_of(store, written.type), scopes=scopes)
    time, was = left.time if left else None, before(store, task.place)
    return Begun(task, unit, stored, written, time, back, dossier, came, was)


def _scopes(store: Store, task: Task) -> tuple[InGroup | None, ...]:
    """For whom it may be: settled once it is stored, and by what it is about where that stands in a
    restricted group; else the whole unit or any group of the person's.
    """
    about = task.document or task.answers or task.corrects or task.replaces
    page = documents.page(store, about) if about else None
    if page is not None and (task.document or page.row.group is not None):
        return (page.row.group,)
    return (None, *groups.mine(store))


def before(store: Store, place: str) -> Written | None:
    """The form at a place of the desk as it was before its type was changed, for ``DAYS`` days."""
    found = desk.draft(store, BEFORE + place)
    if found is None or found.time >= store.now() - DAYS * _DAY_MS:
        return read(found.body) if found else None
    desk.drop_draft(store, BEFORE + place)
    return None


def dossier_of(store: Store, task: Task, unit: Office, group: str) -> DossierRow | None:
    """Where the answer belongs: the newest open dossier of its ``group`` that holds what it
    answers.
    """
    if not task.answers or not unit.me.roles & ACCESS[Act.FILE].keys():
        return None
    held = documents.related(store, task.answers).dossiers
    fits = (one for one in reversed(held) if one.state == Stage.OPEN and _id(one.group) == group)
    return next(fits, None)


def _id(group: InGroup | None) -> str:
    return group.id if group else ""


def _new(store: Store, task: Task, unit: Office, before: Draft | None) -> Written:
    about = task.answers or task.corrects or task.replaces
    page = documents.page(store, about) if about else None
    if page is None:
        return blank(unit, task.template, task.type)
    if task.replaces:
        return replacement(page, appending.without_files(again(before)) if before else blank(unit))
    return correction(page, unit) if task.corrects else reply(page.row, unit)


def left(store: Store) -> tuple[Task, int] | None:
    """The new document that was left unsaved last, if one was, and when (ms UTC)."""
    found = desk.drafts(store, Task().place)
    if not found:
        return None
    place, at = found[0]
    _draft, _new, *kind = place.split(":")
    return (Task(template=kind[0], type=kind[1]) if len(kind) == 2 else Task()), at


def recent(store: Store) -> list[Key]:
    """Template and type of what the person wrote last, the newest first."""
    found = (one.partition("/") for one in desk.recent(store, _KINDS))
    return [(template, kind) for template, _, kind in found]


def choose(store: Store, chosen: Key) -> list[Key]:
    """Remember what kind of document the person begins; returns the last ones."""
    desk.keep_recent(store, _KINDS, "/".join(chosen))
    return recent(store)


def keep(store: Store, task: Task, written: Written) -> int:
    """Put what is written on the desk, encrypted, unsaved; returns the time (ms UTC)."""
    return desk.keep_draft(store, task.place, kept(written))


def forget(store: Store, task: Task) -> None:
    """Take what was not saved off the desk."""
    left = desk.draft(store, task.place)
    if left is not None:
        for blob in _laid(read(left.body)):
            given.take_up(store, blob)
    desk.drop_draft(store, task.place)
    if not task.document:
        desk.drop_draft(store, BEFORE + task.place)


def save(store: Store, task: Task, written: Written) -> Done:
    """Save the draft and its PDF. Raises BadDraft, LetterNotInFont, SecretRefused, and of a PDF of
    another program what ``given.made`` raises.
    """
    unit = office_of(store, written.type)
    draft = compose(written, unit)
    text, pdf = drafts.encode(draft), _pdf(store, draft, unit, task.document)
    appended = appending.files(store, draft, unit.watermark, task.document)
    if task.document:
        done = outgoing.revise(store, task.document, _entry(draft), text, pdf, appended)
    else:
        kind = Kind.INTERNAL if task.internal else Kind.OUTGOING
        dossier = dossier_of(store, task, unit, written.group)
        done = outgoing.draft(
            replace(store, group=written.group),
            replace(_entry(draft, kind), dossier=dossier.id if dossier else ""),
            text,
            pdf,
            task.answers or None,
            corrects=task.corrects or None,
            replaces=task.replaces or None,
            appendices=appended,
        )
    desk.drop_draft(store, task.place)
    _follow(store, task.place, Task(done.entity).place)
    for blob in _laid(written):
        given.take_up(store, blob)
    return done


def _laid(written: Written) -> tuple[str, ...]:
    """The files of other programs that lie on the desk for it."""
    return (written.given, *(one.file.blob for one in written.appendices if one.file))


def _follow(store: Store, place: str, there: str) -> None:
    """What was there before the type was changed goes with the document that was stored."""
    was = desk.draft(store, BEFORE + place)
    if was is not None and place != there:
        desk.keep_draft(store, BEFORE + there, was.body)
        desk.drop_draft(store, BEFORE + place)


def _pdf(store: Store, draft: Draft, unit: Office, document: str) -> NewFile:
    """The pages, ready for the first signature."""
    name = f"{type_of(draft)}.pdf"
    if draft.given:
        return given.made(store, draft, name, document)
    page = drawn(draft, unit.watermark)
    return NewFile(name, "application/pdf", setting.ready(page), page.pages)


def drawn(draft: Draft, watermark: str | None) -> Rendered:
    """The final pages of a draft, without the appendices that are files of their own."""
    return render(draft, template.load(), reference.forms(), watermark)


def _entry(draft: Draft, kind: Kind = Kind.OUTGOING) -> Outgoing:
    return Outgoing(
        subject=subject_of(draft, family_of(draft, reference.families())),
        type=type_of(draft),
        symbol=draft.symbol,
        recipients=draft.addressees,
        signer=draft.signer.name,
        urgency=draft.urgency.value,
        kind=kind,
    )
