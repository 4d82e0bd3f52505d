"""Sheets of people and keys: one more person, another passphrase, a signing key from a file."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFileDialog, QLineEdit
from typing_extensions import override

from core.errors import AntinError, WrongPin
from desktop.background import Lane
from desktop.people import acts, enrol_acts
from desktop.people.enrol_steps import new_passphrase
from desktop.signing import key_files
from desktop.unlock.passphrase_edit import PassphraseEdit
from desktop.widgets.ask_sheet import AskSheet
from desktop.widgets.buttons import Button
from desktop.widgets.field import Field, LineEdit
from desktop.widgets.labels import Label
from desktop.widgets.layouts import STRETCH, Column, Row
from desktop.widgets.people_edit import PersonEdit, candidates
from desktop.widgets.segmented import Option, Segmented
from desktop.words import word

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from PySide6.QtWidgets import QLayout

    from db.queries.rows import PersonRow
    from desktop.context import Context
    from desktop.people.acts import Member
    from desktop.session import Session
    from desktop.signing.key_files import KeyFace, Use

T = TypeVar("T")
FILTER = "PKCS#12 (*.p12 *.pfx)"


class WorkSheet(AskSheet):
    """A question whose answer is work in the database lane that is no act of the office."""

    def __init__(
        self, context: Context, key: str, body: QLayout, done_key: str, *, icon: str
    ) -> None:
        super().__init__(key, body, done_key, icon=icon)
        self._context = context

    def work(self, work: Callable[[], T], then: Callable[[T], None]) -> None:
        """Do it; close and call ``then``, else say why and stay."""

        def done(result: T) -> None:
            self.finish()
            then(result)

        self.set_busy(True)
        self._context.background.run(Lane.DATABASE, work, done, self.refuse)

    def refuse(self, error: Exception) -> None:
        """Say why not."""
        if isinstance(error, AntinError):
            self.fail(error)
        else:
            self.finish()
            self._context.frame.show_error(error)


class NewPassphrase:
    """Two fields for a new passphrase."""

    def __init__(self) -> None:
        self.first = Field("people.enrol.first", PassphraseEdit(), "people.enrol.first.hint")
        self.again = Field("people.enrol.again", PassphraseEdit())

    def good(self) -> bool:
        """Whether it may be taken; says what is wrong where it may not."""
        first, again = _text(self.first), _text(self.again)
        self.first.set_error(new_passphrase(first, {}))
        self.again.set_error("" if first == again else "people.differs")
        for field in (self.first, self.again):
            if field.wrong:
                field.edit.setFocus(Qt.FocusReason.OtherFocusReason)
                return False
        return True

    def words(self) -> str:
        """The passphrase."""
        return _text(self.first)


class AddPersonSheet(WorkSheet):
    """Who joins, and the passphrase that he types himself."""

    def __init__(
        self,
        context: Context,
        session: Session,
        people: Sequence[PersonRow],
        then: Callable[[str], None],
    ) -> None:
        self._session, self._people, self._then = session, {row.id: row for row in people}, then
        self.person = PersonEdit(candidates(people))
        self._person = Field("people.add.person", self.person, "people.add.person.hint")
        self.secret = NewPassphrase()
        body = Column(
            Label("people.add.text", "body", "text2", wrap=True),
            *(self._person, self.secret.first, self.secret.again),
            gap=8,
        )
        super().__init__(context, "people.add", body, "people.add.go", icon="people")

    @override
    def answer(self) -> None:
        """Let him in."""
        chosen = self._people.get(self.person.person())
        self._person.set_error("" if chosen else "people.add.nobody")
        if chosen is None:
            self.person.setFocus(Qt.FocusReason.OtherFocusReason)
        elif self.secret.good():
            words, store = self.secret.words(), self._context.store()
            self.work(
                lambda: acts.add(self._session, store, chosen, words),
                lambda _: self._then(chosen.name),
            )


class RemoveSheet(WorkSheet):
    """Whether somebody is really to unlock this machine no more."""

    def __init__(
        self, context: Context, session: Session, member: Member, then: Callable[[str], None]
    ) -> None:
        self._session, self._member, self._then = session, member, then
        name = Label(role="val", wrap=True)
        name.show_text(member.name)
        body = Column(name, Label("people.remove.text", "body", "text2", wrap=True), gap=8)
        super().__init__(context, "people.remove", body, "people.remove.go", icon="error_circle")

    @override
    def answer(self) -> None:
        """Take him away."""
        store, member = self._context.store(), self._member
        self.work(
            lambda: acts.remove(self._session, store, member), lambda _: self._then(member.name)
        )


class PassphraseSheet(WorkSheet):
    """The passphrase of now, and the new one twice."""

    def __init__(self, context: Context, session: Session, then: Callable[[], None]) -> None:
        self._session, self._then = session, then
        self.old = Field("people.passphrase.old", PassphraseEdit())
        self.secret = NewPassphrase()
        body = Column(self.old, self.secret.first, self.secret.again, gap=8)
        super().__init__(
            context, "people.passphrase", body, "people.passphrase.go", icon="shield_checkmark"
        )

    @override
    def answer(self) -> None:
        """Change it."""
        old = _text(self.old)
        self.old.set_error("" if old else "people.enrol.empty")
        if not old:
            self.old.edit.setFocus(Qt.FocusReason.OtherFocusReason)
        elif self.secret.good():
            new = self.secret.words()
            self.work(
                lambda: acts.change_passphrase(self._session, old, new), lambda _: self._then()
            )


class KeySheet(WorkSheet):
    """A PKCS#12 file, its PIN, and what the key is for."""

    def __init__(
        self, context: Context, start: str, *, agency: bool, then: Callable[[KeyFace], None]
    ) -> None:
        self._then = then
        self.path = LineEdit()
        self.path.setText(start)
        self.pin = PassphraseEdit()
        self._path = Field("people.key.path", self.path)
        self._pin = Field("people.key.pin", self.pin, "people.key.pin.hint")
        browse = Button("widgets.path.browse", icon="folder_open")
        uses = (Option("person", "people.use.person"), Option("agency", "people.use.agency"))
        self.use: Segmented[str] = Segmented("people.key.use", uses if agency else uses[:1])
        body = Column(self._path, Row(browse, STRETCH), self._pin, gap=8)
        body.addWidget(Label("people.key.use", "label"))
        body.addLayout(Row(self.use, STRETCH))
        super().__init__(
            context, "people.key.import", body, "people.key.import.go", icon="certificate"
        )
        browse.clicked.connect(lambda _checked: self._browse())

    @override
    def answer(self) -> None:
        """Open the file once and keep it."""
        path, pin = Path(self.path.text().strip()), self.pin.text()
        self._path.set_error("" if path.is_file() else "people.enrol.no_file")
        self._pin.set_error("" if pin else "people.enrol.empty")
        wrong = [field for field in (self._path, self._pin) if field.wrong]
        if wrong:
            wrong[0].edit.setFocus(Qt.FocusReason.OtherFocusReason)
            return
        use: Use = "agency" if self.use.value() == "agency" else "person"
        store = self._context.store()
        self.work(lambda: key_files.add(store, enrol_acts.read(path), pin, use), self._then)

    @override
    def fail(self, error: AntinError) -> None:
        """A wrong PIN is typed again; everything else stays."""
        if isinstance(error, WrongPin):
            self.pin.forget()
        super().fail(error)
        if isinstance(error, WrongPin):
            self.pin.setFocus(Qt.FocusReason.OtherFocusReason)

    def _browse(self) -> None:
        title = word("people.key.import")
        found, _ = QFileDialog.getOpenFileName(self, title, self.path.text(), FILTER)
        if found:
            self.path.setText(found)
            self.pin.setFocus(Qt.FocusReason.OtherFocusReason)


def _text(field: Field) -> str:
    return field.edit.text() if isinstance(field.edit, QLineEdit) else ""
