"""The open comments on a draft, above its text while it is revised."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from PySide6.QtWidgets import QWidget
from shiboken6 import isValid

from db.queries import comments, versions
from desktop.documents.comment_cards import CommentCards
from desktop.documents.versions_sheet import VersionsSheet
from desktop.latest import Latest
from desktop.widgets.buttons import Button
from desktop.widgets.labels import Label
from desktop.widgets.layouts import STRETCH, Column, Row, fix_size

if TYPE_CHECKING:
    from collections.abc import Sequence

    from db.acting import Store
    from db.queries.comments import Comment
    from db.queries.versions import Version
    from desktop.context import Context

HIGH: Final = 132


class CommentStrip(QWidget):
    """Of no document, or one of which nothing is open, it takes no room."""

    def __init__(self, context: Context) -> None:
        super().__init__()
        self._context, self._asked, self._document = context, Latest(context), ""
        self.cards, self.count = CommentCards(read=True), Label(role="unread")
        self.more = Button("versions.show", "link", icon="comment_edit", hint="F12")
        head = Row(self.count, STRETCH, self.more)
        self.setLayout(Column(head, self.cards, gap=2, margins=(16, 6, 12, 6)))
        fix_size(self.cards, height=HIGH)
        self.more.clicked.connect(self.open_versions)
        self.cards.going.connect(self.open_versions)
        context.changes.happened.connect(self._changed)
        self.hide()

    def show_document(self, document: str) -> None:
        """Show what is open of a document; of none, nothing."""
        self._document = document
        if not document:
            self._asked.drop()
            self.hide()
            return

        def work(store: Store) -> tuple[list[Comment], list[Version]]:
            return comments.comments(store, document), versions.versions(store, document)

        self._asked.read(work, self._know)

    def open_versions(self) -> None:
        """Where they are answered, beside the versions."""
        self._context.frame.open_sheet(VersionsSheet(self._context, self._document))

    def _changed(self, changed: object) -> None:
        if isinstance(changed, frozenset) and ("document", self._document) in changed:
            self.show_document(self._document)

    def _know(self, found: tuple[Sequence[Comment], Sequence[Version]]) -> None:
        if not isValid(self):
            return
        said, known = found
        still = [one for one in said if not one.resolved]
        self.count.say("versions.comments_here", n=len(still))
        self.cards.show_comments(still, {one.text: one.number for one in known})
        self.setVisible(bool(still))
