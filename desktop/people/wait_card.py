"""The card of a machine whose request waits: over the server, or by two files on a stick."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

from PySide6.QtCore import Qt, Signal

from desktop.announce import announce
from desktop.widgets.banner import Banner
from desktop.widgets.buttons import Button
from desktop.widgets.labels import Label
from desktop.widgets.layouts import STRETCH, Column, Panel, Row
from desktop.words import word

if TYPE_CHECKING:
    from core.errors import AntinError

Stage = Literal["asked", "waiting", "offline", "refused"]
_TONES = {"waiting": "info", "offline": "warn"}


class WaitCard(Panel):
    """``send``, ``save``, ``load`` and ``renew`` (with another code) say what a person wants."""

    send = Signal()
    save = Signal()
    load = Signal()
    renew = Signal()

    def __init__(self, *, server: bool) -> None:
        self._server = server
        self.state = Banner()
        self.send_it = Button("people.wait.send", "primary", icon="send", big=True)
        self.save_it = Button("people.wait.save", icon="arrow_download")
        self.load_it = Button("people.wait.load", icon="folder_open")
        self.renew_it = Button("people.wait.renew", "link")
        super().__init__("card", self._lay_out())
        for button, wish in (
            (self.send_it, self.send),
            (self.save_it, self.save),
            (self.load_it, self.load),
            (self.renew_it, self.renew),
        ):
            button.clicked.connect(wish)
        self.show_stage("asked")

    def show_stage(self, stage: Stage) -> None:
        """Say how the request stands."""
        self.send_it.setVisible(self._server and stage in ("asked", "refused"))
        if stage in _TONES:
            key = f"people.wait.{stage}"
            if self.state.text != word(key):
                self.state.say("info" if stage == "waiting" else "warn", key)
                announce(word(key))
        elif stage == "asked":
            self.state.hush()

    def show_error(self, error: AntinError) -> None:
        """Say why it does not go on."""
        self.show_stage("refused")
        self.state.say_error(error)

    def start(self) -> None:
        """Put the keyboard where one goes on."""
        target = self.send_it if self.send_it.isVisibleTo(self) else self.save_it
        target.setFocus(Qt.FocusReason.TabFocusReason)

    def _lay_out(self) -> Column:
        text = "people.wait.text" if self._server else "people.wait.text.files"
        column = Column(gap=8, margins=(28, 22, 28, 20))
        column.addWidget(Label("people.wait", "dialog"))
        column.addWidget(Label(text, "body", "text2", wrap=True))
        column.addWidget(self.state)
        column.addLayout(Row(self.send_it, STRETCH))
        column.addSpacing(6)
        column.addWidget(Label("people.wait.files", "label"))
        column.addLayout(Row(self.save_it, self.load_it, STRETCH))
        column.addSpacing(6)
        column.addLayout(Row(self.renew_it, STRETCH))
        return column
