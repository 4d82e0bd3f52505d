"""Checks of a draft's content and layout, by whom and on which file, and what undoes them.

The head of the drafting unit answers for the content, the person charged with it for the layout:
two records (law: NĐ 30/2020/NĐ-CP Đ.12). A changed file has not been checked; a signature set in it
changes nothing of what was checked.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import msgspec

from core.office.terms import Act
from core.office.workflow import Ask

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence


class Check(msgspec.Struct, frozen=True):
    """One check: which, of the file with this hash, by whom, when (ms UTC), with what opinion;
    ``appendices`` is the hash of those that go with the file.
    """

    act: Act
    content: str
    person: str
    name: str
    time: int
    opinion: str = ""
    appendices: str = ""


CHECKS: Final = (Act.CHECK_CONTENT, Act.CHECK_FORMAT)
"""In the order of the office."""

ASKED: Final = {Ask.NO_CONTENT_CHECK: Act.CHECK_CONTENT, Ask.NO_FORMAT_CHECK: Act.CHECK_FORMAT}


def lineage(current: str, signed: Mapping[str, str]) -> frozenset[str]:
    """The hashes of a file and of what it was before the signatures in it; ``signed`` leads from
    the hash after a signature to the one before.
    """
    found = [current]
    while (before := signed.get(found[-1])) is not None and before not in found:
        found.append(before)
    return frozenset(found)


def standing(
    checks: Iterable[Check], current: str, signed: Mapping[str, str], appendices: str = ""
) -> tuple[Check, ...]:
    """The checks that still hold for the file with the hash ``current`` and its ``appendices``, the
    oldest first: where several people found the same, each of their checks does.
    """
    same = lineage(current, signed)
    ordered = sorted(checks, key=lambda check: check.time)
    return tuple(
        check for check in ordered if check.content in same and check.appendices == appendices
    )


def open_asks(asks: Sequence[Ask], held: Iterable[Act]) -> tuple[Ask, ...]:
    """What of ``asks`` about checks is still to be asked, given which checks hold."""
    done = frozenset(held)
    return tuple(ask for ask in asks if ask in ASKED and ASKED[ask] not in done)
