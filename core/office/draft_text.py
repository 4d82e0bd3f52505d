"""The words of a draft's blocks, wherever only its text counts."""

from __future__ import annotations

from typing import TYPE_CHECKING

from core.office.draft import Table

if TYPE_CHECKING:
    from core.office.draft import Block


def texts(block: Block) -> tuple[str, ...]:
    """The text of a block; of a table each cell's."""
    if isinstance(block, Table):
        return tuple(cell for row in block.rows for cell in row)
    return (block.text,)


def words(block: Block) -> str:
    """The text of a block as one; of a table the cells one after another."""
    return " ".join(texts(block))
