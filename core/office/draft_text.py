"""The words of a draft's blocks, wherever only its text counts."""

from __future__ import annotations

from typing import TYPE_CHECKING

from core.office.draft import Table

if TYPE_CHECKING:
    from core.office.draft import Block


def words(block: Block) -> str:
    """The text of a block; a table's cells one after another, a row on each line."""
    if isinstance(block, Table):
        return "\n".join(" ".join(row) for row in block.rows)
    return block.text
