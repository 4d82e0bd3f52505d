"""The line at the foot: how this machine stands, what is under way, when it locks, where the keys
are."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

from PySide6.QtCore import QSize, Signal
from PySide6.QtWidgets import QProgressBar, QPushButton

from desktop.theme.theme import theme
from desktop.widgets.buttons import IconButton
from desktop.widgets.labels import Label
from desktop.widgets.layouts import STRETCH, Panel, Row, fix_size, restyle
from desktop.wording import countdown
from desktop.words import bind, follow, word

if TYPE_CHECKING:
    from collections.abc import Callable

    from desktop.phrases import Fact
    from desktop.widgets.typing import Typing

StatusTone = Literal["ok", "warn", "danger", "text2"]
_WARN_SECONDS = 30


class StatusItem(QPushButton):
    """An icon and a few words; a click goes to where it can be dealt with."""

    def __init__(self) -> None:
        super().__init__()
        self._key, self._icon, self._facts = "", "", dict[str, "Fact"]()
        self.setProperty("kind", "ghost")
        self.setProperty("small", True)
        self.hide()
        bind(self, self._speak)
        follow(self, theme.changed, self._measure)

    def say(self, key: str, icon: str, tone: StatusTone = "text2", **facts: Fact) -> None:
        """Show a state; an empty key hides the item."""
        if (key, icon, facts) == (self._key, self._icon, self._facts) and key:
            return
        self._key, self._icon, self._facts = key, icon, facts
        self.setVisible(bool(key))
        if icon:
            self.setIcon(theme.icon(icon, tone))
        restyle(self, tone=tone)
        self._speak()

    def _speak(self) -> None:
        if self._key:
            text = word(self._key, **self._facts)
            self.setText("\u2009" + text)
            self.setAccessibleName(text)

    def _measure(self) -> None:
        side = theme.icon_px(16)
        self.setIconSize(QSize(side, side))


class _Job(Panel):
    """What runs in the background: words, a bar, a way to stop it."""

    def __init__(self) -> None:
        self._words = Label(role="status")
        self._bar = QProgressBar(textVisible=False)
        self._stop = IconButton("frame.stop_job", "dismiss", pixels=16)
        self._cancel: Callable[[], None] | None = None
        self._stop.clicked.connect(self._ask_stop)
        bind(self._bar, lambda: self._bar.setAccessibleName(word("frame.job")))
        super().__init__("nav", Row(self._words, self._bar, self._stop, gap=6))
        fix_size(self._bar, width=56)
        self.hide()

    def show_job(self, text: str, done: int, total: int, cancel: Callable[[], None] | None) -> None:
        self._words.show_text(text)
        self._bar.setRange(0, total)
        self._bar.setValue(done)
        self._cancel = cancel
        self._stop.setVisible(cancel is not None)
        self.show()

    def _ask_stop(self) -> None:
        if self._cancel is not None:
            self._cancel()


class StatusBar(Panel):
    """Items from left to right: sync, safety of the data, notes, job, typing, token, lock
    countdown, keys."""

    keys_wanted = Signal()
    lock_wanted = Signal()

    def __init__(self) -> None:
        self.sync, self.safety, self.note, self.token, self.lock = (StatusItem() for _ in range(5))
        self.typing, self.keys = StatusItem(), StatusItem()
        self._job = _Job()
        row = Row(
            self.sync, self.safety, self.note, STRETCH, self._job, 12, gap=6, margins=(10, 0, 10, 0)
        )
        for item in (self.typing, self.token, self.lock, self.keys):
            row.addWidget(item)
        super().__init__("nav", row)
        fix_size(self, height=28)
        self.keys.say("frame.keys", "keyboard")
        self.keys.clicked.connect(self.keys_wanted)
        self.lock.clicked.connect(self.lock_wanted)

    def show_countdown(self, seconds: int) -> None:
        """When the session locks by itself; amber in the last half minute."""
        tone: StatusTone = "warn" if seconds <= _WARN_SECONDS else "text2"
        self.lock.say("frame.locks_in", "lock_closed", tone, left=countdown(seconds))

    def show_typing(self, typing: Typing) -> None:
        """By which keys Vietnamese is typed; nothing while that is left to the system."""
        self.typing.say("" if typing == "off" else f"frame.typing.{typing}", "")

    def show_job(
        self, text: str, done: int, total: int, cancel: Callable[[], None] | None = None
    ) -> None:
        """Show how far something is, in words that hold no document text."""
        self._job.show_job(text, done, total, cancel)

    def hide_job(self) -> None:
        """It is over."""
        self._job.hide()
