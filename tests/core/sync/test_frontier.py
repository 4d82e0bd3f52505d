"""Frontiers: a join semilattice, what is missing, and an order that respects what commits name."""

from __future__ import annotations

from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.commits import canonical
from core.commits.format import Chain, Commit
from core.errors import NotCanonical
from core.sync import frontier
from core.sync.frontier import Range, Row
from tests.core.commits.samples import (
    DEVICE,
    OTHER_STREAM,
    START,
    STREAM,
    chain,
    commit,
    ident,
    opine,
)

chains = st.tuples(
    st.sampled_from([DEVICE, ident("b")]),
    st.integers(1, 2),
    st.sampled_from([STREAM, OTHER_STREAM]),
)
frontiers = st.dictionaries(chains, st.integers(0, 30))


def plain(one: dict[Chain, int]) -> dict[Chain, int]:
    return {each: seq for each, seq in one.items() if seq}


@given(frontiers, frontiers, frontiers)
def test_merging_is_commutative_associative_idempotent(
    one: dict[Chain, int], two: dict[Chain, int], three: dict[Chain, int]
) -> None:
    assert frontier.merge(one, two) == frontier.merge(two, one)
    assert frontier.merge(one, frontier.merge(two, three)) == frontier.merge(
        frontier.merge(one, two), three
    )
    assert frontier.merge(one, one) == one


@given(frontiers, frontiers)
def test_what_is_missing_completes(mine: dict[Chain, int], theirs: dict[Chain, int]) -> None:
    lacking = frontier.missing(mine, theirs)
    assert [each.chain for each in lacking] == sorted({each.chain for each in lacking})
    after = dict(mine)
    for each in lacking:
        assert after.get(each.chain, 0) == each.first - 1
        after[each.chain] = each.last
    assert plain(after) == plain(frontier.merge(mine, theirs))
    assert frontier.missing(frontier.merge(mine, theirs), theirs) == []


@given(frontiers, st.integers(1, 7))
def test_portions_keep_order_and_limit(theirs: dict[Chain, int], limit: int) -> None:
    lacking = frontier.missing({}, theirs)
    parts = frontier.portions(lacking, limit)
    assert all(0 < sum(each.size for each in part) <= limit for part in parts)
    assert all(sum(each.size for each in part) == limit for part in parts[:-1])
    reach: dict[Chain, int] = {}
    for each in (each for part in parts for each in part):
        assert each.first == reach.get(each.chain, 0) + 1
        reach[each.chain] = each.last
    assert reach == plain(theirs)


@given(frontiers)
def test_written_frontiers_read_back(one: dict[Chain, int]) -> None:
    rows = frontier.rows(one)
    data = canonical.encode(rows)
    assert frontier.read_rows(canonical.decode_as(tuple[Row, ...], data)) == plain(one)


def test_a_frontier_has_one_spelling() -> None:
    rows = frontier.rows({(DEVICE, 1, STREAM): 4, (DEVICE, 2, STREAM): 1})
    for wrong in (rows[::-1], rows[:1] * 2):
        with pytest.raises(NotCanonical):
            frontier.read_rows(wrong)


def test_a_range_counts_both_ends() -> None:
    assert Range((DEVICE, 1, STREAM), 4, 6).size == 3


@st.composite
def meshes(draw: st.DrawFn) -> list[Commit]:
    """Commits of three devices with arbitrary clocks, naming what they had seen."""
    tips: dict[str, Commit] = {}
    found: list[Commit] = []
    for _ in range(draw(st.integers(0, 12))):
        device = draw(st.sampled_from([ident("a"), ident("b"), ident("c")]))
        seen = draw(st.sets(st.sampled_from(sorted(tips)), max_size=2)) if tips else set()
        deps = tuple(sorted((d, 1, tips[d].header.seq) for d in seen - {device}))
        before = tips.get(device)
        found.append(
            commit(
                opine("x"),
                device=device,
                seq=before.header.seq + 1 if before else 1,
                prev=before.id if before else None,
                deps=deps,
                hlc=(START + draw(st.integers(-5, 5)), 0),
            )
        )
        tips[device] = found[-1]
    return found


@given(meshes(), st.randoms(use_true_random=False))
def test_arranged_commits_follow_what_they_name(made: list[Commit], random: Random) -> None:
    shuffled = [*made, *made[:2]]
    random.shuffle(shuffled)
    found = frontier.arrange(shuffled)
    assert {each.id for each in found} == {each.id for each in made}
    assert len(found) == len(made)
    place = {(each.header.device, each.header.seq): at for at, each in enumerate(found)}
    for at, each in enumerate(found):
        header = each.header
        assert all(place[device, seq] < at for device, _, seq in header.deps)
        assert header.seq == 1 or place[header.device, header.seq - 1] < at
    assert found == frontier.arrange(made)


def test_ready_commits_go_by_clock() -> None:
    late = commit(opine("late"), device=ident("a"), hlc=(START + 9, 0))
    early = commit(opine("early"), device=ident("b"), hlc=(START, 1))
    assert frontier.arrange([late, early]) == [early, late]


def test_forks_and_circles_are_not_lost() -> None:
    fork = [commit(opine(text)) for text in ("one", "two")]
    one, two = ident("a"), ident("b")
    circle = [
        commit(opine("x"), device=one, deps=((two, 1, 1),)),
        commit(opine("y"), device=two, deps=((one, 1, 1),)),
    ]
    found = frontier.arrange([*fork, *circle, *chain(3)[1:]])
    assert {each.id for each in found} == {each.id for each in [*fork, *circle, *chain(3)[1:]]}
