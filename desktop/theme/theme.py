"""The one look of the application: which tokens, how large, how dense; tells everybody when it
changes."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Final, Literal

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtGui import QColor, QFont, QGuiApplication, QIcon
from PySide6.QtWidgets import QApplication

import resources
from desktop.theme.fonts import build_font, load_fonts
from desktop.theme.icons import TintEngine
from desktop.theme.palette import build_palette
from desktop.theme.stylesheet import build_stylesheet
from desktop.theme.tokens import CONTRAST, DARK, LIGHT, Tokens

ThemeName = Literal["system", "light", "dark", "contrast"]
Density = Literal["compact", "standard", "roomy"]

ZOOMS: Final = (0.9, 1.0, 1.1, 1.25, 1.5)
ROW_HEIGHTS: Final[dict[Density, int]] = {"compact": 28, "standard": 34, "roomy": 46}
TWO_LINE_HEIGHT: Final = 49


@dataclass(frozen=True)
class Look:
    """What a person chose: theme, text zoom 0.9–1.5, density of lists."""

    theme: ThemeName = "system"
    zoom: float = 1.0
    density: Density = "standard"


class Theme(QObject):
    """Holds the current look; ``changed`` follows every change of it."""

    changed = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.look = Look()
        self.tokens: Tokens = LIGHT

    def start(self, look: Look) -> None:
        """Dress the application for the first time. Call once, after QApplication was made."""
        load_fonts()
        QApplication.setStyle("Fusion")
        QApplication.setWindowIcon(QIcon(str(resources.path("icons/app.svg"))))
        QGuiApplication.styleHints().colorSchemeChanged.connect(self._follow_system)
        self.show(look)

    def show(self, look: Look) -> None:
        """Take on a look at once, everywhere."""
        self.look = replace(look, zoom=min(max(look.zoom, ZOOMS[0]), ZOOMS[-1]))
        hints = QGuiApplication.styleHints()
        hints.setColorScheme(_SCHEMES[look.theme])
        self._dress()

    def zoom_by(self, steps: int) -> float:
        """The zoom that many steps larger or smaller than now."""
        nearest = min(range(len(ZOOMS)), key=lambda i: abs(ZOOMS[i] - self.look.zoom))
        return ZOOMS[min(max(nearest + steps, 0), len(ZOOMS) - 1)]

    def px(self, pixels: float) -> int:
        """A length at 100 % in logical pixels of now."""
        return round(pixels * self.look.zoom)

    def icon_px(self, pixels: int = 20) -> int:
        """The drawn icon size (16, 20, 24) that fits a length at 100 %, so that icons stay on their
        grid."""
        wanted = pixels * self.look.zoom
        return min((16, 20, 24, 32), key=lambda size: abs(size - wanted))

    def row_height(self) -> int:
        """Height of a one-line row at this density and zoom."""
        return self.px(ROW_HEIGHTS[self.look.density])

    def font(self, role: str) -> QFont:
        """The font of a type role (``fonts.ROLES``). Raises KeyError for an unknown one."""
        return build_font(role, self.look.zoom)

    def colour(self, name: str) -> QColor:
        """A token as a QColor. Raises AttributeError for an unknown one."""
        return QColor(self.hex(name))

    def hex(self, name: str) -> str:
        """A token as it stands in the table."""
        return str(getattr(self.tokens, name))

    def icon(self, name: str, tone: str = "text2", style: str = "regular") -> QIcon:
        """An icon that recolours itself with the theme; ``tone`` is the name of a colour token."""

        def colour(mode: QIcon.Mode) -> str:
            return self.hex("disabled" if mode == QIcon.Mode.Disabled else tone)

        return QIcon(TintEngine(name, colour, style))

    def _follow_system(self) -> None:
        if self.look.theme == "system" and self._choose() is not self.tokens:
            self._dress()

    def _choose(self) -> Tokens:
        if self.look.theme != "system":
            return _TOKENS[self.look.theme]
        dark = QGuiApplication.styleHints().colorScheme() == Qt.ColorScheme.Dark
        return DARK if dark else LIGHT

    def _dress(self) -> None:
        self.tokens = self._choose()
        QApplication.setPalette(build_palette(self.tokens))
        QApplication.setFont(self.font("body"))
        application = QApplication.instance()
        if isinstance(application, QApplication):
            application.setStyleSheet(build_stylesheet(self.tokens, self.look.zoom))
        self.changed.emit()


_TOKENS: Final = {"light": LIGHT, "dark": DARK, "contrast": CONTRAST}
_SCHEMES: Final = {
    "system": Qt.ColorScheme.Unknown,
    "light": Qt.ColorScheme.Light,
    "dark": Qt.ColorScheme.Dark,
    "contrast": Qt.ColorScheme.Dark,
}

theme: Final = Theme()
"""The application's look, as there is one QApplication; painters read it while they paint."""
