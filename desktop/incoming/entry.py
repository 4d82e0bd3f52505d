"""What stands in the registration form, as plain values: texts as typed, checked and turned into a
record. No Qt widgets.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Final

import msgspec

from core.errors import BadDocumentCode
from core.office import validate
from core.office.numbering import CODE_LIMIT, Code, parse_code
from core.office.terms import Urgency
from core.office.validate import Fault, IncomingRecord, Known, Problem, Severity
from core.text import fold
from db.actions.incoming import Incoming
from desktop import reference
from desktop.widgets.typed_dates import read_date, read_deadline
from desktop.wording import day

if TYPE_CHECKING:
    from collections.abc import Iterator

    from desktop.intake.fields import Reading
    from desktop.phrases import Fact

FIELDS: Final = (
    "issuer", "code", "document_date", "type", "pages", "subject", "urgency", "secrecy", "due",
    "scope",
)  # fmt: skip
"""The fields of the form in reading order."""
WANTED: Final = ("issuer", "code", "document_date", "type", "subject")
"""What is looked at first when it is empty after reading."""
_FORM_FIELD: Final = {"number": "code", "symbol": "code", "received": "arrived"}


class Entry(msgspec.Struct, frozen=True, omit_defaults=True):
    """One record being entered. ``read`` names the fields that came from the file and were not
    touched.

    ``number`` and ``arrived`` stand for "the next one" and "today" until a person corrects them,
    with a reason for skipped numbers. ``scope`` is the restricted group to whose books it goes,
    empty for the unit's.
    """

    path: str = ""
    issuer: str = ""
    code: str = ""
    document_date: str = ""
    type: str = ""
    pages: str = ""
    subject: str = ""
    urgency: str = Urgency.NORMAL
    secrecy: str = "ordinary"
    due: str = ""
    read: tuple[str, ...] = ()
    number: int | None = None
    arrived: str = ""
    reason: str = ""
    scope: str = ""

    def begun(self) -> bool:
        """Whether there is anything to lose."""
        return msgspec.structs.replace(self, read=()) != Entry()


@dataclass(frozen=True)
class Wrong:
    """Something to mend in a field, or (``asks``) to confirm; ``about`` is the field's own name.

    ``key`` is one of the words; ``facts`` fill it.
    """

    field: str
    key: str
    facts: dict[str, Fact]
    about: str
    asks: bool = False


def filled(entry: Entry, reading: Reading, pages: int) -> Entry:
    """The entry with what the file says; what a person entered already stays."""
    kind = reference.document_types().find(reading.type)
    found = {
        "issuer": reading.issuer,
        "code": reading.code,
        "document_date": day(reading.date) if reading.date else "",
        "type": kind.vi if kind else "",
        "subject": reading.subject,
        "pages": str(pages),
        "urgency": reading.urgency,
    }
    blank = Entry()
    new = {
        name: value
        for name, value in found.items()
        if value and getattr(entry, name) == getattr(blank, name)
    }
    return msgspec.structs.replace(entry, **new, read=tuple(new))


def cleared(entry: Entry) -> Entry:
    """The entry without what was read from the file and not touched."""
    blank = Entry()
    return msgspec.structs.replace(
        entry, **{name: getattr(blank, name) for name in entry.read}, read=()
    )


def type_code(text: str) -> str:
    """The code of a type by its name in either language or its abbreviation; the text if none."""
    wanted = fold(text.strip())
    for kind in reference.document_types().items:
        if wanted and wanted in (fold(kind.vi), fold(kind.en), fold(kind.abbr)):
            return kind.code
    return text.strip()


def wrong(entry: Entry, today: date) -> tuple[Wrong, ...]:
    """What stands against saving, in the order of the form; at most one a field."""
    found: dict[str, Wrong] = {}
    for problem in (*_unreadable(entry, today), *_problems(entry, today)):
        before = found.get(problem.field)
        if before is None or (before.asks and not problem.asks):
            found[problem.field] = problem
    order = (*FIELDS, "arrived")
    return tuple(sorted(found.values(), key=lambda one: order.index(one.field)))


def record(entry: Entry, today: date) -> Incoming:
    """The record to register; ``wrong`` found nothing against it."""
    written, due = read_date(entry.document_date, today), _due(entry, today)
    return Incoming(
        code=_code(entry).text(),
        issuer=" ".join(entry.issuer.split()),
        subject=" ".join(entry.subject.split()),
        type=type_code(entry.type),
        document_date=written.isoformat() if written else "",
        arrived=_arrived(entry, today).isoformat(),
        urgency=entry.urgency,
        secrecy=entry.secrecy,
        pages=_pages(entry) or 0,
        due=due.isoformat() if due else None,
    )


# -- reading what was typed ------------------------------------------------------------------------


def _code(entry: Entry) -> Code:
    try:
        return parse_code(entry.code)
    except BadDocumentCode:
        return Code(entry.code, entry.code)


def _due(entry: Entry, today: date) -> date | None:
    return read_deadline(entry.due, today, reference.calendar()) if entry.due.strip() else None


def _arrived(entry: Entry, today: date) -> date:
    return (read_date(entry.arrived, today) if entry.arrived.strip() else None) or today


def _pages(entry: Entry) -> int | None:
    text = entry.pages.strip()
    return int(text) if text.isdecimal() and len(text) < 9 else None


# -- checking --------------------------------------------------------------------------------------


def _unreadable(entry: Entry, today: date) -> Iterator[Wrong]:
    """Texts that are no date, deadline or number at all: they are never silently dropped."""
    dates = {"document_date": entry.document_date, "arrived": entry.arrived}
    for name, text in dates.items():
        if text.strip() and read_date(text, today) is None:
            yield Wrong(name, "incoming.wrong.date", {}, "")
    if entry.due.strip() and _due(entry, today) is None:
        yield Wrong("due", "incoming.wrong.due", {}, "")
    if entry.pages.strip() and _pages(entry) is None:
        yield Wrong("pages", "incoming.wrong.pages", {}, "")
    if len(entry.code) > CODE_LIMIT:
        facts: dict[str, Fact] = {"length": len(entry.code), "limit": CODE_LIMIT}
        yield Wrong("code", "office.problem.too_long", facts, "incoming.name.code")


def _problems(entry: Entry, today: date) -> Iterator[Wrong]:
    known = Known(
        today=today,
        types=reference.document_types().codes(),
        urgencies=reference.urgencies().codes(),
    )
    for problem in validate.check_incoming(_checked(entry, today), known):
        yield _as_wrong(problem, no_code=not entry.code.strip())


def _checked(entry: Entry, today: date) -> IncomingRecord:
    code = _code(entry)
    return IncomingRecord(
        number=code.number[:CODE_LIMIT],
        symbol=code.symbol[:CODE_LIMIT],
        issuer=entry.issuer,
        document_date=read_date(entry.document_date, today),
        type_code=type_code(entry.type),
        subject=entry.subject,
        urgency=entry.urgency,
        secrecy=entry.secrecy,
        pages=_pages(entry),
        received=_arrived(entry, today),
        due=_due(entry, today),
    )


def _as_wrong(problem: Problem, *, no_code: bool) -> Wrong:
    about = f"office.field.{problem.field}"
    if no_code and problem.field in ("number", "symbol") and problem.code is Fault.MISSING:
        about = "incoming.name.code"
    return Wrong(
        _FORM_FIELD.get(problem.field, problem.field),
        f"office.problem.{problem.code}",
        dict(problem.facts),
        about,
        asks=problem.severity is Severity.ASK,
    )


# -- keeping ---------------------------------------------------------------------------------------


class Queue(msgspec.Struct, frozen=True, omit_defaults=True):
    """The entries that wait to be saved and the one in the form: what is kept as a draft."""

    entries: tuple[Entry, ...] = ()
    place: int = 0
    v: int = 1

    @property
    def current(self) -> Entry:
        """The entry in the form; a blank one where there is none."""
        return self.entries[self.place] if self.entries else Entry()

    def with_current(self, entry: Entry) -> Queue:
        """The same queue with another state of the entry in the form."""
        entries = self.entries or (Entry(),)
        changed = (*entries[: self.place], entry, *entries[self.place + 1 :])
        return msgspec.structs.replace(self, entries=changed)

    def without_current(self) -> Queue:
        """The entry in the form is done with: the next one takes its place, or the last one."""
        left = (*self.entries[: self.place], *self.entries[self.place + 1 :])
        return Queue(left, min(self.place, max(len(left) - 1, 0)))

    def adding(self, *entries: Entry) -> Queue:
        """More entries behind those that wait, the first of them in the form."""
        waiting = tuple(entry for entry in self.entries if entry.begun())
        return Queue((*waiting, *entries), len(waiting))

    def stepped(self, by: int) -> Queue:
        """Another entry in the form; the ends hold."""
        return Queue(self.entries, min(max(self.place + by, 0), max(len(self.entries) - 1, 0)))

    def body(self) -> bytes:
        """The bytes to keep: entries that are begun and bear no mark of secrecy."""
        kept = tuple(entry for entry in self.entries if entry.begun() and _may_stay(entry))
        return msgspec.json.encode(Queue(kept, min(self.place, max(len(kept) - 1, 0))))


def read_queue(body: bytes) -> Queue:
    """What was kept; an empty queue where a newer version wrote something else."""
    try:
        found = msgspec.json.decode(body, type=Queue)
    except msgspec.DecodeError:
        return Queue()
    return found if found.v == 1 and 0 <= found.place < max(len(found.entries), 1) else Queue()


def _may_stay(entry: Entry) -> bool:
    """No state secret is kept on this machine, not even as a draft (domain.md §10.3)."""
    today = date(2000, 1, 1)
    return not any(one.key == f"office.problem.{Fault.SECRET}" for one in wrong(entry, today))
