"""One row of the corpus: how a file is made, and what must be said of it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from core.signing.report import Reason

if TYPE_CHECKING:
    from collections.abc import Callable

    Make = Callable[[], bytes]


@dataclass(frozen=True)
class Row:
    """``how`` in one sentence. ``shows``: the words that poppler prints from the file, empty where
    another program or none does (seen.py). ``hides``: those words stand in the signed revision as
    well but cannot be seen there, so the pictures of the page must differ.
    """

    kind: str
    name: str
    how: str
    reason: Reason
    make: Make
    shows: str = ""
    hides: bool = False
