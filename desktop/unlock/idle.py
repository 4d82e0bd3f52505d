"""Notices that nobody is at the machine: asks the desktop how long it has been idle, where it
tells.

Idle time of the whole system counts, so that work in another program does not lock ours. Where the
system does not say, input to our own window counts. A sleep is idle time whatever the system says:
its own count may stand still meanwhile, and the key that wakes it is no sign of work before.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QEvent, QObject, QTimer, Signal
from PySide6.QtDBus import QDBusConnection, QDBusMessage
from typing_extensions import override

if TYPE_CHECKING:
    from collections.abc import Callable

    from PySide6.QtGui import QWindow

_INPUT: Final = frozenset(
    {
        QEvent.Type.KeyPress,
        QEvent.Type.MouseButtonPress,
        QEvent.Type.MouseMove,
        QEvent.Type.Wheel,
        QEvent.Type.TouchBegin,
        QEvent.Type.TabletPress,
    }
)
# service, path, interface, method; GNOME answers in milliseconds, so does KDE
_ASKED: Final = (
    (
        "org.gnome.Mutter.IdleMonitor",
        "/org/gnome/Mutter/IdleMonitor/Core",
        "org.gnome.Mutter.IdleMonitor",
        "GetIdletime",
    ),
    ("org.kde.screensaver", "/ScreenSaver", "org.freedesktop.ScreenSaver", "GetSessionIdleTime"),
)
_PATIENCE_MS: Final = 100


def system_idle() -> Callable[[], int] | None:
    """A question that answers how long the whole session has been idle, in ms; None where none
    does."""
    bus = QDBusConnection.sessionBus()
    if not bus.isConnected():
        return None
    for service, path, interface, method in _ASKED:
        message = QDBusMessage.createMethodCall(service, path, interface, method)

        def ask(message: QDBusMessage = message) -> int:
            answer = bus.call(message, timeout=_PATIENCE_MS).arguments()
            return int(answer[0]) if answer and isinstance(answer[0], int) else -1

        if ask() >= 0:
            return ask
    return None


class IdleWatch(QObject):
    """Counts down to the lock: ``tick`` carries the seconds left, ``expired`` says that it is
    time."""

    tick = Signal(int)
    expired = Signal()

    def __init__(
        self, steady_ms: Callable[[], int], system: Callable[[], int] | None = None
    ) -> None:
        super().__init__()
        self._steady_ms, self._system = steady_ms, system
        self._last = self._looked = steady_ms()
        self._limit_ms = 5 * 60_000
        self._timer = QTimer(self, interval=1000)
        self._timer.timeout.connect(self.look)

    def set_minutes(self, minutes: int) -> None:
        """Lock after so many minutes without input, 1 to 15."""
        self._limit_ms = min(max(minutes, 1), 15) * 60_000

    def watch(self, window: QWindow) -> None:
        """Take input to this window as a sign of life."""
        window.installEventFilter(self)

    def start(self) -> None:
        """Begin to count; unlocking does it."""
        self._last = self._looked = self._steady_ms()
        self._timer.start()

    def stop(self) -> None:
        """Count no more; locking does it."""
        self._timer.stop()

    def look(self) -> None:
        """Tell how long is left, or that time is up. Called every second."""
        left = 0 if self._slept() else self._limit_ms - self.idle_ms()
        self._looked = self._steady_ms()
        if left <= 0:
            self.stop()
            self.expired.emit()
        else:
            self.tick.emit(-(-left // 1000))

    def idle_ms(self) -> int:
        """How long nobody has done anything."""
        own = self._steady_ms() - self._last
        system = self._system() if self._system else -1
        return own if system < 0 else min(own, system)

    @override
    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() in _INPUT:
            if self._timer.isActive() and self._slept():
                self.look()  # before the input that ended the sleep counts
            self._last = self._steady_ms()
        return False

    def _slept(self) -> bool:
        """Whether nobody could look for as long as it takes to lock."""
        return self._steady_ms() - self._looked >= self._limit_ms
