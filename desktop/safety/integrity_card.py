"""The card of integrity: look at the store quickly or whole, and what was found, in words."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from db.care.findings import Repair
from desktop.widgets.banner import Banner
from desktop.widgets.buttons import Button
from desktop.widgets.labels import Label
from desktop.widgets.layouts import STRETCH, Column, Panel, Row, fix_size
from desktop.widgets.progress_row import ProgressRow
from desktop.wording import number
from desktop.words import bind, word

if TYPE_CHECKING:
    from db.care.findings import Finding, Report

WIDTH: Final = 760
_GROUPS: Final = {
    code: group
    for group, codes in {
        "copies": ("header-copy", "outside-copy"),
        "pages": ("page", "structure", "unreadable"),
        "acts": ("commit-bytes", "commit-signature", "commit-missing", "held"),
        "order": ("receipt", "order"),
        "rows": (
            "reference", "commit-row", "chain-tip", "standing", "head", "touches", "aggregate",
            "row", "orphan", "state-hash", "wanted",
        ),
        "search": ("search",),
        "files": ("blob-missing", "blob-damaged"),
    }.items()
    for code in codes
}  # fmt: skip
"""What a finding is to a person, by its code (``db.care.findings.REPAIRS``)."""


class IntegrityCard(Panel):
    """Shows a ``Report``; the screen connects the buttons."""

    def __init__(self) -> None:
        self._report: Report | None = None
        self.banner, self.progress = Banner(), ProgressRow()
        self.quick = Button("safety.check.quick", icon="shield_checkmark")
        self.deep = Button("safety.check.deep", icon="search")
        self.repair = Button("safety.check.repair", "primary", icon="arrow_sync")
        self._found = Column(gap=4)
        note = Label("safety.check.note", "hint", wrap=True)
        column = Column(Label("safety.check", "panel"), 4, note, gap=8, margins=(20, 14, 20, 18))
        column.addWidget(self.banner)
        column.addLayout(self._found)
        column.addWidget(self.progress)
        column.addLayout(Row(self.quick, self.deep, self.repair, STRETCH, gap=8))
        super().__init__("card", column)
        fix_size(self, width=WIDTH)
        self.repair.hide()
        bind(self, self._speak)

    @property
    def report(self) -> Report | None:
        """What was found last."""
        return self._report

    def show_report(self, report: Report | None) -> None:
        """What was found; None for nothing looked at yet."""
        self._report = report
        self._speak()

    def set_busy(self, *, busy: bool) -> None:
        """Something is under way: nothing else can begin."""
        for button in (self.quick, self.deep, self.repair):
            button.setEnabled(not busy)

    def _speak(self) -> None:
        while (item := self._found.takeAt(0)) is not None:
            if (widget := item.widget()) is not None:
                widget.hide()
                widget.deleteLater()
        report = self._report
        if report is None:
            self.banner.hush()
            return
        seen = sum(report.counts.values())
        count = number(seen)
        if not report.whole:
            wrong = len(report.findings) + report.more
            self.banner.say("danger", "safety.check.wrong", n=wrong, count=number(wrong))
        elif report.complete:
            self.banner.say("ok", f"safety.check.whole.{report.depth}", n=seen, count=count)
        else:
            self.banner.say("info", "safety.check.stopped", n=seen, count=count)
        for text in lines(report):
            line = Label(role="body", wrap=True)
            line.show_text(text)
            self._found.addWidget(line)
        self.repair.setVisible(bool(report.mended_by(Repair.REBUILD)))


def lines(report: Report) -> list[str]:
    """What is wrong, as a person would miss it, how often, and what can mend it."""
    groups: dict[str, list[Finding]] = {}
    for found in report.findings:
        groups.setdefault(_GROUPS[found.code], []).append(found)
    return [_line(group, alike) for group, alike in groups.items()]


def _line(group: str, alike: list[Finding]) -> str:
    n, hit = len(alike), len({one for found in alike for one in found.hits})
    what = word(f"safety.finding.{group}", n=n, count=number(n))
    ways = ", ".join(word(f"safety.repair.{way}") for way in alike[0].repair)
    touched = word("safety.finding.hits", n=hit, count=number(hit)) if hit else ""
    mend = word("safety.finding.mend", ways=ways) if ways else word("safety.finding.no_way")
    return " ".join(part for part in (what, touched, mend) if part)
