"""The form of an official letter: plain fields, each with what is wrong with it below."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QPlainTextEdit, QWidget
from typing_extensions import override

from core.office.terms import Urgency
from desktop.drafts.writing import Written
from desktop.theme.theme import theme
from desktop.widgets.banner import Banner
from desktop.widgets.completion_edit import CompletionEdit
from desktop.widgets.field import Field, LineEdit, TextEdit
from desktop.widgets.labels import Label
from desktop.widgets.layouts import Column, Panel, Row
from desktop.widgets.matching import Candidate
from desktop.widgets.people_edit import candidates
from desktop.widgets.segmented import Option, Segmented
from desktop.words import bind, follow, word

if TYPE_CHECKING:
    from collections.abc import Sequence

    from PySide6.QtGui import QKeyEvent

    from core.office.draft_check import Problem
    from desktop.drafts.writing import Office

_ENTER: Final = (Qt.Key.Key_Return, Qt.Key.Key_Enter)
_URGENCIES: Final = (
    Option(Urgency.NORMAL, "office.urgency.normal"),
    Option(Urgency.URGENT, "office.urgency.urgent", "warn"),
    Option(Urgency.VERY_URGENT, "office.urgency.very_urgent", "danger"),
    Option(Urgency.EXPRESS, "office.urgency.express", "danger"),
)


CHECKERS: Final = ("content_checker", "format_checker")
"""Who initials beside the drafter."""


class LinesEdit(TextEdit):
    """Several lines where Enter begins a new one; Tab moves on."""

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.modifiers() & Qt.KeyboardModifier.ControlModifier and event.key() in _ENTER:
            event.ignore()
        else:
            QPlainTextEdit.keyPressEvent(self, event)


class BodyEdit(LinesEdit):
    """The text of the letter: it takes the room that the other fields leave."""

    @override
    def _measure(self) -> None:
        self.setMinimumHeight(theme.px(96))


class Editor(Panel):
    """``edited`` says that a person changed something."""

    edited = Signal()

    def __init__(self) -> None:
        self.note, self.banner = Banner(), Banner()
        self.subject, self.addressees = TextEdit(2), LinesEdit(2)
        self.body, self.recipients = BodyEdit(), LinesEdit(2)
        self.file_copy, self.symbol = LineEdit(), LineEdit()
        self.signer = CompletionEdit(lambda _typed: self._signers)
        self.content_checker = CompletionEdit(lambda _typed: self._checkers)
        self.format_checker = CompletionEdit(lambda _typed: self._checkers)
        self.urgency = Segmented("drafts.field.urgency", _URGENCIES)
        self._signers: tuple[Candidate, ...] = ()
        self._checkers: tuple[Candidate, ...] = ()
        self._quiet = False
        letter = ("subject", "addressees", "body", "recipients", "file_copy", "symbol", "signer")
        edits = (*letter, *CHECKERS)
        self.fields = {
            name: Field(f"drafts.field.{name}", getattr(self, name), _hint(name)) for name in edits
        }
        super().__init__("surface", self._lay_out())
        self.fields["body"].give_room()
        self._connect()

    def show_form(self, written: Written, office: Office) -> None:
        """Show what was written; the problems of before are gone."""
        self._signers = tuple(Candidate(one.name, " / ".join(one.lines)) for one in office.signers)
        self._checkers = tuple(candidates(office.checkers))
        self._quiet = True
        for name in self.fields:
            getattr(self, name).setText(getattr(written, name))
        self.urgency.set_value(written.urgency)
        self._quiet = False
        self.show_problems(())

    def written(self) -> Written:
        """The fields as they stand."""
        return Written(
            subject=self.subject.text(),
            addressees=self.addressees.toPlainText(),
            body=self.body.toPlainText(),
            recipients=self.recipients.toPlainText(),
            file_copy=self.file_copy.text(),
            symbol=self.symbol.text().strip(),
            signer=self.signer.text().strip(),
            urgency=self.urgency.value(),
            content_checker=self.content_checker.text().strip(),
            format_checker=self.format_checker.text().strip(),
        )

    def show_problems(self, problems: Sequence[Problem]) -> None:
        """Say at each field what is wrong with it first, above all what has no field here; the
        keyboard goes to the first."""
        self.banner.hush()
        first = {self._place(problem): problem for problem in reversed(problems)}
        for name, field in self.fields.items():
            found = first.get(name)
            field.set_error(f"draft.problem.{found.fault}" if found else "")
        others = [problem for problem in problems if self._place(problem) not in self.fields]
        if others:
            self.banner.say("danger", f"draft.problem.{others[0].fault}")
        for name, field in self.fields.items():
            if name in first:
                field.edit.setFocus(Qt.FocusReason.OtherFocusReason)
                return

    def _place(self, problem: Problem) -> str:
        """The field where a problem stands: the first checker is the drafter himself."""
        named = [name for name in CHECKERS if getattr(self, name).text().strip()]
        if problem.field == "checkers" and 0 < (problem.index or 0) <= len(named):
            return named[(problem.index or 0) - 1]
        return problem.field

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter goes to the next field."""
        if event.key() in _ENTER and not event.modifiers():
            self.focusNextPrevChild(True)
        else:
            super().keyPressEvent(event)

    def _edit(self) -> None:
        if not self._quiet:
            self.edited.emit()

    def _connect(self) -> None:
        for name in self.fields:
            edit = getattr(self, name)
            edit.textChanged.connect(self._edit)
            edit.textChanged.connect(lambda *_text, name=name: self.fields[name].set_error())
        self.urgency.chosen.connect(lambda _value: self._edit())
        bind(self, lambda: self.body.setPlaceholderText(word("drafts.body_example")))
        follow(self, theme.changed, self.update)

    def _lay_out(self) -> Column:
        column = Column(self.note, self.banner, gap=6, margins=(16, 12, 16, 10))
        column.addWidget(self.fields["subject"])
        column.addWidget(self.fields["addressees"])
        column.addWidget(self.fields["body"], 1)
        column.addLayout(
            _side_by_side((self.fields["recipients"], 3), (self.fields["file_copy"], 2))
        )
        column.addLayout(_side_by_side((self.fields["signer"], 3), (self.fields["symbol"], 2)))
        column.addLayout(_side_by_side(*((self.fields[name], 1) for name in CHECKERS)))
        column.addWidget(_titled("drafts.field.urgency", self.urgency))
        return column


def _hint(name: str) -> str:
    return {"addressees": "drafts.hint.list", "body": "drafts.hint.body"}.get(name, "")


def _titled(key: str, widget: QWidget) -> QWidget:
    whole = QWidget()
    row = Row(widget, gap=0)
    row.addStretch(1)
    whole.setLayout(Column(Label(key, "label"), row, gap=2))
    return whole


def _side_by_side(*parts: tuple[Field, int]) -> Row:
    row = Row(gap=12)
    for field, share in parts:
        row.addWidget(field, share)
        row.setAlignment(field, Qt.AlignmentFlag.AlignTop)
    return row
