"""The foot of the queue: what is ticked, who signs with what, the one button."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Signal

from desktop.signing.summary import certificate_words
from desktop.widgets.buttons import Button
from desktop.widgets.labels import ElidedLabel, Label
from desktop.widgets.layouts import Column, Divider, Panel, Row
from desktop.widgets.marks import IconLabel
from desktop.wording import number
from desktop.words import bind, word

if TYPE_CHECKING:
    from collections.abc import Sequence

    from desktop.signing.examining import Examined
    from desktop.signing.holders import Holder


class BatchBar(Panel):
    """``wanted`` says that the button was pressed."""

    wanted = Signal()

    def __init__(self) -> None:
        self._chosen: Sequence[Examined] = ()
        self._total, self._unopened = 0, 0
        self._holder: Holder | None = None
        self._count, self._note = ElidedLabel(role="unread"), ElidedLabel(role="sub", tone="text2")
        self._who, self._certificate = Label(role="unread"), Label(role="sub")
        self._icon = IconLabel("certificate", "accent", 20)
        self.button = Button("signing.sign", "primary", icon="document_signature", big=True)
        row = Row(gap=12, margins=(16, 8, 12, 8))
        row.addLayout(Column(self._count, self._note, gap=0), 1)
        row.addWidget(self._icon)
        row.addLayout(Column(self._who, self._certificate, gap=0))
        row.addWidget(self.button)
        super().__init__("surface", Column(Divider(), row, gap=0))
        self.button.clicked.connect(self.wanted)
        bind(self, self._speak)

    def show_choice(self, chosen: Sequence[Examined], total: int, unopened: int) -> None:
        """What is ticked out of how many, and how many of them were not opened."""
        self._chosen, self._total, self._unopened = chosen, total, unopened
        self._speak()

    def show_holder(self, holder: Holder) -> None:
        """Who signs and with what."""
        self._holder = holder
        self._speak()

    def _speak(self) -> None:
        count = len(self._chosen)
        pages = sum(one.pages for one in self._chosen)
        self._count.say("signing.chosen", n=count, total=self._total, pages=number(pages))
        key = "signing.chosen_unopened" if self._unopened else "signing.chosen_opened"
        self._note.say(key, n=self._unopened)
        self._note.setVisible(bool(count))
        self.button.say("signing.sign_many", n=count)
        self.button.setEnabled(bool(count))
        if self._holder is not None:
            self._who.show_text(self._holder.person.name)
            bad = self._holder.refusal is not None
            self._certificate.show_text(_certificate(self._holder))
            self._certificate.set_tone("warn" if bad else "text2")
            self._icon.show_icon("certificate", "warn" if bad else "accent")


def _certificate(holder: Holder) -> str:
    words = certificate_words(holder)
    return word("signing.bar.certificate", words=words) if holder.key else words
