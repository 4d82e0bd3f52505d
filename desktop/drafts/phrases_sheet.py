"""A person's own phrases as lines: to add, to change, to take away."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtGui import QTextCursor
from typing_extensions import override

from core.office.phrasing import lines, phrases, twice
from db.actions import desk
from desktop.drafts.list_edit import ListEdit
from desktop.widgets.ask_sheet import AskSheet
from desktop.widgets.field import Field
from desktop.widgets.layouts import Column

if TYPE_CHECKING:
    from collections.abc import Callable

    from core.office.phrasing import Phrase
    from desktop.context import Context

    Kept = tuple[Phrase, ...]


class PhrasesSheet(AskSheet):
    """``chosen`` are words of the draft that become one more phrase; ``then`` gets them all."""

    def __init__(
        self, context: Context, own: Kept, chosen: str, then: Callable[[Kept], None]
    ) -> None:
        self._context, self._then = context, then
        self._chosen = chosen
        self.edit = ListEdit(12)
        self.field = Field("drafts.phrases_lines", self.edit, "drafts.hint.phrases")
        super().__init__("drafts.phrases_own", Column(self.field), "drafts.phrases_keep")
        self.set_width(680)
        self.edit.setText("\n".join(filter(None, (lines(own), chosen and f" = {chosen}"))))

    def begin(self) -> None:
        """The keyboard where the letters for the new phrase are typed, or behind the last line."""
        self.edit.moveCursor(QTextCursor.MoveOperation.End)
        if self._chosen:
            self.edit.moveCursor(QTextCursor.MoveOperation.StartOfBlock)

    @override
    def answer(self) -> None:
        """Keep them, or say which letters stand there twice."""
        found = phrases(self.edit.toPlainText())
        if abbr := twice(found):
            self.field.set_error("drafts.wrong.phrase_twice", abbr=abbr)
            return
        self.set_busy(True)
        self._context.read(lambda store: desk.keep_phrases(store, found), self._kept_now)

    def _kept_now(self, found: Kept) -> None:
        self.finish()
        self._then(found)
