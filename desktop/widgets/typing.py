"""Vietnamese typing of our own, for machines without an input method: Telex or VNI in every text.

Off unless a person wishes it. It listens to the widget that has the keyboard, leaves secrets and
fields for digits alone, and is silent where the system's own input method was seen composing.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, Literal

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QInputMethodEvent, QKeyEvent, QTextCursor
from PySide6.QtWidgets import QApplication, QLineEdit, QPlainTextEdit, QTextEdit, QWidget
from shiboken6 import isValid
from typing_extensions import override

from core.office.telex import LONGEST, Word, feed, finish, resume, takes

if TYPE_CHECKING:
    from core.office.syllables import Style
    from core.office.telex import Method

Typing = Literal["off", "telex", "vni"]
_Edit = QLineEdit | QPlainTextEdit | QTextEdit

_HINTS: Final = (
    Qt.InputMethodHint.ImhHiddenText
    | Qt.InputMethodHint.ImhSensitiveData
    | Qt.InputMethodHint.ImhDigitsOnly
    | Qt.InputMethodHint.ImhFormattedNumbersOnly
)
_COMMANDS: Final = (
    Qt.KeyboardModifier.ControlModifier
    | Qt.KeyboardModifier.AltModifier
    | Qt.KeyboardModifier.MetaModifier
)


class VietnameseTyping(QObject):
    """Composes what is typed, in whichever text has the keyboard."""

    def __init__(self) -> None:
        super().__init__()
        self._method: Method | None = None
        self._style: Style = "old"
        self._edit: _Edit | None = None
        self._word: Word | None = None
        self._foreign = False
        application = QApplication.instance()
        if isinstance(application, QApplication):
            application.focusChanged.connect(self._follow)
            self._follow(None, application.focusWidget())

    def use(self, typing: Typing, style: Style) -> None:
        """Type by these keys from now on, and put tones by this style."""
        self._method = None if typing == "off" else typing
        self._style, self._word, self._foreign = style, None, False

    def _follow(self, _old: QWidget | None, now: QWidget | None) -> None:
        if self._edit is not None and now is not self._edit:
            if isValid(self._edit):  # a window may take its texts along before the focus moves
                self._edit.removeEventFilter(self)
            self._edit = None
        if isinstance(now, _Edit) and now is not self._edit:
            now.installEventFilter(self)
            self._edit, self._word, self._foreign = now, None, False

    @override
    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if isinstance(event, QInputMethodEvent):
            self._foreign = self._foreign or bool(event.preeditString())
            self._word = None
        elif event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
            return self._method is not None and self._press(event, self._method)
        return False

    def _press(self, event: QKeyEvent, method: Method) -> bool:
        """Take a key; True where the widget is not to type it itself."""
        edit, key = self._edit, event.text()
        if edit is None or self._foreign or event.modifiers() & _COMMANDS or not _takes_text(edit):
            self._word = None
            return False
        if len(key) == 1 and takes(key, method):
            return self._type(edit, key, method)
        if key and event.key() not in (Qt.Key.Key_Backspace, Qt.Key.Key_Delete):
            self._end(edit)
        if key:
            self._word = None
        return False

    def _type(self, edit: _Edit, key: str, method: Method) -> bool:
        begun = Word(style=self._style) if _selects(edit) else self._begun(edit)
        self._word = feed(begun, key, method)
        if self._word.text == begun.text + key:
            return False
        _replace(edit, begun.text, self._word.text)
        return True

    def _begun(self, edit: _Edit) -> Word:
        """The word that the key goes on with."""
        letters = _last_letters(_letters_before(edit))
        if self._word is not None and self._word.text == letters:
            return self._word
        return resume(letters, self._style) if letters else Word(style=self._style)

    def _end(self, edit: _Edit) -> None:
        """The word ends: keys that made no syllable stand as they were typed."""
        word = self._word
        if word is None or _selects(edit) or _last_letters(_letters_before(edit)) != word.text:
            return
        if (final := finish(word)) != word.text:
            _replace(edit, word.text, final)


def _takes_text(edit: _Edit) -> bool:
    if edit.isReadOnly() or edit.inputMethodHints() & _HINTS:
        return False
    if isinstance(edit, QLineEdit):
        return edit.echoMode() == QLineEdit.EchoMode.Normal and not edit.inputMask()
    return True


def _selects(edit: _Edit) -> bool:
    if isinstance(edit, QLineEdit):
        return edit.hasSelectedText()
    return edit.textCursor().hasSelection()


def _letters_before(edit: _Edit) -> str:
    """What stands before the cursor on its line, as far as a word can reach."""
    reach = 4 * LONGEST
    if isinstance(edit, QLineEdit):
        return edit.text()[: edit.cursorPosition()][-reach:]
    cursor = edit.textCursor()
    return cursor.block().text()[: cursor.positionInBlock()][-reach:]


def _last_letters(run: str) -> str:
    start = len(run)
    while start and (run[start - 1].isalpha() or run[start - 1].isdigit()):
        start -= 1
    return run[start:]


def _replace(edit: _Edit, before: str, after: str) -> None:
    """Put the letters of a word in the place of those before the cursor, as one step of undo in a
    text."""
    same = 0
    while same < min(len(before), len(after)) and before[same] == after[same]:
        same += 1
    if isinstance(edit, QLineEdit):
        end = edit.cursorPosition()
        limit = edit.maxLength() - len(edit.text()) + len(before) - len(after)
        if limit < 0:
            return
        edit.setSelection(end - len(before) + same, len(before) - same)
        edit.insert(after[same:])
        return
    cursor = edit.textCursor()
    cursor.joinPreviousEditBlock()
    cursor.movePosition(
        QTextCursor.MoveOperation.Left, QTextCursor.MoveMode.KeepAnchor, len(before) - same
    )
    cursor.insertText(after[same:])
    cursor.endEditBlock()
    edit.setTextCursor(cursor)
