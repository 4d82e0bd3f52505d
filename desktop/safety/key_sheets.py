"""Sheets of the keys of the store: a token as another way in, another key for the data, and what
stands over the window meanwhile."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from PySide6.QtCore import Qt
from typing_extensions import override

from core.errors import AntinError
from desktop.background import Lane
from desktop.unlock.passphrase_edit import PassphraseEdit
from desktop.widgets.ask_sheet import AskSheet
from desktop.widgets.buttons import Button
from desktop.widgets.field import Field, TextEdit
from desktop.widgets.labels import Label
from desktop.widgets.layouts import STRETCH, Column, Row
from desktop.widgets.progress_row import ProgressRow
from desktop.widgets.sheet import Sheet

if TYPE_CHECKING:
    from collections.abc import Callable

    from desktop.context import Context
    from desktop.keys.token_values import TokenFace
    from desktop.session import Session
    from desktop.widgets.job import Job

LONGEST: Final = 500
"""Letters of a reason, as the ledger takes it (docs/formats/operations.md)."""


class TokenSheet(AskSheet):
    """The person's passphrase and the PIN of the token that is plugged in; ``then`` follows."""

    def __init__(self, context: Context, session: Session, then: Callable[[], None]) -> None:
        self._context, self._session, self._then = context, session, then
        self._face: TokenFace | None = None
        self.found = Label("safety.token.looking", "body", "text2", wrap=True)
        self.again = Button("safety.token.again", icon="arrow_sync")
        self.words, self.pin = PassphraseEdit(), PassphraseEdit()
        self._words = Field("unlock.passphrase", self.words)
        self._pin = Field("unlock.pin", self.pin)
        body = Column(
            Label("safety.token.text", "body", "text2", wrap=True),
            *(self.found, Row(self.again, STRETCH), self._words, self._pin),
            gap=8,
        )
        super().__init__("safety.token.add", body, "safety.token.go", icon="shield_checkmark")
        self.again.clicked.connect(lambda _checked: self._look())
        self._look()

    @override
    def answer(self) -> None:
        for field, edit in ((self._words, self.words), (self._pin, self.pin)):
            field.set_error("" if edit.text() else "people.enrol.empty")
        wrong = [field for field in (self._words, self._pin) if field.wrong]
        if wrong or self._face is None:
            (wrong[0].edit if wrong else self.again).setFocus(Qt.FocusReason.OtherFocusReason)
            return
        key, words, pin = self._face.keys[0], self.words.take(), self.pin.take()

        def work() -> None:
            from desktop.people import protections

            protections.add_token(self._session, words, key, pin)

        self.set_busy(True)
        self._context.background.run(Lane.DATABASE, work, self._done, self._refuse)

    def _done(self, _none: None) -> None:
        self.finish()
        self._then()

    def _look(self) -> None:
        def work() -> list[TokenFace]:
            from desktop.signing import tokens

            return [face for face in tokens.plugged_in() if face.keys]

        self._face = None
        self.accept.setEnabled(False)
        self.found.say("safety.token.looking")
        self._context.background.run(Lane.TOKEN, work, self._show, self._refuse)

    def _show(self, faces: list[TokenFace]) -> None:
        self._face = faces[0] if faces else None
        self.accept.setEnabled(self._face is not None and self._face.pin != "locked")
        if self._face is None:
            self.found.say("safety.token.none")
        else:
            self.found.say(f"safety.token.pin.{self._face.pin}", name=self._face.label)
        self.adjustSize()

    def _refuse(self, error: Exception) -> None:
        if isinstance(error, AntinError):
            self.fail(error)
        else:
            self.finish()
            self._context.frame.show_error(error)


class RekeySheet(AskSheet):
    """Why the data gets another key; ``begin`` is called with the reason."""

    def __init__(self, begin: Callable[[str], None]) -> None:
        self._begin = begin
        self.edit = TextEdit(lines=3)
        self.field = Field("safety.rekey.reason", self.edit)
        text = Label("safety.rekey.text", "body", "text2", wrap=True)
        key = "safety.rekey"
        super().__init__(
            key, Column(text, self.field, gap=8), "safety.rekey.go", icon="shield_checkmark"
        )
        self.set_width(520)

    @override
    def answer(self) -> None:
        reason = self.edit.text()
        if not reason or len(reason) > LONGEST:
            self.field.set_error("signing.reason.long" if reason else "signing.reason.missing")
            self.edit.setFocus(Qt.FocusReason.OtherFocusReason)
            return
        self.finish()
        self._begin(reason)


class RekeyingSheet(Sheet):
    """Stands over the window while the store is closed: it can be stopped, and nothing else."""

    def __init__(self, job: Job) -> None:
        progress = ProgressRow()
        text = Label("safety.rekeying.text", "body", "text2", wrap=True)
        super().__init__(
            "safety.rekeying", Column(text, progress, gap=12), Row(), icon="lock_closed"
        )
        self.can_close = False
        self.set_width(520)
        progress.show_job(job)

    def finish(self) -> None:
        """The store is open again, or the lock has it."""
        self.can_close = True
        self.close_card()
