"""Covers the whole window while nobody is unlocked: who, passphrase, why and since when it is
locked."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, Literal

from PySide6.QtCore import Qt, QTimer, Signal

from core.errors import AntinError
from desktop.announce import announce_error
from desktop.background import Lane
from desktop.unlock.cards import Cards
from desktop.unlock.door import Choice, Door, Holder
from desktop.unlock.token_way import TokenLook
from desktop.widgets.labels import Label
from desktop.widgets.layouts import STRETCH, Column, Panel, Row, fix_size
from desktop.widgets.marks import AppMark, IconLabel
from desktop.wording import clock_time, weekday_and_day
from desktop.words import bind, word

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from PySide6.QtWidgets import QWidget

    from desktop.background import Background
    from desktop.unlock.token_way import TokenWay

Cause = Literal["start", "idle", "wish", "switch", "sleep", "screen", "token", "closed"]
_WIDTH: Final = 400


@dataclass(frozen=True)
class Locking:
    """Why and since when (milliseconds UTC) the session is locked; ``minutes`` without input."""

    cause: Cause
    at: int = 0
    minutes: int = 0
    drafts: int = 0


class LockScreen(Panel):
    """``unlock(person, passphrase)`` runs in the database lane and raises what stands against it.

    ``unlocked`` carries the person's id. ``failed`` carries an error that is no matter of
    passphrase. While one way in is tried nothing else can be begun; ``postponed`` says why to lock
    as soon as the person is in.
    """

    unlocked = Signal(str)
    forgotten = Signal(str)
    failed = Signal(Exception)

    def __init__(
        self,
        background: Background,
        unlock: Callable[[str, str], None],
        now_ms: Callable[[], int],
        token: TokenWay | None = None,
    ) -> None:
        self._token, self._look = token, TokenLook(background, token)
        self._busy = False
        self.postponed: Cause | None = None
        self._background, self._unlock, self._now_ms = background, unlock, now_ms
        self._holder: Holder | None = None
        self._locking = Locking("start")
        self._way_in_words = ("", "")
        self._title = Label(role="lock")
        self._reason, self._note, self._about, self._time = (Label(role="sub") for _ in range(4))
        self._door = Door()
        self._choice = Choice()
        super().__init__("nav", self._lay_out())
        self._door.tried.connect(self._try)
        self._door.change.clicked.connect(self.choose_person)
        self._door.turned.connect(self._look_for_token)
        self._door.forgotten.clicked.connect(self._forgot)
        self._look.told.connect(self._door.show_token)
        self._look.failed.connect(self.failed)
        self._choice.chosen.connect(self.show_holder)
        self._minute = QTimer(self, interval=1000)
        self._minute.timeout.connect(self._show_time)
        self._minute.start()
        bind(self, self._speak)

    def show_about(self, text: str) -> None:
        """Product, version and unit, at the foot."""
        self._about.show_text(text)

    def show_holders(self, holders: Sequence[Holder], last: str = "") -> None:
        """Who may unlock; ``last`` is shown ready, or the only one, else one has to choose."""
        self._choice.show_holders(holders)
        self._door.change.setVisible(len(holders) > 1)
        chosen = [holder for holder in holders if holder.person == last] or list(holders)
        if len(chosen) == 1:
            self.show_holder(chosen[0])
        else:
            self.choose_person()

    def show_holder(self, holder: Holder) -> None:
        """Ask for this person's passphrase."""
        if self._busy:
            return
        self._holder = holder
        self._door.show_holder(holder)
        if self._cards.show_own(self._door):
            self._door.edit.setFocus()
            self._look_for_token()

    def choose_person(self) -> None:
        """Show the list of people."""
        if self._busy:
            return
        self._look.stop()
        self._door.edit.forget()
        self._holder = None
        if self._cards.show_own(self._choice):
            self._choice.focus_first()

    def show_way_in(self, card: QWidget, title: str, reason: str) -> None:
        """Show something else in the place of the door, under its own title and reason."""
        self._set_busy(False)
        self._look.stop()
        self._way_in_words = (title, reason)
        self._cards.open_other(card)
        self._speak()

    def end_way_in(self) -> None:
        """The door and its words are back."""
        self._cards.end_other()
        if self._holder is not None:
            self.show_holder(self._holder)
        else:
            self.choose_person()
        self._speak()

    def take_focus(self) -> None:
        """Put the keyboard where the person goes on."""
        target = self._door.edit if self._door.isVisible() else self
        target.setFocus(Qt.FocusReason.OtherFocusReason)

    def show_locking(self, locking: Locking) -> None:
        """Say why it is locked, and be ready for the passphrase."""
        self._locking = locking
        self._set_busy(False)
        self._door.reset()
        self._speak()
        self._door.edit.setFocus()

    def opening(self) -> None:
        """Somebody is in: until the window is uncovered nothing else can be begun."""
        self._set_busy(True)

    def postpone(self, cause: Cause) -> None:
        """The lock is wanted while somebody is being let in: it comes right after that."""
        other = self._cards.other
        if self._busy or (other is not None and not other.isEnabled()):
            self.postponed = cause

    def _lay_out(self) -> Column:
        for card in (self._door, self._choice):
            fix_size(card, width=_WIDTH)
        self._cards = Cards(self._door, self._choice)
        column = Column(STRETCH, gap=6, margins=(16, 16, 16, 8))
        for item in (AppMark(46), 10, self._title, self._reason, 14, self._cards, 8):
            if isinstance(item, int):
                column.addSpacing(item)
            else:
                column.addLayout(Row(STRETCH, item, STRETCH))
        shield = IconLabel("shield_checkmark", "accent")
        column.addLayout(Row(STRETCH, shield, self._note, STRETCH, gap=6))
        column.addStretch(1)
        column.addLayout(Row(self._about, STRETCH, self._time))
        return column

    def _try(self, passphrase: str) -> None:
        holder = self._holder
        if holder is None or self._busy:
            return
        self.postponed = None
        self._set_busy(True)
        by_token = self._token.unlock if self._token and self._door.by_token else None
        unlock = by_token or self._unlock
        self._background.run(
            Lane.DATABASE,
            lambda: unlock(holder.person, passphrase),
            lambda _: self.unlocked.emit(holder.person),  # busy until the window is uncovered
            self.refuse,
        )

    def refuse(self, error: Exception) -> None:
        """Say why it stays locked."""
        announce_error(error)
        self._set_busy(False)
        if isinstance(error, AntinError):
            self._door.show_refusal(error)
        else:
            self.take_focus()
            self.failed.emit(error)
        if self._door.by_token:
            self._look.ask_soon()

    def _forgot(self) -> None:
        if self._holder is not None:
            self.forgotten.emit(self._holder.person)

    def _look_for_token(self) -> None:
        """Say what the token can bear before anything is typed."""
        self._look.stop()
        if self._holder is not None and self._door.by_token and self._door.isVisible():
            self._look.ask(self._holder.person)

    def _set_busy(self, busy: bool) -> None:
        """One way in is tried, or none: meanwhile nothing else on the screen can be begun."""
        self._busy = busy
        if busy:
            self._look.stop()
        else:
            self.postponed = None
        self._door.set_busy(busy)

    def _speak(self) -> None:
        locking = self._locking
        if self._cards.other is not None:
            self._title.say(self._way_in_words[0])
            self._reason.setText(word(self._way_in_words[1]))
            self._note.setText(word("unlock.note"))
            self._show_time()
            return
        started = locking.cause == "start"
        self._title.say("unlock.title.start" if started else "unlock.title.locked")
        reason = f"unlock.reason.{locking.cause}"
        self._reason.setText(word(reason, at=clock_time(locking.at), n=locking.minutes))
        key = "unlock.note.drafts" if locking.drafts else "unlock.note"
        self._note.setText(word(key, n=locking.drafts))
        self._show_time()

    def _show_time(self) -> None:
        self._time.setText(weekday_and_day(self._now_ms()))
