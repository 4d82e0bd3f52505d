"""Which versions a draft has, and which two of them are compared."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from desktop.clock import local_time
from desktop.widgets.choice_list import Choice, ChoiceList
from desktop.widgets.labels import Label
from desktop.widgets.layouts import STRETCH, Column
from desktop.wording import clock_time, moment, short_day
from desktop.words import bind, word

if TYPE_CHECKING:
    from collections.abc import Sequence

    from db.queries.versions import Step, Version

MOST: Final = 4
_SIDES: Final = ("versions.newer", "versions.older")


class VersionLists(QWidget):
    """The version that is shown and the one it is compared with; ``chosen`` says that a person
    chose another.
    """

    chosen = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.versions: Sequence[Version] = ()
        self.told = Label(role="sub", tone="text2", wrap=True)
        self.newer, self.older = (ChoiceList(key, (), MOST) for key in _SIDES)
        bind(self, self._fill)

    def show_versions(self, found: Sequence[Version]) -> None:
        """Offer these, the newest first."""
        self.versions = found
        self._fill()

    def choose(self, older: int, newer: int) -> None:
        """Choose by number."""
        self.older.set_value(str(older))
        self.newer.set_value(str(newer))
        self._tell()

    def pair(self) -> tuple[Version, Version] | None:
        """The older and the newer one; None before there are any."""
        numbers = self.older.value(), self.newer.value()
        if not all(numbers):
            return None
        older, newer = (self.versions[int(one) - 1] for one in numbers)
        return older, newer

    def _fill(self) -> None:
        """Both lists under their names in the language of now, and what was done."""
        kept = self.newer.value(), self.older.value()
        choices = [_choice(one) for one in reversed(self.versions)]
        self.newer, self.older = (ChoiceList(key, choices, MOST) for key in _SIDES)
        for made, value in zip((self.newer, self.older), kept, strict=True):
            made.set_value(value)
            made.chosen.connect(self._choose)
        self._tell()
        names = [Label(key, "section") for key in _SIDES]
        told, self.told = self.told.text(), Label(role="sub", tone="text2", wrap=True)
        self.told.show_text(told)
        if (layout := self.layout()) is not None:
            QWidget().setLayout(layout)
        self.setLayout(
            Column(names[0], self.newer, 4, self.told, 8, names[1], self.older, STRETCH, gap=4)
        )

    def _choose(self) -> None:
        self._tell()
        self.chosen.emit()

    def _tell(self) -> None:
        """What was done with the version that is shown."""
        pair = self.pair()
        self.told.show_text("\n".join(_said(step) for step in pair[1].steps) if pair else "")


def _choice(version: Version) -> Choice:
    """Number, when, by whom; what was done with it last."""
    at = local_time(version.time)
    text = f"{version.number} · {short_day(at)} {clock_time(version.time)} · {version.name}"
    acts = [f"office.act.{step.act}" for step in version.steps]
    remark = acts[-1] if acts else "versions.saved"
    return Choice(str(version.number), text, remark if version.here else "versions.missing")


def _said(step: Step) -> str:
    """An act, who, when, and why."""
    told = f"{word(f'office.act.{step.act}')}: {step.name}, {moment(step.time)}"
    return f"{told}. {step.reason}" if step.reason else told
