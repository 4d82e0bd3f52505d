"""Nine saved filters counted together, and one filled and ordered, over 6,000 made-up documents of
a fictional unit, against what a person notices; for who sees all and who sees what concerns him.
"""

from __future__ import annotations

import tempfile
from datetime import date, timedelta
from functools import partial
from pathlib import Path
from random import Random
from time import perf_counter
from typing import TYPE_CHECKING, Any

import sqlalchemy as sa
from measure import in_turns, tell

from core.office.terms import Kind, State, Urgency
from db import models, search
from db.engine import writes
from db.queries import filters
from db.queries.asking import ME, Filter
from db.queries.filters import Question
from db.queries.sorting import Order
from desktop import trial_unit

if TYPE_CHECKING:
    from collections.abc import Callable

    from db.acting import Store

DOCUMENTS = 6_000
GOAL = 100.0
"""Milliseconds, past which people type again (ux.md §1)."""
chance = Random(1)
WORDS = "bảo đảm thông tin liên lạc phục vụ diễn tập khu vực phòng thủ theo kế hoạch năm".split()
STATES = [State.REGISTERED, State.SUBMITTED, State.IN_PROGRESS, State.DONE, State.FILED]
TODAY = date.today()
NINE = {
    "urgent": Filter(urgencies=(Urgency.VERY_URGENT, Urgency.EXPRESS)),
    "late": Filter(due="late"),
    "mine": Filter(assignee=ME, states=(State.IN_PROGRESS,)),
    "unit": Filter(unit=ME),
    "sender": Filter(issuer="phong 1"),
    "words": Filter(words="dien tap ke ho"),
    "unfiled": Filter(filed="out", states=(State.DONE,)),
    "month": Filter(since=(TODAY - timedelta(30)).isoformat(), types=("cong-van", "bao-cao")),
    "concerned": Filter(concerns=ME, kinds=(Kind.INCOMING,)),
}
ORDERS = {"deadline": Order("due", False), "subject": Order("subject", False)}


def document(place: int, people: list[str], unit: str) -> dict[str, Any]:
    """One row as registering and assigning leave it."""
    told = {column.name: "" for column in models.Document.__table__.columns}
    day = TODAY - timedelta(chance.randrange(300))
    numbers = dict.fromkeys(("pages", "files", "directives", "conflicts"), 1)
    return told | numbers | {
        "n": 1000 + place, "id": f"{place:026}", "stream": unit, "kind": Kind.INCOMING.value,
        "state": chance.choice(STATES).value, "type": chance.choice(("cong-van", "bao-cao", "ke")),
        "subject": " ".join(chance.choices(WORDS, k=14)), "code": f"{place}/TM", "number": place,
        "issuer": f"Phòng {chance.randrange(80)}", "dated": day.isoformat(), "register": None,
        "document_date": day.isoformat(), "urgency": chance.choice(list(Urgency)).value,
        "due": (day + timedelta(20)).isoformat() if chance.random() < 0.4 else None,
        "lead_person": None, "drafter": people[0], "tentative": False, "created": place,
    }  # fmt: skip


def assignment(row: dict[str, Any], people: list[str]) -> dict[str, Any]:
    """Somebody has it."""
    who = {"person": chance.choice(people), "unit": None, "name": "", "due": row["due"]}
    return {
        "document": row["id"],
        "op": row["id"],
        "part": "lead",
        "given": 1,
        "noted": None,
        **who,
    }


def fill(store: Store, people: list[str]) -> None:
    """The documents, who has them, and their words."""
    rows = [document(place, people, store.unit) for place in range(DOCUMENTS)]
    with writes(store.engine).begin() as connection:
        connection.execute(sa.insert(models.Document), rows)
        connection.execute(sa.insert(models.Assignment), [assignment(row, people) for row in rows])
        search.index_all(connection, [(row["n"], row["subject"]) for row in rows])


def milliseconds(work: Callable[[], object]) -> float:
    """As a person waits: not the processor's time alone."""
    begun = perf_counter()
    work()
    return (perf_counter() - begun) * 1000


def counted(store: Store, asked: dict[str, Question]) -> float:
    """All counts beside the lists."""
    return milliseconds(lambda: filters.counts(store, asked))


def listed(store: Store, order: Order) -> float:
    """Everything that the person sees."""
    return milliseconds(lambda: filters.ids(store, Filter(), None, order))


def main(folder: Path) -> None:
    """Count and list, for a clerk and for an officer."""
    (folder / "server").mkdir()
    unit = trial_unit.make(folder / "desk", folder / "server", "diễn tập mô phỏng 999", (), (), "1")
    fill(unit.desk, sorted(unit.people.values()))
    asked = {name: Question(one) for name, one in NINE.items()}
    for role, short in (("clerk", "mau"), ("officer", "thi-du")):
        store = unit.as_person(unit.people[short])
        [value] = in_turns(9, partial(counted, store, asked))
        tell(f"count nine filters, {role}", value, "ms", against="goal", peer=GOAL, limit=1)
        for name, order in ORDERS.items():
            [value] = in_turns(5, partial(listed, store, order))
            told = f"6,000 documents by {name}, {role}"
            tell(told, value, "ms", against="goal", peer=GOAL, limit=4)
    unit.close()


if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as place:
        main(Path(place))
