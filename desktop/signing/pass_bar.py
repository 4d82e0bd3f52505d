"""The strip above the pages while the queue is gone through one by one: where it is, whether the
document is marked, what can be decided.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Signal

from desktop.widgets.buttons import Button, IconButton
from desktop.widgets.labels import ElidedLabel, Label
from desktop.widgets.layouts import Column, Divider, Panel, Row
from desktop.widgets.marks import IconLabel
from desktop.words import bind, word

if TYPE_CHECKING:
    from desktop.signing.examining import Examined


class PassBar(Panel):
    """``marked`` and ``skipped`` say that a button was pressed; ``stepped`` carries how far."""

    marked, skipped, stepped = Signal(), Signal(), Signal(int)

    def __init__(self) -> None:
        self._place = (0, 0)
        self._found: Examined | None = None
        self._ticked = self._free = False
        self._number = Label(role="unread")
        self._icon, self._state = IconLabel("info", "text3"), ElidedLabel(role="val")
        self.back = IconButton("signing.pass.back", "chevron_left", shortcut="Ctrl+PgUp")
        self.on = IconButton("signing.pass.on", "chevron_right", shortcut="Ctrl+PgDown")
        self.skip = Button("signing.pass.skip", hint="Shift+Enter")
        self.mark = Button("signing.pass.mark", icon="checkmark", hint="Enter")
        row = Row(self.back, self._number, self.on, 8, self._icon, gap=6, margins=(12, 6, 12, 6))
        row.addWidget(self._state, 1)
        for button in (self.skip, self.mark):
            row.addWidget(button)
        super().__init__("surface", Column(row, Divider(), gap=0))
        self.back.clicked.connect(lambda: self.stepped.emit(-1))
        self.on.clicked.connect(lambda: self.stepped.emit(1))
        self.skip.clicked.connect(self.skipped)
        self.mark.clicked.connect(self.marked)
        bind(self, self._speak)

    def show_document(
        self, place: tuple[int, int], found: Examined | None, *, ticked: bool, free: bool
    ) -> None:
        """The document at a place of so many, marked or not; ``free`` says whether it can be."""
        self._place, self._found, self._ticked, self._free = place, found, ticked, free
        self._speak()

    def _speak(self) -> None:
        place, count = self._place
        self._number.show_text(f"{place} / {count}")
        self._number.setAccessibleName(word("signing.pass.place", n=place, count=count))
        self.back.setEnabled(place > 1)
        self.on.setEnabled(place < count)
        self.mark.setEnabled(self._free)
        self.skip.say("signing.pass.take_off" if self._ticked else "signing.pass.skip")
        icon, tone, said = self._standing()
        self._icon.show_icon(icon, tone, "filled" if self._ticked else "regular")
        self._state.show_text(said)
        self._state.set_tone("warn" if tone == "warn" else "text")

    def _standing(self) -> tuple[str, str, str]:
        """Icon, colour and words of how the document stands."""
        found = self._found
        if found is None:
            return "clock", "text3", word("signing.checking")
        if found.flaws:
            return "warning", "warn", word("signing.pass.again")
        if self._ticked:
            return "checkmark_circle", "ok", word("signing.pass.marked")
        if self._free:
            return "document_signature", "text3", word("signing.pass.unmarked")
        return "clock", "text3", word("signing.pass.opening")
