"""Any byte string as file or message of sync is taken or refused cleanly, within bounds (sync.md
I12). For hours: ``python -m tests.core.sync.fuzzing``.
"""

from __future__ import annotations

import pytest

from core.errors import NotOurFile
from tests.core.sync import fuzzing
from tests.core.sync.fuzzing import campaigns, kept, timed
from tests.core.sync.fuzzing_tape import Tape
from tests.core.sync.fuzzing_target import Seen, Target

SEED = 7
FEW = 150
BROKEN = ("wrong value", "not the same", "endless", "greedy")


def _broken(name: str) -> Target:
    """A reader with a fault that it shows where the last byte of its input is spoilt."""

    def read(data: bytes) -> bytes:
        if data[:2] != b"AB":
            raise NotOurFile
        if data[2:] == b"C":
            return data
        if name == "wrong value":
            raise KeyError(data)
        while name == "endless":
            pass
        return bytes(fuzzing.MEMORY_MB << 20) if name == "greedy" else data + b"x"

    return Target(name, lambda tape: tape.spoilt(b"ABC"), read, lambda found: found)


def look_at_broken(wanted: fuzzing.Wanted) -> list[Seen]:
    """As ``fuzzing.looked``, where these readers are known; runs in the limited child."""
    fuzzing.SECONDS = 0.05
    fuzzing.TARGETS.update({name: _broken(name) for name in BROKEN})
    return fuzzing.looked(wanted)


@pytest.mark.parametrize("target", fuzzing.TARGETS.values(), ids=lambda target: target.name)
def test_an_honest_input_is_taken(target: Target) -> None:
    assert target.see(target.make(Tape(b""))) == ("", "")


@pytest.mark.parametrize("group", fuzzing.GROUPS)
def test_spoilt_inputs_are_taken_or_refused(group: str) -> None:
    """All in one child: each of the kinds is tried often, the small ones of the wire less."""
    share = FEW // 4 if group == "wire" else FEW
    tried = campaigns(fuzzing.GROUPS[group], SEED)
    fuzzing.go(tried, share)
    assert [fault for each in tried for fault in each.faults] == []
    assert [each.target.name for each in tried if not 0 < each.taken < each.tried] == []


@pytest.mark.parametrize("name", BROKEN)
def test_a_broken_reader_is_found(name: str) -> None:
    """Or else the test above would hold of anything; one that takes all memory among them."""
    tried = campaigns([_broken(name)], SEED)
    fuzzing.go(tried, 20, look_at_broken)
    assert tried[0].faults
    assert tried[0].taken < tried[0].tried == 20


def test_what_once_broke_a_reader_is_kept_and_refused_or_taken() -> None:
    for name, data in kept():
        assert timed(fuzzing.TARGETS[name], data).fault == "", name
