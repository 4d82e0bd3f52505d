"""Checking a draft's content or layout: an opinion, and the person's name to it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from typing_extensions import override

from core.errors import ContentChanged
from core.office.terms import Act
from db.actions import outgoing
from desktop.documents.finding_list import FindingList
from desktop.widgets.ask_sheet import AskSheet
from desktop.widgets.field import Field, TextEdit
from desktop.widgets.labels import Label
from desktop.widgets.layouts import Column

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from core.office.format.kept import Kept
    from desktop.context import Context
    from desktop.outgoing.gathered import Gathered

LIMIT: Final = 2000
"""Letters of an opinion or reason: what every receiver takes (core.commits.bodies)."""


class CheckSheet(AskSheet):
    """Ctrl+Enter records the check of the file that is shown (law: NĐ 30/2020 Đ.12). Whoever checks
    the layout is told what of it was kept, and why, when it was submitted last.
    """

    def __init__(
        self, context: Context, act: Act, found: Gathered, then: Callable[[], None]
    ) -> None:
        self._context, self._act, self._then = context, act, then
        self._document = found.page.row.id
        main = [file.blob for file in found.page.files if file.slot == "main"]
        self._content = main[0] if len(main) == 1 else ""
        self.edit = TextEdit(lines=3)
        self.field = Field("outgoing.opinion", self.edit, "outgoing.opinion.hint")
        subject = Label(role="unread", wrap=True)
        subject.show_text(found.page.row.subject)
        duty = Label(f"outgoing.duty.{act}", wrap=True)
        self.told, self.kept = Label("format.kept_before", "sub", "warn", wrap=True), FindingList()
        self._tell(found.kept if act is Act.CHECK_FORMAT else ())
        body = Column(subject, duty, self.told, self.kept, 2, self.field, gap=6)
        super().__init__(f"office.act.{act}", body, "outgoing.check_do", icon="document_signature")
        self.set_width(520)
        self.keep_text(context, f"check:{act}:{self._document}", self.edit)

    def _tell(self, kept: Sequence[Kept]) -> None:
        known = [(one.finding, one.reason) for one in kept if one.finding is not None]
        self.told.setVisible(bool(known))
        self.kept.show_found([finding for finding, _ in known])
        self.kept.show_reasons([reason for _, reason in known])

    @override
    def answer(self) -> None:
        opinion = self.edit.text()
        if len(opinion) > LIMIT:
            self.field.set_error("outgoing.too_long", limit=LIMIT)
            self.edit.setFocus()
            return
        if not self._content:
            self.fail(ContentChanged())
            return
        document, act, content = self._document, self._act, self._content
        self.carry_out(
            self._context,
            lambda store: outgoing.check(store, document, act, content, opinion),
            lambda _done: self._then(),
        )
