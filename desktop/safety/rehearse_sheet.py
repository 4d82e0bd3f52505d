"""Asks for the passphrase with which a restore is rehearsed: what a backup needs is what a person
knows, so the rehearsal asks for it too."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from typing_extensions import override

from desktop.unlock.passphrase_edit import PassphraseEdit
from desktop.widgets.ask_sheet import AskSheet
from desktop.widgets.field import Field
from desktop.widgets.labels import Label
from desktop.widgets.layouts import Column

if TYPE_CHECKING:
    from collections.abc import Callable


class RehearseSheet(AskSheet):
    """``begin`` is called with the passphrase, once."""

    def __init__(self, begin: Callable[[str], None]) -> None:
        self._begin = begin
        self.edit = PassphraseEdit()
        self.field = Field("unlock.passphrase", self.edit)
        text = Label("safety.rehearse.text", "body", "text2", wrap=True)
        key = "safety.rehearse"
        super().__init__(key, Column(text, self.field, gap=8), "safety.rehearse.go", icon="history")

    @override
    def answer(self) -> None:
        """Begin, and close: how far it is stands on the screen."""
        if not self.edit.text():
            self.field.set_error("people.enrol.empty")
            self.edit.setFocus(Qt.FocusReason.OtherFocusReason)
            return
        words = self.edit.take()
        self.finish()
        self._begin(words)
