"""What was found of a file's signatures when it was taken in, and beside it what is found today."""

from __future__ import annotations

from typing import TYPE_CHECKING

from core.signing.report import Verdict
from desktop import intake_words
from desktop.background import Lane
from desktop.latest import Latest
from desktop.signing import at_intake
from desktop.signing.report_words import overdue
from desktop.signing.verdict import look
from desktop.widgets.labels import Label
from desktop.widgets.layouts import Panel, Row
from desktop.widgets.marks import IconLabel
from desktop.words import bind, words

if TYPE_CHECKING:
    from core.signing.report import Report
    from db.queries.rows import FileRow
    from desktop.context import Context


class IntakeLine(Panel):
    """Out of sight for a file that nobody looked into when it came."""

    def __init__(self, context: Context) -> None:
        self._context, self._asked = context, Latest(context)
        self._file: FileRow | None = None
        self.today: Report | None = None
        self._icon, self.text = IconLabel("info", "text2"), Label(role="sub", wrap=True)
        row = Row(self._icon, self.text, gap=8, margins=(4, 0, 4, 0))
        row.setStretch(1, 1)
        super().__init__("clear", row)
        bind(self, self._speak)

    def show_file(self, file: FileRow | None) -> None:
        """Say what was found of a file; of another one than before nothing is known of today."""
        if self._file is None or file is None or file.blob != self._file.blob:
            self.put_away()
        self._file = file
        self._speak()

    def judge(self, pdf: bytes) -> None:
        """Look into it once more; one that had no signature keeps having none."""
        known = self._file.intake if self._file else None
        if known is None or known.verdict == Verdict.UNSIGNED:
            return
        store = self._context.store()
        self._asked.run(Lane.WORKER, lambda: at_intake.looked_into(store, pdf), self._take)

    def put_away(self) -> None:
        """Want no answer any more: the session locks, the screen is left, another file comes."""
        self._asked.drop()
        self.today = None

    def _take(self, found: Report) -> None:
        self.today = found
        self._speak()

    def _speak(self) -> None:
        known = self._file.intake if self._file else None
        self.setVisible(known is not None)
        if known is None:
            return
        said, now = intake_words.at_intake(known, words.language), self.today
        code = now.verdict if now else known.verdict
        icon, tone = look(code)
        if now is not None:
            said = f"{said} · {intake_words.today(known, now.verdict.value, words.language)}"
        self._icon.show_icon(icon, tone, "filled")
        late = overdue(now, words.language) if now else ""
        self.text.show_text(" · ".join(filter(None, (said, late))))
        other = now is not None and intake_words.differs(known, now.verdict.value)
        self.text.set_tone("warn" if other or late else "text2")
