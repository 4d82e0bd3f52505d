"""Chips, badges and key caps: painted here once, for rows of lists and for widgets alike.

Filled chips are for urgency, the red box is for secrecy (as the rubber stamp is), the grey box for
a restricted group, a round badge is a count. Colour is never alone: each one carries its word or
number.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, Literal

from PySide6.QtCore import QPointF, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QFontMetrics, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget
from typing_extensions import override

from desktop.theme.theme import theme
from desktop.words import bind, follow, word

if TYPE_CHECKING:
    from desktop.phrases import Fact

ChipTone = Literal["warn", "danger", "solid", "stamp", "violet", "info", "ok", "neutral", "outline"]
BadgeTone = Literal["plain", "neutral", "warn", "danger"]


@dataclass(frozen=True)
class ChipText:
    """A chip to paint: its words and its tone."""

    text: str
    tone: ChipTone


# tone: ground, text, border; an empty name is none
_CHIPS: Final[dict[str, tuple[str, str, str]]] = {
    "warn": ("warn_soft", "warn", ""),
    "danger": ("danger_soft", "danger", ""),
    "solid": ("danger_strong", "on_danger_strong", ""),
    "stamp": ("", "danger", "danger"),
    "violet": ("violet_soft", "violet", ""),
    "info": ("info_soft", "info", ""),
    "ok": ("ok_soft", "ok", ""),
    "neutral": ("neutral_soft", "neutral", ""),
    "outline": ("", "text2", "line2"),
}
_BADGES: Final[dict[str, tuple[str, str]]] = {
    "plain": ("", "text2"),
    "neutral": ("neutral_soft", "text2"),
    "warn": ("warn_soft", "warn"),
    "danger": ("danger_soft", "danger"),
}


def text_width(text: str, role: str) -> int:
    """Width of a text in a type role, in logical pixels of now."""
    return QFontMetrics(theme.font(role)).horizontalAdvance(text)


def chip_width(text: str) -> int:
    """Width of a chip with these words."""
    return text_width(text, "caption") + theme.px(13)


def paint_chip(painter: QPainter, left: int, middle: float, chip: ChipText) -> int:
    """Paint a chip from ``left``, centred on ``middle``; returns its width."""
    ground, tone, border = _CHIPS[chip.tone]
    width, height = chip_width(chip.text), theme.px(18)
    area = QRectF(left, round(middle - height / 2), width, height)
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(QPen(theme.colour(border), 1) if border else Qt.PenStyle.NoPen)
    painter.setBrush(theme.colour(ground) if ground else Qt.BrushStyle.NoBrush)
    inset = area.adjusted(0.5, 0.5, -0.5, -0.5) if border else area
    painter.drawRoundedRect(inset, theme.px(4), theme.px(4))
    painter.setFont(theme.font("caption"))
    painter.setPen(theme.colour(tone))
    painter.drawText(area, Qt.AlignmentFlag.AlignCenter, chip.text)
    painter.restore()
    return width


def badge_width(text: str) -> int:
    """Width of a badge; a single digit makes a circle."""
    return max(theme.px(20), text_width(text, "badge") + theme.px(12))


def paint_badge(painter: QPainter, area: QRect, text: str, tone: BadgeTone) -> None:
    """Paint a count in a round badge that fills ``area``'s width, 20 px high."""
    ground, colour = _BADGES[tone]
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    height = theme.px(20)
    box = QRectF(area.left(), area.center().y() - height / 2 + 0.5, area.width(), height)
    if ground:
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(theme.colour(ground))
        painter.drawRoundedRect(box, height / 2, height / 2)
    painter.setFont(theme.font("badge"))
    painter.setPen(theme.colour(colour))
    painter.drawText(box, Qt.AlignmentFlag.AlignCenter, text)
    painter.restore()


def key_cap_width(text: str) -> int:
    """Width of a key cap with this text."""
    return text_width(text, "key") + theme.px(14)


def paint_key_cap(painter: QPainter, area: QRect, text: str, tone: str = "text3") -> None:
    """Paint a key such as ``Ctrl K`` as a small outlined cap filling ``area``'s width."""
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    height = theme.px(18)
    box = QRectF(area.left(), area.center().y() - height / 2 + 0.5, area.width(), height)
    edge = theme.colour(tone if tone != "text3" else "line2")
    painter.setPen(QPen(edge, 1))
    painter.drawRoundedRect(box.adjusted(0.5, 0.5, -0.5, -0.5), theme.px(4), theme.px(4))
    painter.setFont(theme.font("key"))
    painter.setPen(theme.colour(tone))
    painter.drawText(box, Qt.AlignmentFlag.AlignCenter, text)
    painter.restore()


def paint_dot(painter: QPainter, centre: QPointF, tone: str = "accent") -> None:
    """Paint the dot of an unread row."""
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(theme.colour(tone))
    radius = theme.px(8) / 2
    painter.drawEllipse(centre, radius, radius)
    painter.restore()


class Chip(QWidget):
    """A chip as a widget, for heads of pages."""

    def __init__(self, key: str, tone: ChipTone, **facts: Fact) -> None:
        super().__init__()
        self._key, self._tone, self._facts = key, tone, facts
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        bind(self, self._speak)
        follow(self, theme.changed, self.updateGeometry)

    def say(self, key: str, tone: ChipTone, **facts: Fact) -> None:
        """Show other words, in another tone."""
        self._key, self._tone, self._facts = key, tone, facts
        self._speak()

    @override
    def sizeHint(self) -> QSize:
        return QSize(chip_width(self.accessibleName()), theme.px(20))

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        paint_chip(painter, 0, self.height() / 2, ChipText(self.accessibleName(), self._tone))
        painter.end()

    def _speak(self) -> None:
        self.setAccessibleName(word(self._key, **self._facts))
        self.updateGeometry()
        self.update()
