"""What the signatures of the file in hand say, before it is registered: looked into beside the
typing, said in words, and nothing is forbidden by it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from core.signing.report import Verdict
from desktop import intake_words
from desktop.announce import announce
from desktop.background import Lane
from desktop.latest import Latest
from desktop.signing import at_intake
from desktop.signing.trust_line import TrustLine, held_line, line_text
from desktop.signing.verdict import look
from desktop.widgets.banner import Banner
from desktop.words import bind, words

if TYPE_CHECKING:
    from core.commits.intake_bodies import Intake
    from desktop.context import Context
    from desktop.intake.opening import Arrived
    from desktop.widgets.banner import BannerTone

_TONES: Final[dict[str, BannerTone]] = {"ok": "ok", "warn": "warn", "danger": "danger"}


class ScanVerdict(Banner):
    """Takes no room for a file without signatures, nor before it was looked into."""

    def __init__(self, context: Context) -> None:
        self._context, self._asked = context, Latest(context)
        self._content = b""
        self._found: Intake | None = None
        self._list = TrustLine("sync.trust.none")
        super().__init__()
        bind(self, self._say)

    def show_file(self, arrived: Arrived | None) -> None:
        """Look into a file; into one that was looked into only once."""
        content = arrived.content if arrived is not None else b""
        if content == self._content:
            self._say()
            return
        self._asked.drop()
        self._content, self._found = content, None
        self._say()
        if content:
            store = self._context.store()
            self._asked.run(
                Lane.WORKER,
                lambda: (at_intake.intake(store, content), held_line(store)),
                self._take,
            )

    def found(self, content: bytes) -> Intake | None:
        """What was found of a file, as it stands there; None of another one, or not yet."""
        return self._found if content == self._content else None

    def _take(self, answer: tuple[Intake, TrustLine]) -> None:
        self._found, self._list = answer
        self._say()
        if self.text:
            announce(self.text)

    def _say(self) -> None:
        found = self._found
        if found is None or found.verdict == Verdict.UNSIGNED:
            self.hush()
            return
        _icon, colour = look(found.verdict)
        tone = _TONES[colour]
        said = intake_words.before(found, words.language)
        if self._list.expired:
            said = f"{said} {line_text(self._list, words.language)}"
            tone = "warn" if tone == "ok" else tone
        bad = tone == "danger"
        self.say(tone, "incoming.scan.bad" if bad else "incoming.scan.signed", said=said)
