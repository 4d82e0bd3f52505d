"""The card of the keys: who opens the data of this machine and by what, the unit's recovery key."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from desktop.widgets.buttons import Button
from desktop.widgets.labels import Label
from desktop.widgets.layouts import STRETCH, Column, Panel, Row, fix_size
from desktop.words import bind, word

if TYPE_CHECKING:
    from desktop.safety.work import KeysFace

WIDTH: Final = 760
WORDS, TOKEN = "argon2id", "rsa-oaep"  # kinds of protectors (docs/formats/vault-header.md)


class KeysCard(Panel):
    """Shows a ``KeysFace``; ``Keys`` connects the buttons."""

    def __init__(self) -> None:
        self._face: KeysFace | None = None
        self.people = Column(gap=4)
        self.recovery = Label(role="body", wrap=True)
        self.fingerprint = Label(role="sub", tone="text2")
        self.fingerprint.setProperty("numbers", True)
        self.add = Button("safety.token.add", icon="usb_stick")
        self.drop_token = Button("safety.token.drop")
        self.rekey = Button("safety.rekey", icon="key")
        column = Column(Label("safety.keys", "panel"), 4, gap=8, margins=(20, 14, 20, 18))
        column.addLayout(self.people)
        column.addWidget(self.recovery)
        column.addWidget(self.fingerprint)
        buttons = (self.add, self.drop_token, self.rekey)
        column.addLayout(Row(*buttons, STRETCH, gap=8))
        super().__init__("card", column)
        fix_size(self, width=WIDTH)
        bind(self, self._speak)

    def show_face(self, face: KeysFace) -> None:
        """Who may open the store now."""
        self._face = face
        self._speak()

    def set_busy(self, *, busy: bool) -> None:
        """Something is under way: nothing else can begin."""
        for button in (self.add, self.drop_token, self.rekey):
            button.setEnabled(not busy)

    def _speak(self) -> None:
        face = self._face
        if face is None:
            return
        while (item := self.people.takeAt(0)) is not None:
            if (widget := item.widget()) is not None:
                widget.hide()
                widget.deleteLater()
        for name, kinds in face.people:
            ways = ", ".join(word(f"safety.kind.{kind}") for kind in kinds)
            self.people.addWidget(Label("safety.keys.line", "body", name=name, ways=ways))
        both = {WORDS, TOKEN} <= set(face.mine)
        self.add.setVisible(TOKEN not in face.mine)
        self.drop_token.setVisible(both)
        self.recovery.say("safety.recovery" if face.recovery else "safety.recovery.none")
        self.recovery.set_tone("" if face.recovery else "warn")
        self.fingerprint.show_text(face.recovery)
        self.fingerprint.setVisible(bool(face.recovery))
