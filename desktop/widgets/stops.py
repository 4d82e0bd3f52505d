"""Where Tab stops inside a widget."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

if TYPE_CHECKING:
    from collections.abc import Iterator


def tab_stops(inside: QWidget) -> Iterator[QWidget]:
    """What the keyboard reaches inside a widget, in the order of its layouts, which is reading
    order.

    Never ask ``nextInFocusChain``: PySide takes the answer for a child of the widget asked, and
    when that one goes the wrapper of the other is dead, though the widget itself lives on.
    """
    for child in inside.findChildren(QWidget):
        if takes_tab(child) and child.isEnabled() and child.isVisibleTo(inside):
            yield child


def takes_tab(widget: QWidget) -> bool:
    """Whether Tab stops at a widget."""
    return bool(widget.focusPolicy().value & Qt.FocusPolicy.TabFocus.value)
