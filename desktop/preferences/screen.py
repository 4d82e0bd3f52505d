"""The settings screen: each choice is shown at once, there is nothing to save."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from PySide6.QtCore import Qt
from typing_extensions import override

from desktop.screens import Head, Screen, ScreenView
from desktop.settings import KEEP_MONTHS, LOCK_MINUTES
from desktop.theme.theme import ZOOMS
from desktop.widgets.labels import Label
from desktop.widgets.layouts import STRETCH, Column, Grid, Panel, Row, fix_size
from desktop.widgets.segmented import Option, Segmented
from desktop.words import bind, word

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

    from desktop.context import Context
    from desktop.keeper import Keeper


class PreferencesScreen(ScreenView):
    """Theme, language, text zoom, density of lists, typing, lock time, how long files stay."""

    def __init__(self, keeper: Keeper) -> None:
        super().__init__()
        self._keeper = keeper
        themes = ("system", "light", "dark", "contrast")
        self.theme = _choice("preferences.theme", themes, "preferences.theme.{}")
        self.language = _choice("preferences.language", ("vi", "en"), "preferences.language.{}")
        self.zoom = _choice("preferences.zoom", ZOOMS, "preferences.zoom.{}")
        densities = ("compact", "standard", "roomy")
        self.density = _choice("preferences.density", densities, "preferences.density.{}")
        self.lock = _choice("preferences.lock", LOCK_MINUTES, "preferences.lock.{}")
        typings = ("off", "telex", "vni")
        self.typing = _choice("preferences.typing", typings, "preferences.typing.{}")
        self.tones = _choice("preferences.tones", ("old", "new"), "preferences.tones.{}")
        self.files = _choice("preferences.keep", KEEP_MONTHS, "preferences.keep.{}")
        self.setLayout(Column(self._page(), gap=0))
        self.theme.chosen.connect(keeper.set_theme)
        self.language.chosen.connect(keeper.set_language)
        self.zoom.chosen.connect(keeper.set_zoom)
        self.density.chosen.connect(keeper.set_density)
        self.lock.chosen.connect(keeper.set_lock_minutes)
        self.typing.chosen.connect(keeper.set_typing)
        self.tones.chosen.connect(keeper.set_tones)
        self.files.chosen.connect(keeper.set_keep_months)
        keeper.changed.connect(self._show)
        self._show()
        bind(self, self.head_changed.emit)

    @override
    def head(self) -> Head:
        """Title and where the settings count."""
        return Head(word("frame.screen.preferences"), word("preferences.subtitle"))

    @override
    def start(self) -> QWidget | None:
        """The choice that counts now, not the first one offered."""
        return self.theme

    def _show(self) -> None:
        wishes = self._keeper.wishes
        self.theme.set_value(wishes.theme)
        self.language.set_value(wishes.language)
        self.zoom.set_value(wishes.zoom)
        self.density.set_value(wishes.density)
        self.lock.set_value(wishes.lock_minutes)
        self.typing.set_value(wishes.typing)
        self.tones.set_value(wishes.tones)
        self.files.set_value(wishes.keep_months)

    def _page(self) -> QWidget:
        look = _card(
            "preferences.look",
            ("preferences.theme", self.theme),
            ("preferences.language", self.language),
            ("preferences.zoom", self.zoom),
            ("preferences.density", self.density),
        )
        typing = _card(
            "preferences.keys",
            ("preferences.typing", self.typing),
            ("preferences.tones", self.tones),
        )
        safety = _card(
            "preferences.safety", ("preferences.lock", self.lock), ("preferences.keep", self.files)
        )
        room, note = (Label(f"preferences.{key}", "hint", wrap=True) for key in ("room", "note"))
        column = Column(look, typing, safety, room, note, STRETCH, gap=12, margins=(20, 20, 20, 20))
        column.setAlignment(look, Qt.AlignmentFlag.AlignLeft)
        column.setAlignment(typing, Qt.AlignmentFlag.AlignLeft)
        column.setAlignment(safety, Qt.AlignmentFlag.AlignLeft)
        return Panel("app", column)


def _choice(name: str, values: tuple[object, ...], pattern: str) -> Segmented[object]:
    return Segmented(name, tuple(Option(value, pattern.format(value)) for value in values))


def _card(title: str, *lines: tuple[str, Segmented[object]]) -> Panel:
    grid = Grid((0, 0), gaps=(24, 12))
    for row, (key, choice) in enumerate(lines):
        label = Label(key, "label")
        label.setBuddy(choice)
        grid.addWidget(label, row, 0)
        grid.addLayout(Row(choice, STRETCH), row, 1)
    card = Panel("card", Column(Label(title, "panel"), 6, grid, margins=(20, 14, 20, 18)))
    fix_size(card, width=760)
    return card


def _build(context: Context) -> PreferencesScreen:
    return PreferencesScreen(context.frame.keeper)


SCREEN: Final = Screen("preferences", "system", "settings", "frame.screen.preferences", _build)
