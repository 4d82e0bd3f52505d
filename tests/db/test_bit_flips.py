"""One flipped bit anywhere in a store: noticed, no crash, never other words than were written.

A few flips in CI; many under the hypothesis profile ``soak``.
"""

from __future__ import annotations

import shutil
from contextlib import suppress
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from core.errors import UnlockDelayed
from db.keys import tries
from tests.db.care.test_integrity import made
from tests.db.damage import PAGE, flip, look
from tests.db.soaking import cases
from tests.db.test_ledger import World

__all__ = ["made"]  # the fixture

FEW = 14
BITS, SPOTS = st.integers(0, 7), st.integers(0, 1 << 24)


@pytest.fixture(scope="module")
def said(made: World, tmp_path_factory: pytest.TempPathFactory) -> set[str]:
    """What the whole store says."""
    seen = look(made, fresh(made, tmp_path_factory))
    assert seen.report is not None
    assert seen.report.whole
    assert len(seen.said) > 6
    return seen.said


def fresh(made: World, factory: pytest.TempPathFactory) -> Path:
    folder = factory.mktemp("flip") / "clerk"
    shutil.copytree(made.unit.folder / "clerk", folder)
    return folder


def database(folder: Path) -> Path:
    return next(folder.glob("store-*.db"))


@settings(max_examples=cases(FEW))
@given(page=SPOTS, offset=st.integers(0, PAGE - 1), bit=BITS)
def test_in_the_database(
    made: World,
    said: set[str],
    tmp_path_factory: pytest.TempPathFactory,
    page: int,
    offset: int,
    bit: int,
) -> None:
    folder = fresh(made, tmp_path_factory)
    pages = database(folder).stat().st_size // PAGE
    flip(database(folder), page % pages * PAGE + offset, bit)
    seen = look(made, folder)
    assert seen.refused is not None or (seen.report is not None and not seen.report.whole)
    assert seen.said <= said


@settings(max_examples=cases(FEW))
@given(
    name=st.sampled_from(
        ["vault-a.json", "vault-b.json", "outside/outside-a.json", "outside/outside-b.json"]
    ),
    offset=SPOTS,
    bit=BITS,
)
def test_in_one_copy_of_the_header_or_the_counters_it_is_healed(
    made: World,
    said: set[str],
    tmp_path_factory: pytest.TempPathFactory,
    name: str,
    offset: int,
    bit: int,
) -> None:
    folder = fresh(made, tmp_path_factory)
    flip(folder / name, offset, bit)
    seen = look(made, folder)
    assert seen.report is not None
    assert seen.report.whole
    assert seen.said == said
    a, b = (folder / name.replace(f"-{which}.", f"-{letter}.") for which in "ab" for letter in "ab"
            if which in name.partition("-")[2])  # fmt: skip
    assert a.read_bytes() == b.read_bytes()


@settings(max_examples=cases(FEW))
@given(offsets=st.tuples(SPOTS, SPOTS), bit=BITS, kind=st.sampled_from(["vault", "outside"]))
def test_in_both_copies_it_is_refused_or_begins_anew(
    made: World,
    said: set[str],
    tmp_path_factory: pytest.TempPathFactory,
    offsets: tuple[int, int],
    bit: int,
    kind: str,
) -> None:
    folder = fresh(made, tmp_path_factory)
    place = folder / "outside" if kind == "outside" else folder
    for letter, offset in zip("ab", offsets, strict=True):
        flip(place / f"{kind}-{letter}.json", offset, bit)
    seen = look(made, folder)
    if kind == "vault":
        assert seen.refused is not None
    else:
        assert seen.report is not None
        assert seen.report.whole
    assert seen.said <= said


@settings(max_examples=cases(FEW))
@given(offset=SPOTS, bit=BITS)
def test_in_a_file(
    made: World, said: set[str], tmp_path_factory: pytest.TempPathFactory, offset: int, bit: int
) -> None:
    folder = fresh(made, tmp_path_factory)
    [blob] = (folder / "blobs").glob("[0-9a-f][0-9a-f]/*/*")
    flip(blob, offset, bit)
    seen = look(made, folder)
    assert seen.report is not None
    assert [found.code for found in seen.report.findings] == ["blob-damaged"]
    assert seen.said < said


@settings(max_examples=cases(FEW))
@given(offset=SPOTS, bit=BITS)
def test_in_the_counted_tries(
    tmp_path_factory: pytest.TempPathFactory, offset: int, bit: int
) -> None:
    path = tmp_path_factory.mktemp("tries") / "tries.json"
    for now in range(3):
        tries.begin(path, "A" * 26, now)
    flip(path, offset, bit)
    with suppress(UnlockDelayed):  # spoiling the file wins nothing, and costs no more than a wait
        tries.begin(path, "A" * 26, 10)
    tries.begin(path, "A" * 26, 10 + 1000 * tries.LONGEST_WAIT_S)
