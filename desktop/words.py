"""The words on screen in the language of now; whoever shows words shows them again when it
changes."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QCoreApplication, QLocale, QObject, QTranslator, Signal

import resources
from desktop.phrases import LANGUAGES, Explained, Fact, Language, explain_in, phrase

if TYPE_CHECKING:
    from collections.abc import Callable

    from PySide6.QtCore import SignalInstance

    from core.errors import AntinError

__all__ = ["LANGUAGES", "Explained", "Language", "bind", "explain", "follow", "word", "words"]


class Words(QObject):
    """Holds the language; ``language_changed`` follows every change of it."""

    language_changed = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.language: Language = "vi"
        self._stock: QTranslator | None = None

    def set_language(self, language: Language) -> None:
        """Speak another language from now on, Qt's own menus and dialogs included."""
        self.language = language
        QLocale.setDefault(QLocale("vi_VN" if language == "vi" else "en_GB"))
        self._translate_stock(language)
        self.language_changed.emit()

    def _translate_stock(self, language: Language) -> None:
        """Qt speaks English by itself and ships no Vietnamese: ours is
        resources/i18n/qtbase_vi.qm."""
        application = QCoreApplication.instance()
        if application is None:
            return
        if self._stock is not None:
            application.removeTranslator(self._stock)
            self._stock = None
        if language == "vi":
            self._stock = QTranslator(self)
            self._stock.load(str(resources.path("i18n/qtbase_vi.qm")))
            application.installTranslator(self._stock)


words: Final = Words()
"""The application's language, as there is one person before it."""


def word(key: str, **facts: Fact) -> str:
    """The words of a key in the language of now. Raises KeyError for an unknown key or a missing
    fact."""
    return phrase(words.language, key, **facts)


def explain(error: AntinError) -> Explained:
    """What happened, why and what to do, in the language of now."""
    return explain_in(words.language, error)


def follow(owner: QObject, signal: SignalInstance, apply: Callable[[], None]) -> None:
    """Call ``apply`` now and at every signal, until the owner is gone."""
    apply()
    connection = signal.connect(apply)
    owner.destroyed.connect(lambda: QObject.disconnect(connection))


def bind(owner: QObject, apply: Callable[[], None]) -> None:
    """Call ``apply`` now and whenever the language changes, until the owner is gone."""
    follow(owner, words.language_changed, apply)
