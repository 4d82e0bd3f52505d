"""The cards of the lock screen: one person's passphrase, or the choice of a person."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtWidgets import QSizePolicy

from core.errors import AntinError, UnlockDelayed
from desktop.unlock.passphrase_edit import PassphraseEdit
from desktop.unlock.person_button import PersonButton
from desktop.widgets.buttons import Button
from desktop.widgets.labels import Label, label_for
from desktop.widgets.layouts import STRETCH, Column, Panel, Row, restyle
from desktop.widgets.marks import Avatar, IconLabel
from desktop.wording import countdown
from desktop.words import bind, explain, word

if TYPE_CHECKING:
    from collections.abc import Sequence

    from desktop.unlock.token_way import TokenState

_WIDE: Final = QSizePolicy.Policy.Expanding
_WORDS, _TOKEN = "argon2id", "rsa-oaep"  # kinds of protectors (docs/formats/vault-header.md)
_TONES: Final = {"low": "warn", "final": "danger", "locked": "danger"}


@dataclass(frozen=True)
class Holder:
    """Somebody who may unlock: an id, the name, the post or unit."""

    person: str
    name: str
    post: str = ""
    kinds: tuple[str, ...] = ()


class Door(Panel):
    """One person's card: name, passphrase or PIN, unlock. ``tried`` carries what was typed, once;
    ``turned`` says that the other way was chosen (``by_token``).
    """

    tried = Signal(str)
    turned = Signal()

    def __init__(self) -> None:
        self.edit = PassphraseEdit()
        self.change = Button("unlock.change_person", "link")
        self.other, self.forgotten = (
            Button(f"unlock.{way}", "link") for way in ("by_token", "forgotten")
        )
        self.by_token = False
        self._label = label_for(self.edit, "unlock.passphrase")
        self._token = Label(role="sub", wrap=True)
        self._avatar = Avatar(38)
        self._name = Label(role="val")
        self._post = Label(role="sub")
        self._problem = Label(role="err", wrap=True)
        self._caps = Label("unlock.caps_lock", "sub", "warn")
        self._caps_icon = IconLabel("keyboard_shift_uppercase", "warn")
        self._button = Button("unlock.unlock", "primary", icon="lock_open", big=True)
        super().__init__("card", self._lay_out())
        self._wait = 0
        self._refused: AntinError | None = None
        self._timer = QTimer(self, interval=1000)
        self._timer.timeout.connect(self._count_down)
        self._button.clicked.connect(self._send)
        self.other.clicked.connect(lambda _checked: self.turn(by_token=not self.by_token))
        self.edit.returnPressed.connect(self._send)
        self.edit.caps_lock.connect(self._show_caps)
        self.edit.textEdited.connect(lambda _: self.calm())
        self._show_caps(False)
        bind(self, self._speak)

    def show_holder(self, holder: Holder) -> None:
        """Whose passphrase is asked."""
        self.reset()
        self._avatar.show_person(holder.name)
        self._name.show_text(holder.name)
        self._post.show_text(holder.post)
        self._post.setVisible(bool(holder.post))
        self.other.setVisible(len(set(holder.kinds) & {_WORDS, _TOKEN}) > 1)
        self.turn(by_token=_TOKEN in holder.kinds and _WORDS not in holder.kinds)

    def turn(self, *, by_token: bool) -> None:
        """Ask for the token's PIN, or for the passphrase."""
        self.by_token = by_token
        self.reset()
        self._label.say("unlock.pin" if by_token else "unlock.passphrase")
        self.other.say("unlock.by_words" if by_token else "unlock.by_token")
        self.forgotten.setVisible(not by_token)
        self._token.setVisible(by_token)
        self.show_token("looking")
        self.turned.emit()

    def show_token(self, state: TokenState) -> None:
        """What the PIN can bear, before it is typed; without a token there is nothing to type."""
        if not self.by_token:
            return
        self._token.say(f"unlock.token.{state}")
        self._token.set_tone(_TONES.get(state, ""))
        self.set_busy(False)
        ready = state in ("fine", "low", "final")
        self.edit.setEnabled(ready)
        self._button.setEnabled(ready)
        if ready:
            self.edit.setFocus()

    def reset(self) -> None:
        """As new: empty, with nothing said. A running wait goes on in the store, not here."""
        self._timer.stop()
        self._show_caps(False)
        self.set_busy(False)
        self.edit.forget()
        self.calm()

    def set_busy(self, busy: bool) -> None:
        """Opening takes half a second on purpose: say so and take no second try meanwhile, by no
        other way and for no other person."""
        for part in (self.edit, self._button, self.other, self.forgotten, self.change):
            part.setEnabled(not busy)
        self._button.say("unlock.unlocking" if busy else "unlock.unlock")

    def show_refusal(self, error: AntinError) -> None:
        """Why it stays locked; after too many wrong tries also how long that lasts."""
        delayed = isinstance(error, UnlockDelayed) or error.facts.get("remaining") == 0
        self._wait = int(error.facts.get("wait", 0)) if delayed else 0
        self._refused = UnlockDelayed(wait=self._wait) if self._wait else error
        self._speak()
        if self._wait:
            self.edit.setEnabled(False)
            self._button.setEnabled(False)
            self._timer.start()
        else:
            self.edit.setFocus()

    def calm(self) -> None:
        """Nothing stands against it any more."""
        self._refused = None
        self._wait = 0
        self._speak()

    def _speak(self) -> None:
        """Say what stands against it, under the field."""
        text = explain(self._refused).sentence() if self._refused else ""
        if self._wait:
            text += "\n" + word("unlock.wait", left=countdown(self._wait))
        self._problem.setText(text)
        self._problem.setVisible(bool(text))
        restyle(self.edit, wrong=bool(text))
        self.edit.setAccessibleDescription(text)

    def _lay_out(self) -> Column:
        person = Row(self._avatar, Column(self._name, self._post, gap=0), gap=12)
        person.setStretch(1, 1)
        caps = Row(self._caps_icon, self._caps, STRETCH, gap=5)
        column = Column(person, 6, gap=6, margins=(28, 22, 28, 18))
        column.addWidget(self._label)
        column.addWidget(self.edit)
        column.addWidget(self._token)
        column.addLayout(caps)
        column.addWidget(self._problem)
        column.addSpacing(4)
        self._button.setSizePolicy(_WIDE, self._button.sizePolicy().verticalPolicy())
        column.addWidget(self._button)
        column.addSpacing(4)
        column.addLayout(Row(self.other, STRETCH))
        column.addLayout(Row(self.forgotten, STRETCH, self.change))
        column.addStretch(1)
        return column

    def _send(self) -> None:
        if self._button.isEnabled() and self.edit.text():
            self.tried.emit(self.edit.take())

    def _show_caps(self, on: bool) -> None:
        self._caps.setVisible(on)
        self._caps_icon.setVisible(on)

    def _count_down(self) -> None:
        self._wait -= 1
        if self._wait > 0:
            self._speak()
            return
        self._timer.stop()
        self.set_busy(False)
        self.calm()
        self.edit.setFocus()


class Choice(Panel):
    """The people who may unlock."""

    chosen = Signal(object)

    def __init__(self) -> None:
        self._people = Column(gap=6)
        head = Label("unlock.who", "panel")
        super().__init__("card", Column(head, self._people, 8, 0, margins=(28, 22, 28, 18)))

    def show_holders(self, holders: Sequence[Holder]) -> None:
        """One button a person."""
        while (item := self._people.takeAt(0)) is not None:
            if (widget := item.widget()) is not None:
                widget.deleteLater()
        for holder in holders:
            button = PersonButton(holder.name, holder.post)
            button.clicked.connect(lambda _checked, holder=holder: self.chosen.emit(holder))
            self._people.addWidget(button)

    def focus_first(self) -> None:
        """Put the keyboard on the first person."""
        item = self._people.itemAt(0)
        if item is not None and (widget := item.widget()) is not None:
            widget.setFocus(Qt.FocusReason.TabFocusReason)
