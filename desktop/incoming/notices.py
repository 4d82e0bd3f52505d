"""What is to be said of a document before it is read: somebody asks for more time, the book has it
twice, it was given to the person.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from core.office.terms import Act
from desktop.incoming.acts import Extra, unread_by
from desktop.incoming.faces import arrival_number
from desktop.widgets.banner import Banner
from desktop.widgets.layouts import Column

if TYPE_CHECKING:
    from collections.abc import Sequence, Set

    from desktop.incoming.acts import Step
    from desktop.incoming.gathered import Gathered
    from desktop.phrases import Fact
    from desktop.widgets.banner import BannerTone

_LONG = 200
"""Letters of a reason that are shown; the whole stands in the history."""


@dataclass(frozen=True)
class Notice:
    """Words with what can be done about it, where the person may."""

    tone: BannerTone
    key: str
    facts: dict[str, Fact] = field(default_factory=dict)
    offer: str = ""
    act: Step | None = None


def asked(found: Gathered) -> tuple[str, str] | None:
    """Who asks for more time and why, while nobody has answered."""
    if found.page.row.act != Act.ASK_EXTENSION:
        return None
    last = [row for row in found.story if row.act == Act.ASK_EXTENSION]
    return (last[-1].name, last[-1].reason) if last else None


def notices(found: Gathered, may: Set[Step]) -> list[Notice]:
    """What stands out now; ``may`` is what the person may do."""
    out = []
    if (request := asked(found)) is not None:
        facts: dict[str, Fact] = {"who": request[0], "reason": _short(request[1])}
        out.append(_offering("warn", "incoming.notice.extension", facts, Act.EXTEND, may))
    if found.same and Act.MERGE in may:
        facts = {"n": ", ".join(arrival_number(row) for row in found.same[:3])}
        out.append(_offering("warn", "incoming.notice.same", facts, Act.MERGE, may))
    if unread_by(found.page, found.me):
        out.append(_offering("info", "incoming.notice.given", {}, Extra.ACKNOWLEDGE, may))
    return out


def _offering(
    tone: BannerTone, key: str, facts: dict[str, Fact], act: Step, may: Set[Step]
) -> Notice:
    return Notice(tone, key, facts, f"{key}.offer", act) if act in may else Notice(tone, key, facts)


def _short(text: str) -> str:
    return text if len(text) <= _LONG else text[:_LONG] + "…"


class Notices(QWidget):
    """``wanted`` carries what a person chose to do about one."""

    wanted = Signal(object)

    def __init__(self) -> None:
        super().__init__()
        self._lines = Column(gap=4)
        self._shown: list[Notice] = []
        self.banners: list[Banner] = []
        self.setLayout(self._lines)

    def show_notices(self, found: Sequence[Notice]) -> None:
        """Show these instead of those before."""
        if list(found) == self._shown:
            return
        self._shown = list(found)
        for banner in self.banners:
            self._lines.removeWidget(banner)
            banner.deleteLater()
        self.banners = [self._banner(one) for one in found]
        for banner in self.banners:
            self._lines.addWidget(banner)

    def _banner(self, notice: Notice) -> Banner:
        banner = Banner()
        banner.say(notice.tone, notice.key, **notice.facts)
        if notice.act is not None:
            banner.offer(notice.offer, partial(self.wanted.emit, notice.act))
        return banner
