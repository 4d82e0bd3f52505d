"""What the signatures of a file say: judged in a limited process, shown above the page."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Final

from core.signing.report import Verdict
from db.actions import files
from desktop.announce import announce
from desktop.background import Lane
from desktop.latest import Latest
from desktop.signing.at_intake import judged, judged_beside
from desktop.signing.report_words import overdue
from desktop.widgets.buttons import Button
from desktop.widgets.labels import Label
from desktop.widgets.layouts import STRETCH, Column, Panel, Row
from desktop.widgets.marks import IconLabel
from desktop.wording import moment
from desktop.words import bind, word, words

if TYPE_CHECKING:
    from core.signing.report import Entry, Report
    from db.acting import Store
    from desktop.context import Context

LOOKS: Final[dict[Verdict, tuple[str, str]]] = {
    Verdict.VALID: ("shield_checkmark", "ok"),
    Verdict.UNPROVEN: ("warning", "warn"),
    Verdict.UNKNOWN: ("warning", "warn"),
    Verdict.UNREADABLE: ("warning", "warn"),
    Verdict.UNSIGNED: ("info", "text2"),
    Verdict.INVALID: ("error_circle", "danger"),
    Verdict.ALTERED: ("error_circle", "danger"),
}


def look(code: str) -> tuple[str, str]:
    """Icon and colour of a verdict's code; of one that a later program gave, neutral ones."""
    return LOOKS[Verdict(code)] if code in set(Verdict) else ("info", "text2")


class VerdictPanel(Panel):
    """The headline and one line for each signature; never green where something is unchecked.
    ``overdue`` warns where the trust list that was judged by had run out; ``more`` is the button
    for everything that was found.
    """

    def __init__(self, context: Context) -> None:
        self._context, self._asked = context, Latest(context)
        self.report: Report | None = None
        self._running = False
        self._icon = IconLabel("info", "text2", 20, "filled")
        self._headline = Label(role="panel")
        self._note = Label(role="sub", tone="text2", wrap=True)
        self.overdue = Label(role="sub", tone="warn", wrap=True)
        self._lines = Column(gap=6)
        self.more = Button("verify.open", "link", icon="eye")
        self.more.hide()
        head = Row(self._icon, self._headline, gap=8)
        head.setStretch(1, 1)
        column = Column(
            head,
            self._note,
            self.overdue,
            6,
            self._lines,
            Row(self.more, STRETCH),
            gap=6,
            margins=(16, 14, 16, 14),
        )
        column.addStretch(1)
        super().__init__("surface", column)
        bind(self, self._speak)

    def judge(self, pdf: bytes) -> None:
        """Judge a file in the worker lane and show the result."""
        self._put(None, running=True)
        store = self._context.store()
        self._asked.run(Lane.WORKER, lambda: judged(store, pdf), self._show, self._fail)

    def judge_beside(self, blob: str, signature: str) -> None:
        """The same of a signature beside a file; both are named by their hashes."""
        self._put(None, running=True)

        def read(store: Store) -> tuple[bytes, bytes]:
            return files.content(store, blob), files.content(store, signature)

        def judge(found: tuple[bytes, bytes]) -> None:
            store = self._context.store()
            work = partial(judged_beside, store, *found)
            self._asked.run(Lane.WORKER, work, self._show, self._fail)

        self._asked.read(read, judge, self._fail)

    def clear(self) -> None:
        """Say that no PDF is in sight, until the next file is judged."""
        self._asked.drop()
        self._put(None)

    def _put(self, report: Report | None, *, running: bool = False) -> None:
        self.report, self._running = report, running
        self._speak()

    def _fail(self, error: Exception) -> None:
        self._put(None)
        self._context.frame.show_error(error)

    def _show(self, report: Report) -> None:
        self._put(report)
        announce(f"{report.verdict} {len(report.signatures)}")

    def _speak(self) -> None:
        while (item := self._lines.takeAt(0)) is not None:
            if (widget := item.widget()) is not None:
                widget.deleteLater()
        report = self.report
        self.more.setVisible(report is not None)
        late = overdue(report, words.language) if report else ""
        self.overdue.setVisible(bool(late))
        self.overdue.show_text(late)
        if report is None:
            self._icon.show_icon("info", "text2", "filled")
            self._headline.set_tone("text2")
            self._headline.say("outgoing.verdict.running" if self._running else "evidence.no_pdf")
            self._note.show_text("")
            return
        icon, tone = LOOKS[report.verdict]
        self._icon.show_icon(icon, tone, "filled")
        self._headline.set_tone(tone)
        self._headline.say(f"verify.verdict.{report.verdict}")
        self._note.say(f"verify.reason.{report.reason}")
        for entry in report.signatures:
            self._lines.addWidget(_line(entry))


def _line(entry: Entry) -> Panel:
    icon, tone = LOOKS[entry.verdict]
    who = entry.certificate.subject.name if entry.certificate else word("verify.none")
    role = word(f"verify.role.{entry.role}")
    level = word("verify.level", level=entry.level) if entry.level else ""
    proof = word("verify.no_timestamp") if entry.proven_ms is None else moment(entry.proven_ms)
    claimed = moment(entry.claimed_ms) if entry.claimed_ms is not None else ""
    head = Label(role="val", wrap=True)
    head.show_text(f"{role[:1].upper()}{role[1:]} · {who}")
    below = Label(role="sub", tone="text2", wrap=True)
    verdict = word(f"verify.verdict.{entry.verdict}")
    below.show_text(" · ".join(part for part in (verdict, level, claimed, proof) if part))
    row = Row(IconLabel(icon, tone), Column(head, below, gap=1), gap=8, margins=(10, 6, 10, 6))
    row.setStretch(1, 1)
    return Panel("card", row)
