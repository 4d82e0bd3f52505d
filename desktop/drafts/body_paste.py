"""What a clipboard gives a text, and what a person is told of it."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from core.office.draft import MAX_BLOCKS, MAX_ROWS, Block, Table
from core.office.pasting import pasted
from desktop.drafts.losses import notes
from desktop.drafts.writing import blocks

if TYPE_CHECKING:
    from PySide6.QtCore import QMimeData

    from desktop.phrases import Fact
    from desktop.widgets.banner import BannerTone


class Notice(NamedTuple):
    """A sentence for the line above the form."""

    tone: BannerTone
    key: str
    facts: dict[str, Fact]


def taken(source: QMimeData, there: int) -> tuple[tuple[Block, ...], Notice | None]:
    """The parts to write, lists and tables of another program too, where it offers them; none where
    they would be more than a text holds with the blocks that are ``there``.
    """
    found = pasted(source.html(), "")
    body = found.blocks or blocks(source.text())
    rows = max((len(one.rows) for one in body if isinstance(one, Table)), default=0)
    if rows > MAX_ROWS:
        return (), Notice("danger", "drafts.pasted_long_table", {"n": rows, "limit": MAX_ROWS})
    if (whole := there + len(body)) > MAX_BLOCKS:
        return (), Notice("danger", "drafts.pasted_too_much", {"n": whole, "limit": MAX_BLOCKS})
    said = notes(found.dropped, found.legacy)
    return body, Notice("warn", "drafts.pasted_noted", {"notes": said}) if said else None
