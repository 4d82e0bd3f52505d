"""The navigation at the left: product and unit, screens by group, the person and the lock."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QButtonGroup, QScrollArea

from desktop.theme.theme import theme
from desktop.widgets.buttons import IconButton
from desktop.widgets.labels import ElidedLabel, Label
from desktop.widgets.layouts import Column, Divider, Panel, Row
from desktop.widgets.marks import AppMark, Avatar
from desktop.widgets.nav_item import NavItem
from desktop.words import follow

if TYPE_CHECKING:
    from desktop.screens import Screen
    from desktop.widgets.chips import BadgeTone

RAIL, NARROW, WIDE = 56, 196, 224
_ORDER: Final = ("home", "command", "daily", "look_up", "system")
_UNNAMED: Final = frozenset({"home"})
"""Stands first, before every heading."""


@dataclass(frozen=True)
class Badge:
    """Who is unlocked: shown at the foot of the navigation and on the lock screen."""

    name: str
    post: str


class NavPane(Panel):
    """``chosen`` carries the id of the screen that a person wants, ``lock_wanted`` a wish to
    lock, ``switch_wanted`` to let another person work."""

    chosen = Signal(str)
    lock_wanted = Signal()
    switch_wanted = Signal()

    def __init__(self) -> None:
        self._items: dict[str, NavItem] = {}
        self._sections: list[Label] = []
        self._unit = ElidedLabel(role="sub")
        self._product = Label("frame.product", "unread")
        self._names = Column(self._product, self._unit, gap=0)
        self._list = Column(gap=0, margins=(0, 0, 0, 8))
        self._card = _PersonCard()
        inside = Panel("nav", self._list)
        scroll = QScrollArea(widgetResizable=True)
        scroll.setProperty("ground", "nav")
        scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        scroll.setWidget(inside)
        brand = Row(AppMark(), self._names, gap=8, margins=(12, 8, 8, 5))
        brand.setStretch(1, 1)
        super().__init__("nav", Column(brand, scroll, Divider(), self._card, gap=0))
        self._group = QButtonGroup(self)
        self._card.lock.clicked.connect(self.lock_wanted)
        self._card.switch.clicked.connect(self.switch_wanted)
        self._width = NARROW
        follow(self, theme.changed, self._measure)

    def show_unit(self, name: str) -> None:
        """The unit under the product's name."""
        self._unit.show_text(name)

    def show_person(self, badge: Badge) -> None:
        """Who is unlocked."""
        self._card.show_person(badge)

    def show_screens(self, screens: tuple[Screen, ...]) -> None:
        """List the screens by group; the first nine get Alt+1…9."""
        self._clear()
        place = 0
        for group in _ORDER:
            members = [screen for screen in screens if screen.group == group]
            if members and group not in _UNNAMED:
                self._add_section(group)
            for screen in members:
                place += 1
                self._add_item(screen, f"Alt+{place}" if place < 10 else "")
        self._list.addStretch(1)
        self._measure()

    def forget(self) -> None:
        """Nobody is unlocked: no screen, no badge, no name."""
        self.show_screens(())
        self.show_person(Badge("", ""))

    def ordered(self) -> list[str]:
        """The ids from top to bottom."""
        return list(self._items)

    def show_current(self, screen_id: str) -> None:
        """Mark the screen shown."""
        self._items[screen_id].setChecked(True)

    def set_badge(self, screen_id: str, count: int, tone: BadgeTone) -> None:
        """Show how many things need the person; a screen that he has not is passed over."""
        if item := self._items.get(screen_id):
            item.set_count(count, tone)

    def set_width(self, pixels: int) -> None:
        """RAIL, NARROW or WIDE."""
        self._width = pixels
        self._measure()

    def _add_section(self, group: str) -> None:
        label = Label(f"frame.group.{group}", "section")
        label.setContentsMargins(theme.px(20), theme.px(7), 0, theme.px(2))
        self._sections.append(label)
        self._list.addWidget(label)

    def _add_item(self, screen: Screen, shortcut: str) -> None:
        item = NavItem(screen.key, screen.icon, shortcut)
        item.clicked.connect(lambda: self.chosen.emit(screen.id))
        self._items[screen.id] = item
        self._group.addButton(item)
        self._list.addWidget(item)

    def _clear(self) -> None:
        while (item := self._list.takeAt(0)) is not None:
            if (widget := item.widget()) is not None:
                widget.deleteLater()
        self._items.clear()
        self._sections.clear()

    def _measure(self) -> None:
        rail = self._width == RAIL
        self.setFixedWidth(theme.px(self._width))
        for label in (*self._sections, self._product, self._unit):
            label.setVisible(not rail)
        for item in self._items.values():
            item.set_rail(rail)
        self._card.set_rail(rail, wide=self._width == WIDE)


class _PersonCard(Panel):
    """Name, post, and the buttons for another person and for the lock."""

    def __init__(self) -> None:
        self.lock = IconButton("frame.lock", "lock_closed", shortcut="Ctrl+L")
        self.switch = IconButton("frame.switch", "person_swap", shortcut="Ctrl+Shift+L")
        self._avatar = Avatar()
        self._name = ElidedLabel(role="unread")
        self._post = ElidedLabel(role="sub")
        names = Column(self._name, self._post, gap=0)
        buttons = Row(self.switch, self.lock, gap=0)
        self._row = Row(self._avatar, names, buttons, gap=8, margins=(12, 5, 8, 5))
        self._row.setStretch(1, 1)
        super().__init__("nav", self._row)

    def show_person(self, badge: Badge) -> None:
        self._avatar.show_person(badge.name)
        self._name.show_text(badge.name)
        self._post.show_text(badge.post)

    def set_rail(self, rail: bool, *, wide: bool) -> None:
        """In a narrow pane the name has the room; the lock screen changes the person, too."""
        self.switch.setVisible(wide)
        for widget in (self._avatar, self._name, self._post):
            widget.setVisible(not rail)
