"""Who may read a restricted group: by the last word on each person, below the unit's stream."""

from __future__ import annotations

import msgspec
from hypothesis import given
from hypothesis import strategies as st

from core.commits import groups
from core.commits.fold import At, State, fold
from core.commits.format import Op
from tests.core.commits.receiving import certificate
from tests.core.commits.samples import ident

UNIT, GROUP = ident("unit stream"), ident("group stream")
PEOPLE = [ident(name) for name in ("one", "two", "three")]
WORDS = st.lists(st.tuples(st.sampled_from(PEOPLE), st.booleans()), max_size=12)


def group(words: list[tuple[str, bool]]) -> State:
    """A group as its operations fold."""
    ops = [Op(kind="stream.open", id=GROUP, bases=(), body={"fields": {"name": "A"}})]
    ops += [
        Op(kind="stream.member", id=GROUP, bases=(), body={"person": person, "reads": reads})
        for person, reads in words
    ]
    state: State | None = None
    for place, op in enumerate(ops, 1):
        at = At(f"{ident('device')}.1.{place}.0", ident("administrator"), ident("device"), 1, place)
        state = fold(state, op, at)
    assert state is not None
    return state


@given(WORDS, st.sampled_from(["", *PEOPLE]), st.booleans(), st.sampled_from(["device", "server"]))
def test_a_device_reads_the_groups_of_its_person_below_what_it_is_certified_for(
    words: list[tuple[str, bool]], person: str, certified: bool, kind: str
) -> None:
    made = group(words)
    streams = (UNIT,) if certified else (ident("authority"),)
    own = msgspec.structs.replace(certificate(), kind=kind, streams=streams)
    last = dict(words)
    reads = kind == "server" or (certified and last.get(person, False))
    found = groups.readable(own, person, {GROUP: made}, UNIT)
    assert found == {*streams, *([GROUP] if reads else [])}
    assert groups.readers(made) == {one for one, said in last.items() if said}
    assert groups.once(made) == last.keys()
