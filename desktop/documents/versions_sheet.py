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
from core.office import anchoring, comparing
from db.queries import versions
from desktop.announce import announce
from desktop.documents.comment_panel import CommentPanel
from desktop.documents.versions_lists import VersionLists
from desktop.documents.versions_text import VersionsText
from desktop.latest import Latest
from desktop.screens import Command
from desktop.theme.theme import theme
from desktop.widgets.banner import Banner
from desktop.widgets.buttons import Button, IconButton
from desktop.widgets.labels import Label
from desktop.widgets.layouts import STRETCH, Column, Row, fix_size
from desktop.widgets.segmented import Option, Segmented
from desktop.widgets.sheet import Sheet
from desktop.words import bind, follow, word

if TYPE_CHECKING:
    from collections.abc import Sequence

    from core.office.anchoring import Place
    from db.acting import Store
    from db.queries.comments import Comment
    from db.queries.versions import Version
    from desktop.context import Context

WIDTH: Final = 1220
HIGH: Final = 380
WIDEST, HIGHEST = 1325, 475
"""Pixels that a window of 1366 × 728 has room for, at any size of letters."""
SIDE: Final = 256


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
        self.lists = VersionLists()
        self.panel = CommentPanel(context, document, self._about)
        for side in (self.lists, self.panel):
            fix_size(side, width=SIDE)
        close = Button("frame.close", "ghost", hint="Esc")
        super().__init__(
            "versions.title", self._body(), Row(self.since, STRETCH, close), icon="document_edit"
        )
        close.clicked.connect(self.close_card)
        self._wire()
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
        self.lists.choose(older, newer)
        self._compare()

    @override
    def keep(self) -> None:
        self.panel.keep()

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

    def _wire(self) -> None:
        self.since.clicked.connect(self.show_since)
        self.text.selectionChanged.connect(self.panel.tell)
        self.panel.changed.connect(self._mark)
        self.panel.cards.going.connect(self.go_to)
        self.way.chosen.connect(self._draw)
        self.lists.chosen.connect(self._compare)
        bind(self, self._mark)
        follow(self, theme.changed, self._mark)
        self._context.changes.happened.connect(self._changed)

    def _body(self) -> Column:
        back = IconButton("versions.previous", "chevron_up", shortcut="Shift+F7")
        on = IconButton("versions.next", "chevron_down", shortcut="F7")
        back.clicked.connect(partial(self.text.step, -1))
        on.clicked.connect(partial(self.text.step, 1))
        self.text.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        middle = Column(Row(self.way, STRETCH, self.count, back, on), self.text, gap=6)
        middle.setStretch(1, 1)
        whole = Row(self.lists, middle, self.panel, gap=16)
        whole.setStretch(1, 1)
        return Column(self.problem, whole, gap=6)

    @override
    def _measure(self) -> None:
        self.setFixedWidth(min(theme.px(WIDTH), WIDEST))
        self.text.setFixedHeight(min(theme.px(HIGH), HIGHEST))
        self.panel.setFixedHeight(min(theme.px(HIGH + 34), HIGHEST + 34))
        self.adjustSize()

    def _about(self) -> tuple[str, Place | None]:
        """The version that a comment is about: the one in which letters are selected."""
        pair = self.lists.pair()
        found = self.text.selected()
        if pair is None:
            return "", None
        if found is None:
            return pair[1].text, None
        shown, start, end = found
        return pair[shown.newer].text, anchoring.place(shown.line, start, end)

    def go_to(self, comment: Comment) -> None:
        """Show the letters about which something was said, or that nobody wrote them any more."""
        place = comment.place
        found = self.text.letters_of(place) if place else None
        if found is None and place is not None and self.text.unfold(place):
            self._mark()
            found = self.text.letters_of(place)
        if found is None:
            self.problem.say("info", "versions.comment_gone")
            announce(word("versions.comment_gone"))
            return
        self.text.go(found)
        self.text.setFocus(Qt.FocusReason.OtherFocusReason)

    def _mark(self) -> None:
        self.text.mark([one.place for one in self.panel.shown() if one.place is not None])

    def _changed(self, changed: object) -> None:
        if isValid(self) and ("document", self._document) in _touched(changed):
            self.read()

    def _know(self, found: tuple[str, list[Version]]) -> None:
        if not isValid(self):
            return
        fresh = found[1] != self.versions
        self._person, self.versions = found
        self.since.setVisible(versions.last_seen(self.versions, self._person) is not None)
        if fresh:
            self.lists.show_versions(self.versions)
            self._begin()
        self.panel.read({one.text: one.number for one in self.versions})
        self.adjustSize()

    def _begin(self) -> None:
        """The newest beside the one before it, or beside what the person saw; what a person chose
        stays, and is asked for again where it had not come yet.
        """
        last = len(self.versions)
        if self.lists.pair() is not None:
            self._compare()
            return
        if self._mine:
            self.show_since()
        if last and self.lists.pair() is None:
            self.choose(max(last - 1, 1), last)

    def _compare(self) -> None:
        pair = self.lists.pair()
        if pair is None:
            return
        self.problem.hush()
        document, texts = self._document, [one.text for one in pair]

        def work(store: Store) -> Sequence[comparing.Row]:
            return comparing.compare(*(versions.text(store, document, one) for one in texts))

        self._compared.read(work, self._show, self._failed)

    def _show(self, rows: Sequence[comparing.Row]) -> None:
        if isValid(self):
            self.rows = rows
            self._draw()

    def _draw(self) -> None:
        self.text.show_rows(self.rows, beside=self.way.value())
        found = self.text.count()
        self.count.say("versions.count" if found else "versions.same", n=found)
        self._mark()
        self.panel.tell()
        announce(self.count.text())

    def _failed(self, error: Exception) -> None:
        if isinstance(error, AntinError):
            self._show(())
            self.problem.say_error(error)
            self.adjustSize()
        else:
            self._context.frame.show_error(error)


def _touched(changed: object) -> frozenset[tuple[str, str]]:
    return changed if isinstance(changed, frozenset) else frozenset()


def versions_commands(context: Context, document: str) -> tuple[Command, ...]:
    """What a page of a document offers: its versions, and what changed since one saw it."""

    def show(*, mine: bool) -> None:
        context.frame.open_sheet(VersionsSheet(context, document, mine=mine))

    since = partial(show, mine=True)
    return (
        Command("versions", "versions.show", partial(show, mine=False), "clock", "F12"),
        Command("versions_since", "versions.show_since", since, "clock", "Shift+F12"),
    )
