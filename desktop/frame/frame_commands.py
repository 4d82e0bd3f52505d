"""What the frame itself can do, with its keys; one table for shortcuts, menus, palette and F1."""

from __future__ import annotations

from typing import TYPE_CHECKING

from desktop.screens import Command
from desktop.theme.theme import theme
from desktop.words import words

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from desktop.keeper import Keeper
    from desktop.screens import Screen
    from desktop.widgets.typing import Typing


def look_commands(keeper: Keeper) -> tuple[Command, ...]:
    """Text zoom, theme, language, typing."""

    def switch_theme() -> None:
        dark = theme.colour("surface").lightness() < 128
        keeper.set_theme("light" if dark else "dark")

    def switch_language() -> None:
        keeper.set_language("en" if words.language == "vi" else "vi")

    last: list[Typing] = ["telex"]

    def switch_typing() -> None:
        now = keeper.wishes.typing
        if now != "off":
            last[0] = now
        keeper.set_typing(last[0] if now == "off" else "off")

    return (
        Command("larger", "frame.command.larger", lambda: keeper.set_zoom(theme.zoom_by(1)),
                shortcut="Ctrl+="),
        Command("smaller", "frame.command.smaller", lambda: keeper.set_zoom(theme.zoom_by(-1)),
                shortcut="Ctrl+-"),
        Command("normal", "frame.command.normal", lambda: keeper.set_zoom(1.0),
                shortcut="Ctrl+0"),
        Command("switch_theme", "frame.command.switch_theme", switch_theme),
        Command("switch_language", "frame.command.switch_language", switch_language),
        Command("switch_typing", "frame.command.switch_typing", switch_typing,
                shortcut="Alt+T"),
    )  # fmt: skip


def screen_commands(screens: Sequence[Screen], go: Callable[[str], None]) -> tuple[Command, ...]:
    """One command a screen, Alt+1…9 for the first nine, Ctrl+, for the settings."""
    found = []
    for place, screen in enumerate(screens, start=1):
        keys = f"Alt+{place}" if place < 10 else ""
        keys = "Ctrl+," if screen.id == "preferences" else keys
        run = _going(go, screen.id)
        found.append(Command(f"go.{screen.id}", screen.key, run, screen.icon, keys))
    return tuple(found)


def _going(go: Callable[[str], None], screen_id: str) -> Callable[[], None]:
    return lambda: go(screen_id)
