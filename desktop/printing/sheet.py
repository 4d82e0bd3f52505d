"""Pages before they leave: looked at, printed (Enter), saved as a PDF. All within the window, so
that the lock covers it; a lock forgets the pages and stops the job.
"""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, QTimer
from shiboken6 import isValid
from typing_extensions import override

from core.errors import AntinError, BrokenPdf
from core.office.copies import Way
from db.actions import desk
from db.actions.desk import Habit
from desktop.background import Lane
from desktop.pages import Opened
from desktop.printing import leaving
from desktop.printing.choices import PrintChoices
from desktop.printing.job import Job
from desktop.printing.telling import form_words
from desktop.theme.theme import theme
from desktop.widgets.banner import Banner
from desktop.widgets.buttons import Button
from desktop.widgets.layouts import STRETCH, Column, Row, fix_size
from desktop.widgets.path_sheet import PathSheet
from desktop.widgets.pdf_pane import PdfPane
from desktop.widgets.sheet import Sheet
from desktop.words import words

if TYPE_CHECKING:
    from PySide6.QtGui import QHideEvent, QKeyEvent
    from PySide6.QtPrintSupport import QPrinter
    from PySide6.QtWidgets import QWidget

    from db.acting import Done, Store
    from desktop.context import Context
    from desktop.printing.leaving import Papers
    from desktop.printing.wanted import Wanted

WIDTH, BESIDE = 1040, 268
HEIGHT, LEAST, AROUND = 500, 240, 170
"""Of the pages, and of what stands around them."""


class PrintSheet(Sheet):
    """Some forms say their own words."""

    title_key = "printing.title"
    sent_key = "printing.sent"
    save_key = "printing.save"
    saved_key = "printing.saved"

    def __init__(self, context: Context, papers: Papers) -> None:
        self._context, self._papers = context, papers
        self._opened: Opened | None = None
        self._job: Job | None = None
        self._known = self._hurried = self._gone = False
        self.problem = Banner()
        self.pane = PdfPane(self.title_key, context.background)
        self.choices = PrintChoices(context.printers.offers())
        fix_size(self.choices, width=BESIDE)
        self.cancel = Button("printing.close", "ghost", hint="Esc")
        self.save = Button(self.save_key, icon="save", hint="Ctrl S")
        self.send = Button("printing.do", "primary", icon="print", hint="Enter")
        self.send.setEnabled(bool(self.choices.printers.value()))
        body = Column(self.problem, Row(self.pane, self.choices, gap=16), gap=8)
        super().__init__(self.title_key, body, Row(STRETCH, self.cancel, self.save, self.send))
        self.set_width(WIDTH)
        self.cancel.clicked.connect(self.close_card)
        self.save.clicked.connect(self._save)
        self.send.clicked.connect(self._print)
        self.choices.meant.connect(self._print)
        context.background.run(Lane.PAGES, self._open, self._show, self._cannot_open)
        context.read(lambda store: desk.printing(store, papers.form), self._remember)

    @override
    def first(self) -> QWidget | None:
        return self.send if self.send.isEnabled() else self.save

    @override
    def adjustSize(self) -> None:
        """The pages take what height the window has for them."""
        scrim = self.parentWidget()
        room = scrim.height() - theme.px(AROUND) if scrim is not None else theme.px(HEIGHT)
        self.pane.setFixedHeight(max(theme.px(LEAST), min(theme.px(HEIGHT), room)))
        super().adjustSize()

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter and Ctrl+P print, Ctrl+S saves; Enter on another button is that button."""
        control = event.modifiers() & Qt.KeyboardModifier.ControlModifier
        key = Qt.Key(event.key())
        if key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            focused = self.focusWidget()
            (focused if isinstance(focused, Button) else self.send).click()
        elif control and key in (Qt.Key.Key_S, Qt.Key.Key_P):
            (self.save if key == Qt.Key.Key_S else self.send).click()
        else:
            super().keyPressEvent(event)

    @override
    def close_card(self) -> None:
        """While pages are under way, to close is to stop."""
        if self._job is not None:
            self._job.stop()
            self._job, self.can_close = None, True
            _say_stopped(self._context, self._papers)
        super().close_card()

    @override
    def keep(self) -> None:
        """The session locks or another question takes the place: the pages are forgotten, in the
        page process too, and what is printed is stopped.
        """
        self._gone = True
        if self._job is not None:
            self._job.stop()
            self._job = None
            _say_stopped(self._context, self._papers)
        opened, self._opened = self._opened, None
        if opened is not None:
            self.pane.show_source(None)
            _close(self._context, opened)

    @override
    def hideEvent(self, event: QHideEvent) -> None:
        """Put away; a window that is only made small keeps what it shows."""
        if not event.spontaneous():
            self.keep()
        super().hideEvent(event)

    def print_to(self, printer: QPrinter) -> None:
        """Record the act, then send the pages; the sheet stays until the last one is on its way."""
        opened = self._opened
        wanted = self.choices.wanted(len(opened.sizes)) if opened is not None else None
        if wanted is None:
            return
        self._hold(under_way=True)

        def act(store: Store) -> Done:
            done = leaving.record(store, self._papers, Way.PRINT, len(wanted.pages), wanted.copies)
            habit = Habit(wanted.printer, wanted.two_sided)
            desk.keep_printing(store, self._papers.form, habit)
            return done

        self._context.act(act, lambda _done: self._begin(printer, wanted), self._stopped)

    # -- looking ---------------------------------------------------------------------------------

    def _open(self) -> Opened:
        pages = self._context.pages
        return Opened(pages, pages.open(self._papers.content))

    def _show(self, opened: Opened) -> None:
        if self._gone:
            _close(self._context, opened)
            return
        self._opened = opened
        self.pane.show_source(opened)
        self._hasten()

    def _remember(self, habit: Habit | None) -> None:
        self.choices.remember(habit)
        self._known = True
        self._hasten()

    def _cannot_open(self, error: Exception) -> None:
        """What cannot be shown is not printed; the file can still be saved as it is."""
        self.send.setEnabled(False)
        self._fail(error)

    def _fail(self, error: Exception) -> None:
        self.problem.say_error(error if isinstance(error, AntinError) else BrokenPdf())
        self.adjustSize()

    # -- leaving ---------------------------------------------------------------------------------

    def _save(self) -> None:
        context, papers = self._context, self._papers
        pages = len(self._opened.sizes) if self._opened is not None else 0
        facts = {"form": form_words(papers.form, words.language)}

        def write(paths: list[Path]) -> None:
            context.act(
                lambda store: leaving.save(store, papers, pages, paths[0]),
                lambda _done: context.frame.toast(self.saved_key, form=facts["form"]),
            )

        start = Path.home() / f"{papers.name}.pdf"
        sheet = PathSheet(self.save_key, write, filters="PDF (*.pdf)", saving=True, start=start)
        context.frame.open_sheet(sheet)

    def _print(self) -> None:
        """With the printer chosen; before pages and habit are known, as soon as they are."""
        if self._opened is None or not self._known:
            self._hurried = True
        elif self._job is None and self.send.isEnabled():
            try:
                printer = self._context.printers.ready(self.choices.printers.value())
            except AntinError as error:
                self._fail(error)
                return
            self.print_to(printer)

    def _hasten(self) -> None:
        if self._hurried and self._known and self._opened is not None:
            self._hurried = False
            self._print()

    def _begin(self, printer: QPrinter, wanted: Wanted) -> None:
        """The act is written; a lock may have come meanwhile."""
        if self._opened is None or not isValid(self):
            _say_stopped(self._context, self._papers)
            return
        background = self._context.background
        moved = partial(_say_place, self.send)
        told = (moved, self._sent, self._stopped)
        self._job = Job(background, self._opened, printer, wanted, *told)
        self.cancel.setEnabled(True)
        self._job.go_on()

    def _sent(self) -> None:
        self._job = None
        self._hold(under_way=False)
        self.close_card()
        self._context.frame.toast(
            self.sent_key, None, form=form_words(self._papers.form, words.language)
        )

    def _stopped(self, error: Exception) -> None:
        self._job = None
        if isValid(self) and not self._gone:
            self._hold(under_way=False)
            self._fail(error)
        else:
            self._context.frame.show_error(error)

    def _hold(self, *, under_way: bool) -> None:
        self.can_close = not under_way
        self.send.say("printing.do")
        for part in (self.cancel, self.save, self.send, self.choices):
            part.setEnabled(not under_way)


def _say_place(button: Button, place: int, count: int) -> None:
    button.say("printing.under_way", n=place, count=count)


def _say_stopped(context: Context, papers: Papers) -> None:
    """Said in the next turn: the lock that stopped it is up by then, and it waits behind it."""
    form, frame = form_words(papers.form, words.language), context.frame
    QTimer.singleShot(0, lambda: frame.toast("printing.stopped", None, form=form))


def _close(context: Context, opened: Opened) -> None:
    pages = context.pages
    context.background.run(Lane.PAGES, lambda: pages.close(opened.handle), _nothing, _nothing)


def _nothing(_outcome: object) -> None:
    """A file that could not be closed is gone with its process."""
