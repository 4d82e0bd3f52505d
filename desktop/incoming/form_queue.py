"""The queue of entries together with the form that shows one of them, kept as a draft."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from desktop.autosave import Autosave
from desktop.incoming.entry import Entry, Queue, read_queue

if TYPE_CHECKING:
    from desktop.context import Context
    from desktop.incoming.registration_form import RegistrationForm

PLACE: Final = "incoming.registration"
"""Where the draft of unsaved entries lies among a person's drafts."""


class FormQueue:
    """``editing`` says that the form shows the current entry; else it shows one that is done
    with."""

    def __init__(self, context: Context, form: RegistrationForm) -> None:
        self._form = form
        self.queue = Queue()
        self.editing = False
        self.autosave = Autosave(context, PLACE, self._body, form)

    @property
    def current(self) -> Entry:
        """The current entry, with what stands in the form now."""
        if self.editing:
            self.queue = self.queue.with_current(self._form.entry())
        return self.queue.current

    def put(self, entry: Entry) -> None:
        """Another state of the current entry."""
        self.queue = self.queue.with_current(entry)

    def read(self, body: bytes) -> None:
        """Take up what was kept."""
        self.queue = read_queue(body)

    def add(self, entries: tuple[Entry, ...]) -> None:
        """More entries, the first of them current."""
        self._leave_form()
        self.queue = self.queue.adding(*entries)

    def step(self, by: int) -> None:
        """Another entry becomes current; what stands in the form stays in the queue."""
        self._leave_form()
        self.queue = self.queue.stepped(by)

    def left(self) -> bytes:
        """What is to be kept once the current entry is done with."""
        rest = self.queue.without_current()
        return rest.body() if any(one.begun() for one in rest.entries) else b""

    def done(self) -> None:
        """The current entry is done with; its draft goes at once."""
        self.editing = False
        self.queue = self.queue.without_current()
        self.autosave.save()

    def leave(self) -> None:
        """The form is left with the entry in it."""
        self._leave_form()

    def _leave_form(self) -> None:
        if self.editing:
            self.autosave.save()
        self.editing = False

    def _body(self) -> bytes:
        """The bytes to keep; nothing when there is nothing to lose."""
        begun = self.current.begun() or any(one.begun() for one in self.queue.entries)
        return self.queue.body() if begun else b""
