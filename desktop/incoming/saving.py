"""Saves the entry in the registration form: checked, confirmed where it asks, numbered at once."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from core.errors import AntinError, FileUnreadable, NoLease
from core.office import duplicates
from db.acting import Done
from db.actions import desk, incoming
from db.actions.files import NewFile
from db.queries import documents
from desktop import clock
from desktop.announce import announce
from desktop.background import Lane
from desktop.incoming import entry as entries
from desktop.incoming.form_queue import PLACE
from desktop.latest import Latest
from desktop.signing import at_intake
from desktop.wording import number
from desktop.words import word

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from db.acting import Store
    from db.actions.incoming import Incoming
    from desktop.incoming.entry import Entry, Wrong
    from desktop.incoming.registration import Registration
    from desktop.intake.opening import Arrived

Asked = tuple[str, ...]
"""What a save asks to be confirmed: fields with their faults, and a document that is the same."""


@dataclass
class Tally:
    """How many documents this session registered and how long each took; nobody else's business."""

    count: int = 0
    spent_ms: int = 0

    @property
    def seconds(self) -> int:
        """On average."""
        return round(self.spent_ms / self.count / 1000) if self.count else 0


class Saving(QObject):
    """``previous`` is the entry saved last in this session, for Ctrl+D."""

    def __init__(self, registration: Registration) -> None:
        super().__init__(registration.page)
        self._registration = registration
        self._page, self._context = registration.page, registration.context
        self._confirmed: Asked = ()
        self._busy, self._asked = False, Latest(registration.context)
        self.previous: Entry | None = None
        self.tally = Tally()
        self._page.save.clicked.connect(self.save)
        self._page.save_submit.clicked.connect(self.save_and_submit)
        self._page.form.edited.connect(lambda _name: self._forget_confirmed())

    def save(self) -> None:
        """Ctrl+Enter: register, then the next file."""
        self._try(submit=False)

    def save_and_submit(self) -> None:
        """Alt+Enter: register and submit to the commander, then the next file."""
        self._try(submit=True)

    def same_as_before(self) -> None:
        """Ctrl+D: the value that this field had in the entry saved last."""
        name = self._page.form.focused()
        if self.previous is not None and name:
            self._page.form.put(name, getattr(self.previous, name))

    def put_away(self) -> None:
        """A save that still asks is called off; one that is being written goes on."""
        if self._asked.under_way:
            self._asked.drop()
            self._set_busy(False)

    def _try(self, *, submit: bool) -> None:
        prepared, form = self._registration.prepared, self._page.form
        if self._busy or prepared is None:
            return
        form.settle()
        if not form.scope.settled():
            return
        entry = self._registration.entries.current
        wrong = entries.wrong(entry, prepared.today)
        form.show_wrong(wrong)
        self._page.calm()
        if stopping := [one for one in wrong if not one.asks]:
            form.focus_on(stopping[0].field)
            announce(word("incoming.wrong.count", n=len(stopping)))
        elif prepared.book(entry.scope) is None:
            self._page.complain(NoLease())
        elif entry.path and self._registration.file.current is None:
            self._registration.talk.refuse(FileUnreadable())
        else:
            self._ask_books(entry, wrong, submit)

    def _ask_books(self, entry: Entry, wrong: Sequence[Wrong], submit: bool) -> None:
        """The books are asked once more: another entry may have come in meanwhile."""
        key = duplicates.key(entry.code, entry.issuer)

        def answered(same: Sequence[str]) -> None:
            asked = (*(f"{one.field} {one.key}" for one in wrong), *same)
            if asked and asked != self._confirmed:
                self._set_busy(False)
                self._ask(asked, wrong, bool(same), submit)
            else:
                self._register(entry, submit)

        self._set_busy(True)
        self._asked.read(
            lambda store: [row.id for row in documents.same(store, key)] if key else [],
            answered,
            self._failed,
        )

    def _ask(self, asked: Asked, wrong: Sequence[Wrong], same: bool, submit: bool) -> None:
        """Not wrong, but unusual: said once, saved when it is asked for again."""
        self._confirmed = asked
        sentences = [word("office.ask.duplicate")] if same else []
        for one in wrong:
            about = {"field": word(one.about)} if one.about else {}
            sentences.append(word(one.key, **{**one.facts, **about}))
        banner = self._page.ask(" ".join(sentences))
        banner.offer("incoming.ask.save", self.save_and_submit if submit else self.save)
        announce(word("incoming.ask.said"))

    def _register(self, entry: Entry, submit: bool) -> None:
        """What was said of the signatures of its file stays with it; one that was not looked into
        yet is looked into first.
        """
        self._confirmed = ()
        file = self._registration.file.current
        if file is None:
            self._keep(entry, None, submit)
            return
        store, new = self._context.store(), _new_file(file)
        found = self._page.scan.verdict.found(file.content)
        if found is not None:
            self._keep(entry, replace(new, intake=found), submit)
            return
        self._asked.run(
            Lane.WORKER,
            lambda: at_intake.with_intake(store, new),
            lambda found: self._keep(entry, found, submit),
            self._failed,
        )

    def _keep(self, entry: Entry, new: NewFile | None, submit: bool) -> None:
        prepared = self._registration.prepared
        book = prepared.book(entry.scope) if prepared else None
        if prepared is None or book is None:
            return
        act = _registering(entries.record(entry, prepared.today), new, book.id, entry, submit)
        left = self._registration.entries.left()
        self._context.act(
            lambda store: _leaving(store, act(store), left),
            lambda done: self._done(done, entry, submit),
            self._failed,
        )

    def _done(self, done: Done, entry: Entry, submit: bool) -> None:
        self._set_busy(False)
        self.previous = entry
        self.tally.count += 1
        self.tally.spent_ms += clock.steady_ms() - self._registration.since_ms
        key = "incoming.saved_submitted" if submit else "incoming.saved"
        self._context.frame.toast(key, n=number(done.number or 0))
        self._registration.saved(done.entity)

    def _failed(self, error: Exception) -> None:
        self._set_busy(False)
        self._registration.talk.refuse(error)

    def _set_busy(self, busy: bool) -> None:
        self._busy = busy
        self._page.set_busy(busy)

    def _forget_confirmed(self) -> None:
        self._confirmed = ()


def _new_file(arrived: Arrived) -> NewFile:
    return NewFile(arrived.name, "application/pdf", arrived.content, arrived.handle.page_count)


def _registering(
    record: Incoming, file: NewFile | None, book: str, entry: Entry, submit: bool
) -> Callable[[Store], Done]:
    """The act for the database lane."""

    def act(store: Store) -> Done:
        done = incoming.register(store, record, file, book, entry.number, entry.reason)
        if not submit:
            return done
        submitted = incoming.submit(store, done.entity)
        return Done(done.changed | submitted.changed, done.entity, done.number)

    return act


def _leaving(store: Store, done: Done, left: bytes) -> Done:
    """The draft of what was just registered goes in the same breath: nobody must find it again.

    One that cannot be dropped is only a nuisance: the registration stands.
    """
    with suppress(AntinError):
        if left:
            desk.keep_draft(store, PLACE, left)
        else:
            desk.drop_draft(store, PLACE)
    return done
