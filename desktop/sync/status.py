"""How the state of sync reads in the status bar: calm, always there, never in the way."""

from __future__ import annotations

from typing import TYPE_CHECKING

from core.errors import Unavailable
from desktop import clock
from desktop.terms import term
from desktop.wording import clock_time

if TYPE_CHECKING:
    from db.queries.rows import SyncRow
    from desktop.frame.status_bar import StatusBar, StatusTone
    from desktop.sync.state import SyncState
    from desktop.window import Window


def attend(window: Window, state: SyncState) -> None:
    """Show it from now on; a click on what waits leads to where it can be dealt with."""
    state.changed.connect(lambda: show_in(window.status, state))
    window.status.note.clicked.connect(lambda: open_note(window, state))


def show_in(bar: StatusBar, state: SyncState) -> None:
    """Show how this machine stands with the server, and conflicts that wait for a person."""
    row = state.row
    if row is None:
        bar.sync.say("", "")
        bar.note.say("", "")
        return
    _show_note(bar, row)
    if state.running:
        bar.sync.say("frame.sync.running", "arrow_sync")
    elif state.station:
        bar.sync.say("frame.sync.station", "usb_stick")
    elif state.trouble is not None:
        offline = isinstance(state.trouble, Unavailable)
        key = "frame.sync.pending" if offline else "frame.sync.trouble"
        bar.sync.say(key, "plug_disconnected" if offline else "warning", "warn", n=row.unsent)
    elif row.last is not None:
        bar.sync.say("frame.sync.done", "checkmark_circle", "ok", at=clock_time(row.last))
    else:
        bar.sync.say("frame.sync.never", "arrow_sync", n=row.unsent)


def open_note(window: Window, state: SyncState) -> None:
    """Where what waits for a person can be dealt with; who may settle no conflicts reads of them
    among the rest of what is exchanged.
    """
    conflicts = state.row is not None and state.row.conflicts
    wanted = ("conflicts", "sync") if conflicts else ("sync",)
    mine = window.nav.ordered()
    if here := next((one for one in wanted if one in mine), None):
        window.go(here)


def _show_note(bar: StatusBar, row: SyncRow) -> None:
    """What waits for a person: conflicts first, then signatures with something wrong, then that
    this machine's certificate ends.
    """
    if row.conflicts:
        bar.note.say("frame.conflicts", "warning", "warn", n=row.conflicts)
    elif row.incidents:
        bar.note.say("frame.incidents", "warning", "warn", n=row.incidents)
    elif row.ends is not None:
        state, days = term(row.ends, clock.now_ms())
        tone: StatusTone = "text2" if state == "left" else "warn"
        bar.note.say(f"frame.term.{state}", "certificate", tone, n=days)
    else:
        bar.note.say("", "")
