"""Where the paper twin of a document lies, how many copies and pages it has."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from typing_extensions import override

from db.actions import handling
from desktop.widgets.ask_sheet import AskSheet
from desktop.widgets.field import Field, LineEdit
from desktop.widgets.layouts import Column

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from desktop.context import Context

_LIMIT = 200


class PaperSheet(AskSheet):
    """``fields`` are the document's; a number that is left empty is none."""

    def __init__(
        self,
        context: Context,
        document: str,
        fields: Mapping[str, Any],
        then: Callable[[], None],
    ) -> None:
        self._context, self._document, self._then = context, document, then
        self.place = LineEdit()
        self.copies, self.pages = LineEdit(numbers=True), LineEdit(numbers=True)
        self.place.setText(str(fields.get("paper_place") or ""))
        self.place.setMaxLength(_LIMIT)
        self.copies.setText(str(fields.get("paper_copies") or 1))
        self.pages.setText(str(fields.get("paper_pages") or fields.get("pages") or ""))
        self.place_field = Field("incoming.paper.place", self.place, "incoming.paper.hint")
        self.copies_field = Field("incoming.paper.copies", self.copies)
        self.pages_field = Field("incoming.paper.pages", self.pages)
        body = Column(self.place_field, self.copies_field, self.pages_field, gap=8)
        super().__init__("incoming.act.paper", body, "incoming.paper.do", icon="folder_open")
        self.set_width(520)

    @override
    def answer(self) -> None:
        place = self.place.text().strip()
        copies, pages = _count(self.copies.text()), _count(self.pages.text())
        self.place_field.set_error("" if place else "incoming.wrong.paper_place")
        self.copies_field.set_error("" if copies is not None else "incoming.wrong.pages")
        self.pages_field.set_error("" if pages is not None else "incoming.wrong.pages")
        fields = (self.place_field, self.copies_field, self.pages_field)
        first = next((field for field in fields if field.wrong), None)
        if first is not None or copies is None or pages is None:
            (first or self.place_field).edit.setFocus()
            return
        document = self._document
        self.carry_out(
            self._context,
            lambda store: handling.keep_paper(store, document, place, copies, pages),
            lambda _done: self._then(),
        )


def _count(text: str) -> int | None:
    """A count as typed; 0 for nothing, None for what is no count."""
    typed = text.strip()
    if not typed:
        return 0
    return int(typed) if typed.isdecimal() and len(typed) < 7 else None
