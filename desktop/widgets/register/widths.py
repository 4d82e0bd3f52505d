"""How wide a column must be for its words in both languages: painted text is cut without a
sound."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtGui import QFontMetrics

from desktop.phrases import LANGUAGES, phrase
from desktop.theme.fonts import build_font
from desktop.widgets.register.painter import ICON, PAD

if TYPE_CHECKING:
    from collections.abc import Iterable

_ICON_GAP = 5


def width_for(keys: Iterable[str], role: str = "body", *, icon: bool = False) -> int:
    """The width in px at 100 % of a column that shows the words of any of these keys."""
    metrics = QFontMetrics(build_font(role, 1.0))
    widest = max(metrics.horizontalAdvance(phrase(lang, key)) for key in keys for lang in LANGUAGES)
    return widest + 2 * PAD + 2 + (ICON + _ICON_GAP if icon else 0)
