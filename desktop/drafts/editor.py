"""The form of a document: the fields that its family asks for, each with what is wrong with it
below.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtWidgets import QScrollArea, QWidget
from typing_extensions import override

from core.office.terms import Urgency
from desktop import reference
from desktop.announce import announce
from desktop.drafts.facts_form import FactsForm
from desktop.drafts.list_edit import ENTER, ListEdit
from desktop.drafts.parts_edit import PartsEdit
from desktop.drafts.writing import ABOVE, ARTICLE, Written
from desktop.theme.theme import theme
from desktop.widgets.banner import Banner
from desktop.widgets.completion_edit import CompletionEdit
from desktop.widgets.field import Field, LineEdit, TextEdit
from desktop.widgets.labels import Label
from desktop.widgets.layouts import STRETCH, Column, Panel, Row
from desktop.widgets.matching import Candidate
from desktop.widgets.people_edit import candidates
from desktop.widgets.scope_field import ScopeField
from desktop.widgets.segmented import Option, Segmented
from desktop.words import follow

if TYPE_CHECKING:
    from collections.abc import Sequence

    from PySide6.QtGui import QKeyEvent

    from core.office.draft_check import Problem
    from core.office.family import Family
    from desktop.drafts.body_paste import Notice
    from desktop.drafts.writing import Office

_URGENCIES: Final = (
    Option(Urgency.NORMAL, "office.urgency.normal"),
    Option(Urgency.URGENT, "office.urgency.urgent", "warn"),
    Option(Urgency.VERY_URGENT, "office.urgency.very_urgent", "danger"),
    Option(Urgency.EXPRESS, "office.urgency.express", "danger"),
)
CHECKERS: Final = ("content_checker", "format_checker", "secretary")
"""Who initials beside the drafter, in the order of their places on the page."""
LISTS: Final = ("addressees", "recipients", "contact", "lead")
LINES: Final = ("file_copy", "symbol", "circulation", "marker")
EDITS: Final = ("lead", "subject", "addressees", "recipients", "file_copy", "signer", "symbol")
ARTICLES: Final = range(2, 10)
"""Of a decision: whoever carries it out is named in the last Điều, never in the first."""
MORE: Final = ("circulation", "marker", "contact")


class Editor(Panel):
    """``edited`` says that a person changed something."""

    edited = Signal()

    def __init__(self) -> None:
        self.note, self.banner, self.pasting = Banner(), Banner(), Banner()
        self.lead, self.contact = ListEdit(1), ListEdit(1)
        self.subject = TextEdit(2)
        self.addressees, self.recipients = ListEdit(2), ListEdit(2)
        self.facts, self.parts = FactsForm(), PartsEdit()
        self.body = self.parts.own.body
        self.file_copy, self.symbol = LineEdit(), LineEdit()
        self.circulation, self.marker = LineEdit(), LineEdit()
        self.signer = CompletionEdit(lambda _typed: self._signers)
        self.content_checker = CompletionEdit(lambda _typed: self._checkers)
        self.format_checker = CompletionEdit(lambda _typed: self._checkers)
        self.secretary = CompletionEdit(lambda _typed: self._writers)
        self.urgency = Segmented("drafts.field.urgency", _URGENCIES)
        self._signers, self._checkers = tuple[Candidate, ...](), tuple[Candidate, ...]()
        self._writers: tuple[Candidate, ...] = ()
        self._shown, self._quiet = Written(), False
        self.scope = ScopeField()
        self.fields = {
            name: Field(f"drafts.field.{name}", getattr(self, name), _hint(name))
            for name in (*EDITS, *CHECKERS, *MORE)
        }
        self.fields["body"] = self.parts.own.text
        self._scroll = QScrollArea(widgetResizable=True)
        super().__init__("surface", self._lay_out())
        self._connect()

    def show_form(self, written: Written, office: Office) -> None:
        """Show what was written; the problems of before are gone."""
        family = reference.families().find(written.template)
        self._offer(office, family)
        self._quiet = True
        self._shown = written
        self.scope.offer(office.scopes)
        self.scope.choose(written.group)
        for name in (*EDITS, *CHECKERS, *MORE):
            getattr(self, name).setText(getattr(written, name))
        self.facts.show_facts(family, written.facts, _agencies(office) + self._writers)
        attaches = family is not None and family.attaches
        self.parts.show_parts(written.body, written.attached, written.appendices, attaches=attaches)
        for widget in (self.parts, self.facts):
            widget.setVisible(not written.given)
        self.urgency.set_value(written.urgency)
        self._suit(family)
        self._quiet = False
        self.pasting.hush()
        self.show_problems(())

    def written(self) -> Written:
        """The fields as they stand."""
        return Written(
            template=self._shown.template,
            type=self._shown.type,
            given=self._shown.given,
            group=self.scope.kept(),
            subject=self.subject.text(),
            urgency=self.urgency.value(),
            facts=self.facts.facts(),
            body=self.body.blocks(),
            attached=self.parts.attached(),
            appendices=self.parts.appendices(),
            **{name: getattr(self, name).toPlainText() for name in LISTS},
            **{name: getattr(self, name).text().strip() for name in (*LINES, "signer", *CHECKERS)},
        )

    def show_problems(self, problems: Sequence[Problem]) -> None:
        """Say at each field what is wrong with it first, above all what has no field here; the
        keyboard goes to the first."""
        self.banner.hush()
        wrong: dict[Field, Problem] = {}
        others: list[Problem] = []
        for problem in problems:
            field = self._place(problem)
            if field is None:
                others.append(problem)
            else:
                wrong.setdefault(field, problem)
        for field in self._every_field():
            found = wrong.get(field)
            field.set_error(f"draft.problem.{found.fault}" if found else "")
        if others:
            self.banner.say("danger", f"draft.problem.{others[0].fault}")
        if wrong:
            first = next(field for field in self._every_field() if field in wrong)
            self.parts.show_field(first)
            first.edit.setFocus(Qt.FocusReason.OtherFocusReason)
            self._scroll.ensureWidgetVisible(first)

    def _every_field(self) -> list[Field]:
        """The fields from top to bottom."""
        names = (*EDITS[3:], *CHECKERS, *MORE)
        return [
            *(self.fields[name] for name in EDITS[:3]),
            *self.facts.fields,
            *self.parts.fields(),
            *(self.fields[name] for name in names),
        ]

    def _place(self, problem: Problem) -> Field | None:
        """The field where a problem stands: the first checker is the drafter himself."""
        index = problem.index or 0
        if problem.field == "checkers":
            named = [name for name in CHECKERS if getattr(self, name).text().strip()]
            if 0 < index <= len(named):
                return self.fields[named[index - 1]]
            return self.fields["secretary"] if self._is_missing_secretary(problem) else None
        if problem.field == "facts":
            return self.facts.fields[index] if index < len(self.facts.fields) else None
        if problem.field in {"attached", "appendices"}:
            return self.parts.field(problem)
        return self.fields.get(problem.field)

    def _is_missing_secretary(self, problem: Problem) -> bool:
        return problem.fault == "secretary_missing" and not self.fields["secretary"].isHidden()

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter goes to the next field."""
        if event.key() in ENTER and not event.modifiers():
            self.focusNextPrevChild(True)
            self._see()
        else:
            super().keyPressEvent(event)

    def _offer(self, office: Office, family: Family | None) -> None:
        """Whom and what the fields offer."""
        self._signers = tuple(Candidate(one.name, " / ".join(one.lines)) for one in office.signers)
        self._checkers = tuple(candidates(office.checkers))
        self._writers = tuple(candidates((*office.checkers, office.me)))
        known = _agencies(office)
        self.addressees.offer(known)
        self.recipients.offer((*map(Candidate, usual(family)), *known))

    def _suit(self, family: Family | None) -> None:
        """Show the fields that this family has."""
        parts = family.parts if family else ()
        self.fields["lead"].setVisible("lead" in parts)
        self.fields["addressees"].setVisible("addressees" in parts)
        self.fields["secretary"].setVisible(family is not None and family.foot == "minutes")

    def _see(self) -> None:
        """Bring what has the keyboard in sight."""
        if (now := self.focusWidget()) is not None:
            self._scroll.ensureWidgetVisible(now)

    def _tell_pasted(self, notice: Notice | None) -> None:
        """What did not come along is said above the form, until something else is pasted."""
        if notice is None:
            self.pasting.hush()
            return
        self.pasting.say(notice.tone, notice.key, **notice.facts)
        announce(self.pasting.text)

    def _edit(self) -> None:
        if not self._quiet:
            self.edited.emit()

    def _connect(self) -> None:
        for name in (*EDITS, *CHECKERS, *MORE):
            edit = getattr(self, name)
            edit.textChanged.connect(self._edit)
            edit.textChanged.connect(lambda *_text, name=name: self.fields[name].set_error())
        for part in (self.facts, self.parts):
            part.edited.connect(self._edit)
        self.parts.pasted.connect(self._tell_pasted)
        self.urgency.chosen.connect(lambda _value: self._edit())
        self.scope.changed.connect(self._edit)
        self.parts.add.clicked.connect(lambda: QTimer.singleShot(0, self._see))  # once laid out
        follow(self, theme.changed, self.update)

    def _lay_out(self) -> Column:
        form = Column(self.scope, gap=6, margins=(16, 4, 16, 10))
        for widget in (self.fields["lead"], self.fields["subject"], self.fields["addressees"]):
            form.addWidget(widget)
        form.addWidget(self.facts)
        form.addWidget(self.parts, 1)
        for names in (
            (("recipients", 3), ("file_copy", 2)),
            (("signer", 3), ("symbol", 2)),
            (("content_checker", 1), ("format_checker", 1), ("secretary", 1)),
        ):
            form.addLayout(_side_by_side(*((self.fields[name], share) for name, share in names)))
        form.addLayout(Row(_titled("drafts.field.urgency", self.urgency), STRETCH, self.parts.add))
        form.addLayout(_side_by_side(*((self.fields[name], 1) for name in MORE)))
        self._scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._scroll.setFrameShape(QScrollArea.Shape.NoFrame)
        self._scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._scroll.setWidget(Panel("surface", form))
        above = Column(self.note, self.banner, self.pasting, gap=6, margins=(16, 12, 16, 0))
        column = Column(above, gap=0)
        column.addWidget(self._scroll, 1)
        return column


def usual(family: Family | None) -> tuple[str, ...]:
    """How the first recipients are called, where the document names them itself (PL I, ô 9b)."""
    if family is not None and family.verb:
        return tuple(f"{ARTICLE} {number}" for number in ARTICLES)
    return (ABOVE,) if family is not None and "addressees" in family.parts else ()


def _agencies(office: Office) -> tuple[Candidate, ...]:
    return tuple(Candidate(name) for name in office.known)


def _hint(name: str) -> str:
    return {"addressees": "drafts.hint.list"}.get(name, "")


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
