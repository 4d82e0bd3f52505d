"""The safety of the data: backups and what stands here only, integrity, who holds the keys."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QScrollArea, QWidget
from typing_extensions import override

from desktop.latest import Latest
from desktop.safety import work
from desktop.safety.backups import Backups
from desktop.safety.checks import KINDS, Checks
from desktop.safety.keys import Keys
from desktop.screens import Command, Head, Screen, ScreenView
from desktop.widgets.banner import Banner
from desktop.widgets.layouts import STRETCH, Column, Panel, Row
from desktop.words import bind, word

if TYPE_CHECKING:
    from desktop.context import Context
    from desktop.safety.safekeeping import Safekeeping
    from desktop.session import Session


class SafetyScreen(ScreenView):
    """Cards one below the other; long work goes on while another screen is open."""

    def __init__(self, session: Session, keeping: Safekeeping, context: Context) -> None:
        super().__init__()
        self._keeping, self._written = keeping, Latest(context)
        self.noticed = Banner()
        self.backups = Backups(session, keeping, context)
        self.checks = Checks(keeping, context)
        self.keys = Keys(session, keeping, context)
        self.setLayout(Column(self._page(), gap=0))
        keeping.changed.connect(self._show)
        keeping.busy.connect(self._show_job)
        bind(self, self.head_changed.emit)

    @override
    def head(self) -> Head:
        """Title and what it is about."""
        return Head(word("frame.screen.safety"), word("safety.subtitle"))

    @override
    def commands(self) -> tuple[Command, ...]:
        """A backup is what one comes here for."""
        return (
            Command("backup", "safety.backup.now", self.backups.begin, "save", "Ctrl+Enter"),
            Command("place", "safety.backup.choose", self.backups.ask_folder, "folder_open"),
            Command("refresh", "safety.refresh", self._keeping.look, "arrow_sync", "F5"),
        )

    @override
    def start(self) -> QWidget | None:
        """The main button, or what has to be done before."""
        card = self.backups.card
        return card.now if card.now.isEnabled() else card.choose

    @override
    def open(self, argument: object) -> None:
        """Read anew."""
        self._keeping.look()
        self._show_job()

    def _show(self) -> None:
        self.checks.card.show_report(self._keeping.report)
        standing = self._keeping.standing
        if standing is None:
            return
        self.backups.show()
        self.keys.show()
        self.noticed.hush()
        if standing.noticed:
            self.noticed.say("warn", f"safety.noticed.{standing.noticed[-1].why}")
            self.noticed.offer("safety.noticed.seen", self._acknowledge)
        elif standing.begun is not None:
            reason = standing.begun
            self.noticed.say("warn", "safety.rekey.begun", reason=reason)
            self.noticed.offer("safety.rekey.again", lambda: self._keeping.rekey(reason))
        self._show_job()

    def _show_job(self) -> None:
        """How far the work is stands on the card that it was begun from."""
        job = self._keeping.job
        kind = job.kind if job is not None else ""
        for each, kinds in (
            (self.backups, {"backup", "rehearse"}),
            (self.checks, KINDS),
        ):
            each.card.progress.show_job(job if kind in kinds else None)
        for card in (self.backups.card, self.checks.card, self.keys.card):
            card.set_busy(busy=job is not None)

    def _acknowledge(self) -> None:
        self._written.read(work.acknowledge, lambda _none: self._keeping.look())

    def _page(self) -> QWidget:
        # in rows of their own, or text that wraps would be measured at the width of the window
        cards = (Row(each.card, STRETCH) for each in (self.backups, self.checks, self.keys))
        column = Column(self.noticed, *cards, STRETCH, gap=12, margins=(20, 20, 20, 20))
        scroll = QScrollArea(widgetResizable=True)
        scroll.setProperty("ground", "app")
        scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        scroll.setWidget(Panel("app", column))
        return scroll


def screen(session: Session, keeping: Safekeeping) -> Screen:
    """The entry of the navigation; everybody who works here may look after his data."""
    build = partial(SafetyScreen, session, keeping)
    return Screen("safety", "system", "shield_checkmark", "frame.screen.safety", build)
