"""The card of a forgotten passphrase: a request to be carried to the security officer, then the
answer, with which the new passphrase opens."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Final, TypeVar

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFileDialog, QWidget

from core.errors import AntinError
from desktop.announce import announce
from desktop.background import Lane
from desktop.people import enrol_acts
from desktop.people.sheets import NewPassphrase
from desktop.unlock.passphrase_edit import PassphraseEdit
from desktop.widgets.banner import Banner
from desktop.widgets.buttons import Button
from desktop.widgets.field import Field, LineEdit
from desktop.widgets.labels import Label
from desktop.widgets.layouts import STRETCH, Column, Panel, Row
from desktop.wording import moment
from desktop.words import word

if TYPE_CHECKING:
    from collections.abc import Callable

    from desktop.background import Background
    from desktop.recovering import Asked
    from desktop.session import Session

T = TypeVar("T")
FILTER: Final = "Ấn Tín (*.antin)"


class RecoverCard(Panel):
    """``left`` goes back to the door, ``opened`` carries who is in, ``failed`` an error that nobody
    expected."""

    left = Signal()
    opened = Signal(str)
    failed = Signal(Exception)

    def __init__(self, session: Session, background: Background, holder: str) -> None:
        self._session, self._background, self._holder = session, background, holder
        self._asked: Asked | None = None
        self.problem, self.secret = Banner(), NewPassphrase()
        self.ask = Button("people.recover.ask", "primary", big=True)
        self.fingerprint = Label(role="dialog")
        self.whose = Label(role="body", tone="text2", wrap=True)
        self.save = Button("people.recover.save", icon="arrow_download")
        self.answer, self.words = LineEdit(), PassphraseEdit()
        self.answer_field = Field("people.recover.answer", self.answer)
        self.words_field = Field("people.recover.words", self.words)
        self.browse = Button("widgets.path.browse", icon="folder_open")
        self.take = Button("people.recover.take", "primary", icon="lock_open", big=True)
        self.back, self.give_up = (
            Button("frame.back", "link"),
            Button("people.recover.drop", "link"),
        )
        self._first, self._second = self._asking(), self._waiting()
        last = Row(self.back, STRETCH, self.give_up)
        column = Column(self.problem, gap=8, margins=(28, 22, 28, 18))
        for part in (self._first, self._second):
            column.addWidget(part)
        column.addLayout(last)
        super().__init__("card", column)
        self._connect()

    def begin(self) -> None:
        """Show the request that waits, or ask for a new passphrase."""
        from desktop import recovering

        try:
            self._show(recovering.asked(self._session))
        except AntinError as error:
            self._show(None)
            self.problem.say_error(error)

    # -- inside --------------------------------------------------------------------------------

    def _show(self, asked: Asked | None) -> None:
        self._asked = asked
        self._first.setVisible(asked is None)
        self._second.setVisible(asked is not None)
        self.give_up.setVisible(asked is not None)
        if asked is None:
            self.secret.first.edit.setFocus(Qt.FocusReason.OtherFocusReason)
            return
        self.whose.say("people.recover.whose", name=asked.label, at=moment(asked.at))
        self.fingerprint.show_text(asked.fingerprint)
        self.fingerprint.setAccessibleName(asked.fingerprint)
        self.save.setFocus(Qt.FocusReason.OtherFocusReason)

    def _ask(self) -> None:
        if not self.secret.good():
            return
        words = self.secret.words()

        def work() -> Asked:
            from desktop import recovering

            return recovering.ask(self._session, self._holder, words)

        self._work(work, self._show)

    def _save(self) -> None:
        if self._asked is None:
            return
        start = str(Path.home() / word("people.recover.file"))
        found, _ = QFileDialog.getSaveFileName(self, word("people.recover.save"), start, FILTER)
        if found:
            data, path = self._asked.file, Path(found)
            self._work(lambda: enrol_acts.save(path, data), lambda _none: self._saved(path))

    def _saved(self, path: Path) -> None:
        self.problem.say("ok", "people.recover.saved", name=path.name)
        announce(self.problem.text)

    def _browse(self) -> None:
        title = word("people.recover.answer")
        found, _ = QFileDialog.getOpenFileName(self, title, self.answer.text(), FILTER)
        if found:
            self.answer.setText(found)
            self.words.setFocus(Qt.FocusReason.OtherFocusReason)

    def _take(self) -> None:
        path = Path(self.answer.text().strip())
        self.answer_field.set_error("" if path.is_file() else "people.enrol.no_file")
        self.words_field.set_error("" if self.words.text() else "people.enrol.empty")
        if self.answer_field.wrong or self.words_field.wrong:
            return
        words = self.words.take()

        def work() -> str:
            from desktop import recovering

            return recovering.take(self._session, enrol_acts.read(path), words)

        self._work(work, self.opened.emit)

    def _drop(self) -> None:
        from desktop import recovering

        self._work(lambda: recovering.forget(self._session), lambda _none: self._show(None))

    def _work(self, work: Callable[[], T], done: Callable[[T], None]) -> None:
        """In the lane that opens the store; meanwhile nothing else can be begun."""

        def ended(result: T) -> None:
            self.setEnabled(True)
            done(result)

        def refused(error: Exception) -> None:
            self.setEnabled(True)
            if isinstance(error, AntinError):
                self.problem.say_error(error)
            else:
                self.failed.emit(error)

        self.problem.hush()
        self.setEnabled(False)
        self._background.run(Lane.DATABASE, work, ended, refused)

    def _connect(self) -> None:
        for button, act in (
            (self.ask, self._ask),
            (self.save, self._save),
            (self.browse, self._browse),
            (self.take, self._take),
            (self.give_up, self._drop),
            (self.back, self.left.emit),
        ):
            button.clicked.connect(lambda _checked, act=act: act())
        self.words.returnPressed.connect(self._take)

    def _asking(self) -> QWidget:
        text = Label("people.recover.text", "body", "text2", wrap=True)
        fields = (self.secret.first, self.secret.again)
        return _part(Column(text, *fields, Row(self.ask, STRETCH), gap=8))

    def _waiting(self) -> QWidget:
        compare = Label("people.recover.compare", "label")
        path = Row(self.answer_field, self.browse, gap=8)
        path.setStretch(0, 1)
        path.setAlignment(self.browse, Qt.AlignmentFlag.AlignBottom)
        column = Column(self.whose, compare, self.fingerprint, Row(self.save, STRETCH), gap=6)
        for item in (10, path, self.words_field, Row(self.take, STRETCH)):
            if isinstance(item, int):
                column.addSpacing(item)
            elif isinstance(item, Row):
                column.addLayout(item)
            else:
                column.addWidget(item)
        return _part(column)


def _part(column: Column) -> QWidget:
    part = QWidget()
    part.setLayout(column)
    return part
