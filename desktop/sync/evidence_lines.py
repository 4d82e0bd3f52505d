"""How far the evidence of signed documents is, a line each, what is wrong first; and the trust
list.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, NamedTuple

from desktop.clock import local_time
from desktop.widgets.labels import Label
from desktop.wording import day, moment
from desktop.words import word

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from core.sync.trust_list import TrustList
    from db.queries.completing import Completion

SHOWN: Final = 12


def evidence_lines(found: Sequence[Completion]) -> Iterator[Label]:
    """The first few documents, and that there are more."""
    for one in found[:SHOWN]:
        yield _line(one)
    if not found:
        yield Label("sync.evidence.none", "hint")
    if len(found) > SHOWN:
        yield Label("sync.evidence.more", "hint")


def _line(one: Completion) -> Label:
    number = f"{one.number}/{one.symbol}" if one.number is not None else one.symbol
    name = " – ".join(part for part in (number, one.subject) if part)
    line = Label(role="body", tone="warn" if one.note.incident else "text2", wrap=True)
    if one.note.incident:
        reason = word(f"verify.reason.{one.note.incident}")
        line.say("sync.evidence.incident", name=name, reason=reason)
        return line
    at = moment(one.note.due) if one.note.due else ""
    said = word(f"sync.evidence.stage.{one.note.stage}", name=name, at=at)
    line.show_text(said if one.mine else f"{said} · {word('sync.evidence.elsewhere')}")
    return line


class TrustLine(NamedTuple):
    """What the trust list says of its age: the key of the words, and their facts."""

    key: str
    number: int = 0
    made: str = ""
    until: str = ""

    @property
    def expired(self) -> bool:
        """Whether a newer list was due before now."""
        return self.key == "sync.trust.expired"


def trust_line(held: TrustList | None, now: int) -> TrustLine:
    """Which list signatures are judged by here, and how old it is; one that ran out warns."""
    if held is None:
        return TrustLine("sync.trust.none")
    key = "sync.trust.held" if now < held.next else "sync.trust.expired"
    days = [day(local_time(at).date()) for at in (held.made, held.next)]
    return TrustLine(key, held.number, *days)
