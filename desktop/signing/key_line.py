"""The line of a PIN sheet that says which key will sign, on which token, and what its PIN can still
bear: known before anything is typed, and kept true while tokens come and go.
"""

from __future__ import annotations

from enum import Enum
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import Signal

from desktop.announce import announce
from desktop.signing import holders, means
from desktop.signing.summary import token_words
from desktop.signing.token_look import TokenLook
from desktop.widgets.labels import Label
from desktop.widgets.layouts import Column, Panel, Row
from desktop.widgets.marks import IconLabel
from desktop.words import bind, explain, word

if TYPE_CHECKING:
    from db.acting import Store
    from desktop.context import Context
    from desktop.keys.token_values import TokenFace, TokenRef
    from desktop.signing.holders import Holder

SERIOUS: Final = frozenset({"locked", "absent", "final"})


class Standing(Enum):
    """Whether the key can sign: ``NEVER`` as it is now and stays, ``NOT_NOW`` as its token is not
    there or not looked at yet."""

    NOT_NOW = "not-now"
    READY = "ready"
    NEVER = "never"


class KeyLine(Panel):
    """``changed`` says that ``standing`` may be another. Looks until it is stopped."""

    changed = Signal()

    def __init__(self, context: Context, use: str) -> None:
        self._context = context
        self._holder: Holder | None = None
        self._state = ""
        self._stopped = False
        self._look = TokenLook(context.background)
        self._icon = IconLabel("key", "text2", 20)
        self.what, self.state = Label(role="val", wrap=True), Label(role="sub", wrap=True)
        row = Row(self._icon, Column(self.what, self.state, gap=0), gap=8)
        row.setStretch(1, 1)
        super().__init__("clear", row)
        self._look.seen.connect(self._see)
        bind(self, self._speak)
        context.read(lambda store: _known(store, use), self._take, self._fail)

    @property
    def standing(self) -> Standing:
        """Whether the key can sign now."""
        if self._holder is None:
            return Standing.NOT_NOW
        if self._holder.refusal is not None or self._state == "locked":
            return Standing.NEVER
        ready = self._holder.token is None or self._state in ("fine", "low", "final")
        return Standing.READY if ready else Standing.NOT_NOW

    @property
    def calm(self) -> bool:
        """Whether nothing of the PIN's state has to be read before it is used."""
        return self.standing is Standing.READY and self._state in ("", "fine")

    def look(self) -> None:
        """Look at the tokens now: a wrong PIN, say, changed what they can bear."""
        self._look.look()

    def stop(self) -> None:
        """Look no more."""
        self._stopped = True
        self._look.stop()

    # -- what comes back -------------------------------------------------------------------------

    def _take(self, found: tuple[Holder, tuple[str, ...]]) -> None:
        self._holder, modules = found
        looks = self._holder.token is not None and self._holder.refusal is None
        self._state = "looking" if looks else ""
        self._speak()
        self.changed.emit()
        if looks and not self._stopped:
            self._look.begin(modules)

    def _see(self, faces: tuple[TokenFace, ...]) -> None:
        ref = self._holder.token if self._holder else None
        self._put(next((face.pin for face in faces if ref and _holds(face, ref)), "absent"))

    def _fail(self, error: Exception) -> None:
        self._context.frame.show_error(error)

    def _put(self, state: str) -> None:
        """A new state is said aloud and changes what can be typed."""
        if state != self._state:
            self._state = state
            self._speak()
            announce(self.state.text())
            self.changed.emit()

    def _speak(self) -> None:
        found = self._holder
        if found is None:
            self.what.say("signing.key.looking")
            self.state.hide()
            return
        self.what.show_text(token_words(found))
        refused = found.refusal is not None
        soft = found.token is None
        text = explain(found.refusal).sentence() if found.refusal is not None else ""
        if not refused:
            text = word("signing.key.soft.note" if soft else f"signing.key.pin.{self._state}")
        if not refused and found.token is not None and found.token.always:
            text = f"{text} {word('signing.key.always')}"
        bad = refused or self._state in SERIOUS
        self.state.show_text(text)
        self.state.set_tone("danger" if bad else "warn" if self._state == "low" else "text2")
        self.state.setVisible(bool(text))
        self._icon.show_icon("key" if soft else "usb_stick", "danger" if bad else "text2")


def _known(store: Store, use: str) -> tuple[Holder, tuple[str, ...]]:
    return holders.holder(store, use), means.modules(store)


def _holds(face: TokenFace, ref: TokenRef) -> bool:
    from desktop.signing.trust import fingerprint

    return face.serial == ref.serial and any(
        each.key_id == ref.key_id and fingerprint(each.certificate) == ref.certificate
        for each in face.certificates
    )
