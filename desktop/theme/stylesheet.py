"""The one stylesheet: a template whose ``@name`` are colours, ``@12px`` lengths at 100 %,
``@font(role)`` type roles.

Buttons are told apart by the property ``kind``, labels by ``role``, frames by ``ground``. Rows and
icons are painted, not styled: item rules would double the paint time of a list.
"""

from __future__ import annotations

import math
import re
from typing import TYPE_CHECKING, Final

from desktop.theme.fonts import FALLBACK, FAMILY, ROLES, TABULAR

if TYPE_CHECKING:
    from desktop.theme.tokens import Tokens

_TEMPLATE: Final = """
QLabel { background: transparent; }
QToolTip { background: @overlay; color: @text; border: 1px solid @line2; padding: @4px @8px;
  @font(sub) }
QFrame[ground="app"] { background: @app; }
QFrame[ground="surface"] { background: @surface; }
QFrame[ground="nav"] { background: @nav; }
QFrame[ground="card"] { background: @surface; border: 1px solid @line; border-radius: @8px; }
QFrame[ground="dialog"] { background: @surface; border: 1px solid @line2; border-radius: @12px; }
QFrame[ground="popup"] { background: @overlay; border: 1px solid @line2; border-radius: @8px; }
QFrame[ground="quote"] { background: @accent_soft; border: none; border-left: 3px solid @accent;
  border-radius: @6px; }
QFrame[ground="choice"] { background: @surface; border: none; border-left: 3px solid @surface; }
QFrame[ground="line"] { background: @line; border: none; }
QFrame[banner="info"] { background: @info_soft; border: none; border-radius: @6px; }
QFrame[banner="ok"] { background: @ok_soft; border: none; border-radius: @6px; }
QFrame[banner="warn"] { background: @warn_soft; border: none; border-radius: @6px; }
QFrame[banner="danger"] { background: @danger_soft; border: none; border-radius: @6px; }
QLabel[tone="info"] { color: @info; }
QLabel[tone="ok"] { color: @ok; }
QLabel[tone="warn"] { color: @warn; }
QLabel[tone="danger"] { color: @danger; }
QLabel[tone="violet"] { color: @violet; }
QLabel[tone="accent"] { color: @accent; }
QLabel[tone="text2"] { color: @text2; }
QLabel[tone="text3"] { color: @text3; }
QPushButton { background: @surface; color: @text; border: 1px solid @line2; border-radius: @6px;
  padding: 0 @12px; min-height: @28px; @font(row) }
QPushButton:hover { background: @surface2; border-color: @control; }
QPushButton:pressed { background: @sunken; }
QPushButton:disabled { color: @disabled; border-color: @line; background: @surface; }
QPushButton[big="true"] { min-height: @36px; padding: 0 @18px; @font(unread) }
QPushButton[kind="primary"] { background: @accent; color: @on_accent; border-color: @accent;
  @font(unread) }
QPushButton[kind="primary"]:hover { background: @accent_hover; border-color: @accent_hover; }
QPushButton[kind="primary"]:pressed { background: @accent_press; border-color: @accent_press; }
QPushButton[kind="danger"] { background: @danger_strong; color: @on_danger_strong;
  border-color: @danger_strong; @font(unread) }
QPushButton[kind="primary"]:disabled, QPushButton[kind="danger"]:disabled {
  background: @sunken; color: @text3; border-color: @line2; }
QPushButton[kind="ghost"] { background: transparent; border-color: transparent; padding: 0 @10px; }
QPushButton[kind="ghost"]:hover { background: @surface2; }
QPushButton[kind="link"] { background: transparent; border-color: transparent; color: @info;
  padding: 0 @6px; min-height: @24px; }
QPushButton[kind="link"]:hover { text-decoration: underline; }
QPushButton[kind="icon"] { background: transparent; border-color: transparent; padding: 0;
  min-width: @28px; min-height: @28px; }
QPushButton[kind="icon"]:hover { background: @surface2; }
QPushButton[kind="icon"]:checked { background: @accent_soft; }
QPushButton[kind="link"]:disabled, QPushButton[kind="ghost"]:disabled { color: @disabled;
  background: transparent; border-color: transparent; }
QPushButton[tone="warn"] { color: @warn; }
QPushButton[tone="danger"] { color: @danger; }
QPushButton[tone="ok"] { color: @ok; }
QPushButton[tone="text2"] { color: @text2; }
QPushButton[small="true"] { min-height: @22px; padding: 0 @6px; @font(status) }
QAbstractScrollArea { border: none; background: @surface; }
QAbstractScrollArea[ground="desk"] { background: @desk; }
QAbstractScrollArea[ground="app"], QWidget[ground="app"] { background: @app; }
QLineEdit, QPlainTextEdit, QTextEdit[role="blocks"] { background: @surface; color: @text;
  border: 1px solid @control; border-radius: @6px;
  padding: 1px @9px; selection-background-color: @accent; selection-color: @on_accent; @font(body) }
QLineEdit { min-height: @26px; }
QPlainTextEdit, QTextEdit[role="blocks"] { padding: @4px @6px; }
QLineEdit[big="true"] { min-height: @34px; @font(input) }
QLineEdit[role="palette"] { border: none; background: transparent; min-height: @40px; padding: 0;
  font-size: @16px; }
QLineEdit[role="search"] { background: @surface2; border-color: @line; min-height: @28px; }
QLineEdit[numbers="true"] { @font(num) }
QLineEdit:read-only, QPlainTextEdit:read-only { background: @surface2; border-color: @line2;
  color: @text2; }
QLineEdit:disabled { color: @disabled; border-color: @line; }
QLineEdit:focus, QPlainTextEdit:focus, QTextEdit[role="blocks"]:focus { border: 2px solid @focus;
  padding: 0 @8px; }
QPlainTextEdit:focus, QTextEdit[role="blocks"]:focus { padding: @3px @5px; }
QLineEdit[role="palette"]:focus { border: none; padding: 0; }
QLineEdit[wrong="true"], QPlainTextEdit[wrong="true"], QTextEdit[wrong="true"] {
  border: 2px solid @danger; padding: 0 @8px; }
QPlainTextEdit[wrong="true"], QTextEdit[wrong="true"] { padding: @3px @5px; }
QHeaderView { background: @surface; border: none; }
QHeaderView::section { background: @surface; color: @text2; border: none; border-bottom: 1px solid
@line;
  padding: 0 @8px; @font(header) }
QSplitter::handle { background: @line; }
QSplitter::handle:hover { background: @focus; }
QMenuBar { background: @nav; color: @text; border-bottom: 1px solid @line; @font(body) }
QMenuBar::item { padding: @4px @10px; background: transparent; border-radius: @4px; }
QMenuBar::item:selected { background: @accent_soft; }
QMenu { background: @overlay; color: @text; border: 1px solid @line2; padding: @4px; @font(body) }
QMenu::item { padding: @5px @24px @5px @12px; border-radius: @4px; background: transparent; }
QMenu::item:selected { background: @accent_soft; color: @text; }
QMenu::item:disabled { color: @disabled; }
QMenu::separator { height: 1px; background: @line; margin: @4px @8px; }
QScrollBar:vertical { background: transparent; width: @12px; margin: 0; }
QScrollBar:horizontal { background: transparent; height: @12px; margin: 0; }
QScrollBar::handle { background: @line2; border-radius: @4px; margin: 2px; min-height: @32px;
  min-width: @32px; }
QScrollBar::handle:hover { background: @control; }
QScrollBar::handle:disabled { background: transparent; }
QScrollBar::add-line, QScrollBar::sub-line { width: 0; height: 0; }
QScrollBar::add-page, QScrollBar::sub-page { background: transparent; }
QProgressBar { background: @sunken; border: none; border-radius: 2px; max-height: @4px;
  color: transparent; }
QProgressBar::chunk { background: @accent; border-radius: 2px; }
"""

# The text colour that belongs to a type role unless a label's ``tone`` says otherwise.
_ROLE_TONES: Final = {
    "caption": "text2",
    "key": "text3",
    "section": "text3",
    "sub": "text3",
    "label": "text2",
    "hint": "text3",
    "err": "danger",
    "status": "text2",
    "sub_num": "text2",
    "header": "text2",
}
_MARK = re.compile(r"@font\((\w+)\)|@(\d+)px|@(\w+)")


def _font_rule(role: str, zoom: float) -> str:
    kind = ROLES[role]
    family = TABULAR if kind.tabular else FAMILY
    pixels = max(1, round(kind.pixels * zoom))
    return (
        f"font-family: '{family}', '{FALLBACK}'; font-size: {pixels}px; font-weight: {kind.weight};"
    )


def _role_rules(zoom: float) -> str:
    """One rule a label role, put before the tones so that a tone wins."""
    rules = (
        f'QLabel[role="{role}"] {{ @font({role}) color: @{_ROLE_TONES.get(role, "text")};'
        f" padding: {_mark_room(role, zoom)}px 0; }}"
        for role in ROLES
    )
    return "\n".join(("QLabel { @font(body) color: @text; padding: 2px 0; }", *rules))


def _mark_room(role: str, zoom: float) -> int:
    """Pixels above and below a label's line, so that Ẳ and ỵ keep their marks at every size."""
    pixels = ROLES[role].pixels * zoom
    return 3 if pixels < 10.5 else max(2, math.ceil(pixels * 0.09))


def build_stylesheet(tokens: Tokens, zoom: float) -> str:
    """The application's stylesheet for one theme and text zoom."""

    def fill(mark: re.Match[str]) -> str:
        role, length, colour = mark.groups()
        if role:
            return _font_rule(role, zoom)
        if length:
            return f"{round(int(length) * zoom)}px"
        return str(getattr(tokens, colour))

    return _MARK.sub(fill, _role_rules(zoom) + _TEMPLATE)
