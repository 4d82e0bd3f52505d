"""What the checker is told of a document, and what it finds."""

from __future__ import annotations

from typing import Literal

import msgspec

from core.office.format.page import Box
from core.office.format.rules import Rule
from core.office.terms import Urgency


class Record(msgspec.Struct, frozen=True, kw_only=True):
    """What is known beside the file.

    ``type`` is a code of the catalogue of types, empty where unknown; ``draft``: number and date
    are not given yet; ``part``: the document itself, an appendix in a file of its own, or an
    electronic copy; ``signed``: the agency has signed; ``scan``: pictures of paper, made for an
    electronic copy; ``seal_mm`` the diameter of the real seal, 0 where unknown.
    """

    type: str = ""
    draft: bool = False
    part: Literal["main", "appendix", "copy"] = "main"
    signed: bool = False
    scan: bool = False
    urgency: Urgency = Urgency.NORMAL
    issuer: str = ""
    seal_mm: float = 0.0


class Finding(msgspec.Struct, frozen=True):
    """A rule that is broken at a place; ``page`` counts from 1, ``box`` is in points from the upper
    left corner. ``measured`` and ``expected`` are numbers with their unit, or words of the page.
    """

    rule: Rule
    page: int
    box: Box | None = None
    measured: str = ""
    expected: str = ""
    text: str = ""
