"""What the registration form hears and says while one enters: fields left, duplicates, reading,
refusals.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec
from PySide6.QtCore import QObject

from core.errors import AntinError, NoLease
from desktop.announce import announce, announce_error
from desktop.incoming import entry as entries
from desktop.incoming.duplicate_watch import DuplicateWatch
from desktop.wording import clock_time
from desktop.words import word

if TYPE_CHECKING:
    from db.queries.rows import DocumentRow
    from desktop.incoming.entry import Entry
    from desktop.incoming.registration import Registration
    from desktop.intake.opening import Arrived


class FormTalk(QObject):
    """Stands between the form and its registration."""

    def __init__(self, registration: Registration) -> None:
        super().__init__(registration.page)
        self._registration, self._page = registration, registration.page
        self.watch = DuplicateWatch(registration.context, registration.page)
        self.watch.found.connect(self._show_duplicate)
        self._page.form.edited.connect(self._edited)
        self._page.form.left.connect(self._left)
        registration.entries.autosave.saved.connect(self._kept)
        registration.entries.autosave.failed.connect(self._not_kept)

    def begin(self, current: Entry, arrived: Arrived | None) -> None:
        """An entry came into the form: say what was read, what it may be the same as, and whether
        there is a number for it."""
        self._tell_read(current, arrived)
        self.watch.look_now(current.code, current.issuer)
        self._look_for_number(current)

    def _look_for_number(self, current: Entry) -> None:
        prepared = self._registration.prepared
        book = prepared.book(current.scope) if prepared else None
        self._page.form.show_number(current.number or (book.next if book else None))
        if book is None or book.next is None:
            self._page.complain(NoLease())

    def stop(self) -> None:
        """The entry leaves the form."""
        self.watch.stop()

    def refuse(self, error: Exception) -> None:
        """Say beside the form why something failed; nothing in it is lost."""
        if not isinstance(error, AntinError):
            self._registration.context.frame.show_error(error)
            return
        banner = self._page.complain(error)
        if self._registration.entries.current.path and self._registration.file.current is None:
            banner.offer("incoming.without_file", self._without_file)

    def compare(self) -> None:
        """The document that may be the same beside the form, and back again (Alt+X)."""
        if self._page.scan.comparing:
            self._page.scan.show_own()
        elif self.watch.row is not None:
            self._page.scan.compare(self.watch.row)

    def _tell_read(self, current: Entry, arrived: Arrived | None) -> None:
        count = len(current.read)
        if count > 1:
            banner = self._page.notify("info", "incoming.read", n=count)
            banner.offer("incoming.forget_read", self._forget_read)
            announce(word("incoming.read", n=count))
        elif arrived is not None and count:
            self._page.notify("info", "incoming.read_nothing")

    def _forget_read(self) -> None:
        """Empty what the file filled in; what a person touched stays."""
        self._registration.replace(entries.cleared(self._registration.entries.current))

    def _without_file(self) -> None:
        without = msgspec.structs.replace(self._registration.entries.current, path="")
        self._registration.replace(without)

    def _edited(self, name: str) -> None:
        self._page.calm()
        self._registration.entries.autosave.note()
        if name in ("code", "issuer"):
            current = self._registration.entries.current
            self.watch.watch(current.code, current.issuer)
        elif name == "scope":
            self._look_for_number(self._registration.entries.current)

    def _left(self, name: str) -> None:
        """A field that a person is done with: what is wrong with what stands there, at once."""
        prepared, current = self._registration.prepared, self._registration.entries.current
        if prepared is not None and str(getattr(current, name)).strip():
            self._page.form.show_wrong(entries.wrong(current, prepared.today), (name,))

    def _show_duplicate(self, row: DocumentRow | None) -> None:
        banner = self._page.form.show_duplicate(row)
        if row is not None:
            banner.offer("incoming.compare.open", self.compare, hint="Alt+X")
            announce(word("incoming.duplicate.said"))

    def _kept(self, at: int) -> None:
        self._page.kept.say("incoming.kept", at=clock_time(at))

    def _not_kept(self, error: Exception) -> None:
        announce_error(error)
        self._page.kept.say("incoming.not_kept")
