"""Which types are opened before they are signed."""

from __future__ import annotations

from datetime import date

import pytest

import resources
from core.errors import NotOpened
from core.office import catalogue, must_open
from core.office.catalogue import Item
from core.office.overlay import EntrySaid, with_entries

SHIPPED = catalogue.load_must_open(resources.text("catalogues/must-open.json"))
ENDED = {"code": "quyet-dinh", "vi": "Quyết định", "en": "Decision", "until": "2026-11-20"}


def test_decisions_are_opened_and_letters_need_not_be() -> None:
    types = catalogue.load_document_types(resources.text("catalogues/document-types.json"))
    assert SHIPPED.codes() <= types.codes()
    assert must_open.demanded(SHIPPED, "quyet-dinh")
    assert not must_open.demanded(SHIPPED, "cong-van")
    must_open.check(SHIPPED, "quyet-dinh", opened=True)
    must_open.check(SHIPPED, "cong-van", opened=False)
    with pytest.raises(NotOpened):
        must_open.check(SHIPPED, "quyet-dinh", opened=False)


def test_the_unit_ends_the_rule_for_a_type() -> None:
    said = [EntrySaid("quyet-dinh", ENDED, "a")]
    last = with_entries(SHIPPED, Item, said, date(2026, 11, 20))
    over = with_entries(SHIPPED, Item, said, date(2026, 11, 21))
    assert must_open.demanded(last, "quyet-dinh")
    assert not must_open.demanded(over, "quyet-dinh")
