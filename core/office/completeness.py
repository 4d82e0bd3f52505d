"""What is still to be done before a dossier can be closed or handed over (NĐ 30/2020 Đ.29–30).

Pure: problems by code, never a sentence; words in resources/i18n/dossiers.json under
``dossiers.lack.<code>``: the fact, then what to do.
"""

from __future__ import annotations

from collections import Counter
from enum import StrEnum
from typing import TYPE_CHECKING, Final

import msgspec

from core.office.terms import State

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Sequence


class Lack(StrEnum):
    """What a dossier can lack, in the order in which it is put right."""

    CODE = "code"
    TITLE = "title"
    RETENTION = "retention"
    EMPTY = "empty"
    DRAFT = "draft"  # a draft is no document yet (Đ.29: drafts are taken out)
    VOID = "void"  # cancelled or sent back
    UNFINISHED = "unfinished"  # its work goes on, so the dossier's does
    NO_FILE = "no_file"
    FILE_AWAY = "file_away"  # its bytes have not come to this machine
    TWICE = "twice"  # the same number, symbol and agency stand in it twice
    CHANGED = "changed"  # a machine that had not seen it closed put something in or took it out
    CODE_TAKEN = "code_taken"  # another dossier of the year has its code
    PLAN_DROPPED = "plan_dropped"
    PLAN_DIFFERS = "plan_differs"


STOPPING: Final = frozenset({*list(Lack)[:4], Lack.DRAFT, Lack.VOID, Lack.UNFINISHED})
"""What keeps a dossier open; of everything else a person is told and decides."""


class Named(msgspec.Struct, frozen=True):
    """Code, title and retention, of a dossier or of an entry in the year's list."""

    code: str
    title: str
    retention: str


class Paper(msgspec.Struct, frozen=True):
    """A document in a dossier: its state, how many files it has and whether all are here, and the
    key of number, symbol and agency (core.office.duplicates).
    """

    id: str
    state: str
    files: int
    here: bool = True
    key: str = ""


class Problem(msgspec.Struct, frozen=True):
    """One thing to put right; ``document`` is whose, where it is not the dossier itself."""

    lack: Lack
    document: str = ""

    @property
    def stops(self) -> bool:
        """Whether the dossier cannot be closed like this."""
        return self.lack in STOPPING


_DRAFTS: Final = frozenset({State.DRAFT, State.INITIALLED, State.TO_SIGN})
_VOID: Final = frozenset({State.CANCELLED, State.RETURNED})
_FINISHED: Final = frozenset(
    {
        State.DONE,
        State.ISSUED,
        State.RECEIVED,
        State.TAKEN_OVER,
        State.FILED,
        State.RECALLED,
    }
)


def problems(
    dossier: Named,
    papers: Sequence[Paper],
    taken: Collection[str] = (),
    plan: Named | None = None,
    dropped: bool = False,
    changed: bool = False,
) -> tuple[Problem, ...]:
    """Return everything that is wrong with a dossier, what stops it first.

    ``taken`` are the codes of the year's other dossiers; ``plan`` is the entry of the year's list
    that it was opened from, ``dropped`` when that was taken off the list since; ``changed`` when
    a closed one holds another number of documents than when it was closed.
    """
    found = [Problem(lack) for lack in _of_dossier(dossier, papers, taken, plan, dropped)]
    found += [Problem(Lack.CHANGED)] if changed else []
    keys = Counter(paper.key for paper in papers if paper.key)
    found += [Problem(lack, paper.id) for paper in papers for lack in _of_paper(paper, keys)]
    order = list(Lack)
    return tuple(sorted(found, key=lambda one: (not one.stops, order.index(one.lack))))


def _of_dossier(
    dossier: Named,
    papers: Sequence[Paper],
    taken: Collection[str],
    plan: Named | None,
    dropped: bool,
) -> Iterator[Lack]:
    told = {
        Lack.CODE: not dossier.code.strip(),
        Lack.TITLE: not dossier.title.strip(),
        Lack.RETENTION: not dossier.retention,
        Lack.EMPTY: not papers,
        Lack.CODE_TAKEN: bool(dossier.code) and dossier.code in taken,
        Lack.PLAN_DROPPED: plan is not None and dropped,
        Lack.PLAN_DIFFERS: plan is not None and not dropped and plan != dossier,
    }
    return (lack for lack, so in told.items() if so)


def _of_paper(paper: Paper, keys: Counter[str]) -> Iterator[Lack]:
    told = {
        Lack.DRAFT: paper.state in _DRAFTS,
        Lack.VOID: paper.state in _VOID,
        Lack.UNFINISHED: paper.state not in _DRAFTS | _VOID | _FINISHED,
        Lack.NO_FILE: paper.files == 0,
        Lack.FILE_AWAY: paper.files > 0 and not paper.here,
        Lack.TWICE: keys[paper.key] > 1,
    }
    return (lack for lack, so in told.items() if so)
