"""The year's list of dossiers on a real store: kept, changed, copied, by whom."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import pytest
import sqlalchemy as sa

from core.errors import NotAllowed, NothingToCopy
from core.office.access import ACCESS
from core.office.terms import Act
from db import models
from db.actions import plans
from db.actions.plans import Entry
from tests.db.test_dossiers import ROLES, by, refused, unit
from tests.db.test_ledger import World


@pytest.fixture(scope="module")
def world(tmp_path_factory: pytest.TempPathFactory) -> Iterator[World]:
    made = unit(tmp_path_factory.mktemp("unit"))
    yield made
    made.close()


LINES = (
    Entry("01.TM", "Diễn tập", "01", 1, "I. Tham mưu"),
    Entry("02.TM", "Thông tin liên lạc", "06", 2, "I. Tham mưu", note="có phụ lục"),
)


def entries(world: World, year: int) -> list[sa.Row[tuple[object, ...]]]:
    with world.clerk.store.engine.begin() as connection:
        table = models.Plan.__table__
        query = sa.select(table).where(table.c.year == year)
        return list(connection.execute(query.order_by(table.c.place)))


def test_a_list_is_kept_changed_and_copied_into_the_next_year(world: World) -> None:
    clerk = by(world, "van")
    plans.keep(clerk, 2030, LINES)
    first, second = entries(world, 2030)
    assert (first.code, first.heading, second.note) == ("01.TM", "I. Tham mưu", "có phụ lục")
    changed = replace(LINES[0], id=first.id, title="Diễn tập khu vực phòng thủ")
    plans.keep(clerk, 2030, [changed], dropped=[second.id])
    first, second = entries(world, 2030)
    assert first.title == "Diễn tập khu vực phòng thủ"
    assert (first.dropped, second.dropped) == (False, True)
    plans.restore(clerk, [second.id])
    assert [row.dropped for row in entries(world, 2030)] == [False, False]
    plans.keep(clerk, 2030, [], dropped=[second.id])
    assert plans.copy(clerk, 2031).number == 1
    (copied,) = entries(world, 2031)
    assert copied.id != first.id
    assert (copied.code, copied.title, copied.place) == ("01.TM", first.title, 1)
    with pytest.raises(NothingToCopy) as error:
        plans.copy(clerk, 2031)
    assert error.value.facts == {"year": 2030}


def test_what_did_not_change_is_no_act(world: World) -> None:
    clerk = by(world, "van")
    plans.keep(clerk, 2040, LINES)
    same = [replace(line, id=row.id) for line, row in zip(LINES, entries(world, 2040), strict=True)]
    assert plans.keep(clerk, 2040, same).changed == frozenset()
    assert plans.keep(clerk, 2040, []).changed == frozenset()


@pytest.mark.parametrize("who", ROLES)
def test_who_keeps_the_list(world: World, who: str) -> None:
    year = 2050 + 10 * list(ROLES).index(who)
    expected = None if ROLES[who] in ACCESS[Act.PLAN_DOSSIERS] else NotAllowed
    assert refused(lambda: plans.keep(by(world, who), year, LINES)) is expected
    assert refused(lambda: plans.copy(by(world, who), year + 1)) is (expected or None)
    assert bool(entries(world, year)) == (expected is None)
