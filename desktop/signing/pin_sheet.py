"""Asks for the PIN of a signing key, once for an act or a batch: says first what will be signed,
and shows the pages of what nobody has seen before.

The PIN leaves the field only through the callable it is made with, and the field is empty at once.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLineEdit
from shiboken6 import isValid
from typing_extensions import override

from core.errors import AntinError, WrongPin
from desktop.announce import announce_error
from desktop.signing import trust_line
from desktop.signing.key_line import KeyLine, Standing
from desktop.theme.theme import theme
from desktop.widgets.banner import Banner
from desktop.widgets.buttons import Button
from desktop.widgets.field import Field, LineEdit
from desktop.widgets.labels import Label
from desktop.widgets.layouts import STRETCH, Column, Divider, Grid, Row
from desktop.widgets.marks import IconLabel
from desktop.widgets.sheet import Sheet
from desktop.words import bind

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from PySide6.QtGui import QHideEvent, QKeyEvent
    from PySide6.QtWidgets import QWidget

    from desktop.context import Context
    from desktop.phrases import Fact
    from desktop.signing.pin_pages import PinPages

_ENTER: Final = (Qt.Key.Key_Return, Qt.Key.Key_Enter)
_SCROLL: Final = (Qt.Key.Key_PageUp, Qt.Key.Key_PageDown)
_LABELS: Final = 96
_WIDE, _HIGH, _AROUND = 1100, 620, 190
"""Of a sheet with pages: its width, the height of the pages, and what stands above and below."""


class PinSheet(Sheet):
    """``summary`` are pairs of a label's key and a text; ``sign`` gets the PIN. ``use`` says which
    key signs: nothing can be typed for one that cannot, nor before ``pages``, where there are any,
    are in sight.

    While the act is under way nothing closes the sheet; its caller then asks it to close, or says
    with ``refuse`` why nothing was signed.
    """

    def __init__(
        self,
        context: Context,
        use: str,
        key_title: str,
        summary: Sequence[tuple[str, str]],
        accept_key: str,
        sign: Callable[[str], None],
        pages: PinPages | None = None,
        **facts: Fact,
    ) -> None:
        self._sign, self._pages = sign, pages
        self.problem = Banner()
        self.edit = LineEdit(big=True)
        self.edit.setEchoMode(QLineEdit.EchoMode.Password)
        self.field = Field("signing.pin.label", self.edit)
        self.key = KeyLine(context, use)
        self._busy = self._waits = False
        self.cancel = Button("widgets.cancel", big=True)
        self.accept = Button(accept_key, "primary", big=True, hint="Enter")
        said = (self.key, 4, self.problem, self.field)
        body = Column(_summary(summary), 4, Divider(), 4, *said, gap=6)
        body.addLayout(_note())
        self.trust = Label(role="hint", wrap=True)
        body.addWidget(self.trust)
        buttons = Row(STRETCH, self.cancel, self.accept)
        whole = body if pages is None else Row(pages, body, gap=20)
        super().__init__("signing.pin.name", whole, buttons, icon="document_signature")
        self.title.say(key_title, **facts)
        bind(self, lambda: self.setAccessibleName(self.title.text()))
        self._connect(body)
        context.read(trust_line.held_line, self._say_trust)
        self._settle()

    def _connect(self, body: Column) -> None:
        if self._pages is not None:
            body.addStretch(1)
            self.set_width(_WIDE)
            self._pages.appeared.connect(self._appear)
        self.cancel.clicked.connect(self.close_card)
        self.accept.clicked.connect(self._accept)
        self.key.changed.connect(self._settle)

    def refuse(self, error: Exception) -> None:
        """Say why nothing (more) was signed: a wrong PIN at its field, anything else above it."""
        self._set_busy(busy=False)
        self.key.look()
        if isinstance(error, WrongPin):
            self.field.set_error("signing.pin.wrong")
            announce_error(error)
        elif isinstance(error, AntinError):
            self.problem.say_error(error)
        self.edit.setFocus(Qt.FocusReason.OtherFocusReason)
        self.adjustSize()

    @override
    def first(self) -> QWidget | None:
        return self.edit if self.edit.isEnabled() else self.cancel

    @override
    def adjustSize(self) -> None:
        if self._pages is not None:
            scrim = self.parentWidget()
            room = scrim.height() if scrim is not None else theme.px(_HIGH + _AROUND)
            self._pages.fit(min(theme.px(_HIGH), room - theme.px(_AROUND)))
        super().adjustSize()

    @override
    def close_card(self) -> None:
        """Put it away: the act is done, goes on elsewhere, or is not wanted."""
        self._set_busy(busy=False)
        super().close_card()

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter signs; Esc closes it, but not while the act is under way; the pages scroll."""
        if event.key() in _ENTER:
            self._accept()
        elif event.key() in _SCROLL and self._pages is not None:
            self._pages.pdf.view.keyPressEvent(event)
        elif self.can_close:
            super().keyPressEvent(event)

    @override
    def hideEvent(self, event: QHideEvent) -> None:
        self.edit.clear()
        self.key.stop()
        if self._pages is not None and not event.spontaneous():
            self._pages.drop()
        super().hideEvent(event)

    def _say_trust(self, line: trust_line.TrustLine) -> None:
        """By which list the certificate was looked into before the key is used."""
        if isValid(self):
            trust_line.say(self.trust, line)
            self.adjustSize()

    def _appear(self) -> None:
        """What will be signed is in sight: the PIN can be given."""
        self._settle()
        if self.cancel.hasFocus():
            self.edit.setFocus(Qt.FocusReason.OtherFocusReason)

    def _accept(self) -> None:
        pin = self.edit.text()
        self._waits = bool(pin) and not self._busy and self.key.standing is Standing.NOT_NOW
        if not pin or not self.accept.isEnabled():
            return
        self.edit.clear()
        self.problem.hush()
        self.field.set_error()
        self._set_busy(busy=True)
        self._sign(pin)

    def _set_busy(self, *, busy: bool) -> None:
        self.can_close = not busy
        self._busy = busy
        self._settle()

    def _settle(self) -> None:
        """Nothing is typed for a key that cannot sign; a PIN begun before it was gone stays."""
        free = not self._busy and (self._pages is None or self._pages.in_sight)
        self.edit.setEnabled(free and self.key.standing is not Standing.NEVER)
        self.accept.setEnabled(free and self.key.standing is Standing.READY)
        self.cancel.setEnabled(not self._busy)
        self.adjustSize()
        if self._waits and self.key.standing is not Standing.NOT_NOW:
            self._waits = False
            if self.key.calm:  # Enter came before the token was looked at, and all is well
                self._accept()


def _summary(rows: Sequence[tuple[str, str]]) -> Grid:
    grid = Grid((0, 1), gaps=(12, 4))
    for place, (key, text) in enumerate(rows):
        label, value = Label(key, "sub", "text3"), Label(role="val", wrap=True)
        value.show_text(text)
        grid.addWidget(label, place, 0, Qt.AlignmentFlag.AlignTop)
        grid.addWidget(value, place, 1)
    grid.setColumnMinimumWidth(0, _LABELS)
    return grid


def _note() -> Row:
    icon, note = IconLabel("info", "info"), Label("signing.pin.note", "hint", wrap=True)
    row = Row(icon, note, gap=6)
    row.setAlignment(icon, Qt.AlignmentFlag.AlignTop)
    row.setStretch(1, 1)
    return row
