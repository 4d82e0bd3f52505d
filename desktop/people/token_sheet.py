"""Which certificate on which token is the person's key, or the agency's: chosen from what is
plugged in now, tried once with the PIN, kept without it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from typing_extensions import override

from core.errors import AntinError, WrongPin
from desktop.clock import local_time
from desktop.people.sheets import WorkSheet
from desktop.signing import key_files, means
from desktop.signing.token_look import TokenLook
from desktop.unlock.passphrase_edit import PassphraseEdit
from desktop.widgets.choice_list import Choice, ChoiceList
from desktop.widgets.field import Field
from desktop.widgets.labels import Label
from desktop.widgets.layouts import STRETCH, Column, Row
from desktop.widgets.segmented import Option, Segmented
from desktop.wording import day
from desktop.words import bind, word

if TYPE_CHECKING:
    from collections.abc import Callable

    from PySide6.QtGui import QHideEvent

    from desktop.context import Context
    from desktop.keys.token_values import TokenFace
    from desktop.signing.key_files import Found, KeyFace, Use

MOST = 4


class TokenKeySheet(WorkSheet):
    """Certificates of all tokens, their PIN, and what the key is for."""

    def __init__(self, context: Context, *, agency: bool, then: Callable[[KeyFace], None]) -> None:
        self._then = then
        self._found: tuple[Found, ...] | None = None
        self._look = TokenLook(context.background)
        self.list = ChoiceList("people.token.list", (), MOST)
        self._place = Column(self.list, gap=0)
        self.detail = Label(role="sub", tone="text2", wrap=True)
        self.state = Label(role="sub", wrap=True)
        self.pin = PassphraseEdit()
        self._pin = Field("people.token.pin", self.pin, "people.token.pin.hint")
        uses = (Option("person", "people.use.person"), Option("agency", "people.use.agency"))
        self.use: Segmented[str] = Segmented("people.key.use", uses if agency else uses[:1])
        body = Column(self._place, self.detail, self.state, self._pin, gap=8)
        body.addWidget(Label("people.key.use", "label"))
        body.addLayout(Row(self.use, STRETCH))
        super().__init__(context, "people.token", body, "people.key.import.go", icon="certificate")
        self.set_width(520)
        self._look.seen.connect(self._see)
        bind(self, self._speak)
        context.read(means.modules, self._look.begin)

    @override
    def answer(self) -> None:
        """Log in once, let the key sign a trial, keep which key it is."""
        found, pin = self._chosen(), self.pin.text()
        self._pin.set_error("" if pin else "people.enrol.empty")
        if found is None or not pin:
            self._pin.edit.setFocus(Qt.FocusReason.OtherFocusReason)
            return
        use: Use = "agency" if self.use.value() == "agency" else "person"
        store, ref = self._context.store(), found.ref
        self.pin.forget()
        self.work(lambda: key_files.add_token(store, ref, pin, use), self._then)

    @override
    def fail(self, error: AntinError) -> None:
        """A wrong PIN is typed again, once its state was looked at."""
        super().fail(error)
        self._look.look()
        if isinstance(error, WrongPin):
            self.pin.setFocus(Qt.FocusReason.OtherFocusReason)

    @override
    def hideEvent(self, event: QHideEvent) -> None:
        self._look.stop()
        self.pin.forget()
        super().hideEvent(event)

    def _see(self, faces: tuple[TokenFace, ...]) -> None:
        found = key_files.on_tokens(faces)
        if found == self._found:
            return
        before, self._found = self.list.value(), found
        choices = [Choice(str(n), _line(each)) for n, each in enumerate(found)]
        new = ChoiceList("people.token.list", choices, MOST)
        self._place.replaceWidget(self.list, new)
        self.list.hide()
        self.list.deleteLater()
        self.list = new
        new.set_value(before or "0")
        new.chosen.connect(lambda _value: self._speak())
        self._speak()

    def _chosen(self) -> Found | None:
        value = self.list.value()
        return self._found[int(value)] if self._found and value else None

    def _speak(self) -> None:
        found = self._chosen()
        key = "people.token.looking" if self._found is None else "people.token.none"
        self.detail.show_text(_detail(found) if found else word(key))
        self.state.setVisible(found is not None)
        if found is not None:
            self.state.show_text(word(f"signing.key.pin.{found.pin}"))
            self.state.set_tone({"fine": "text2", "low": "warn"}.get(found.pin, "danger"))
        self.accept.setEnabled(found is not None and found.pin != "locked")
        self.adjustSize()


def _line(found: Found) -> str:
    return f"{found.face.subject} · {found.ref.label}"


def _detail(found: Found) -> str:
    """Issuer, serial numbers, validity, module."""
    face, ref = found.face, found.ref
    start, end = (day(local_time(each).date()) for each in (face.start, face.end))
    return "\n".join(
        (
            word("people.key.issuer", issuer=face.issuer),
            word("people.key.serial", serial=face.serial),
            word("people.key.valid", start=start, end=end),
            word("people.key.token", label=ref.label, serial=ref.serial),
            word("people.key.module", module=ref.module),
        )
    )
