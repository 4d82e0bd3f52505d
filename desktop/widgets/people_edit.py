"""Choosing people by initials: one person, or several one after the other."""

from __future__ import annotations

from typing import TYPE_CHECKING

from desktop.widgets.matching import Candidate
from desktop.widgets.one_edit import OneEdit
from desktop.widgets.several_edit import SeveralEdit

if TYPE_CHECKING:
    from collections.abc import Iterable

    from db.queries.rows import PersonRow


def candidates(people: Iterable[PersonRow]) -> list[Candidate]:
    """People as they are offered: name, with post and unit at the right."""
    return [
        Candidate(row.name, " · ".join(p for p in (row.post, row.unit) if p), id=row.id.encode())
        for row in people
        if row.name
    ]


class PersonEdit(OneEdit):
    """One person."""

    def person(self) -> str:
        """The id of the person, or nothing."""
        return self.id()


class PeopleEdit(SeveralEdit):
    """Several people."""

    def __init__(self, name: str, people: list[Candidate]) -> None:
        super().__init__(name, PersonEdit(people))

    def people(self) -> list[str]:
        """The ids, in the order of taking; the one still in the edit among them."""
        return self.ids()
