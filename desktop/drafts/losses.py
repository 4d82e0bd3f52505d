"""What did not come along with a file or a paste, and what was rewritten, in words."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from desktop.words import word

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from core.office.taken import Dropped

LOST: Final[dict[Dropped, str]] = {
    "comments": "drafts.lost.comments",
    "footnotes": "drafts.lost.footnotes",
    "formulas": "drafts.lost.formulas",
    "headers": "drafts.lost.headers",
    "hidden": "drafts.lost.hidden",
    "layout": "drafts.lost.layout",
    "merged": "drafts.lost.merged",
    "objects": "drafts.lost.objects",
    "pictures": "drafts.lost.pictures",
    "symbols": "drafts.lost.symbols",
    "text_boxes": "drafts.lost.text_boxes",
    "tracked": "drafts.lost.tracked",
    "wide_tables": "drafts.lost.wide_tables",
}


def notes(dropped: Mapping[Dropped, int], legacy: Sequence[str]) -> str:
    """A sentence for each thing that a person should know; empty where all came along as it was."""
    kinds = ", ".join(word(LOST[kind], n=count) for kind, count in sorted(dropped.items()))
    said = [word("drafts.lost_said", lost=kinds)] if kinds else []
    if legacy:
        said.append(word("drafts.legacy_said", fonts=", ".join(legacy)))
    return " ".join(said)
