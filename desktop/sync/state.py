"""How this machine stands with the server now: what status bar and sync screen both show."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

if TYPE_CHECKING:
    from core.errors import AntinError
    from db.queries.rows import SyncRow


class SyncState(QObject):
    """``changed`` follows every change. ``station`` means that the unit has no server;
    ``trouble`` is what ended the last round, ``last`` when everything was exchanged (ms UTC)."""

    changed = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.station = True
        self.running = False
        self.trouble: AntinError | None = None
        self.row: SyncRow | None = None

    def begin(self, *, station: bool) -> None:
        """Another session: nothing is known yet."""
        self.station, self.running, self.trouble, self.row = station, False, None, None
        self.changed.emit()

    def show_running(self, *, running: bool) -> None:
        """A round that a person asked for is under way, or no longer."""
        self.running = running
        self.changed.emit()

    def show_trouble(self, trouble: AntinError | None) -> None:
        """What ended the last round; None where nothing did."""
        self.trouble, self.running = trouble, False
        self.changed.emit()

    def show_row(self, row: SyncRow) -> None:
        """What the store says: acts not sent yet, conflicts, held commits."""
        self.row = row
        self.changed.emit()
