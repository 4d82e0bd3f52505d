"""One act that the server set aside, told to whoever decides and to its author: what, why, whose,
since when, and what each choice would do.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from desktop.conflicts import aside_faces, faces
from desktop.documents.head_chips import group_chip
from desktop.widgets.banner import Banner
from desktop.widgets.labels import Label
from desktop.widgets.layouts import Column, Panel
from desktop.wording import moment

if TYPE_CHECKING:
    from db.queries.conflicts import Waiting
    from db.queries.setting_aside import Item


def fill(column: Column, row: Waiting, item: Item) -> None:
    """Lay it out: the title, why it lies aside, the act as it was written, the choices."""
    title = Label(role="doc", wrap=True)
    title.show_text(aside_faces.title(item))
    banner = Banner()
    column.addWidget(title)
    column.addWidget(_line(faces.waited(row), "sub"))
    for chip in group_chip(row.group):
        column.addWidget(chip)
    column.addWidget(banner)
    banner.say("warn", aside_faces.why_key(item), missing=", ".join(item.missing), why=item.why)
    if item.decided:
        over = Banner()
        over.say(
            "info",
            "conflicts.aside.over",
            name=item.decided.name,
            reason=item.decided.reason,
            at=moment(item.decided.time),
        )
        column.addWidget(over)
    card = Column(gap=3, margins=(10, 8, 10, 8))
    for text, role in aside_faces.lines(item):
        card.addWidget(_line(text, role))
    for name, text in aside_faces.said(item):
        card.addWidget(_line(f"{name}: {text}", "body"))
    column.addWidget(Panel("quote", card))
    for key, tone in aside_faces.effects(item):
        column.addWidget(Label(key, "body", tone, wrap=True))


def _line(text: str, role: str) -> Label:
    label = Label(role=role, wrap=True)
    label.show_text(text)
    return label
