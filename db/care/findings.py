"""What a check of the store finds: values that name what is hit and what can repair it.

A finding speaks of tables, aggregates, commits and files by their kinds and ids; the words for
people stand under ``vault.finding.CODE`` and ``vault.kind.KIND`` in resources/i18n.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

MOST: Final = 1000
"""Findings that a report lists; what is beyond is counted."""

Progress = Callable[[int, int], bool]
"""Takes how much is done and of how much; whether to go on."""
Hits = tuple[tuple[str, str], ...]


class Depth(StrEnum):
    """How much is looked at: the heads at every start, or every byte when asked."""

    QUICK = "quick"
    DEEP = "deep"


class Repair(StrEnum):
    """What can mend a finding."""

    REOPEN = "reopen"
    REBUILD = "rebuild"
    SALVAGE = "salvage"
    SERVER = "server"
    PEER = "peer"
    BACKUP = "backup"


FETCH: Final = (Repair.SERVER, Repair.PEER, Repair.BACKUP)
REPAIRS: Final[Mapping[str, tuple[Repair, ...]]] = {
    "header-copy": (Repair.REOPEN,),
    "outside-copy": (Repair.REOPEN,),
    "page": (Repair.SALVAGE, Repair.BACKUP),
    "structure": (Repair.SALVAGE, Repair.BACKUP),
    "unreadable": (Repair.SALVAGE, Repair.BACKUP),
    "reference": (Repair.REBUILD,),
    "commit-bytes": FETCH,
    "commit-signature": FETCH,
    "commit-missing": FETCH,
    "commit-row": (Repair.REBUILD,),
    "chain-tip": (Repair.REBUILD,),
    "receipt": (Repair.SERVER, Repair.BACKUP),
    "order": (Repair.SERVER, Repair.BACKUP),
    "standing": (Repair.REBUILD,),
    "head": (Repair.REBUILD,),
    "held": FETCH,
    "touches": (Repair.REBUILD,),
    "aggregate": (Repair.REBUILD,),
    "row": (Repair.REBUILD,),
    "orphan": (Repair.REBUILD,),
    "state-hash": (Repair.REBUILD,),
    "search": (Repair.REBUILD,),
    "wanted": (Repair.REBUILD,),
    "blob-missing": FETCH,
    "blob-damaged": FETCH,
}


@dataclass(frozen=True)
class Finding:
    """One thing that is not as it was written.

    ``kind`` and ``ident`` say what was looked at, ``hits`` the aggregates that a person would miss
    something of, ``repair`` what can mend it, the best first; none where nothing can.
    """

    code: str
    kind: str
    ident: str = ""
    hits: Hits = ()
    detail: str = ""

    @property
    def repair(self) -> tuple[Repair, ...]:
        """What can mend it."""
        return REPAIRS[self.code]


@dataclass(frozen=True)
class Report:
    """What was looked at, and what was found; ``complete`` is False where somebody stopped it."""

    depth: Depth
    findings: tuple[Finding, ...]
    counts: Mapping[str, int]
    complete: bool = True
    more: int = 0

    @property
    def whole(self) -> bool:
        """Whether nothing is wrong as far as it was looked at."""
        return not self.findings

    @property
    def repairable(self) -> bool:
        """Whether something can be done here: compute anew, or ask for what is lost."""
        ways = {way for found in self.findings for way in found.repair}
        return bool(ways & {Repair.REBUILD, Repair.SERVER})

    def mended_by(self, repair: Repair) -> tuple[Finding, ...]:
        """The findings that one way of repair can mend."""
        return tuple(found for found in self.findings if repair in found.repair)


class Stopped(Exception):
    """Somebody asked to stop."""


class Walk:
    """A check on its way: counts what was looked at and gathers what was found."""

    def __init__(self, progress: Progress, total: int = 0) -> None:
        self._progress, self._total, self._done = progress, total, 0
        self.findings: list[Finding] = []
        self.counts: dict[str, int] = {}
        self.more = 0

    def expect(self, count: int) -> None:
        """So much more is to be done."""
        self._total += count

    def step(self, what: str, count: int = 1) -> None:
        """So many were looked at; raises Stopped."""
        self.counts[what] = self.counts.get(what, 0) + count
        self._done += count
        if not self._progress(min(self._done, self._total), self._total):
            raise Stopped

    def find(
        self, code: str, kind: str, ident: str = "", hits: Hits = (), detail: str = ""
    ) -> None:
        """Note what is wrong, each thing once."""
        found = Finding(code, kind, ident, hits, detail)
        if found in self.findings:
            return
        if len(self.findings) < MOST:
            self.findings.append(found)
        else:
            self.more += 1


def on(_done: int, _total: int) -> bool:
    """Go on, whatever the progress."""
    return True
