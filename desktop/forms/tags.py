"""What the text on a page is: an element of the logical structure (ISO 32000-1 §14.7–14.8).

What has no tag is an artifact: rules, frames, page numbers, heads of tables that stand again.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Role = Literal["P", "H", "L", "LI", "Table", "TR", "TH", "TD"]


@dataclass(frozen=True, slots=True, eq=False)
class Tag:
    """One element, the same for all its lines on all pages; ``within`` another one, or none.

    ``rank`` of a heading: 0 is the title, a higher one stands under a lower. ``label`` of an item
    of a list is what its text begins with; of a list it is that of its first item.
    """

    role: Role
    within: Tag | None = None
    label: str = ""
    rank: int = 0
