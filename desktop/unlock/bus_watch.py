"""Hears on the desktop's buses that the machine goes to sleep or its screen is locked (Linux).

logind waits for us before it sleeps, as long as we hold what it gave us (a delay inhibitor): keys
are gone before the machine is. Where there is no bus nothing is heard, and idle time locks.
"""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import SLOT, QObject, Signal, Slot
from PySide6.QtDBus import (
    QDBusConnection,
    QDBusMessage,
    QDBusObjectPath,
    QDBusUnixFileDescriptor,
    QDBusVariant,
)

LOGIND: Final = "org.freedesktop.login1"
_PLACE: Final = "/org/freedesktop/login1"
_MANAGER: Final = "org.freedesktop.login1.Manager"
_SESSION: Final = "org.freedesktop.login1.Session"
_PROPERTIES: Final = "org.freedesktop.DBus.Properties"
SCREEN_LOCKS: Final = (
    "org.freedesktop.ScreenSaver",
    "org.gnome.ScreenSaver",
    "org.cinnamon.ScreenSaver",
    "org.mate.ScreenSaver",
)
"""Who says ``ActiveChanged`` when a desktop locks its screen: the service and its interface."""

_PATIENCE_MS: Final = 2000
"""What a busy machine may take to answer: a lock that is missed is worse than a window that
waits. Where nobody has logind's name the bus itself says so at once."""


class BusWatch(QObject):
    """``noticed`` carries the cause to lock: ``sleep`` or ``screen``."""

    noticed = Signal(str)

    def __init__(
        self, system: QDBusConnection, session: QDBusConnection, session_id: str = ""
    ) -> None:
        super().__init__()
        self._system, self._session, self._session_id = system, session, session_id
        self._delay: QDBusUnixFileDescriptor | None = None

    def listen(self) -> None:
        """Begin to hear; quietly nothing where a bus or a service is missing."""
        if self._session.isConnected():
            for name in SCREEN_LOCKS:
                self._hear(self._session, "", ("", name, "ActiveChanged"), "_screen(bool)")
        if not self._system.isConnected():
            return
        sleep = (_PLACE, _MANAGER, "PrepareForSleep")
        self._hear(self._system, LOGIND, sleep, "_sleeping(bool)")
        own = self._own_session()
        if own:
            changed = (own, _PROPERTIES, "PropertiesChanged")
            self._hear(self._system, LOGIND, (own, _SESSION, "Lock"), "_locking()")
            self._hear(self._system, LOGIND, changed, "_changed()")

    def hold(self, who: str, why: str) -> bool:
        """Ask logind to wait for ``let_go`` before it sleeps, a few seconds at most; whether it
        will."""
        self.let_go()
        found = self._ask((_PLACE, _MANAGER, "Inhibit"), "sleep", who, why, "delay")
        self._delay = found if isinstance(found, QDBusUnixFileDescriptor) else None
        return self._delay is not None

    def let_go(self) -> None:
        """The keys are gone: the machine may sleep."""
        self._delay = None

    # -- inside --------------------------------------------------------------------------------

    def _hear(
        self, bus: QDBusConnection, service: str, about: tuple[str, str, str], slot: str
    ) -> None:
        # the stubs want bytes for the slot, the library takes what SLOT makes
        bus.connect(service, *about, self, SLOT(slot))  # type: ignore[call-overload]

    def _ask(self, about: tuple[str, str, str], *arguments: str) -> object:
        """The first value of logind's answer; None where nobody answers."""
        if not self._system.isConnected():
            return None
        message = QDBusMessage.createMethodCall(LOGIND, *about)
        message.setAutoStartService(False)
        message.setArguments(list(arguments))
        answer = self._system.call(message, timeout=_PATIENCE_MS)
        values = answer.arguments()
        good = answer.type() == QDBusMessage.MessageType.ReplyMessage
        return values[0] if good and values else None

    def _own_session(self) -> str:
        """The place of the session that this process runs in; newer logind finds it by itself."""
        found = self._ask((_PLACE, _MANAGER, "GetSession"), self._session_id or "auto")
        return found.path() if isinstance(found, QDBusObjectPath) else ""

    @Slot(bool)
    def _sleeping(self, begins: bool) -> None:
        if begins:
            self.noticed.emit("sleep")

    @Slot(bool)
    def _screen(self, locked: bool) -> None:
        if locked:
            self.noticed.emit("screen")

    @Slot()
    def _locking(self) -> None:
        self.noticed.emit("screen")

    @Slot()
    def _changed(self) -> None:
        """logind's own word of a locked session; some desktops say it nowhere else."""
        place = (self._own_session(), _PROPERTIES, "Get")
        found = self._ask(place, _SESSION, "LockedHint")
        if isinstance(found, QDBusVariant) and found.variant() is True:
            self.noticed.emit("screen")
