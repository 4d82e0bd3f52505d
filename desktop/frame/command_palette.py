"""Ctrl+K: find a document, go to a screen, do something, in one box; every line shows its shortcut.

``>`` narrows to commands; other signs and words go to the provider of documents, dossiers and
people as typed. Marks need not be typed.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent, QPainter
from PySide6.QtWidgets import (
    QListWidget,
    QListWidgetItem,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
)
from typing_extensions import override

from desktop.theme.icons import paint_icon
from desktop.theme.theme import theme
from desktop.widgets.completion_edit import paint_match
from desktop.widgets.field import LineEdit
from desktop.widgets.labels import Label
from desktop.widgets.layouts import Column, Divider, Row, fix_size
from desktop.widgets.marks import IconLabel
from desktop.widgets.matching import Candidate, Match, find
from desktop.widgets.sheet import Card
from desktop.words import bind, word

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    Deliver = Callable[[Sequence["Entry"]], None]
    Provider = Callable[[str, Deliver], None]

_ENTRY: Final = Qt.ItemDataRole.UserRole
_PAUSE_MS: Final = 60
_LINES: Final = 12
_MIDDLE: Final = Qt.AlignmentFlag.AlignVCenter


@dataclass(frozen=True)
class Entry:
    """A line of the palette: heading it stands under, icon, words, remark or shortcut at the
    right."""

    group: str
    icon: str
    match: Match
    remark: str
    run: Callable[[], None]


def entry(group: str, icon: str, text: str, remark: str, run: Callable[[], None]) -> Entry:
    """A line whose words were not matched against anything."""
    return Entry(group, icon, Match(Candidate(text), ()), remark, run)


@dataclass(frozen=True)
class Wording:
    """What a palette is called, asks for and says at its foot, and how many lines it shows."""

    name: str = "frame.palette"
    asks: str = "frame.search"
    keys: str = "frame.palette_keys"
    most: int = 9


class PaletteCard(Card):
    """``entries`` are screens and commands, or other choices; ``provide`` finds everything else."""

    def __init__(
        self, entries: Sequence[Entry], provide: Provider, wording: Wording | None = None
    ) -> None:
        self._entries, self._provide = entries, provide
        self._wording = wording or Wording()
        self._asked = ""
        self._edit = LineEdit()
        self._edit.setProperty("role", "palette")
        self._list = _Lines(self._wording.name)
        top = Row(IconLabel("search", "text3", 20), self._edit, gap=10, margins=(14, 4, 14, 4))
        top.setStretch(1, 1)
        foot = Row(Label(self._wording.keys, "key"), margins=(14, 4, 14, 6))
        column = Column(top, Divider(), self._list, Divider(), foot, gap=0)
        super().__init__(self._wording.name, column)
        self.middle = False
        fix_size(self, width=710)
        bind(self._edit, self._speak)
        self._pause = QTimer(self, singleShot=True, interval=_PAUSE_MS)
        self._pause.timeout.connect(self._look)
        self._edit.textChanged.connect(lambda _: self._pause.start())
        self._list.itemClicked.connect(lambda item: self._run(item.data(_ENTRY)))
        self._list.grown.connect(self.adjustSize)
        self._look()

    def texts(self) -> list[str]:
        """The words of the lines shown."""
        return [found.match.candidate.text for found in self._list.entries()]

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        key = event.key()
        if key in (Qt.Key.Key_Down, Qt.Key.Key_Up):
            self._list.step(1 if key == Qt.Key.Key_Down else -1)
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._look_at_once()
            self._enter(bool(event.modifiers() & Qt.KeyboardModifier.ControlModifier))
        else:
            super().keyPressEvent(event)

    def _look_at_once(self) -> None:
        """Enter right behind the last letter takes what was typed, not what stood there before."""
        self._pause.stop()
        if self._edit.text().strip() != self._asked:
            self._look()

    def _enter(self, filtering: bool) -> None:
        """Enter takes the line that is marked, Ctrl+Enter the one that says so."""
        wanted = "Ctrl+Enter" if filtering else None
        found = next((e for e in self._list.entries() if e.remark == wanted), None)
        chosen = found if filtering else self._list.current()
        if chosen is not None:
            self._run(chosen)

    def _run(self, chosen: Entry | None) -> None:
        if chosen is not None:
            self.close_card()
            chosen.run()

    def _look(self) -> None:
        typed = self._edit.text().strip()
        self._asked = typed
        own = find_entries(typed.removeprefix(">"), self._entries, self._wording.most)
        self._list.show_entries(own)
        if typed and not typed.startswith(">"):
            self._provide(typed, lambda found: self._add(typed, found, own))

    def _add(self, typed: str, found: Sequence[Entry], own: Sequence[Entry]) -> None:
        """An answer to a question of before is dropped."""
        if typed == self._asked:
            self._list.show_entries([*found, *own])

    def _speak(self) -> None:
        self._edit.setPlaceholderText(word(self._wording.asks))
        self._edit.setAccessibleName(word(self._wording.name))


def find_entries(typed: str, entries: Sequence[Entry], limit: int = 9) -> list[Entry]:
    """The entries that a few letters mean, best first, group by group."""
    by_words = {e.match.candidate: e for e in entries}
    found = find(typed, by_words, limit)
    hits = [(by_words[match.candidate], match) for match in found]
    groups = list(dict.fromkeys(hit.group for hit, _ in hits))
    hits.sort(key=lambda pair: groups.index(pair[0].group))
    return [Entry(e.group, e.icon, match, e.remark, e.run) for e, match in hits]


class _Lines(QListWidget):
    """The lines found, under their headings; the edit keeps the focus. ``grown``: another
    height."""

    grown = Signal()

    def __init__(self, name: str) -> None:
        super().__init__()
        self.setItemDelegate(_LinePainter(self))
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setMouseTracking(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        bind(self, lambda: self.setAccessibleName(word(name)))

    def show_entries(self, entries: Sequence[Entry]) -> None:
        self.clear()
        group = ""
        for found in entries:
            if found.group != group:
                group = found.group
                head = QListWidgetItem(word(group), self)
                head.setFlags(Qt.ItemFlag.NoItemFlags)
            item = QListWidgetItem(found.match.candidate.text, self)
            item.setData(_ENTRY, found)
        if not entries:
            QListWidgetItem(word("frame.palette_none"), self).setFlags(Qt.ItemFlag.NoItemFlags)
        self.setCurrentRow(1 if entries else -1)
        heights = (self.sizeHintForRow(row) for row in range(min(self.count(), _LINES)))
        self.setFixedHeight(sum(heights) + theme.px(8))
        self.grown.emit()

    def entries(self) -> list[Entry]:
        found = (self.item(row).data(_ENTRY) for row in range(self.count()))
        return [e for e in found if e is not None]

    def current(self) -> Entry | None:
        item = self.currentItem()
        return item.data(_ENTRY) if item else None

    def step(self, by: int) -> None:
        row = self.currentRow() + by
        while 0 <= row < self.count():
            if self.item(row).data(_ENTRY) is not None:
                self.setCurrentRow(row)
                return
            row += by


class _LinePainter(QStyledItemDelegate):
    """Headings small and grey; lines with icon, words, and the shortcut at the right."""

    @override
    def sizeHint(
        self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> QSize:
        return QSize(0, theme.px(34 if index.data(_ENTRY) else 28))

    @override
    def paint(
        self,
        painter: QPainter,
        option: QStyleOptionViewItem,
        index: QModelIndex | QPersistentModelIndex,
    ) -> None:
        area = option.rect.adjusted(theme.px(8), 0, -theme.px(8), 0)
        found: Entry | None = index.data(_ENTRY)
        inside = area.adjusted(theme.px(10), 0, -theme.px(10), 0)
        if found is None:
            painter.setFont(theme.font("sub"))
            painter.setPen(theme.colour("text3"))
            painter.drawText(inside, _MIDDLE, index.data())
            return
        if option.state & QStyle.StateFlag.State_Selected:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(theme.colour("accent_soft"))
            painter.drawRoundedRect(area, theme.px(6), theme.px(6))
        side = theme.icon_px(20)
        icon = inside.adjusted(0, 0, 0, 0)
        icon.setWidth(side)
        paint_icon(painter, icon, found.icon, theme.hex("text2"))
        painter.setFont(theme.font("sub"))
        painter.setPen(theme.colour("text3"))
        painter.drawText(inside, _MIDDLE | Qt.AlignmentFlag.AlignRight, found.remark)
        room = painter.fontMetrics().horizontalAdvance(found.remark) + theme.px(12)
        paint_match(painter, inside.adjusted(side + theme.px(10), 0, -room, 0), found.match)
