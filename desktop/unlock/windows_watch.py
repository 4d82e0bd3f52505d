"""Hears from Windows that the machine goes to sleep or its session is locked."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Final, Literal

from PySide6.QtCore import QAbstractNativeEventFilter, QCoreApplication, QObject, Signal
from typing_extensions import override

if TYPE_CHECKING:
    from collections.abc import Callable

    from PySide6.QtCore import QByteArray

_POWER: Final = 0x0218  # WM_POWERBROADCAST
_SESSION: Final = 0x02B1  # WM_WTSSESSION_CHANGE
_CAUSES: Final[dict[tuple[int, int], Literal["sleep", "screen"]]] = {
    (_POWER, 0x4): "sleep",  # PBT_APMSUSPEND
    (_SESSION, 0x7): "screen",  # WTS_SESSION_LOCK
    (_SESSION, 0x2): "screen",  # WTS_CONSOLE_DISCONNECT: another user of the machine
    (_SESSION, 0x4): "screen",  # WTS_REMOTE_DISCONNECT
}


def cause_of(message: int, detail: int) -> Literal["sleep", "screen"] | None:
    """Why a message of Windows locks us, if it does; ``detail`` is its wParam."""
    return _CAUSES.get((message, detail))


class _Filter(QAbstractNativeEventFilter):
    def __init__(self, watch: WindowsWatch) -> None:
        super().__init__()
        self._watch = watch

    @override
    def nativeEventFilter(
        self, eventType: QByteArray | bytes | bytearray | memoryview, message: int
    ) -> object:
        if sys.platform == "win32":
            from ctypes import wintypes

            heard = wintypes.MSG.from_address(int(message))
            self._watch.hear(heard.message, heard.wParam)
        return False, 0


class WindowsWatch(QObject):
    """``noticed`` carries the cause to lock: ``sleep`` or ``screen``."""

    noticed = Signal(str)

    def __init__(self, window: Callable[[], int]) -> None:
        super().__init__()
        self._window, self._filter = window, _Filter(self)

    def listen(self) -> None:
        """Begin to hear. Windows tells of sleep by itself, of the session when it is asked to."""
        application = QCoreApplication.instance()
        if application is not None:
            application.installNativeEventFilter(self._filter)
        if sys.platform == "win32":
            import ctypes

            ctypes.windll.wtsapi32.WTSRegisterSessionNotification(self._window(), 0)

    def hear(self, message: int, detail: int) -> None:
        """One message of Windows."""
        if (cause := cause_of(message, detail)) is not None:
            self.noticed.emit(cause)

    def hold(self, _who: str, _why: str) -> bool:
        """Windows gives every program about two seconds by itself."""
        return True

    def let_go(self) -> None:
        """Nothing is held."""
