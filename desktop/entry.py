"""The way in: whom the lock screen offers, or the enrolment of a machine that is new."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QObject, Signal

from core.errors import AntinError
from desktop.unlock.door import Holder
from desktop.widgets.banner import Banner
from desktop.widgets.layouts import Column, Panel, fix_size

if TYPE_CHECKING:
    from desktop.background import Background
    from desktop.people.enrol_screen import EnrolScreen
    from desktop.session import Session
    from desktop.unlock.lock_screen import LockScreen


WIDTH: Final = 520


class Entry(QObject):
    """``enrolled`` carries who is unlocked once a new machine was certified; ``failed`` an error
    that nobody expected."""

    enrolled = Signal(str)
    failed = Signal(Exception)

    def __init__(self, session: Session, lock_screen: LockScreen, background: Background) -> None:
        super().__init__()
        self._session, self._lock_screen, self._background = session, lock_screen, background
        self._enrolment: EnrolScreen | None = None
        lock_screen.forgotten.connect(self._recover)

    def show(self, last: str) -> None:
        """Offer the people of this installation, ``last`` first; or say why nobody can unlock."""
        if not self._session.enrolled():
            self._enrol().begin()
            return
        try:
            found = [
                Holder(holder.person, holder.label, kinds=holder.kinds)
                for holder in self._session.people()
            ]
        except AntinError as error:
            self._lock_screen.show_way_in(
                _trouble(error), "unlock.title.start", "unlock.reason.start"
            )
        else:
            self._lock_screen.show_holders(found, last)

    def wait(self) -> None:
        """The vault is open, but its machine waits for its certificate."""
        self._enrol().wait(send=True)

    def stop(self) -> None:
        """Ask no server any more."""
        if self._enrolment is not None:
            self._enrolment.stop()

    def _enrol(self) -> EnrolScreen:
        if self._enrolment is None:
            from desktop.people.enrol_screen import EnrolScreen

            self._enrolment = EnrolScreen(self._session, self._background)
            self._enrolment.enrolled.connect(self._finished)
            self._enrolment.failed.connect(self.failed)
        self._lock_screen.show_way_in(self._enrolment, "people.enrol.title", "people.enrol.reason")
        return self._enrolment

    def _recover(self, holder: str) -> None:
        """A forgotten passphrase: the unit's recovery key lets the person in, by two files."""
        from desktop.people.recover_card import RecoverCard

        card = RecoverCard(self._session, self._background, holder)
        card.left.connect(self._lock_screen.end_way_in)
        card.opened.connect(self._finished)
        card.failed.connect(self.failed)
        fix_size(card, width=WIDTH)
        self._lock_screen.show_way_in(card, "people.recover.title", "people.recover.reason")
        card.begin()

    def _finished(self, holder: str) -> None:
        self._lock_screen.end_way_in()
        self._enrolment = None
        self.show(holder)
        self._lock_screen.opening()
        self.enrolled.emit(holder)


def _trouble(error: AntinError) -> Panel:
    """A card that says what stands against it."""
    banner = Banner()
    card = Panel("card", Column(banner, gap=0, margins=(28, 22, 28, 22)))
    fix_size(card, width=WIDTH)
    banner.say_error(error)
    return card
