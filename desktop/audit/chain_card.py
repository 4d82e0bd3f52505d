"""How far each stream goes on this machine, and whether everything reads back as it was written."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Signal

from desktop.widgets.buttons import Button
from desktop.widgets.labels import Label
from desktop.widgets.layouts import Column, Divider, Panel, Row
from desktop.widgets.marks import IconLabel
from desktop.wording import clock_time, number
from desktop.words import bind, word

if TYPE_CHECKING:
    from collections.abc import Sequence

    from db.queries.audit import Checked
    from db.queries.journal import HeadRow

HASH = 12
"""Letters of a chain's hash that people compare by reading aloud."""


class ChainCard(Panel):
    """``check_wanted`` says that a person wants everything read back."""

    check_wanted = Signal()

    def __init__(self) -> None:
        self._heads: Sequence[HeadRow] = ()
        self._found: Sequence[Checked] | None = None
        self._at, self._read = 0, -1
        self._icon = IconLabel("shield_checkmark", "text3", 20)
        self._verdict, self._streams = Label(role="val", wrap=True), Label(role="sub", wrap=True)
        self.check = Button("audit.check", icon="shield_checkmark")
        words = Column(self._verdict, self._streams, gap=2)
        row = Row(self._icon, words, self.check, gap=10, margins=(16, 8, 12, 8))
        row.setStretch(1, 1)
        super().__init__("surface", Column(row, Divider(), gap=0))
        self.check.clicked.connect(lambda _checked: self.check_wanted.emit())
        bind(self, self._speak)

    def show_heads(self, heads: Sequence[HeadRow]) -> None:
        """How far the streams go now."""
        self._heads = heads
        self._speak()

    def show_under_way(self, read: int) -> None:
        """So many receipts were read back by now."""
        self._read = read
        self.check.setEnabled(False)
        self._speak()

    def show_found(self, found: Sequence[Checked] | None, at: int = 0) -> None:
        """What reading back found, and when (ms UTC); None where it did not come to its end."""
        self._found, self._at, self._read = found, at, -1
        self.check.setEnabled(True)
        self._speak()

    def _speak(self) -> None:
        self._streams.show_text(" · ".join(_stream(head) for head in self._heads))
        if self._read >= 0:
            self._icon.show_icon("clock", "text3")
            self._verdict.say("audit.checking", read=number(self._read))
        elif self._found is None:
            self._icon.show_icon("shield_checkmark", "text3")
            self._verdict.say("audit.unchecked")
        else:
            good = all(one.good for one in self._found)
            self._icon.show_icon(*(("checkmark_circle", "ok") if good else ("warning", "danger")))
            self._verdict.show_text(_verdict(self._found, self._at))


def _stream(head: HeadRow) -> str:
    known = head.kind if head.kind in ("authority", "unit") else "other"
    parts = [word(f"audit.stream.{known}", place=number(head.place), chain=head.chain[:HASH])]
    if head.unsent:
        parts.append(word("audit.stream.unsent", n=head.unsent))
    if head.held:
        parts.append(word("audit.stream.held", n=head.held))
    return ", ".join(parts)


def _verdict(found: Sequence[Checked], at: int) -> str:
    """Whole, or what is not as the server signed it."""
    right, wrong = sum(one.right for one in found), sum(one.wrong for one in found)
    if all(one.good for one in found):
        return word("audit.whole", at=clock_time(at), right=number(right))
    chains = sum(not one.head_holds for one in found)
    sums = sum(not one.sum_holds for one in found)
    return word("audit.broken", at=clock_time(at), wrong=wrong, chains=chains, sums=sums)
