"""After a lock: what Qt and our own caches keep of the documents is dropped for good.

Python cannot overwrite a text that it freed; that the memory is not written to a swap file or a
dump is the matter of ``db.process``.
"""

from __future__ import annotations

import gc

from PySide6.QtCore import QCoreApplication, QEvent
from PySide6.QtGui import QPixmapCache

from desktop.widgets import matching


def forget_everything() -> None:
    """Destroy what was put away, empty the caches, free what only held on to itself."""
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    QPixmapCache.clear()
    matching.forget()
    gc.collect()
