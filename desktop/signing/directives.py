"""A directive (bút phê) with its author's personal signature: on the handling slip that bears it,
kept with the document in the same commit. No Qt.
"""

from __future__ import annotations

from dataclasses import replace
from hashlib import sha256
from typing import TYPE_CHECKING

from core.commits.ids import b64
from core.errors import NotFound
from core.office import deadlines
from db.actions import incoming
from db.actions.incoming import SignedSlip
from db.queries import office, slips
from db.queries.slips import Given, Word
from desktop import reference
from desktop.forms.handling_slip import Printed, to_sign
from desktop.printing.foot import how
from desktop.signing import acts, setting

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from core.office.deadlines import Calendar
    from db.acting import Done, Store
    from db.actions.incoming import Task
    from db.queries.rows import PersonRow
    from db.queries.slips import Block, Slip
    from desktop.forms.document import Rendered
    from desktop.signing.ring import KeyRing

NAME = "Phiếu giải quyết văn bản đến – bút phê.pdf"


def direct(
    store: Store,
    ring: KeyRing,
    document: str,
    text: str,
    tasks: Sequence[Task],
    calendar: Calendar,
    pin: str,
) -> Done:
    """Write a directive and sign the slip with it; raises what either raises, and then neither is
    done.
    """
    rendered = slip_of(store, document, text, tasks, calendar)
    pdf = setting.ready(rendered)
    with acts.held(store, ring, acts.PERSON, pin) as signer:
        intent = setting.directive(office.me(store).name)
        mark = setting.set_signature(pdf, intent, signer)
    before = b64(sha256(pdf).digest())
    signed = SignedSlip(NAME, rendered.pages, before, mark)
    return incoming.direct(store, document, text, tasks, calendar, signed)


def slip_of(
    store: Store, document: str, text: str, tasks: Sequence[Task], calendar: Calendar
) -> Rendered:
    """The slip as it will be with this directive, and room to sign it. Raises NotFound."""
    found = slips.slip(store, document)
    if found is None:
        raise NotFound(kind="document")
    me, now = office.me(store), store.now()
    word = Word(_block(me), _named(me), me.post, text, now, to_sign=True)
    kind = reference.document_types().find(found.row.type)
    type_name = reference.named(kind, "vi", found.row.type)
    by = how(store)
    printed = Printed(by.person, by.now, type_name, by.watermark)
    given = tuple(_given(store, found, tasks, calendar, word))
    return to_sign(replace(found, given=given, words=(*found.words, word)), printed)


def _given(
    store: Store, found: Slip, tasks: Sequence[Task], calendar: Calendar, word: Word
) -> Iterator[Given]:
    """What was given before, and what is given now; a new lead takes the place of the old."""
    people = {person.id: person for person in office.people(store)}
    leads = any(task.part == "lead" for task in tasks)
    yield from (one for one in found.given if not (leads and one.part == "lead"))
    for task in tasks:
        due = None
        if task.days is not None:
            due = deadlines.add_working_days(store.today(), task.days, calendar).due.isoformat()
        yield Given(word.block, task.part, _named(people[task.person]), due, word.time)


def _block(person: PersonRow) -> Block:
    return next((block for role, block in slips.BLOCKS if role in person.roles), "handler")


def _named(person: PersonRow) -> str:
    return " ".join(part for part in (person.rank, person.name) if part)
