"""What stands at the foot of every paper that is printed here: who prints it, and when. No Qt."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import resources
from core.office import roster
from db.queries import office
from desktop.forms.book import Printing

if TYPE_CHECKING:
    from db.acting import Store

FICTIONAL: Final = "giả lập"


def how(store: Store) -> Printing:
    """Who prints and when; the fictional unit's paper says what it is."""
    demo = FICTIONAL in store.realm.provision.name.lower()
    mark = roster.load_roster(resources.text("demo/unit.json")).watermark if demo else ""
    return Printing(office.me(store).name, store.now(), watermark=mark)
