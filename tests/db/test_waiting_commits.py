"""What waits for the server's word is found among itself: no act looks through a year's commits."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
import sqlalchemy as sa

from db import commits, models

LOOKS: dict[str, Callable[[sa.Connection], Any]] = {
    "what is to be sent": lambda connection: commits.unsent(connection, "s", 500),
    "what is folded again": lambda connection: commits.tentative(connection, {("register", "r")}),
    "how many wait": lambda connection: connection.execute(
        sa.select(sa.func.count()).select_from(models.Commit).where(commits.UNANSWERED)
    ),
}


@pytest.mark.parametrize("look", LOOKS)
def test_few_are_looked_through(look: str) -> None:
    engine = sa.create_engine("sqlite://")
    models.Base.metadata.create_all(engine)
    asked: list[tuple[str, Any]] = []

    @sa.event.listens_for(engine, "before_cursor_execute")
    def _keep(*said: Any) -> None:
        asked.append((said[2], said[3]))

    with engine.begin() as connection:
        LOOKS[look](connection)
        plans = [
            connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {query}", values).all()
            for query, values in list(asked)
        ]
    steps = [row[3] for plan in plans for row in plan if " commits " in f"{row[3]} "]
    assert len(steps) == len(plans) > 0
    waiting = ("commits_tentative", "commits_aside", "gseq=?")
    assert all(any(each in step for each in waiting) for step in steps), steps
    engine.dispose()


def test_others_chains_are_looked_at_only_while_their_tips_have_no_place() -> None:
    engine = sa.create_engine("sqlite://")
    models.Base.metadata.create_all(engine)
    standings = {"mine": "tentative", "open": "tentative", "review": "review", "done": "ok"}
    with engine.begin() as connection:
        for device, tip in standings.items():
            for seq in (1, 2, 3):
                last = tip if seq == 3 else "ok" if tip == "ok" else "tentative"
                _add(connection, device, seq, last)
            chain = {"stream": "s", "device": device, "inc": 1, "seq": 3, "tip": f"{device}3"}
            connection.execute(sa.insert(models.Chain), chain)
        _add(connection, "open", 4, "tentative")  # a fork, beyond the tip
        found = commits.unordered_tips(connection, "s", "mine", 1)
    assert found == (("open", 1, 3), ("review", 1, 2))
    engine.dispose()


def _add(connection: sa.Connection, device: str, seq: int, standing: str) -> None:
    place = seq if standing == "ok" else None
    values = {
        "id": f"{device}{seq}",
        "stream": "s",
        "device": device,
        "inc": 1,
        "seq": seq,
        "hlc_ms": seq,
        "hlc_n": 0,
        "person": "p",
        "standing": standing,
        "gseq": place,
        "header": b"",
        "payload": b"",
        "signature": b"",
    }
    connection.execute(sa.insert(models.Commit), values)
