"""The documents that wait for signature: first those to look at again, then those ready."""

from __future__ import annotations

from array import array
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QStackedWidget

from core.office.terms import Urgency
from desktop import reference
from desktop.documents.faces import subject_of
from desktop.signing.summary import flaw_words
from desktop.widgets.check_box import CheckBox
from desktop.widgets.empty_state import EmptyState
from desktop.widgets.layouts import Column, Divider, Panel, Row
from desktop.widgets.register.faces import Cell, Plan, RowFace
from desktop.widgets.register.model import RegisterModel
from desktop.widgets.register.view import RegisterView
from desktop.widgets.states import urgency_chips
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
        self.opened: set[int] = set()
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

        A document is ticked when it is first found ready; whether it stays is the person's choice.
        """
        self._rows = {row.n: row for row in rows}
        self._found = found
        self.opened |= {row.n for row in rows if row.read}
        ready = self.ready()
        fresh, self._offered = ready - self._offered, ready
        ids, sections = self._sections()
        self.view.show_ids(ids, sections)
        self._model.refresh()
        self._stack.setCurrentIndex(0 if rows else 1)
        self.view.set_ticked((self.view.ticked & ready) | fresh)
        self._speak()

    def ready(self) -> set[int]:
        """The documents that nothing stands against."""
        return {n for n in self._rows if n in self._found and self._found[n].ready}

    def chosen(self) -> list[Examined]:
        """The ticked documents, in the order of the list."""
        return [self._found[n] for n in self._model.ids if n in self.view.ticked]

    def current(self) -> Examined | None:
        """The document that the keyboard is on, once it was looked at."""
        place = self.view.currentIndex().row()
        return self._found.get(self._model.ids[place]) if place >= 0 else None

    def note_opened(self, number: int) -> None:
        """The person has seen this one."""
        self.opened.add(number)
        self._model.reface()

    # -- inside --------------------------------------------------------------------------------

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
        below, seen = _below(row, found), row.n in self.opened
        urgency = Urgency(row.urgency) if row.urgency in set(Urgency) else Urgency.NORMAL
        state = word("signing.opened" if seen else "signing.unopened")
        return RowFace(
            subject_of(row),
            ". ".join((subject_of(row), below.text, state)),
            unread=not seen,
            chips=urgency_chips(urgency),
            below=(below,),
            right_top=_mark(found, seen),
        )

    def _settle(self, _row: object) -> None:
        self.settled.emit(self.current())

    def _ticked(self) -> None:
        """Only what is ready can be ticked."""
        extra = self.view.ticked - self.ready()
        if extra:
            self.view.set_ticked(self.view.ticked - extra)
            return
        self._show_state()
        self.ticks_changed.emit()

    def _toggle_all(self) -> None:
        ready = self.ready()
        self.view.set_ticked(set() if ready <= self.view.ticked else ready)

    def _show_state(self) -> None:
        ready, ticked = self.ready(), self.view.ticked
        state = Qt.CheckState.PartiallyChecked if ticked else Qt.CheckState.Unchecked
        if ready and ready <= ticked:
            state = Qt.CheckState.Checked
        self.all.setTristate(state is Qt.CheckState.PartiallyChecked)
        self.all.setCheckState(state)
        self.all.setEnabled(bool(ready))

    def _speak(self) -> None:
        text = word("signing.select_ready", n=len(self.ready()))
        self.all.setText(text)
        self.all.setAccessibleName(text)
        self.all.updateGeometry()
        if self._rows:
            ids, sections = self._sections()
            self.view.show_ids(ids, sections)
        self._show_state()


def _below(row: DocumentRow, found: Examined | None) -> Cell:
    if found is None:
        return Cell(word("signing.checking"), "text3", "sub")
    if found.flaws:
        return Cell(flaw_words(found, found.flaws[0]), "warn", "sub")
    kind = reference.named(reference.document_types().find(row.type), words.language, row.type)
    name = found.submitted.name if found.submitted else ""
    pages = word("signing.pages", n=found.pages)
    return Cell(" · ".join(part for part in (kind, name, pages) if part), "text3", "sub")


def _mark(found: Examined | None, seen: bool) -> Cell:
    if found is not None and found.flaws:
        return Cell("\u200a", "warn", "sub", "warning")
    return Cell("\u200a", "text3", "sub", "eye") if seen else Cell("")
