"""What a dossier lacks and what was done with it, as lines under each other."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QScrollArea

from core.office.dossiers import STAGES
from desktop.documents.faces import code_of, subject_of
from desktop.widgets.labels import Label
from desktop.widgets.layouts import STRETCH, Column, Panel, Row
from desktop.widgets.line_button import LineButton
from desktop.widgets.marks import IconLabel
from desktop.wording import moment
from desktop.words import bind, word

if TYPE_CHECKING:
    from collections.abc import Callable

    from core.office.completeness import Problem
    from db.queries.dossiers import DossierPage, StepRow


_ACTS: Final = frozenset(act for _, act in STAGES)


class Lines(QScrollArea):
    """Made anew for each dossier and language; ``name`` is the key of what they are, ``fill`` puts
    them in.
    """

    def __init__(self, name: str, fill: Callable[[Column, DossierPage], None]) -> None:
        super().__init__(widgetResizable=True)
        self._name, self._fill = name, fill
        self._page: DossierPage | None = None
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        bind(self, self._speak)

    def show_page(self, page: DossierPage | None) -> None:
        """Show another dossier's."""
        self._page = page
        self._speak()

    def _speak(self) -> None:
        self.setAccessibleName(word(self._name))
        column = Column(gap=6, margins=(16, 12, 16, 12))
        if self._page is not None:
            self._fill(column, self._page)
        column.addStretch(1)
        self.setWidget(Panel("surface", column))


class Checks(Lines):
    """What is still to be done; ``wanted`` carries the row number of a document."""

    wanted = Signal(int)

    def __init__(self) -> None:
        super().__init__("dossiers.tab.checks", self._say)

    def _say(self, column: Column, page: DossierPage) -> None:
        """What stops first, each with what to do."""
        if not page.problems:
            ready = Row(IconLabel("checkmark_circle", "ok"), Label("dossiers.checks.none"), STRETCH)
            column.addLayout(ready)
        for problem in page.problems:
            self._add(column, page, problem)

    def _add(self, column: Column, page: DossierPage, problem: Problem) -> None:
        mark = IconLabel("error_circle" if problem.stops else "warning",
                         "danger" if problem.stops else "warn")  # fmt: skip
        said = Label(f"dossiers.lack.{problem.lack}", "body", wrap=True)
        line = Row(mark, said, gap=8)
        line.setAlignment(mark, Qt.AlignmentFlag.AlignTop)
        line.setStretch(1, 1)
        column.addLayout(line)
        papers = [one.row for one in page.index if one.row.id == problem.document]
        for paper in papers:
            button = LineButton("document", f"{code_of(paper)} · {subject_of(paper)}")
            button.clicked.connect(lambda _checked, n=paper.n: self.wanted.emit(n))
            column.addWidget(button)


def steps(column: Column, page: DossierPage) -> None:
    """What was done with a dossier, the newest first: one line a step, with its reason."""
    for step in reversed(page.steps):
        column.addWidget(Label(_act(step), "val"))
        said = Label(role="sub", tone="text3", wrap=True)
        said.show_text(" · ".join(part for part in (moment(step.time), step.name) if part))
        column.addWidget(said)
        if step.reason:
            reason = Label(role="body", wrap=True)
            reason.show_text(word("dossiers.reason", text=step.reason))
            column.addWidget(reason)
        column.addSpacing(4)


def _act(step: StepRow) -> str:
    return f"dossiers.step.{step.act if step.act in _ACTS else 'other'}"
