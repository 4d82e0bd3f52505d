"""The buttons under a document: as many as fit side by side, the rest behind "⋯"."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QPoint, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QMenu
from typing_extensions import override

from desktop.theme.theme import theme
from desktop.widgets.buttons import Button, IconButton, Kind, shortcut_text
from desktop.widgets.layouts import STRETCH, Column, Divider, Panel, Row, fix_size
from desktop.words import follow, word

if TYPE_CHECKING:
    from collections.abc import Sequence

    from desktop.incoming.acts import Doing, Step

_SIDE = 16


class ActionBar(Panel):
    """``wanted`` carries the act that a person chose."""

    wanted = Signal(object)

    def __init__(self) -> None:
        self._doings: tuple[Doing, ...] = ()
        self._main: Step | None = None
        self._buttons: list[Button] = []
        self._more = IconButton("incoming.more_acts", "more_horizontal")
        self._row = Row(self._more, STRETCH, margins=(_SIDE, 8, 8, 8))
        super().__init__("surface", Column(Divider(), self._row, gap=0))
        fix_size(self, height=49)
        self._more.clicked.connect(self._show_more)
        follow(self, theme.changed, self._fit)

    def show_doings(self, doings: Sequence[Doing], main: Step | None) -> None:
        """Offer these acts; ``main`` is the primary button."""
        if (tuple(doings), main) == (self._doings, self._main):
            return
        self._doings, self._main = tuple(doings), main
        for button in self._buttons:
            self._row.removeWidget(button)
            button.deleteLater()
        self._buttons = [self._button(doing) for doing in self._doings]
        for place, button in enumerate(self._buttons):
            self._row.insertWidget(place, button)
        self._fit()

    def shown(self) -> list[str]:
        """The words on the buttons that fit."""
        return [button.label for button in self._buttons if not button.isHidden()]

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        self._fit()

    def _button(self, doing: Doing) -> Button:
        kind: Kind = "primary" if doing.act is self._main else "secondary"
        button = Button(doing.key, kind, icon=doing.icon)
        button.setToolTip(shortcut_text(doing.shortcut))
        button.clicked.connect(lambda _checked: self._want(doing.act))
        return button

    def _want(self, act: Step) -> None:
        self.wanted.emit(act)

    def _fit(self) -> None:
        """Rare acts are behind "⋯" always, the others where the row is full."""
        gap, room = self._row.spacing(), self.width() - theme.px(_SIDE + 8)
        widths = [button.sizeHint().width() + gap for button in self._buttons]
        wanted = [0 if one.rare else w for one, w in zip(self._doings, widths, strict=True)]
        more = any(one.rare for one in self._doings) or sum(wanted) > room
        room -= self._more.sizeHint().width() + gap if more else 0
        used = 0
        for doing, button, width in zip(self._doings, self._buttons, widths, strict=True):
            used += 0 if doing.rare else width
            button.setVisible(not doing.rare and used <= room)
        self._more.setVisible(more)

    def _show_more(self) -> None:
        menu = QMenu(self)
        for doing, button in zip(self._doings, self._buttons, strict=True):
            if button.isHidden():
                words = word(doing.key) + ("\t" + doing.shortcut if doing.shortcut else "")
                act = doing.act
                menu.addAction(words).triggered.connect(lambda _=False, act=act: self._want(act))
        menu.aboutToHide.connect(menu.deleteLater)
        menu.popup(self._more.mapToGlobal(QPoint(0, -menu.sizeHint().height())))
