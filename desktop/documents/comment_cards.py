"""Comments on a draft one below the other: who, when, on which words, the answers."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QScrollArea, QWidget

from desktop.widgets.buttons import IconButton
from desktop.widgets.labels import Label
from desktop.widgets.layouts import STRETCH, Column, Panel, Row
from desktop.wording import moment
from desktop.words import bind, word

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from db.queries.comments import Answer, Comment

CUT = 80
"""Letters of a quote that are shown."""


class CommentCards(QScrollArea):
    """``going``, ``replying`` and ``settling`` carry the comment whose button was pressed; a list
    that is only ``read`` has the first alone.
    """

    going = Signal(object)
    replying = Signal(object)
    settling = Signal(object)

    def __init__(self, *, read: bool = False) -> None:
        super().__init__(widgetResizable=True)
        self._read = read
        self._comments: Sequence[Comment] = ()
        self._numbers: Mapping[str, int] = {}
        self._column = Column(STRETCH, gap=8, margins=(0, 0, 4, 0))
        self.setFrameShape(QScrollArea.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setWidget(Panel("surface", self._column))
        bind(self, lambda: self.setAccessibleName(word("versions.comments")))
        bind(self, self._draw)

    def show_comments(self, comments: Sequence[Comment], numbers: Mapping[str, int]) -> None:
        """Show them; ``numbers`` are those of the versions, by the hash of their text."""
        self._comments, self._numbers = comments, numbers
        self._draw()

    def _draw(self) -> None:
        while self._column.count() > 1:
            item = self._column.takeAt(0)
            if item is not None and (widget := item.widget()) is not None:
                widget.hide()
                widget.deleteLater()
        for place, one in enumerate(self._comments):
            self._column.insertWidget(place, self._card(one))
        if not self._comments:
            empty = Label("versions.comments_none", "sub", wrap=True)
            self._column.insertWidget(0, empty)

    def _card(self, comment: Comment) -> Panel:
        number = self._numbers.get(comment.blob, 0)
        name, told = Label(role="unread", wrap=True), Label(role="sub", wrap=True)
        name.show_text(comment.name)
        told.show_text(word("versions.comment_on", number=number, at=moment(comment.time)))
        column = Column(name, told, gap=2, margins=(10, 8, 10, 6))
        if comment.place is not None:
            column.addWidget(_text(f"“{_cut(comment.place.quote)}”", "sub", "warn"))
        column.addWidget(_text(comment.text, "body"))
        for answer in comment.answers:
            column.addWidget(_text(_said(answer), "sub", "text2"))
        column.addLayout(self._buttons(comment))
        return Panel("card", column)

    def _buttons(self, comment: Comment) -> Row:
        row = Row(STRETCH, gap=2)
        if comment.place is not None:
            row.addWidget(_button("versions.comment_go", "chevron_right", self.going, comment))
        if not self._read:
            row.addWidget(_button("versions.comment_reply", "arrow_reply", self.replying, comment))
            key = "versions.comment_reopen" if comment.resolved else "versions.comment_settle"
            icon = "arrow_undo" if comment.resolved else "checkmark"
            row.addWidget(_button(key, icon, self.settling, comment))
        return row


def _button(key: str, icon: str, signal: object, comment: Comment) -> QWidget:
    button = IconButton(key, icon, pixels=16)
    button.clicked.connect(partial(signal.emit, comment))  # type: ignore[attr-defined]
    return button


def _text(text: str, role: str, tone: str = "") -> Label:
    label = Label(role=role, tone=tone, wrap=True)
    label.show_text(text)
    return label


def _cut(text: str) -> str:
    return text if len(text) <= CUT else text[: CUT - 1] + "…"


def _said(answer: Answer) -> str:
    """``Lê Văn Mẫu, 22/11/2026 10:41: Đã sửa. (đã xong)``."""
    settled = {
        True: word("versions.settled"),
        False: word("versions.reopened"),
        None: "",
    }[answer.resolved]
    said = " ".join(part for part in (answer.text, settled) if part)
    return f"{answer.name}, {moment(answer.time)}: {said}"
