"""How far the evidence of signed documents is, a line each, what is wrong first."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from desktop.widgets.buttons import Button
from desktop.widgets.labels import Label
from desktop.widgets.layouts import Panel, Row
from desktop.wording import moment
from desktop.words import word

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from PySide6.QtWidgets import QWidget

    from db.queries.completing import Completion

SHOWN: Final = 12


def evidence_lines(
    found: Sequence[Completion], take_over: Callable[[Completion], None]
) -> Iterator[QWidget]:
    """The first few files, and that there are more; those of other machines can be taken over."""
    for one in found[:SHOWN]:
        line = _line(one)
        yield line if one.mine else _elsewhere(one, line, take_over)
    if not found:
        yield Label("sync.evidence.none", "hint")
    if len(found) > SHOWN:
        yield Label("sync.evidence.more", "hint")


def _line(one: Completion) -> Label:
    line = Label(role="body", tone="warn" if one.note.incident else "text2", wrap=True)
    name = _name(one)
    if one.note.incident:
        reason = word(f"verify.reason.{one.note.incident}")
        line.say("sync.evidence.incident", name=name, reason=reason)
        return line
    at = moment(one.note.due) if one.note.due else ""
    said = [word(f"sync.evidence.stage.{one.note.stage}", name=name, at=at)]
    if one.came:
        said.append(word("sync.evidence.came"))
    if not one.mine:
        said.append(word(f"sync.evidence.{_who(one)}", name=one.label))
    line.show_text(" · ".join(said))
    return line


def _who(one: Completion) -> str:
    if one.waits:
        return "waits"
    return "elsewhere" if one.label else "unnamed"


def _name(one: Completion) -> str:
    counted = "" if one.number is None else str(one.number)
    number = "/".join(part for part in (counted, one.symbol) if part)
    file = one.name if one.slot != "main" else ""
    return " – ".join(part for part in (number, one.subject, file) if part)


def _elsewhere(one: Completion, line: Label, take_over: Callable[[Completion], None]) -> QWidget:
    """A file of another machine, with the way to do it here."""
    if one.waits:
        return line
    button = Button("sync.evidence.take")
    button.setAccessibleDescription(line.text())
    button.clicked.connect(lambda _checked: take_over(one))
    row = Row(line, button)
    row.setStretch(0, 1)
    return Panel("clear", row)
