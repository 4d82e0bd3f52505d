"""What we put on the clipboard does not outlive the session: a lock and the end take it away."""

from __future__ import annotations

from PySide6.QtGui import QClipboard, QGuiApplication

_MODES = (QClipboard.Mode.Clipboard, QClipboard.Mode.Selection)


def forget() -> None:
    """Empty the clipboard, and the selection that a middle click pastes, where they are ours."""
    clipboard = QGuiApplication.clipboard()
    for mode, ours in zip(_MODES, (clipboard.ownsClipboard, clipboard.ownsSelection), strict=True):
        if ours():
            clipboard.clear(mode)
