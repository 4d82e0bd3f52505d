"""Which documents are opened before they are signed: by their type, as the unit's list says.

Office custom, not law: the list ``must-open`` names types by their codes; what it does not name
may be signed unopened, and its history says so.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from core.errors import NotOpened

if TYPE_CHECKING:
    from core.office.catalogue import Catalogue, Item


def demanded(rules: Catalogue[Item], kind: str) -> bool:
    """Tell whether documents of a type (its code) are opened before they are signed."""
    return kind in rules.codes()


def check(rules: Catalogue[Item], kind: str, *, opened: bool) -> None:
    """Raise NotOpened where a type must be opened and the document was not."""
    if not opened and demanded(rules, kind):
        raise NotOpened(type=kind)
