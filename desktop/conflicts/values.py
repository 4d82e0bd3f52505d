"""What fields are called, and how their values read. No widgets."""

from __future__ import annotations

from contextlib import suppress
from datetime import date
from typing import TYPE_CHECKING, Any, Final

from db.queries.reference import secrecies
from desktop import reference
from desktop.wording import day
from desktop.words import word, words

if TYPE_CHECKING:
    from collections.abc import Callable

_NAMES: Final = {
    **{
        name: f"incoming.field.{name}"
        for name in (
            "subject", "issuer", "code", "type", "document_date", "arrived", "due", "urgency",
            "secrecy", "pages",
        )
    },
    **{name: f"drafts.field.{name}" for name in ("symbol", "signer", "recipients")},
    "title": "dossiers.column.title",
    "retention": "conflicts.field.retention",
    "keeper": "conflicts.field.lead",
    "referred": "conflicts.field.referred",
}  # fmt: skip
_CODES: Final[dict[str, Callable[[str], Any]]] = {
    "type": lambda code: reference.document_types().find(code),
    "urgency": lambda code: reference.urgencies().find(code),
    "retention": lambda code: reference.retentions().find(code),
    "secrecy": lambda code: secrecies().find(code),
}
_DAYS: Final = frozenset({"due", "document_date", "arrived"})


def field_name(name: str, *, file: bool = False) -> str:
    """What a field, or the slot of a file, is called."""
    if file:
        return word("conflicts.field.file")
    key = _NAMES.get(name)
    return word(key) if key else word("conflicts.field.other", name=name)


def shown(name: str, given: Any, named: str = "", *, file: bool = False) -> str:
    """A value of a field in words; ``named`` is the person that it names."""
    if file:
        return str(given.get("name", ""))
    if named:
        return named
    if isinstance(given, list):
        return ", ".join(str(one) for one in given)
    if isinstance(given, str) and name in _CODES:
        return reference.named(_CODES[name](given), words.language, given)
    if isinstance(given, str) and name in _DAYS:
        with suppress(ValueError):
            return day(date.fromisoformat(given))
    return str(given)
