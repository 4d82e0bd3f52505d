"""What a person wishes of the program on this machine: look, language, lock time. No secret, no
data.

Kept as a small JSON file in the home folder, outside the store, because the lock screen needs it
too. A value that is missing or makes no sense is its default: a spoiled file must not keep anyone
out.
"""

from __future__ import annotations

import json
import os
from dataclasses import asdict, dataclass, fields, replace
from typing import TYPE_CHECKING, Final, get_args

from core.office.syllables import Style
from desktop.phrases import Language
from desktop.theme.theme import ZOOMS, Density, Look, ThemeName
from desktop.widgets.typing import Typing

if TYPE_CHECKING:
    from pathlib import Path

FILE_NAME: Final = "settings.json"
LOCK_MINUTES: Final = (1, 2, 3, 5, 10, 15)
KEEP_MONTHS: Final = (0, 3, 6, 12, 24)
"""For how long files that nobody opens stay on this machine; 0: for ever."""
_LIMIT: Final = 16_384


@dataclass(frozen=True)
class Wishes:
    """One table of settings with their defaults."""

    language: Language = "vi"
    theme: ThemeName = "system"
    zoom: float = 1.0
    density: Density = "standard"
    lock_minutes: int = 5
    last_person: str = ""
    typing: Typing = "off"
    tones: Style = "old"
    keep_months: int = 0

    def look(self) -> Look:
        """The part that the theme shows."""
        return Look(self.theme, self.zoom, self.density)


_CHOICES: Final[dict[str, tuple[object, ...]]] = {
    "language": get_args(Language),
    "theme": get_args(ThemeName),
    "zoom": ZOOMS,
    "density": get_args(Density),
    "lock_minutes": LOCK_MINUTES,
    "typing": get_args(Typing),
    "tones": get_args(Style),
    "keep_months": KEEP_MONTHS,
}


def read_wishes(folder: Path) -> Wishes:
    """The wishes kept in a folder; defaults where there is no file or no sense in it."""
    try:
        with (folder / FILE_NAME).open("rb") as file:
            kept = json.loads(file.read(_LIMIT))
    except (OSError, ValueError):
        return Wishes()
    if not isinstance(kept, dict):
        return Wishes()
    known = {field.name: kept[field.name] for field in fields(Wishes) if field.name in kept}
    good = {name: value for name, value in known.items() if _makes_sense(name, value)}
    return replace(Wishes(), **good)


def write_wishes(folder: Path, wishes: Wishes) -> None:
    """Keep the wishes; the file is replaced whole. Raises OSError when the folder cannot be
    written."""
    folder.mkdir(parents=True, exist_ok=True)
    part = folder / (FILE_NAME + ".part")
    part.write_text(json.dumps(asdict(wishes), indent=1) + "\n", encoding="utf-8")
    os.replace(part, folder / FILE_NAME)  # noqa: PTH105 - says that the other is replaced


def _makes_sense(name: str, value: object) -> bool:
    if name in _CHOICES:
        return any(type(value) is type(choice) and value == choice for choice in _CHOICES[name])
    return isinstance(value, str) and len(value) <= 64
