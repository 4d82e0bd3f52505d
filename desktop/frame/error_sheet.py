"""Says what went wrong: ours in three sentences, a fault of the program with its code."""

from __future__ import annotations

from typing import TYPE_CHECKING

from desktop.widgets.buttons import Button
from desktop.widgets.labels import Label
from desktop.widgets.layouts import STRETCH, Column, Row
from desktop.widgets.sheet import Sheet
from desktop.words import bind, explain

if TYPE_CHECKING:
    from core.errors import AntinError


def error_sheet(error: AntinError) -> Sheet:
    """What happened, why, what to do, and the code for the IT staff."""
    what, why, do = (Label(role=role, wrap=True) for role in ("unread", "body", "body"))
    code = Label("frame.error.code", "hint", code=error.code)
    sheet = _sheet("frame.error.title", Column(what, why, do, code, gap=4))

    def speak() -> None:
        explained = explain(error)
        what.setText(explained.what)
        why.setText(explained.why)
        do.setText(explained.do)

    bind(sheet, speak)
    return sheet


def crash_sheet(code: str) -> Sheet:
    """A fault that nobody expected; the log has the places, never the words."""
    body = Column(
        Label("frame.crash.text", wrap=True), Label("frame.error.code", "hint", code=code), gap=4
    )
    return _sheet("frame.crash.title", body)


def _sheet(title: str, body: Column) -> Sheet:
    close = Button("frame.close", "primary", big=True)
    sheet = Sheet(title, body, Row(STRETCH, close), icon="warning")
    close.clicked.connect(sheet.close_card)
    return sheet
