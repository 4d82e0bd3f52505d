"""The labelled lines that a form asks for, as fields: guests, time and place, who is introduced."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from core.office.draft import Fact
from desktop.drafts.list_edit import NamesEdit
from desktop.widgets.field import Field
from desktop.widgets.layouts import Column
from desktop.words import bind, words

if TYPE_CHECKING:
    from collections.abc import Sequence

    from core.office.family import Family, Label
    from desktop.widgets.matching import Candidate


class FactField(Field):
    """A line of the form; what stands before it on paper is its label."""

    def __init__(self, label: Label, offered: Sequence[Candidate]) -> None:
        self.of, self.text = label, NamesEdit(1)
        self.text.offer(offered)
        super().__init__("drafts.field.facts", self.text)
        bind(self, self._name)

    def _name(self) -> None:
        said = self.of.vi if words.language == "vi" else self.of.en
        said = said.replace("{issuer}", "").strip(" :")
        said = said[:1].upper() + said[1:]
        self.label.show_text(said)
        self.text.setAccessibleName(said)


class FactsForm(QWidget):
    """``edited`` says that a person changed something."""

    edited = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.fields: list[FactField] = []
        self._column = Column(gap=6)
        self.setLayout(self._column)

    def show_facts(
        self, family: Family | None, facts: Sequence[Fact], offered: Sequence[Candidate]
    ) -> None:
        """Ask for what the family's form asks for, with what is filled in already."""
        for field in self.fields:
            self._column.removeWidget(field)
            field.hide()
            field.deleteLater()
        known = {each.key: each.text for each in facts}
        self.fields = [FactField(label, offered) for label in family.facts] if family else []
        for field in self.fields:
            field.text.setText(known.get(field.of.key, ""))
            field.text.textChanged.connect(self.edited)
            field.text.textChanged.connect(lambda field=field: field.set_error())
            self._column.addWidget(field)
        self.setVisible(bool(self.fields))

    def facts(self) -> tuple[Fact, ...]:
        """What is filled in, in the order of the form."""
        found = ((field.of.key, field.text.text()) for field in self.fields)
        return tuple(Fact(key=key, text=text) for key, text in found if text)
