"""The documents that wait for signature: first those to look at again, then those ready."""

from __future__ import annotations

from array import array
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QStackedWidget

from desktop import reference
from desktop.documents.faces import marks, subject_of
from desktop.signing.summary import flaw_words
from desktop.widgets.check_box import CheckBox
from desktop.widgets.empty_state import EmptyState
from desktop.widgets.layouts import Column, Divider, Panel, Row
from desktop.widgets.register.faces import Cell, Plan, RowFace
from desktop.widgets.register.model import RegisterModel
from desktop.widgets.register.view import RegisterView
from desktop.words import bind, word, words

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from db.queries.rows import DocumentRow
    from desktop.signing.examining import Examined

PLAN: Final = Plan(columns=(), heads=("", "", ""), lead=0, tail=26, ticks=True)


class QueueList(Panel):
    """``settled`` carries the document that the keyboard rests on; ``ticks_changed`` as it says."""

    settled = Signal(object)
    ticks_changed = Signal()

    def __init__(self) -> None:
        self._rows: dict[int, DocumentRow] = {}
        self._found: dict[int, Examined] = {}
        self._offered: set[int] = set()
        self._noted: dict[int, str] = {}
        self._one_by_one = False
        model = RegisterModel(self._fetch, lambda row: row.n, self._face)
        self._model = model
        self.view = RegisterView("signing.list", model, PLAN)
        self.all = CheckBox("signing.select_all")
        self._stack = QStackedWidget()
        self._stack.addWidget(self.view)
        self._stack.addWidget(EmptyState("checkmark_circle", "signing.empty"))
        head = Row(self.all, margins=(10, 6, 8, 6))
        column = Column(head, Divider(), gap=0)
        column.addWidget(self._stack, 1)
        super().__init__("surface", column)
        self.view.settled.connect(self._settle)
        self.view.ticks_changed.connect(self._ticked)
        self.all.clicked.connect(self._toggle_all)
        bind(self, self._speak)

    # -- what is shown -------------------------------------------------------------------------

    def show_rows(self, rows: Sequence[DocumentRow], found: dict[int, Examined]) -> None:
        """Show the queue; what is not looked at yet stands in a section of its own.

        A document is ticked when it may first be chosen; whether it stays is the person's choice.
        """
        self._rows = {row.n: row for row in rows}
        self._found = found
        ids, sections = self._sections()
        self.view.show_ids(ids, sections)
        self._model.refresh()
        self._stack.setCurrentIndex(0 if rows else 1)
        self._offer()
        self._speak()

    def ready(self) -> set[int]:
        """The documents that nothing stands against."""
        return {n for n in self._rows if n in self._found and self._found[n].ready}

    def free(self) -> set[int]:
        """What may be ticked: ready, and opened where its type, or going one by one, demands it."""
        closed = {n for n in self.ready() if not self.opened(n)}
        return self.ready() - {n for n in closed if self._one_by_one or self._found[n].must_open}

    def opened(self, number: int) -> bool:
        """Whether the person has seen the very file that waits."""
        found = self._found.get(number)
        return found is not None and (found.seen or self._noted.get(number) == found.blob != "")

    def go_one_by_one(self, *, on: bool) -> None:
        """While they are gone through nothing is ticked by itself, and only what was opened can be;
        it begins with nothing ticked, and what was ticked stays afterwards.
        """
        self._one_by_one = on
        self._offered = self.free()
        if on:
            self.view.set_ticked(set())

    @property
    def numbers(self) -> list[int]:
        """The documents in the order of the list, by their numbers in the store."""
        return [n for n in self._model.ids if n > 0]

    def choose_opened(self) -> None:
        """Tick what was opened and nothing else."""
        self.view.set_ticked({n for n in self.free() if self.opened(n)})

    def chosen(self) -> list[Examined]:
        """The ticked documents, in the order of the list."""
        return [self._found[n] for n in self._model.ids if n in self.view.ticked]

    def current(self) -> Examined | None:
        """The document that the keyboard is on, once it was looked at."""
        place = self.view.currentIndex().row()
        return self._found.get(self._model.ids[place]) if place >= 0 else None

    def note_opened(self, found: Examined) -> None:
        """The person has seen the file of this one."""
        self._noted[found.row.n] = found.blob
        self._offer()
        self._model.reface()

    # -- inside --------------------------------------------------------------------------------

    def _offer(self) -> None:
        free = self.free()
        fresh, self._offered = set() if self._one_by_one else free - self._offered, free
        self.view.set_ticked((self.view.ticked & free) | fresh)

    def _sections(self) -> tuple[array[int], tuple[str, ...]]:
        waiting = [n for n in self._rows if n not in self._found]
        again = [n for n in self._rows if n in self._found and not self._found[n].ready]
        ready = [n for n in self._rows if n in self._found and self._found[n].ready]
        ids, titles = array("q"), list[str]()
        for key, numbers in (("again", again), ("waiting", waiting), ("ready", ready)):
            if numbers:
                titles.append(word(f"signing.section.{key}", n=len(numbers)))
                ids.append(-len(titles))
                ids.extend(numbers)
        return ids, tuple(titles)

    def _fetch(self, ids: Sequence[int], done: Callable[[Sequence[DocumentRow]], None]) -> None:
        done([self._rows[n] for n in ids if n in self._rows])

    def _face(self, row: DocumentRow) -> RowFace:
        found = self._found.get(row.n)
        seen = self.opened(row.n)
        below = _below(row, found, seen)
        state, chips = word("signing.opened" if seen else "signing.unopened"), marks(row)
        return RowFace(
            subject_of(row),
            ". ".join((*(chip.text for chip in chips), subject_of(row), below.text, state)),
            unread=not seen,
            chips=chips,
            below=(below,),
            right_top=_mark(found, seen),
        )

    def _settle(self, _row: object) -> None:
        self.settled.emit(self.current())

    def _ticked(self) -> None:
        """Only what may be signed as it is can be ticked."""
        extra = self.view.ticked - self.free()
        if extra:
            self.view.set_ticked(self.view.ticked - extra)
            return
        self._show_state()
        self.ticks_changed.emit()

    def _toggle_all(self) -> None:
        free = self.free()
        self.view.set_ticked(set() if free <= self.view.ticked else free)

    def _show_state(self) -> None:
        free, ticked = self.free(), self.view.ticked
        text = word("signing.select_ready", n=len(free))
        self.all.setText(text)
        self.all.setAccessibleName(text)
        self.all.updateGeometry()
        state = Qt.CheckState.PartiallyChecked if ticked else Qt.CheckState.Unchecked
        if free and free <= ticked:
            state = Qt.CheckState.Checked
        self.all.setTristate(state is Qt.CheckState.PartiallyChecked)
        self.all.setCheckState(state)
        self.all.setEnabled(bool(free))

    def _speak(self) -> None:
        if self._rows:
            ids, sections = self._sections()
            self.view.show_ids(ids, sections)
        self._show_state()


def _below(row: DocumentRow, found: Examined | None, seen: bool) -> Cell:
    if found is None:
        return Cell(word("signing.checking"), "text3", "sub")
    if found.flaws:
        return Cell(flaw_words(found, found.flaws[0]), "warn", "sub")
    if found.must_open and not seen:
        return Cell(word("signing.must_open"), "warn", "sub")
    kind = reference.named(reference.document_types().find(row.type), words.language, row.type)
    name = found.submitted.name if found.submitted else ""
    pages = word("signing.pages", n=found.pages)
    return Cell(" · ".join(part for part in (kind, name, pages) if part), "text3", "sub")


def _mark(found: Examined | None, seen: bool) -> Cell:
    if found is not None and found.flaws:
        return Cell("\u200a", "warn", "sub", "warning")
    return Cell("\u200a", "text3", "sub", "eye") if seen else Cell("")
