"""The sync screen: how this machine stands with the server, and bundles carried by hand."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import QLayout, QScrollArea, QWidget
from typing_extensions import override

from db.actions import completing as completing_acts
from db.queries import carried, completing, office, snapshots
from desktop import clock
from desktop.screens import Command, Head, Screen, ScreenView
from desktop.signing import trust_line
from desktop.sync.bundle_card import BundleCard
from desktop.sync.bundle_lines import written_lines
from desktop.sync.evidence_lines import evidence_lines
from desktop.terms import term
from desktop.widgets.banner import Banner
from desktop.widgets.buttons import Button
from desktop.widgets.labels import Label
from desktop.widgets.layouts import STRETCH, Column, Panel, Row, fix_size
from desktop.wording import day, moment
from desktop.words import bind, word

if TYPE_CHECKING:
    from db.acting import Store
    from db.queries.completing import Completion
    from db.queries.rows import DeviceRow, ExportRow, SyncRow
    from db.queries.snapshots import Coming
    from desktop.changes import Changed
    from desktop.context import Context

    _Standing = tuple[
        SyncRow,
        list[DeviceRow],
        list[ExportRow],
        list[Completion],
        trust_line.TrustLine,
        list[Coming],
    ]

CARD_WIDTH: Final = 760
_SHOWN: Final = 12
_AGAIN_MS: Final = 1000
"""How soon the screen looks again how far a history has come."""


class SyncScreen(ScreenView):
    """State of the server exchange, bundles to write and read, bundles not confirmed yet."""

    def __init__(self, context: Context) -> None:
        super().__init__()
        self._context = context
        self.state = Label(role="body", wrap=True)
        self.held = Label(role="sub", tone="warn", wrap=True)
        self.history = Label(role="body", tone="warn", wrap=True)
        self._again = QTimer(self, singleShot=True, interval=_AGAIN_MS)
        self._again.timeout.connect(self._read)
        self.term = Label(role="sub", wrap=True)
        self.trouble = Banner()
        self.sync_now = Button("sync.now", icon="arrow_sync")
        self.bundles = BundleCard(context, self._read)
        fix_size(self.bundles, width=CARD_WIDTH)
        self.written = Column(gap=4)
        self.evidence = Column(gap=4)
        self.trust = Label(role="body", wrap=True)
        self.algorithms = Label(role="hint", wrap=True)
        self.setLayout(Column(_scrolling(self._page()), gap=0))
        self.sync_now.clicked.connect(lambda _checked: context.sync_now())
        context.changes.happened.connect(self._hear)
        context.sync.changed.connect(self._show)
        bind(self, self._show)

    @override
    def head(self) -> Head:
        """Title and what is carried by hand."""
        return Head(word("frame.screen.sync"), word("sync.subtitle"))

    @override
    def commands(self) -> tuple[Command, ...]:
        """Export is what one comes here for."""
        do = self.bundles
        return (
            Command("export", "sync.export", do.ask_export, "arrow_upload", "Ctrl+E", "primary"),
            Command("import", "sync.import", do.ask_import, "arrow_download", "Ctrl+I", "bar"),
            Command("now", "sync.now", self._context.sync_now, "arrow_sync", "F5"),
        )

    @override
    def open(self, argument: object) -> None:
        """Read anew; a list of dropped files is taken in."""
        self._read()
        if isinstance(argument, list):
            self.bundles.bring([Path(str(one)) for one in argument])

    def _hear(self, _changed: Changed) -> None:
        self._read()

    def _read(self) -> None:
        self._context.read(_state, self._take_state)

    def _take_state(self, found: _Standing) -> None:
        standing, self.bundles.devices, exports, evidence, trust, coming = found
        trust_line.say(self.trust, trust)
        self.algorithms.setVisible(bool(trust.algorithms))
        self.algorithms.say("sync.trust.algorithms", rows=trust.algorithms)
        self._say_coming(coming)
        _empty(self.evidence)
        for line in evidence_lines(evidence, self._take_over):
            self.evidence.addWidget(line)
        _empty(self.written)
        for line in written_lines(exports, clock.now_ms()):
            self.written.addWidget(line)
        self._context.sync.show_row(standing)

    def _say_coming(self, coming: list[Coming]) -> None:
        """How far the history of what a snapshot shows has come; a round may bring it for long."""
        here, whole = sum(one.here for one in coming), sum(one.whole for one in coming)
        self.history.say("sync.history", here=here, whole=whole)
        self.history.setVisible(bool(coming))
        if coming and self.isVisible():
            self._again.start()

    def _take_over(self, one: Completion) -> None:
        self._context.act(
            lambda store: completing_acts.take_over(store, one),
            lambda _done: self._context.frame.toast("sync.evidence.taken"),
        )

    def _show(self) -> None:
        now = self._context.sync
        row = now.row
        if row is None:
            return
        self.sync_now.setEnabled(not now.station and not now.running)
        self.sync_now.say("sync.running" if now.running else "sync.now")
        if now.station:
            self.trouble.say("info", "sync.station")
        elif now.trouble is not None:
            self.trouble.show_error(now.trouble, "warn")
        else:
            self.trouble.hush()
        at = moment(row.last) if row.last else ""
        key = "sync.state.last" if row.last else "sync.state.never"
        self.state.say(key, at=at, n=row.unsent)
        self.state.setVisible(not now.station)
        self.held.setVisible(bool(row.held))
        self.held.say("sync.held", n=row.held)
        self._show_term(row.ends, rooted=row.rooted)
        self.head_changed.emit()

    def _show_term(self, ends: int | None, *, rooted: bool) -> None:
        self.term.setVisible(ends is not None)
        if ends is not None:
            state, days = term(ends, clock.now_ms())
            self.term.set_tone("text2" if state == "left" else "warn")
            key = "sync.term.root" if rooted else f"sync.term.{state}"
            self.term.say(key, n=days, at=day(clock.local_time(ends).date()))

    def _page(self) -> Panel:
        lines = (self.trouble, self.state, self.history, self.held, self.term)
        server = _card("sync.server", *lines, Row(self.sync_now, STRETCH))
        written = _card("sync.exports", self.written)
        about = Label("sync.evidence.note", "hint", wrap=True)
        evidence = _card("sync.evidence", about, self.evidence, self.trust, self.algorithms)
        # in rows of their own, or text that wraps would be measured at the width of the window
        rows = (Row(card, STRETCH) for card in (server, self.bundles, written, evidence))
        column = Column(*rows, STRETCH, gap=12, margins=(20, 20, 20, 20))
        return Panel("app", column)


def _state(store: Store) -> _Standing:
    left = completing.listed(store, _SHOWN + 1)
    trust = trust_line.held_line(store)
    coming = snapshots.coming(store)
    return office.sync(store), carried.readers(store), carried.exports(store), left, trust, coming


def _empty(column: Column) -> None:
    while (item := column.takeAt(0)) is not None:
        if (widget := item.widget()) is not None:
            widget.deleteLater()


def _scrolling(page: Panel) -> QScrollArea:
    """What may be higher than the window."""
    area = QScrollArea(widgetResizable=True)
    area.setProperty("ground", "app")
    area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
    area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
    area.setWidget(page)
    return area


def _card(title: str, *items: QWidget | QLayout) -> Panel:
    column = Column(Label(title, "panel"), 4, gap=8, margins=(20, 14, 20, 18))
    for item in items:
        if isinstance(item, QWidget):
            column.addWidget(item)
        else:
            column.addLayout(item)
    card = Panel("card", column)
    fix_size(card, width=CARD_WIDTH)
    return card


SCREEN: Final = Screen("sync", "system", "arrow_sync", "frame.screen.sync", SyncScreen)
