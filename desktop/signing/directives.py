"""A directive (bút phê) with its author's personal signature: on the handling slip that bears it,
kept with the document in the same commit. No Qt.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from hashlib import sha256
from typing import TYPE_CHECKING

from core.commits.ids import b64
from core.errors import ContentChanged, NotFound
from core.office import deadlines
from core.signing.fields import NAMES
from core.signing.places import places
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
    from datetime import date

    from core.office.deadlines import Calendar
    from core.signing.places import Place
    from db.acting import Done, Store
    from db.actions.incoming import Task
    from db.queries.rows import PersonRow
    from db.queries.slips import Block, Slip
    from desktop.forms.document import Rendered
    from desktop.signing.ring import KeyRing

NAME = "Phiếu giải quyết văn bản đến – bút phê.pdf"


@dataclass(frozen=True)
class Prepared:
    """A directive and the very slip that will be signed with it, to be shown before the PIN.

    ``place`` is where the signature goes; ``stood`` and ``day`` are what the slip was made from.
    """

    document: str
    text: str
    tasks: tuple[Task, ...]
    calendar: Calendar
    pdf: bytes
    pages: int
    place: Place
    stood: Slip
    day: date


def prepare(
    store: Store, document: str, text: str, tasks: Sequence[Task], calendar: Calendar
) -> Prepared:
    """The slip with this directive, ready for its signature. Raises NotFound."""
    stood = _stands(store, document)
    rendered = slip_of(store, stood, text, tasks, calendar)
    pdf = setting.ready(rendered)
    place = next(one for one in places(pdf) if one.name == NAMES["butphe"])
    day, pages = store.today(), rendered.pages
    return Prepared(document, text, tuple(tasks), calendar, pdf, pages, place, stood, day)


def direct(store: Store, ring: KeyRing, shown: Prepared, pin: str) -> Done:
    """Write a directive and sign exactly the bytes of the slip that were shown with it.

    Raises what either raises, and then neither is done; ContentChanged where the slip would say
    something else by now: another word or deadline came in, or another day has begun.
    """
    if _stands(store, shown.document) != shown.stood or store.today() != shown.day:
        raise ContentChanged
    with acts.held(store, ring, acts.PERSON, pin) as signer:
        intent = setting.directive(office.me(store).name)
        mark = setting.set_signature(shown.pdf, intent, signer)
    before = b64(sha256(shown.pdf).digest())
    signed = SignedSlip(NAME, shown.pages, before, mark)
    return incoming.direct(store, shown.document, shown.text, shown.tasks, shown.calendar, signed)


def _stands(store: Store, document: str) -> Slip:
    found = slips.slip(store, document)
    if found is None:
        raise NotFound(kind="document")
    return found


def slip_of(
    store: Store, found: Slip, text: str, tasks: Sequence[Task], calendar: Calendar
) -> Rendered:
    """The slip as it will be with this directive, and room to sign it."""
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
