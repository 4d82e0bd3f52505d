"""The watch on the machine's own lock and sleep that fits this system."""

from __future__ import annotations

import os
import sys
from typing import TYPE_CHECKING

from PySide6.QtDBus import QDBusConnection

from desktop.unlock.bus_watch import BusWatch
from desktop.unlock.windows_watch import WindowsWatch

if TYPE_CHECKING:
    from collections.abc import Callable

SystemWatch = BusWatch | WindowsWatch


def system_watch(window: Callable[[], int]) -> SystemWatch:
    """For a window, by what gives its number; it hears nothing before ``listen``."""
    if sys.platform == "win32":
        return WindowsWatch(window)
    session = os.environ.get("XDG_SESSION_ID", "")
    return BusWatch(QDBusConnection.systemBus(), QDBusConnection.sessionBus(), session)
