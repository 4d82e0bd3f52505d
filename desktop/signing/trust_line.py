"""Which trust list signatures are judged by here, and how old it is: on whatever leans on it."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from db.actions import trusting
from desktop.clock import local_time
from desktop.phrases import phrase
from desktop.signing.algorithm_words import lines
from desktop.wording import day

if TYPE_CHECKING:
    from core.sync.trust_list import TrustList
    from db.acting import Store
    from desktop.phrases import Language
    from desktop.widgets.labels import Label


class TrustLine(NamedTuple):
    """What the trust list says of its age: the key of the words, and their facts. ``algorithms`` is
    a line for each row of its own table, empty where those built in count.
    """

    key: str
    number: int = 0
    made: str = ""
    until: str = ""
    algorithms: str = ""

    @property
    def expired(self) -> bool:
        """Whether a newer list was due before now."""
        return self.key == "sync.trust.expired"


def held_line(store: Store) -> TrustLine:
    """Of the list that this machine holds, now."""
    return trust_line(trusting.held(store), store.now())


def say(label: Label, line: TrustLine) -> None:
    """Put it into a label; one that ran out stands out."""
    label.set_tone("warn" if line.expired else "text2")
    label.say(line.key, n=line.number, at=line.made, until=line.until)


def line_text(line: TrustLine, language: Language) -> str:
    """The same words, within others."""
    return phrase(language, line.key, n=line.number, at=line.made, until=line.until)


def trust_line(held: TrustList | None, now: int) -> TrustLine:
    """Which list signatures are judged by here, and how old it is; one that ran out warns."""
    if held is None:
        return TrustLine("sync.trust.none")
    key = "sync.trust.held" if now < held.next else "sync.trust.expired"
    made, until = (day(local_time(at).date()) for at in (held.made, held.next))
    return TrustLine(key, held.number, made, until, "\n".join(lines(held.algorithms)))
