"""F6: the keyboard goes from pane to pane, always to something that can take it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication

from desktop.widgets.stops import tab_stops, takes_tab

if TYPE_CHECKING:
    from collections.abc import Sequence

    from PySide6.QtWidgets import QWidget


def next_pane(panes: Sequence[QWidget], step: int) -> QWidget | None:
    """Move the focus to the pane after or before the one that has it; returns what took it."""
    now = QApplication.focusWidget()
    here = next(
        (i for i, pane in enumerate(panes) if now and _holds(pane, now)), 0 if step < 0 else -1
    )
    for distance in range(1, len(panes) + 1):
        pane = panes[(here + step * distance) % len(panes)]
        if (target := first_stop(pane)) is not None:
            target.setFocus(Qt.FocusReason.TabFocusReason)
            return target
    return None


def first_stop(pane: QWidget) -> QWidget | None:
    """What in a pane takes the keyboard: where it last was, the pane itself, or the first that
    can."""
    window = pane.window()
    if not pane.isVisibleTo(window):
        return None
    last = pane.focusWidget()
    if last is not None and last.isVisibleTo(window) and last.isEnabled():
        return last
    return pane if takes_tab(pane) else next(tab_stops(pane), None)


def _holds(pane: QWidget, widget: QWidget) -> bool:
    return pane is widget or pane.isAncestorOf(widget)
