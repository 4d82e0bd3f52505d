"""The card of backups: how the last one went, where and how often, what stands here only."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from desktop.widgets.banner import Banner
from desktop.widgets.buttons import Button
from desktop.widgets.labels import ElidedLabel, Label
from desktop.widgets.layouts import STRETCH, Column, Grid, Panel, Row, fix_size
from desktop.widgets.progress_row import ProgressRow
from desktop.widgets.segmented import Option, Segmented
from desktop.wording import file_size, moment, number
from desktop.words import bind, word

if TYPE_CHECKING:
    from collections.abc import Sequence

    from core.errors import AntinError
    from db.care.backup import Generation
    from desktop.safety.work import Standing

WIDTH: Final = 760
EVERY: Final = (0, 60, 240, 1440)
"""Minutes between backups; 0 is by hand only."""

_SHOWN: Final = 5


class BackupCard(Panel):
    """Shows a ``Standing`` and the generations of its place; the screen connects the buttons."""

    def __init__(self) -> None:
        self._standing: Standing | None = None
        self._generations: Sequence[Generation] = ()
        self.banner, self.progress = Banner(), ProgressRow()
        self.last, self.single = Label(role="body", wrap=True), Label(role="body", wrap=True)
        self.folder = ElidedLabel(role="body")
        self.choose = Button("safety.backup.choose", icon="folder_open")
        options = tuple(Option(each, f"safety.backup.every.{each}") for each in EVERY)
        self.every: Segmented[int] = Segmented("safety.backup.every", options)
        self.now = Button("safety.backup.now", "primary", icon="save")
        self.rehearse = Button("safety.rehearse", icon="history")
        self._kept = Column(gap=3)
        super().__init__("card", self._lay_out())
        fix_size(self, width=WIDTH)
        bind(self, self._speak)

    def show_standing(self, standing: Standing, trouble: AntinError | None) -> None:
        """How things stand; ``trouble`` is what the last run met."""
        self._standing = standing
        self.every.set_value(standing.settings.plan.every)
        if trouble is not None:
            self.banner.show_error(trouble, "warn")
        else:
            self.banner.hush()
        self._speak()

    def show_generations(self, found: Sequence[Generation]) -> None:
        """What the place holds, the newest first."""
        self._generations = found
        self._speak()

    def set_busy(self, *, busy: bool) -> None:
        """Something is under way: nothing else can begin."""
        place = self._standing is not None and self._standing.settings.target is not None
        self.now.setEnabled(place and not busy)
        self.rehearse.setEnabled(place and not busy and bool(self._generations))
        self.choose.setEnabled(not busy)

    def _speak(self) -> None:
        standing = self._standing
        if standing is None:
            return
        plan, target = standing.settings.plan, standing.settings.target
        if plan.last_ok:
            self.last.say("safety.backup.last", at=moment(plan.last_ok), n=plan.generation)
        else:
            self.last.say("safety.backup.never")
        self.last.set_tone("" if plan.last_ok else "warn")
        self._say_single(standing)
        self.folder.show_text(str(target) if target else word("safety.backup.nowhere"))
        self._show_kept()

    def _say_single(self, standing: Standing) -> None:
        only = standing.only_here
        if not only.commits:
            self.single.say("safety.single.none")
        elif not standing.single:
            self.single.say("safety.single.copied", n=only.commits, count=number(only.commits))
        else:
            facts = {"count": number(standing.single), "at": moment(only.oldest or 0)}
            self.single.say("safety.single.some", n=standing.single, **facts)
        self.single.set_tone("warn" if standing.single else "")

    def _show_kept(self) -> None:
        while (item := self._kept.takeAt(0)) is not None:
            if (widget := item.widget()) is not None:
                widget.hide()
                widget.deleteLater()
        for each in self._generations[:_SHOWN]:
            key = "safety.generation" if each.whole else "safety.generation.damaged"
            tone = "text2" if each.whole else "danger"
            size, at = file_size(each.size), moment(each.time)
            self._kept.addWidget(Label(key, "sub", tone, n=each.number, at=at, size=size))

    def _lay_out(self) -> Column:
        grid = Grid((0, 1), gaps=(24, 10))
        every, place = Label("safety.backup.every", "label"), Label("safety.backup.place", "label")
        every.setBuddy(self.every)
        grid.addWidget(place, 0, 0)
        row = Row(self.folder, self.choose, gap=12)
        row.setStretch(0, 1)
        grid.addLayout(row, 0, 1)
        grid.addWidget(every, 1, 0)
        grid.addLayout(Row(self.every, STRETCH), 1, 1)
        column = Column(Label("safety.backup", "panel"), 4, gap=8, margins=(20, 14, 20, 18))
        for widget in (self.banner, self.last, self.single):
            column.addWidget(widget)
        column.addLayout(grid)
        column.addLayout(self._kept)
        column.addWidget(self.progress)
        column.addLayout(Row(self.now, self.rehearse, STRETCH, gap=8))
        return column
