"""Tokens as a QPalette, so that what Qt paints by itself has our colours too."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtGui import QColor, QPalette

if TYPE_CHECKING:
    from desktop.theme.tokens import Tokens

_Role = QPalette.ColorRole
_Group = QPalette.ColorGroup


def build_palette(tokens: Tokens) -> QPalette:
    """The palette of one theme; disabled text is the same in every role."""
    colours = {
        _Role.Window: tokens.app,
        _Role.WindowText: tokens.text,
        _Role.Base: tokens.surface,
        _Role.AlternateBase: tokens.surface2,
        _Role.Text: tokens.text,
        _Role.Button: tokens.surface,
        _Role.ButtonText: tokens.text,
        _Role.BrightText: tokens.danger,
        _Role.ToolTipBase: tokens.overlay,
        _Role.ToolTipText: tokens.text,
        _Role.PlaceholderText: tokens.placeholder,
        _Role.Highlight: tokens.accent,
        _Role.HighlightedText: tokens.on_accent,
        _Role.Accent: tokens.accent,
        _Role.Link: tokens.info,
        _Role.LinkVisited: tokens.violet,
        _Role.Light: tokens.surface2,
        _Role.Midlight: tokens.line,
        _Role.Mid: tokens.line2,
        _Role.Dark: tokens.control,
        _Role.Shadow: tokens.control,
    }
    palette = QPalette()
    for role, colour in colours.items():
        palette.setColor(role, QColor(colour))
    for role in (_Role.WindowText, _Role.Text, _Role.ButtonText):
        palette.setColor(_Group.Disabled, role, QColor(tokens.disabled))
    palette.setColor(_Group.Disabled, _Role.Highlight, QColor(tokens.sunken))
    return palette
