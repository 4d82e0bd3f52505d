"""What was said about a draft, beside its versions: open ones first, and saying more."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QGuiApplication, QHideEvent, QKeyEvent
from PySide6.QtWidgets import QWidget
from shiboken6 import isValid
from typing_extensions import override

from core.errors import AntinError
from db.actions import comments as acts
from db.queries import comments as asked
from desktop.announce import announce
from desktop.documents.comment_cards import CommentCards
from desktop.kept_text import KeptText
from desktop.latest import Latest
from desktop.widgets.banner import Banner
from desktop.widgets.buttons import Button
from desktop.widgets.field import TextEdit
from desktop.widgets.labels import Label
from desktop.widgets.layouts import STRETCH, Column, Row
from desktop.widgets.segmented import Option, Segmented
from desktop.words import bind, word

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from core.office.anchoring import Place
    from db.acting import Done, Store
    from db.queries.comments import Comment
    from desktop.context import Context

    About = Callable[[], tuple[str, Place | None]]

LIMIT: Final = 2000
"""Letters of a comment: what every receiver takes (core.commits.comment_bodies)."""
_ENTER: Final = (Qt.Key.Key_Return, Qt.Key.Key_Enter)


class CommentPanel(QWidget):
    """``about`` says which version is shown, by the hash of its text, and what of it is selected.

    ``changed`` says that the comments are others, ``cards.going`` which one to go to.
    """

    changed = Signal()

    def __init__(self, context: Context, document: str, about: About) -> None:
        super().__init__()
        self._context, self._document, self._about = context, document, about
        self._asked = Latest(context)
        self._numbers: Mapping[str, int] = {}
        self._answered: Comment | None = None
        self.comments: Sequence[Comment] = ()
        self.cards, self.problem = CommentCards(), Banner()
        options = (Option(False, "versions.comments_open"), Option(True, "versions.comments_all"))
        self.which = Segmented("versions.comments_which", options)
        self.edit, self.told = TextEdit(2), Label(role="sub", wrap=True)
        self.send = Button("versions.comment_do", hint="Ctrl ↵")
        self._kept = KeptText(context, f"comment:{document}", self.edit)
        self.setLayout(
            Column(
                self.which, self.cards, self.problem, self.told, self.edit,
                Row(STRETCH, self.send), gap=6,
            )
        )  # fmt: skip
        self.which.chosen.connect(self.show_them)
        self.send.clicked.connect(self.say)
        self.cards.replying.connect(self.answer)
        self.cards.settling.connect(self.settle)
        bind(self, lambda: self.edit.setAccessibleName(word("versions.comment_do")))
        bind(self, self.tell)

    def read(self, numbers: Mapping[str, int]) -> None:
        """Ask what was said; ``numbers`` are those of the versions."""
        self._numbers, document = numbers, self._document
        self._asked.read(lambda store: asked.comments(store, document), self._know)

    def shown(self) -> list[Comment]:
        """Those that the choice shows."""
        return [one for one in self.comments if self.which.value() or not one.resolved]

    def show_them(self) -> None:
        """Show what the choice shows."""
        self.cards.show_comments(self.shown(), self._numbers)
        self.changed.emit()

    def answer(self, comment: Comment) -> None:
        """What is typed next answers a comment."""
        self._answered = comment
        self.tell()
        self.edit.setFocus(Qt.FocusReason.OtherFocusReason)

    def settle(self, comment: Comment) -> None:
        """It is done, or open again."""
        document, resolved = self._document, not comment.resolved
        self._do(lambda store: acts.reply(store, document, comment.id, resolved=resolved))

    def say(self) -> None:
        """Comment on what is selected, or answer."""
        QGuiApplication.inputMethod().commit()
        text = self.edit.text()
        if not text or len(text) > LIMIT:
            key = "signing.reason.long" if text else "versions.comment_empty"
            self.problem.say("warn", key)
            self.edit.setFocus(Qt.FocusReason.OtherFocusReason)
            return
        document, answered, (blob, place) = self._document, self._answered, self._about()
        if answered is not None:
            self._do(lambda store: acts.reply(store, document, answered.id, text), self._said)
        else:
            self._do(lambda store: acts.comment(store, document, blob, text, place), self._said)

    def tell(self) -> None:
        """What a comment would be about."""
        blob, place = self._about()
        if self._answered is not None:
            self.told.say("versions.comment_to", name=self._answered.name)
        elif place is not None:
            self.told.say("versions.comment_place", quote=place.quote[:40])
        elif blob in self._numbers:
            self.told.say("versions.comment_whole", number=self._numbers[blob])

    def keep(self) -> None:
        """Put what is typed on the desk, at once."""
        self._kept.keep()

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        control = event.modifiers() & Qt.KeyboardModifier.ControlModifier
        if event.key() in _ENTER and control:
            self.say()
        elif event.key() == Qt.Key.Key_Escape and self._answered is not None:
            self._answered = None
            self.tell()
        else:
            super().keyPressEvent(event)

    @override
    def hideEvent(self, event: QHideEvent) -> None:
        """Esc loses nothing."""
        super().hideEvent(event)
        self.keep()

    # -- inside --------------------------------------------------------------------------------

    def _know(self, found: Sequence[Comment]) -> None:
        if isValid(self):
            self.comments = found
            self.show_them()
            self.tell()

    def _do(self, action: Callable[[Store], Done], then: Callable[[], None] = lambda: None) -> None:
        def done(_done: Done) -> None:
            self.send.setEnabled(True)
            then()

        def failed(error: Exception) -> None:
            self.send.setEnabled(True)
            if isinstance(error, AntinError):
                self.problem.say_error(error)
            else:
                self._context.frame.show_error(error)

        self.problem.hush()
        self.send.setEnabled(False)
        self._context.act(action, done, failed)

    def _said(self) -> None:
        self._answered = None
        self.edit.clear()
        self._kept.done()
        self.tell()
        announce(word("versions.comment_done"))
