"""Finds a text wherever this process can still reach it: in Python's objects and in Qt's."""

from __future__ import annotations

import gc
from collections.abc import Iterator
from types import FrameType

from PySide6.QtCore import QAbstractItemModel, QCoreApplication, QObject, Qt
from PySide6.QtGui import QGuiApplication, QTextDocument
from PySide6.QtWidgets import QApplication
from shiboken6 import isValid

TEXTS = (str, bytes, bytearray)


def traces(marker: str) -> list[str]:
    """Who holds a text with the marker in it; the marker itself, as one object, does not count."""
    gc.collect()
    return [*_in_python(marker), *_in_qt(marker)]


def _in_python(marker: str) -> Iterator[str]:
    for owner in gc.get_objects():
        if isinstance(owner, FrameType):
            continue
        for held in gc.get_referents(owner):
            if held is marker or not isinstance(held, TEXTS):
                continue
            if _holds(held, marker):
                yield f"{type(owner).__module__}.{type(owner).__qualname__}: {_shape(owner)}"


def _holds(held: str | bytes | bytearray, marker: str) -> bool:
    if isinstance(held, str):
        return marker in held
    return marker.encode() in held or marker.encode("utf-16-le") in held


def _shape(owner: object) -> str:
    """What it is, without what it says."""
    if isinstance(owner, dict):
        return ", ".join(map(str, list(owner)[:8]))
    holders = [type(one).__qualname__ for one in gc.get_referrers(owner)]
    return " < ".join(holders[:6])


def _in_qt(marker: str) -> Iterator[str]:
    for qt in _objects():
        for text in _texts(qt):
            if marker in text:
                yield f"{type(qt).__name__} {qt.objectName()}"
    if marker in QGuiApplication.clipboard().text():
        yield "the clipboard"


def _objects() -> Iterator[QObject]:
    seen: set[int] = set()
    roots = [*QApplication.allWidgets(), *QApplication.topLevelWidgets()]
    if (application := QCoreApplication.instance()) is not None:
        roots.append(application)
    for root in roots:
        for one in (root, *root.findChildren(QObject)):
            if id(one) not in seen and isValid(one):
                seen.add(id(one))
                yield one


def _texts(qt: QObject) -> Iterator[str]:
    meta = qt.metaObject()
    for place in range(meta.propertyCount()):
        if meta.property(place).typeName() in ("QString", "QStringList", "QVariant"):
            yield str(qt.property(meta.property(place).name()))
    if isinstance(qt, QTextDocument):
        yield qt.toPlainText()
    if isinstance(qt, QAbstractItemModel):
        for row in range(qt.rowCount()):
            for role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole):
                yield str(qt.data(qt.index(row, 0), role))
