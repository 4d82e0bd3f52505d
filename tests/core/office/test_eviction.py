"""What a machine may give up: nothing that is not finished, sent, old and twice at the server."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.office.eviction import Held, Naming, Stay, chosen, stays
from core.office.terms import State

BEFORE = 1000
FILED = Naming(State.FILED)
GOES = Held("blob", 10, 5, 2, sent=True, streams=1, carried=False, named=(FILED,))
NAMINGS = st.builds(Naming, st.sampled_from([*State, ""]), st.booleans(), st.booleans())
FILES = st.builds(
    Held,
    blob=st.text("ab", min_size=1, max_size=6),
    size=st.integers(0, 100),
    used=st.integers(0, 2 * BEFORE),
    media=st.integers(0, 3),
    sent=st.booleans(),
    streams=st.integers(0, 2),
    carried=st.booleans(),
    named=st.lists(NAMINGS, max_size=2).map(tuple),
)
HARMS: dict[Stay, dict[str, object]] = {
    Stay.UNSENT: {"sent": False},
    Stay.CARRIED: {"carried": True},
    Stay.SHARED: {"streams": 2},
    Stay.OPEN: {"named": (FILED, Naming(State.IN_PROGRESS))},
    Stay.TROUBLED: {"named": (FILED, Naming(State.FILED, troubled=True))},
    Stay.EVIDENCE: {"named": (FILED, Naming(State.FILED, awaited=True))},
    Stay.RECENT: {"used": BEFORE},
    Stay.MEDIA: {"media": 1},
}


def test_it_goes_where_nothing_keeps_it() -> None:
    assert stays(GOES, BEFORE) is None


@pytest.mark.parametrize("reason", Stay)
def test_each_reason_alone_keeps_it(reason: Stay) -> None:
    assert stays(replace(GOES, **HARMS[reason]), BEFORE) is reason  # type: ignore[arg-type]


def test_a_file_of_no_document_stays() -> None:
    assert stays(replace(GOES, named=()), BEFORE) is Stay.OPEN


@given(st.lists(FILES, unique_by=lambda file: file.blob), st.none() | st.integers(0, 500))
def test_what_goes_is_finished_and_the_oldest_first(files: list[Held], room: int | None) -> None:
    gone = chosen(files, BEFORE, room)
    for file in gone:
        assert file.sent
        assert file.streams == 1
        assert file.media >= 2
        assert file.used < BEFORE
        assert not file.carried
        assert file.named
        for naming in file.named:
            assert (naming.state, naming.troubled, naming.awaited) == (State.FILED, False, False)
    may = [file for file in files if stays(file, BEFORE) is None]
    left = [file for file in may if file not in gone]
    assert all(one.used <= other.used for one in gone for other in left)
    won = sum(file.size for file in gone)
    if room is None:
        assert not left
    else:
        assert not left or won >= room
        assert not gone or won - gone[-1].size < room
