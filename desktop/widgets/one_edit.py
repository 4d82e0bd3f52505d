"""One of what is offered, by a few letters; a name typed in full counts as chosen."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from typing_extensions import override

from desktop.widgets.completion_edit import CompletionEdit

if TYPE_CHECKING:
    from collections.abc import Sequence

    from desktop.widgets.matching import Candidate


class OneEdit(CompletionEdit):
    """``emptied`` follows Delete in an empty edit."""

    emptied = Signal()

    def __init__(self, offered: Sequence[Candidate]) -> None:
        super().__init__(lambda _typed: offered)
        self._offered = offered

    def id(self) -> str:
        """The id of what was chosen, or nothing."""
        typed = self.text().strip().casefold()
        found = self.chosen or next((p for p in self._offered if p.text.casefold() == typed), None)
        return found.id.decode() if found and typed else ""

    def named(self, wanted: str) -> Candidate | None:
        """What is offered under an id."""
        return next((one for one in self._offered if one.id.decode() == wanted), None)

    def unknown(self) -> bool:
        """Whether something stands there that is not offered."""
        return bool(self.text().strip()) and not self.id()

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Delete, not Backspace: input methods send that one by themselves (ux.md §6)."""
        if event.key() == Qt.Key.Key_Delete and not self.text():
            self.emptied.emit()
        else:
            super().keyPressEvent(event)
