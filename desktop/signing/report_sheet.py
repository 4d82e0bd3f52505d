"""The verification report of a file (signing.md §12): the verdict, every signature in the order of
signing, the pages as each of them was signed; on paper, or as JSON for another program.
"""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QScrollArea
from shiboken6 import isValid
from typing_extensions import override

from core.errors import AntinError
from core.office.copies import Paper
from core.signing.report import Change
from db.actions.exports import Copy
from db.queries.signings import SigningRow, signings
from desktop import intake_words, signing_times
from desktop.announce import announce
from desktop.background import Lane
from desktop.latest import Latest
from desktop.printing.sheet import PrintSheet
from desktop.signing import report_paper
from desktop.signing.at_intake import judged, judged_beside
from desktop.signing.report_saving import SavingSheet
from desktop.signing.report_words import by_list, facts, headline, why
from desktop.signing.revision_panes import RevisionPanes
from desktop.signing.verdict import LOOKS
from desktop.theme.theme import theme
from desktop.widgets.banner import Banner
from desktop.widgets.buttons import Button
from desktop.widgets.labels import Label
from desktop.widgets.layouts import STRETCH, Column, Grid, Panel, Row
from desktop.widgets.marks import IconLabel
from desktop.widgets.sheet import Sheet
from desktop.words import bind, word, words

if TYPE_CHECKING:
    from collections.abc import Callable

    from PySide6.QtGui import QHideEvent, QKeyEvent
    from PySide6.QtWidgets import QWidget

    from core.commits.intake_bodies import Intake
    from core.signing.report import Entry, Report
    from db.acting import Store
    from desktop.context import Context

WIDTH, EDGE = 1280, 32
HEIGHT, LEAST, AROUND = 560, 240, 190
"""Of the sheet, and of what it shows between its title and its buttons."""
LIST, ALONE = 430, 720
"""Of the signatures beside the pages; of the sheet where there are none to show."""
_Read = tuple[bytes, bytes, tuple[SigningRow, ...]]
"""A file, the signature beside it if any, and what was signed here."""


class ReportSheet(Sheet):
    """``content`` reads the file in the database lane; ``document`` is whose file it is, ``name``
    what a paper of it is called at first, ``intake`` what was found when it was taken in;
    ``beside`` reads the signature of a file that is signed by another one.
    """

    def __init__(
        self,
        context: Context,
        content: Callable[[Store], bytes],
        document: str,
        name: str,
        intake: Intake | None = None,
        *,
        beside: Callable[[Store], bytes] | None = None,
    ) -> None:
        self._context, self._asked = context, Latest(context)
        self._document, self._name, self._intake = document, name, intake
        self._beside = beside is not None
        self._pdf, self._known = b"", tuple[SigningRow, ...]()
        self.report: Report | None = None
        self.problem, self._icon = Banner(), IconLabel("info", "text2", 20, "filled")
        self._headline, self._why = Label("outgoing.verdict.running", "panel"), Label(wrap=True)
        self.list, self.panes = Column(gap=10), RevisionPanes(context)
        self.save = Button("verify.save", icon="save", hint="Ctrl S")
        self.paper = Button("verify.print", icon="print", hint="Ctrl P")
        close = Button("frame.close", "primary")
        self._area = _scrolling(self.list)
        buttons = Row(self.save, self.paper, STRETCH, close)
        super().__init__("verify.sheet", self._lay_out(), buttons, icon="shield_checkmark")
        self.panes.setVisible(not self._beside)
        self.save.setEnabled(False)
        self.paper.setEnabled(False)
        self.save.clicked.connect(self._save)
        self.paper.clicked.connect(self._print)
        close.clicked.connect(self.close_card)

        def read(store: Store) -> _Read:
            return content(store), beside(store) if beside else b"", signings(store, document)

        self._asked.read(read, self._judge, self._fail)

    def _lay_out(self) -> Column:
        head = Row(self._icon, self._headline, gap=8)
        head.setStretch(1, 1)
        left = Column(head, self._why, gap=6)
        left.addWidget(self._area, 1)
        body = Row(gap=16)
        body.addLayout(left)
        body.addWidget(self.panes, 1)
        whole = Column(self.problem, gap=6)
        whole.addLayout(body, 1)
        return whole

    @override
    def adjustSize(self) -> None:
        scrim = self.parentWidget()
        room = scrim.height() - theme.px(AROUND) if scrim is not None else theme.px(HEIGHT)
        high = max(theme.px(LEAST), min(theme.px(HEIGHT), room))
        self.panes.setFixedHeight(high)
        super().adjustSize()

    @override
    def _measure(self) -> None:
        scrim = self.parentWidget()
        room = scrim.width() - EDGE if scrim is not None else theme.px(WIDTH)
        self.setFixedWidth(min(theme.px(ALONE if self._beside else WIDTH), room))
        if not self._beside:
            self._area.setFixedWidth(min(theme.px(LIST), room // 3))

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        control = event.modifiers() & Qt.KeyboardModifier.ControlModifier
        keys = {Qt.Key.Key_S: self.save, Qt.Key.Key_P: self.paper}
        if control and event.key() in keys:
            keys[Qt.Key(event.key())].click()
        else:
            super().keyPressEvent(event)

    @override
    def keep(self) -> None:
        """The session locks, or another question takes the place."""
        self._asked.drop()
        self._pdf = b""
        self.panes.drop()

    @override
    def hideEvent(self, event: QHideEvent) -> None:
        """Put away; a window that is only made small keeps what it shows."""
        if not event.spontaneous():
            self.keep()
        super().hideEvent(event)

    # -- what was found ------------------------------------------------------------------------

    def _judge(self, read: _Read) -> None:
        pdf, beside, self._known = read
        self._pdf = pdf
        self.widened.emit()
        store = self._context.store()
        work = partial(judged_beside, store, pdf, beside) if beside else partial(judged, store, pdf)
        self._asked.run(Lane.WORKER, work, self._show, self._fail)

    def _show(self, report: Report) -> None:
        if not isValid(self):
            return
        self.report = report = signing_times.with_books(report, self._known, self._intake)
        icon, tone = LOOKS[report.verdict]
        self._icon.show_icon(icon, tone, "filled")
        self._headline.set_tone(tone)
        self._headline.say(f"verify.verdict.{report.verdict}")
        basis = by_list(report.basis, report.at_ms, words.language)
        self._why.show_text(" ".join(filter(None, (why(report, words.language), basis))))
        for number, entry in enumerate(report.signatures, 1):
            self.list.addWidget(self._entry(number, entry))
        self.list.addStretch(1)
        if report.intake is not None:  # what differs is seen first
            other = intake_words.differs(report.intake, report.verdict.value)
            place = 0 if other else len(report.signatures)
            self.list.insertWidget(place, _then(report.intake, report, other=other))
        self.save.setEnabled(True)
        self.paper.setEnabled(True)
        announce(self._headline.text())
        last = next((one for one in reversed(report.signatures) if one.length), None)
        if last is not None:
            self.view(last)
        self.widened.emit()

    def view(self, entry: Entry) -> None:
        """Show the pages as this signature covers them; today's beside them where they changed."""
        changed = Change.CONTENT in entry.changes
        self.panes.show_revision(
            entry.revision, self._pdf[: entry.length], self._pdf if changed else None
        )

    def _entry(self, number: int, entry: Entry) -> QWidget:
        icon, tone = LOOKS[entry.verdict]
        said = Label(role="val", wrap=True)
        said.show_text(f"{number}. {headline(entry, words.language)}")
        head = Row(IconLabel(icon, tone), said, gap=8)
        head.setStretch(1, 1)
        column = Column(head, gap=6, margins=(12, 10, 12, 10))
        grid = Grid((0, 1), gaps=(12, 3))
        for at, (name, value) in enumerate(facts(entry, words.language)):
            grid.addWidget(_text(name, "sub"), at, 0, Qt.AlignmentFlag.AlignTop)
            grid.addWidget(_text(value, "val"), at, 1)
        column.addLayout(grid)
        if entry.length:
            shown = Button("verify.view", "link", icon="eye")
            shown.setAccessibleDescription(said.text())
            shown.clicked.connect(partial(self.view, entry))
            column.addLayout(Row(shown, STRETCH))
        return Panel("card", column)

    def _fail(self, error: Exception) -> None:
        if not isValid(self):
            return
        if not isinstance(error, AntinError):
            raise error
        self._headline.hide()
        self.problem.say_error(error)
        self.adjustSize()

    # -- what leaves ---------------------------------------------------------------------------

    def _copy(self) -> Copy:
        signatures = len(self.report.signatures) if self.report is not None else 0
        return Copy(Paper.VERIFICATION, "document", self._document, lines=signatures)

    def _print(self) -> None:
        report, name, copy = self.report, self._name, self._copy()
        if report is not None:
            self._context.read(
                lambda store: report_paper.papers(store, report, name, copy),
                lambda found: self._context.frame.open_sheet(PrintSheet(self._context, found)),
            )

    def _save(self) -> None:
        if self.report is not None:
            sheet = SavingSheet(self._context, self.report, self._name, self._copy())
            self._context.frame.open_sheet(sheet)


def _then(intake: Intake, now: Report, *, other: bool) -> Panel:
    """What was found when the file was taken in, and whether it is the same today."""
    language = words.language
    head, said = (_text(each, "val") for each in intake_words.beside_now(now, language))
    said.set_tone("warn" if other else "none")
    column = Column(head, said, gap=4, margins=(12, 10, 12, 10))
    for line in intake_words.details(intake, language):
        column.addWidget(_text(line, "sub"))
    return Panel("card", column)


def _text(text: str, role: str) -> Label:
    label = Label(role=role, wrap=True)
    label.show_text(text)
    return label


def _scrolling(column: Column) -> QScrollArea:
    inner = Panel("surface", column)
    column.setContentsMargins(0, 0, theme.px(8), 0)
    area = QScrollArea(widgetResizable=True)
    area.setFrameShape(QFrame.Shape.NoFrame)
    area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
    bind(area, lambda: area.setAccessibleName(word("verify.sheet")))
    area.setWidget(inner)
    return area
