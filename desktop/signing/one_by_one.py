"""Going through the queue one document after the other, its pages large (signing.md §8.3): each is
marked or left, and what is marked is signed in one batch.

A mark is a tick of the list; nothing can be marked before its own pages were in sight.
"""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QObject, Qt, Signal

from desktop.screens import Command, Head
from desktop.signing.pass_bar import PassBar
from desktop.words import word

if TYPE_CHECKING:
    from desktop.context import Context
    from desktop.signing.preview import Preview
    from desktop.signing.queue_list import QueueList

LARGE: Final = 1.15
"""How large the pages are at first."""


class OneByOne(QObject):
    """``changed`` says that it began or ended, ``finished`` that the last one was decided."""

    changed, finished = Signal(), Signal()

    def __init__(self, context: Context, queue: QueueList, preview: Preview) -> None:
        super().__init__()
        self._context, self._queue, self._preview = context, queue, preview
        self.bar = PassBar()
        self.bar.hide()
        self.bar.marked.connect(partial(self._decide, wanted=True))
        self.bar.skipped.connect(partial(self._decide, wanted=False))
        self.bar.stepped.connect(self._step)

    @property
    def under_way(self) -> bool:
        """Whether the documents are gone through now."""
        return not self.bar.isHidden()

    def head(self) -> Head:
        """The screen's head meanwhile."""
        place, count = self._place()
        said = word("signing.pass.subtitle", n=len(self._queue.chosen()), place=place, count=count)
        back = Command("end", "signing.pass.end", self.end, "arrow_left", "Esc")
        return Head(word("signing.pass"), said, back, search=False)

    def commands(self) -> tuple[Command, ...]:
        """To begin; once begun, to decide and to look further; the head ends it."""
        if not self.under_way:
            return (Command("pass", "signing.pass", self.begin, "eye", "F9", "bar"),)
        mark, skip = partial(self._decide, wanted=True), partial(self._decide, wanted=False)
        return (
            Command("mark", "signing.pass.mark", mark, "checkmark", "Enter"),
            Command("skip", "signing.pass.skip", skip, shortcut="Shift+Enter"),
            Command("on", "signing.pass.on", partial(self._step, 1), shortcut="Ctrl+PgDown"),
            Command("back", "signing.pass.back", partial(self._step, -1), shortcut="Ctrl+PgUp"),
        )

    def begin(self) -> None:
        """From the document that the keyboard is on, with nothing marked."""
        if not self._queue.numbers or self.under_way:
            return
        self._queue.go_one_by_one(on=True)
        self._queue.hide()
        self.bar.show()
        self._preview.pdf.view.set_zoom(LARGE)
        self._preview.pdf.view.setFocus(Qt.FocusReason.OtherFocusReason)
        self.show()
        self.changed.emit()

    def end(self) -> None:
        """Back to the list, where what was marked is ticked."""
        if not self.under_way:
            return
        self._queue.go_one_by_one(on=False)
        self.bar.hide()
        self._queue.show()
        self._preview.pdf.view.set_zoom(None)
        self._queue.view.setFocus(Qt.FocusReason.OtherFocusReason)
        self.changed.emit()

    def show(self) -> None:
        """Say how the document in sight stands; a queue that ran empty ends it."""
        row = self._queue.view.current()
        if not self.under_way or row is None:
            self.end()
            return
        ticked, free = row.n in self._queue.view.ticked, row.n in self._queue.free()
        self.bar.show_document(self._place(), self._queue.current(), ticked=ticked, free=free)

    # -- inside --------------------------------------------------------------------------------

    def _place(self) -> tuple[int, int]:
        """Which document of how many; from 1."""
        row, numbers = self._queue.view.current(), self._queue.numbers
        return (numbers.index(row.n) + 1 if row and row.n in numbers else 0), len(numbers)

    def _step(self, by: int) -> None:
        place, count = self._place()
        if 1 <= place + by <= count:
            self._go_to(self._queue.numbers[place + by - 1])

    def _decide(self, *, wanted: bool) -> None:
        """Mark it or not, and go on; the mark of before comes back with Ctrl+Z."""
        row = self._queue.view.current()
        if row is None or (wanted and row.n not in self._queue.free()):
            return
        if wanted != (row.n in self._queue.view.ticked):
            self._mark(row.n, wanted=wanted)
            key = "signing.pass.marked" if wanted else "signing.pass.taken_off"
            self._context.frame.toast(key, partial(self._undo, row.n, wanted=not wanted))
        place, count = self._place()
        if place == count:
            self.finished.emit()
        self._step(1)

    def _undo(self, number: int, *, wanted: bool) -> None:
        self._mark(number, wanted=wanted)
        if self.under_way:
            self._go_to(number)

    def _go_to(self, number: int) -> None:
        self._queue.view.go_to(number)
        self.show()

    def _mark(self, number: int, *, wanted: bool) -> None:
        ticked = self._queue.view.ticked
        self._queue.view.set_ticked(ticked | {number} if wanted else ticked - {number})
