"""The versions of a draft: which there are, and two of them compared (law: NĐ 30/2020 Đ.10–13: what
was checked and what was signed is told apart).
"""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QSizePolicy, QWidget
from shiboken6 import isValid
from typing_extensions import override

from core.errors import AntinError
from core.office import comparing
from db.queries import versions
from desktop.announce import announce
from desktop.clock import local_time
from desktop.documents.versions_text import VersionsText
from desktop.latest import Latest
from desktop.screens import Command
from desktop.theme.theme import theme
from desktop.widgets.banner import Banner
from desktop.widgets.buttons import Button, IconButton
from desktop.widgets.choice_list import Choice, ChoiceList
from desktop.widgets.labels import Label
from desktop.widgets.layouts import STRETCH, Column, Row, fix_size
from desktop.widgets.segmented import Option, Segmented
from desktop.widgets.sheet import Sheet
from desktop.wording import clock_time, moment, short_day
from desktop.words import bind, follow, word

if TYPE_CHECKING:
    from collections.abc import Sequence

    from db.acting import Store
    from db.queries.versions import Step, Version
    from desktop.context import Context

WIDTH: Final = 1060
HIGH: Final = 380
SIDE: Final = 290
MOST: Final = 5


class VersionsSheet(Sheet):
    """``mine`` begins with what changed since the person initialled, checked or gave it back."""

    def __init__(self, context: Context, document: str, *, mine: bool = False) -> None:
        self._context, self._document, self._mine = context, document, mine
        self._asked, self._compared = Latest(context), Latest(context)
        self.versions: Sequence[Version] = ()
        self._person = ""
        self.rows: Sequence[comparing.Row] = ()
        self.problem, self.count = Banner(), Label(role="sub")
        self.text = VersionsText()
        self.way = Segmented(
            "versions.way", (Option(False, "versions.inline"), Option(True, "versions.beside"))
        )
        self.since = Button("versions.since", "link", icon="clock", hint="⇧F12")
        self.older, self.newer = (ChoiceList(key, (), MOST) for key in _SIDES)
        self.told = Label(role="sub", tone="text2", wrap=True)
        self._lists = QWidget()
        fix_size(self._lists, width=SIDE)
        close = Button("frame.close", "ghost", hint="Esc")
        super().__init__(
            "versions.title", self._body(), Row(self.since, STRETCH, close), icon="document_edit"
        )
        self.set_width(WIDTH)
        close.clicked.connect(self.close_card)
        self.since.clicked.connect(self.show_since)
        self.way.chosen.connect(self._draw)
        bind(self, self._list)
        follow(self, theme.changed, self._high)
        context.changes.happened.connect(self._changed)
        self.read()

    # -- what is asked -------------------------------------------------------------------------

    def read(self) -> None:
        """Ask which versions there are."""
        document = self._document
        self._asked.read(
            lambda store: (store.author.person, versions.versions(store, document)), self._know
        )

    def show_since(self) -> None:
        """Compare what the person saw last with what is now."""
        seen = versions.last_seen(self.versions, self._person)
        if seen is None:
            self.problem.say("info", "versions.never")
            announce(word("versions.never"))
            return
        self.choose(seen.number, len(self.versions))

    def choose(self, older: int, newer: int) -> None:
        """Compare two versions by their numbers."""
        self.older.set_value(str(older))
        self.newer.set_value(str(newer))
        self._compare()

    @override
    def first(self) -> QWidget | None:
        return self.text

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        shift = bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier)
        if event.key() == Qt.Key.Key_F7:
            self.text.step(-1 if shift else 1)
        elif event.key() == Qt.Key.Key_F12 and shift:
            self.show_since()
        else:
            super().keyPressEvent(event)

    # -- inside --------------------------------------------------------------------------------

    def _body(self) -> Column:
        back = IconButton("versions.previous", "chevron_up", shortcut="Shift+F7")
        on = IconButton("versions.next", "chevron_down", shortcut="F7")
        back.clicked.connect(partial(self.text.step, -1))
        on.clicked.connect(partial(self.text.step, 1))
        self.text.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        middle = Column(Row(self.way, STRETCH, self.count, back, on), self.text, gap=6)
        middle.setStretch(1, 1)
        whole = Row(self._lists, middle, gap=16)
        whole.setStretch(1, 1)
        return Column(self.problem, whole, gap=6)

    def _high(self) -> None:
        self.text.setFixedHeight(theme.px(HIGH))
        self.adjustSize()

    def _changed(self, changed: object) -> None:
        if isValid(self) and ("document", self._document) in _touched(changed):
            self.read()

    def _know(self, found: tuple[str, list[Version]]) -> None:
        if not isValid(self):
            return
        fresh = len(found[1]) != len(self.versions)
        self._person, self.versions = found
        self.since.setVisible(versions.last_seen(self.versions, self._person) is not None)
        if fresh:
            self._list()
            self._begin()
        self.adjustSize()

    def _begin(self) -> None:
        """The newest beside the one before it, or beside what the person saw."""
        last = len(self.versions)
        if self._mine:
            self.show_since()
        if last and not self.newer.value():
            self.choose(max(last - 1, 1), last)

    def _list(self) -> None:
        """Both lists in the language of now."""
        chosen = self.older.value(), self.newer.value()
        choices = [_choice(one) for one in reversed(self.versions)]
        for old in (self.older, self.newer):
            old.deleteLater()
        self.older, self.newer = (ChoiceList(key, choices, MOST) for key in _SIDES)
        for made, value in zip((self.older, self.newer), chosen, strict=True):
            made.set_value(value)
            made.chosen.connect(self._compare)
        _refill(self._lists, self.newer, self.older, self.told)
        self._tell()

    def _compare(self) -> None:
        pair = self._chosen()
        if pair is None:
            return
        self.problem.hush()
        self._tell()
        document, texts = self._document, [one.text for one in pair]

        def work(store: Store) -> Sequence[comparing.Row]:
            return comparing.compare(*(versions.text(store, document, one) for one in texts))

        self._compared.read(work, self._show, self._failed)

    def _tell(self) -> None:
        """What was done with the version that is shown."""
        pair = self._chosen()
        steps = pair[1].steps if pair else ()
        self.told.show_text("\n".join(map(_said, steps)))

    def _chosen(self) -> tuple[Version, Version] | None:
        numbers = self.older.value(), self.newer.value()
        if not all(numbers):
            return None
        older, newer = (self.versions[int(one) - 1] for one in numbers)
        return older, newer

    def _show(self, rows: Sequence[comparing.Row]) -> None:
        if isValid(self):
            self.rows = rows
            self._draw()

    def _draw(self) -> None:
        self.text.show_rows(self.rows, beside=self.way.value())
        found = self.text.count()
        self.count.say("versions.count" if found else "versions.same", n=found)
        announce(self.count.text())

    def _failed(self, error: Exception) -> None:
        if isinstance(error, AntinError):
            self._show(())
            self.problem.say_error(error)
            self.adjustSize()
        else:
            self._context.frame.show_error(error)


_SIDES: Final = ("versions.older", "versions.newer")


def _touched(changed: object) -> frozenset[tuple[str, str]]:
    return changed if isinstance(changed, frozenset) else frozenset()


def _choice(version: Version) -> Choice:
    """Number, when, by whom; what was done with it last."""
    at = local_time(version.time)
    text = f"{version.number} · {short_day(at)} {clock_time(version.time)} · {version.name}"
    acts = [f"office.act.{step.act}" for step in version.steps]
    remark = acts[-1] if acts else "versions.saved"
    return Choice(str(version.number), text, remark if version.here else "versions.missing")


def _said(step: Step) -> str:
    """An act, who, when, and why."""
    told = f"{word(f'office.act.{step.act}')}: {step.name}, {moment(step.time)}"
    return f"{told}. {step.reason}" if step.reason else told


def _refill(holder: QWidget, newer: ChoiceList, older: ChoiceList, told: Label) -> None:
    """Put both lists under their names, and below what was done."""
    column = Column(
        Label("versions.newer", "section"), newer, 4, told, 8,
        Label("versions.older", "section"), older, STRETCH, gap=4,
    )  # fmt: skip
    if (layout := holder.layout()) is not None:
        QWidget().setLayout(layout)
    holder.setLayout(column)


def versions_commands(context: Context, document: str) -> tuple[Command, ...]:
    """What a page of a document offers: its versions, and what changed since one saw it."""

    def show(*, mine: bool) -> None:
        context.frame.open_sheet(VersionsSheet(context, document, mine=mine))

    since = partial(show, mine=True)
    return (
        Command("versions", "versions.show", partial(show, mine=False), "clock", "F12"),
        Command("versions_since", "versions.show_since", since, "clock", "Shift+F12"),
    )
