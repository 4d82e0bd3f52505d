"""The long poll wakes those who wait, and quotas turn away those who ask too much."""

from __future__ import annotations

import threading

import pytest

from core.errors import ServerBusy
from core.sync.wire import Tip
from server.quotas import MOST_BUCKETS, Quotas, Rate
from tests.server.town import Town


def test_who_waits_is_told_when_something_comes(town: Town) -> None:
    clerk, commander = town.machine("clerk"), town.machine("commander")
    clerk.register()
    found: list[tuple[Tip, ...]] = []
    with town.running(), town.road(commander) as road:
        known = road.wait([], 0).tips

        def wait() -> None:
            found.append(road.wait(known, 25).tips)

        waiting = threading.Thread(target=wait)
        waiting.start()
        town.sync(clerk)
        waiting.join(20)
    [tips] = found
    before = {tip.stream: tip.gseq for tip in known}
    after = {tip.stream: tip.gseq for tip in tips}
    assert after == before | {clerk.store.stream: before[clerk.store.stream] + 1}


def test_who_waits_in_vain_is_answered_too(town: Town) -> None:
    clerk = town.machine("clerk")
    with town.running(), town.road(clerk) as road:
        known = road.wait([], 0).tips
        assert road.wait(known, 1).tips == known


class Steady:
    """A clock that stands until it is moved."""

    def __init__(self) -> None:
        self.time = 0

    def __call__(self) -> int:
        return self.time


RATE = Rate(burst=10, each_second=2)


def test_a_bucket_empties_and_fills_again() -> None:
    clock = Steady()
    quotas = Quotas(clock)
    quotas.take(RATE, "mot", 10)
    with pytest.raises(ServerBusy):
        quotas.take(RATE, "mot")
    quotas.take(RATE, "hai", 10)
    clock.time += 1000
    quotas.take(RATE, "mot", 2)
    with pytest.raises(ServerBusy):
        quotas.take(RATE, "mot")
    clock.time += 3_600_000
    quotas.take(RATE, "mot", 10)
    with pytest.raises(ServerBusy):
        quotas.take(RATE, "mot", 11)


def test_strangers_in_any_number_take_no_memory() -> None:
    quotas = Quotas(Steady())
    for number in range(MOST_BUCKETS + 5):
        quotas.take(RATE, str(number))
    assert len(quotas._buckets) <= MOST_BUCKETS
