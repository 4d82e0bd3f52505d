"""A field that names somebody of the unit: typed by name, offered with the post."""

from __future__ import annotations

from typing import TYPE_CHECKING

from desktop.widgets.completion_edit import CompletionEdit
from desktop.widgets.field import Field
from desktop.widgets.matching import Candidate

if TYPE_CHECKING:
    from collections.abc import Sequence

    from db.queries.rows import PersonRow


class PersonField(Field):
    """``person`` is who is meant, None while the name is nobody's."""

    def __init__(self, key: str, people: Sequence[PersonRow], hint: str = "") -> None:
        self._people = people
        self._offers = tuple(Candidate(one.name, one.post, id=one.id.encode()) for one in people)
        self.name = CompletionEdit(lambda _typed: self._offers)
        super().__init__(key, self.name, hint)

    def person(self) -> PersonRow | None:
        """Who is meant; of two with one name the first."""
        typed = " ".join(self.name.text().split()).casefold()
        return next((one for one in self._people if one.name.casefold() == typed), None)

    def check(self) -> bool:
        """Whether somebody is meant; says so where nobody is."""
        found = self.person() is not None
        self.set_error("" if found else "delegations.missing.person")
        return found
