"""Registers incoming documents one after the other: the queue of files, reading, showing, and the
draft that survives whatever happens.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Final

import msgspec
from PySide6.QtCore import QObject, Signal

from core.errors import NotAllowed
from core.office.terms import Act, Kind
from core.office.workflow import CLERK
from db.actions import desk
from db.queries import documents, groups, office
from db.queries.documents import View
from desktop import clock, reference
from desktop.incoming.entry import Entry, filled
from desktop.incoming.form_queue import PLACE, FormQueue
from desktop.incoming.form_talk import FormTalk
from desktop.intake.file_in_hand import FileInHand
from desktop.intake.opening import Known
from desktop.latest import Latest
from desktop.widgets.matching import Candidate
from desktop.words import word

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from db.acting import Store
    from db.actions.desk import Unsaved
    from db.queries.rows import BookRow, InGroup
    from desktop.context import Context
    from desktop.incoming.entry import Queue
    from desktop.incoming.registration_page import RegistrationPage
    from desktop.intake.opening import Arrived


_REGISTERED: Final = View((Kind.INCOMING,))
_NEWEST: Final = 200
"""Documents whose subjects are offered again."""


@dataclass(frozen=True)
class Prepared:
    """What registration starts from: whether the person may, the day, the books, agencies with how
    often, the newest subjects, an older draft, the restricted groups that he reads.
    """

    may: bool
    today: date
    books: tuple[BookRow, ...]
    issuers: tuple[tuple[str, int], ...]
    subjects: tuple[str, ...]
    draft: Unsaved | None
    groups: tuple[InGroup, ...] = ()

    def book(self, scope: str) -> BookRow | None:
        """The book into which an entry for a group goes, or for the whole unit."""
        of = (book for book in self.books if (book.group.id if book.group else "") == scope)
        return next(of, None)

    def known(self) -> Known:
        """What the reading of a file compares with."""
        names = [name for name, _ in self.issuers]
        return Known(reference.document_types().items, names)

    def offers(self) -> list[Candidate]:
        """The agencies that completion offers."""
        return [
            Candidate(name, word("incoming.used", n=count) if count else "", count)
            for name, count in self.issuers
        ]


def prepare(store: Store) -> Prepared:
    """Read it in the database lane."""
    first = reference.issuers_known_to(store.realm.provision.code)
    known = {one.name: 0 for one in first} | dict(office.issuers(store))
    books = tuple(office.books(store, "incoming"))
    draft = desk.draft(store, PLACE)
    may = bool(office.me(store).roles & CLERK)
    newest = documents.rows(store, documents.ids(store, _REGISTERED)[:_NEWEST])
    subjects = tuple(row.subject for row in newest)
    agencies, mine = tuple(known.items()), groups.mine(store)
    return Prepared(may, store.today(), books, agencies, subjects, draft, mine)


class Registration(QObject):
    """``opened`` says that the form is ready for an entry, ``closed`` that it was left: for a
    document just registered, or for nothing.
    """

    opened = Signal()
    closed = Signal(str)

    def __init__(self, context: Context, page: RegistrationPage) -> None:
        super().__init__(page)
        self.context, self.page = context, page
        self.entries = FormQueue(context, page.form)
        self.prepared: Prepared | None = None
        self.file = FileInHand(context, self._arrived, self._file_failed)
        self.since_ms = 0
        self._asked = Latest(context)
        self._loaded, self._registered = False, ""
        self.talk = FormTalk(self)
        page.steps.stepped.connect(self.step)
        page.discard.clicked.connect(self.discard)
        page.shown.connect(self._wake)

    # -- the queue -----------------------------------------------------------------------------

    def begin(self, paths: Sequence[Path] = ()) -> None:
        """Register these files, or a document on paper."""
        new = tuple(Entry(path=str(path)) for path in paths) or (Entry(),)
        self._asked.read(prepare, lambda found: self._start(found, new))

    def resume(self) -> None:
        """Go on with what was kept."""
        self._asked.read(prepare, lambda found: self._start(found, ()))

    def step(self, by: int) -> None:
        """Another entry of the queue into the form."""
        self.entries.step(by)
        self._load()

    def discard(self) -> None:
        """Give the entry in the form up; undone for as long as the toast stands."""
        self.entries.leave()
        before = self.entries.queue
        self.context.frame.toast("incoming.discarded", undo=lambda: self._restore(before))
        self.entries.done()
        self._next()

    def saved(self, document: str) -> None:
        """The entry in the form was registered: the next number is another one now."""
        self.entries.done()
        self._registered = document
        self._asked.read(prepare, self._go_on)

    def leave(self) -> None:
        """Back to the register; what stands in the form is kept."""
        self.entries.leave()
        self._close("")

    def put_away(self) -> None:
        """The session locks or another screen comes: keep the draft at once, forget the file."""
        self._asked.drop()
        self.talk.stop()
        if self.entries.editing:
            self.entries.autosave.save()
        self.file.drop()
        self.page.scan.put_away()

    def replace(self, entry: Entry) -> None:
        """Another state of the current entry into the form, its file as it is."""
        self.entries.put(entry)
        self._show(self.file.current)
        self.entries.autosave.note()

    # -- an entry ------------------------------------------------------------------------------

    def _know(self, found: Prepared) -> None:
        self.prepared = found
        scopes = (None, *found.groups)
        self.page.form.set_known(found.today, found.offers(), found.subjects, scopes)

    def _start(self, found: Prepared, new: tuple[Entry, ...]) -> None:
        if not found.may:
            error = NotAllowed(act=Act.REGISTER, roles=",".join(sorted(CLERK)))
            self.context.frame.show_error(error)
            return
        self._know(found)
        if not self._loaded and found.draft is not None:
            self.entries.read(found.draft.body)
        self._loaded = True
        if new:
            self.entries.add(new)
        elif not self.entries.queue.entries:
            self.entries.add((Entry(),))  # the form was open, with nothing in it to keep
        self._load()

    def _go_on(self, found: Prepared) -> None:
        """The next entry, or the register; where a lock came between, once it is gone."""
        self._know(found)
        self._next()

    def _restore(self, queue: Queue) -> None:
        self.entries.queue = queue
        self.entries.autosave.note()
        self._load()

    def _next(self) -> None:
        """An entry is done with: the next one, or the register with what was registered last."""
        document, self._registered = self._registered, ""
        self.page.calm(notice=True)
        if self.entries.queue.entries:
            self._load()
        else:
            self._close(document)

    def _load(self) -> None:
        """The current entry into the form, its file first where it has one."""
        self.entries.editing = False
        self.talk.stop()
        path = self.entries.current.path
        if path and self.prepared is not None:
            self.file.want(Path(path), self.prepared.known())
        else:
            self.file.drop()
            self._show(None)

    def _arrived(self, arrived: Arrived) -> None:
        """The file is open: read into an entry that is new; after a lock it is only shown again."""
        current = self.entries.current
        if self.entries.editing:
            self.page.scan.show_file(arrived)
            return
        if not msgspec.structs.replace(current, path="").begun():
            self.entries.put(filled(current, arrived.reading, arrived.handle.page_count))
        self._show(arrived)

    def _file_failed(self, error: Exception) -> None:
        """A file that cannot be used leaves the queue; one with an entry typed already waits."""
        if not msgspec.structs.replace(self.entries.current, path="").begun():
            self.context.frame.show_error(error)
            self.entries.done()
            self._next()
            return
        if not self.entries.editing:
            self._show(None)
        self.talk.refuse(error)

    def _show(self, arrived: Arrived | None) -> None:
        found, current = self.prepared, self.entries.queue.current
        if found is None:
            return
        self.page.calm(notice=True)
        self.page.scan.show_file(arrived)
        book = found.book(current.scope)
        self.page.form.show_entry(current, book.next if book else None)
        self.page.show_place(self.entries.queue.place, len(self.entries.queue.entries))
        self.entries.editing = True
        self.since_ms = clock.steady_ms()
        self.talk.begin(current, arrived)
        self.opened.emit()
        self.page.form.focus_doubtful()

    def _wake(self) -> None:
        """In sight again after a lock or another screen: the file is opened anew."""
        if self._registered:
            self._asked.read(prepare, self._go_on)
            return
        path = self.entries.queue.current.path
        if self.entries.editing and path and self.file.current is None and self.prepared:
            self.file.want(Path(path), self.prepared.known())

    def _close(self, document: str) -> None:
        self.talk.stop()
        self.file.drop()
        self.page.scan.put_away()
        self.closed.emit(document)
