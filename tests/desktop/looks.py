"""What every screen's tests ask of its look: nothing cut, readable, named; and pictures of it.

``shown(widget, size)`` puts a widget up off-screen; ``every_look()`` gives the looks a screen is
tested in. Pictures go to build/screens/ when ANTIN_SCREENS is set, for people to look at.
"""

from __future__ import annotations

import os
from collections import Counter
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QPoint, QRect, Qt
from PySide6.QtGui import QAccessible, QFontMetrics, QImage
from PySide6.QtWidgets import (
    QAbstractButton,
    QApplication,
    QLabel,
    QLineEdit,
    QPlainTextEdit,
    QPushButton,
    QWidget,
)

from desktop.phrases import LANGUAGES, Language
from desktop.theme.theme import Look, ThemeName, theme
from desktop.words import words

if TYPE_CHECKING:
    from collections.abc import Iterator

TALLEST = "ẾỖẬẲ ỵgặ"
LAPTOP, DESK = (1366, 768), (1920, 1080)
_TEXT_ROLES = {QAccessible.Role.Button, QAccessible.Role.CheckBox, QAccessible.Role.EditableText}


@dataclass(frozen=True)
class Setting:
    """One way that a screen can look."""

    theme: ThemeName
    size: tuple[int, int]
    language: Language
    zoom: float = 1.0

    @property
    def name(self) -> str:
        """For the names of tests and files."""
        zoom = "" if self.zoom == 1.0 else f"-{self.zoom:.0%}".rstrip("%")
        return f"{self.theme}-{self.size[0]}-{self.language}{zoom}"


def every_look() -> list[Setting]:
    """Light and dark, both sizes, both languages: in four looks that hold each pair of them, in all
    eight where ANTIN_LOOKS or ANTIN_SCREENS is set.
    """
    everything = [
        Setting(name, size, language)
        for name in ("light", "dark")
        for size in (LAPTOP, DESK)
        for language in LANGUAGES
    ]
    if os.environ.keys() & {"ANTIN_LOOKS", "ANTIN_SCREENS"}:
        return everything
    odd = (sum((one.theme == "dark", one.size == DESK, one.language == "en")) for one in everything)
    return [one for one, marks in zip(everything, odd, strict=True) if marks % 2 == 0]


@contextmanager
def dressed(setting: Setting) -> Iterator[None]:
    """The application in one look; the plain look afterwards."""
    words.set_language(setting.language)
    theme.show(Look(setting.theme, setting.zoom))
    try:
        yield
    finally:
        words.set_language("vi")
        theme.show(Look("light"))


def shown(widget: QWidget, size: tuple[int, int]) -> QWidget:
    """Put a widget up and let it settle."""
    widget.resize(*size)
    widget.show()
    settle()
    return widget


def settle() -> None:
    """Let everything that is due happen."""
    for _ in range(4):
        QApplication.sendPostedEvents()
        QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
        QApplication.processEvents()


def screenshot(widget: QWidget, name: str) -> QImage:
    """A picture of a widget; kept as build/screens/NAME.png where ANTIN_SCREENS is set."""
    image = widget.grab().toImage()
    if os.environ.get("ANTIN_SCREENS"):
        folder = Path("build/screens")
        folder.mkdir(parents=True, exist_ok=True)
        image.save(str(folder / f"{name}.png"))
    return image


def visible(root: QWidget, kind: type) -> list:
    """The widgets of a kind that can be seen."""
    return [w for w in [root, *root.findChildren(kind)] if isinstance(w, kind) and w.isVisible()]


def assert_not_clipped(root: QWidget) -> None:
    """No label and no button is smaller than its words; what elides on purpose is painted, not a
    label."""
    cut = [f"{_told(label)}" for label in visible(root, QLabel) if _label_cut(label)]
    cut += [f"{_told(button)}" for button in visible(root, QPushButton) if _button_cut(button)]
    assert not cut, cut


def _label_cut(label: QLabel) -> bool:
    if not label.text() or label.property("elides"):
        return False
    metrics = QFontMetrics(label.font())
    inside = label.contentsRect()
    if label.wordWrap():
        flags = Qt.TextFlag.TextWordWrap
        needed = metrics.boundingRect(QRect(0, 0, inside.width(), 10_000), flags, label.text())
        return needed.height() > inside.height() or needed.width() > inside.width()
    return (
        metrics.horizontalAdvance(label.text()) > inside.width()
        or metrics.height() > inside.height()
        or label.geometry().right() > label.parentWidget().rect().right()
    )


def _button_cut(button: QPushButton) -> bool:
    text = button.text().replace("&&", "&")
    if not text.strip():
        return False
    needed = QFontMetrics(button.font()).horizontalAdvance(text)
    needed += button.iconSize().width() if not button.icon().isNull() else 0
    return needed > button.width() - 4 or button.sizeHint().width() > button.width()


def _told(widget: QWidget) -> str:
    text = getattr(widget, "text", str)()
    return f"{type(widget).__name__} {text!r} {widget.size().toTuple()} {widget.property('role')}"


def assert_named(root: QWidget) -> None:
    """Every widget that a person can reach by keyboard or mouse says what it is."""
    kinds = (QAbstractButton, QLineEdit, QPlainTextEdit)
    reachable = [
        widget
        for widget in visible(root, QWidget)
        if isinstance(widget, kinds) or widget.focusPolicy() & Qt.FocusPolicy.TabFocus
    ]
    unnamed = []
    for widget in reachable:
        if widget.objectName().startswith("qt_"):
            continue
        face = QAccessible.queryAccessibleInterface(widget)
        if face is None or not face.text(QAccessible.Text.Name).strip():
            unnamed.append(_told(widget))
    assert not unnamed, unnamed


def contrast(one: str, two: str) -> float:
    """The contrast of two colours ``#RRGGBB`` (WCAG 2.2, 1.4.3)."""
    light, dark = sorted((_luminance(one), _luminance(two)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def _luminance(colour: str) -> float:
    parts = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    linear = [p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def assert_contrast(root: QWidget, least: float = 4.5) -> None:
    """Every label's words stand out from what is painted around them: measured in the picture."""
    image = root.grab().toImage().convertToFormat(QImage.Format.Format_RGB32)
    ratio = image.devicePixelRatio()
    faint = []
    for label in visible(root, QLabel):
        if not label.text() or not label.isEnabled():
            continue
        corner = label.mapTo(root, QPoint(0, 0))
        area = QRect(corner, label.size()).intersected(root.rect())
        found = _contrast_in(image, area, ratio, label.palette().windowText().color().name())
        if found is not None and found < least:
            faint.append(f"{_told(label)}: {found:.1f}")
    assert not faint, faint


def _contrast_in(image: QImage, area: QRect, ratio: float, ink: str) -> float | None:
    """Between the label's ink and the commonest colour of its ground."""
    if area.width() < 4 or area.height() < 4:
        return None
    counts: Counter[int] = Counter()
    for y in range(area.top(), area.bottom(), 2):
        line = memoryview(image.constScanLine(int(y * ratio))).cast("I")
        counts.update(line[int(area.left() * ratio) : int(area.right() * ratio) : 2])
    ground = counts.most_common(1)[0][0] & 0xFFFFFF
    return contrast(f"#{ground:06x}", ink)
