"""What stands against signing a document, found before the PIN is asked (signing.md §8.1). No Qt.

Pure: from facts to flaws, the gravest first. A document with a flaw never reaches the key.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

from core.signing.report import Reason

if TYPE_CHECKING:
    from collections.abc import Iterator


class Flaw(StrEnum):
    """Why a document must be looked at first; words under ``signing.flaw.<name>``."""

    FILE_MISSING = "file_missing"
    FILES_COMPETE = "files_compete"
    UNREADABLE = "unreadable"
    CHANGED = "changed"
    BROKEN_EARLIER = "broken_earlier"
    INITIALS_MISSING = "initials_missing"
    NO_PLACE = "no_place"
    CONFLICT = "conflict"
    NO_RIGHT = "no_right"
    SAME_HANDS = "same_hands"
    OUTSIDE_DELEGATION = "outside_delegation"
    BLOCK_WRONG = "block_wrong"
    OTHER_SIGNER = "other_signer"


@dataclass(frozen=True)
class Facts:
    """One document as it lies here.

    ``files`` counts the competing versions of its main file; ``submitted`` is the hash that was
    submitted, ``blob`` the one that is here; ``initials`` how many of ``checkers`` have signed;
    ``obstacles`` is what core.signing.seal.may_sign found; ``authority`` what is wrong with the
    authority to sign it.
    """

    files: int = 1
    here: bool = True
    readable: bool = True
    blob: str = ""
    submitted: str | None = None
    checkers: int = 0
    initials: int = 0
    obstacles: tuple[Reason, ...] = ()
    conflicts: int = 0
    allowed: bool = True
    same_hands: bool = False
    authority: Flaw | None = None
    signer: str = ""
    me: str = ""


def flaws(facts: Facts) -> tuple[Flaw, ...]:
    """Everything that stands against it; empty: ready to be signed."""
    if facts.files != 1:
        return (Flaw.FILES_COMPETE if facts.files else Flaw.FILE_MISSING,)
    if not facts.here:
        return (Flaw.FILE_MISSING,)
    if not facts.readable:
        return (Flaw.UNREADABLE,)
    return (*_content(facts), *_rights(facts))


def _content(facts: Facts) -> Iterator[Flaw]:
    if facts.submitted != facts.blob:
        yield Flaw.CHANGED
    if Reason.BROKEN_EARLIER in facts.obstacles:
        yield Flaw.BROKEN_EARLIER
    if not facts.initials or facts.initials < facts.checkers:
        yield Flaw.INITIALS_MISSING
    if any(found is not Reason.BROKEN_EARLIER for found in facts.obstacles):
        yield Flaw.NO_PLACE


def _rights(facts: Facts) -> Iterator[Flaw]:
    if facts.conflicts:
        yield Flaw.CONFLICT
    if not facts.allowed:
        yield Flaw.NO_RIGHT
    if facts.same_hands:
        yield Flaw.SAME_HANDS
    if facts.allowed and facts.authority is not None:
        yield facts.authority
    if facts.signer and facts.signer != facts.me:
        yield Flaw.OTHER_SIGNER
