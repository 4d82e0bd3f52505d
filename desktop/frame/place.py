"""Where a person was when the session locked, so that the same place comes back: ids, no words.

The screens themselves are destroyed by a lock, because they hold what they show. What is being
written lies in the store as a draft by then.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLineEdit, QPlainTextEdit, QTextEdit, QWidget

if TYPE_CHECKING:
    from desktop.screens import ScreenView

Step = tuple[str, int]
"""A kind of widget, and which of its siblings of that kind."""

_CHILDREN = Qt.FindChildOption.FindDirectChildrenOnly


@dataclass(frozen=True)
class Place:
    """A screen, what its ``open`` needs to be there again, who had the keyboard and where its
    cursor stood."""

    screen: str
    argument: object = None
    focus: tuple[Step, ...] = ()
    cursor: int = 0


def place_of(screen: str, view: ScreenView, focus: QWidget | None) -> Place:
    """Where the person is on a view; ``focus`` counts when it belongs to the view."""
    inside = focus is not None and view.isAncestorOf(focus)
    way = _way(view, focus) if focus is not None and inside else ()
    return Place(screen, view.place(), way, _cursor(focus) if inside else 0)


def give_focus(view: ScreenView, place: Place) -> bool:
    """Give the keyboard to whoever had it; returns whether that is there and can take it."""
    widget: QWidget | None = view
    for kind, number in place.focus:
        widget = _child(widget, kind, number) if widget is not None else None
    if widget is None or not place.focus or not (widget.isVisible() and widget.isEnabled()):
        return False
    widget.setFocus(Qt.FocusReason.OtherFocusReason)
    _put_cursor(widget, place.cursor)
    return True


def _way(view: QWidget, widget: QWidget) -> tuple[Step, ...]:
    steps: list[Step] = []
    while widget is not view and (parent := widget.parentWidget()) is not None:
        kind = type(widget).__name__
        alike = [one for one in _children(parent) if type(one).__name__ == kind]
        steps.append((kind, alike.index(widget)))
        widget = parent
    return tuple(reversed(steps))


def _child(parent: QWidget, kind: str, number: int) -> QWidget | None:
    alike = [one for one in _children(parent) if type(one).__name__ == kind]
    return alike[number] if number < len(alike) else None


def _children(parent: QWidget) -> list[QWidget]:
    found: list[QWidget] = parent.findChildren(QWidget, options=_CHILDREN)
    return found


def _cursor(widget: QWidget | None) -> int:
    if isinstance(widget, QLineEdit):
        return widget.cursorPosition()
    if isinstance(widget, QTextEdit | QPlainTextEdit):
        return widget.textCursor().position()
    return 0


def _put_cursor(widget: QWidget, cursor: int) -> None:
    if isinstance(widget, QLineEdit):
        widget.setCursorPosition(cursor)
    elif isinstance(widget, QTextEdit | QPlainTextEdit):
        moved = widget.textCursor()
        moved.setPosition(min(cursor, len(widget.toPlainText())))
        widget.setTextCursor(moved)
