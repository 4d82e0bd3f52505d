"""A stand-in for logind on a private bus: answers two calls, and says on a line what it was asked.

Run as a program: the address of the bus is its argument. Lines on its input are what happens:
``sleep``, ``wake``, ``lock``, ``hint``, ``end``. When everybody let go of the delay it says
``released``.
"""

from __future__ import annotations

import os
import sys
from typing import Final

from PySide6.QtCore import QCoreApplication, QSocketNotifier
from PySide6.QtDBus import (
    QDBusConnection,
    QDBusMessage,
    QDBusObjectPath,
    QDBusUnixFileDescriptor,
    QDBusVariant,
    QDBusVirtualObject,
)
from typing_extensions import override

PLACE: Final = "/org/freedesktop/login1"
SESSION: Final = PLACE + "/session/c1"
MANAGER: Final = "org.freedesktop.login1.Manager"


class Logind(QDBusVirtualObject):
    def __init__(self, bus: QDBusConnection) -> None:
        super().__init__()
        self.bus = bus
        self.watched: QSocketNotifier | None = None
        self.reader = -1
        self.locked = False

    @override
    def introspect(self, _path: str) -> str:
        return ""

    @override
    def handleMessage(self, message: QDBusMessage, connection: QDBusConnection) -> bool:
        arguments = message.arguments()
        say(" ".join([message.member(), *map(str, arguments)]))
        if message.member() == "GetSession":
            connection.send(reply(message, QDBusObjectPath(SESSION)))
        elif message.member() == "Get":
            connection.send(reply(message, QDBusVariant(self.locked)))
        elif message.member() == "Inhibit":
            connection.send(reply(message, QDBusUnixFileDescriptor(self.pipe())))
        return True

    def pipe(self) -> int:
        """One end to give away; when that is closed everywhere the other end tells."""
        self.reader, given = os.pipe()
        self.watched = QSocketNotifier(self.reader, QSocketNotifier.Type.Read)
        self.watched.activated.connect(self.released)
        self.given = given
        return given

    def sent(self) -> None:
        os.close(self.given)

    def released(self) -> None:
        assert self.watched is not None
        self.watched.setEnabled(False)
        say("released")

    def happens(self) -> None:
        for line in os.read(0, 1000).decode().split():
            self.tell(line)

    def tell(self, line: str) -> None:
        manager = QDBusMessage.createSignal(PLACE, MANAGER, "PrepareForSleep")
        lock = QDBusMessage.createSignal(SESSION, "org.freedesktop.login1.Session", "Lock")
        changed = ("org.freedesktop.DBus.Properties", "PropertiesChanged")
        match line:
            case "sleep" | "wake":
                manager.setArguments([line == "sleep"])
                self.bus.send(manager)
            case "lock":
                self.bus.send(lock)
            case "hint" | "no-hint":
                self.locked = line == "hint"
                hint = QDBusMessage.createSignal(SESSION, *changed)
                hint.setArguments(["org.freedesktop.login1.Session", {"LockedHint": True}, []])
                self.bus.send(hint)
            case "given":
                self.sent()
            case "end":
                QCoreApplication.quit()


def reply(message: QDBusMessage, value: object) -> QDBusMessage:
    made = message.createReply()
    made.setArguments([value])
    return made


def say(line: str) -> None:
    print(line, flush=True)


def main(address: str) -> int:
    application = QCoreApplication([])
    bus = QDBusConnection.connectToBus(address, "logind")
    logind = Logind(bus)
    bus.registerVirtualObject(PLACE, logind, QDBusConnection.VirtualObjectRegisterOption.SubPath)
    assert bus.registerService("org.freedesktop.login1")
    wishes = QSocketNotifier(0, QSocketNotifier.Type.Read)
    wishes.activated.connect(logind.happens)
    say("ready")
    return application.exec()


if __name__ == "__main__":
    sys.exit(main(sys.argv[1]))
