"""The commit journal as files: what was appended comes back, what was changed is noticed."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from core.errors import JournalDamaged
from core.recipients import public_of
from server.journal import SUFFIX, Journal, Keys
from tests.db.unit_of_three import Dice

NOVEMBER, DECEMBER = 1_795_000_000_000, 1_797_000_000_000
PRIVATE = bytes(range(32))
BODIES = [b"ban ghi mot", b"", bytes(300_000), b"ban ghi bon"]


def keys() -> Keys:
    return Keys(b"k" * 32, public_of(PRIVATE), Dice("journal"))


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "journal"


@pytest.fixture
def filled(folder: Path) -> Path:
    journal = Journal(folder, keys())
    for body in BODIES:
        journal.append(body, NOVEMBER)
    [path] = folder.glob(f"*{SUFFIX}")
    return path


def read(folder: Path) -> list[bytes]:
    return list(Journal(folder, keys()).replay())


def test_everything_comes_back_in_order(folder: Path, filled: Path) -> None:
    assert filled.name == "2026-11-000001.antj"
    assert read(folder) == BODIES
    assert Journal(folder, keys()).last() == BODIES[-1]


def test_it_goes_on_after_a_restart_and_into_the_next_month(folder: Path, filled: Path) -> None:
    journal = Journal(folder, keys())
    journal.append(b"sau khi khoi dong lai", NOVEMBER)
    journal.append(b"thang sau", DECEMBER)
    journal.append(b"dong ho lui", NOVEMBER)
    names = sorted(path.name for path in folder.glob(f"*{SUFFIX}"))
    assert names == ["2026-11-000001.antj", "2026-12-000002.antj"]
    assert read(folder) == [*BODIES, b"sau khi khoi dong lai", b"thang sau", b"dong ho lui"]


def test_an_empty_journal_has_nothing(folder: Path) -> None:
    assert read(folder) == []
    assert Journal(folder, keys()).last() is None


@pytest.mark.parametrize("cut", [1, 20, 40, 60])
def test_a_torn_tail_is_left_and_the_journal_goes_on_behind_it(
    folder: Path, filled: Path, cut: int
) -> None:
    filled.write_bytes(filled.read_bytes()[:-cut])
    journal = Journal(folder, keys())
    assert journal.torn() > 0
    assert journal.last() == BODIES[-2]
    journal.append(b"lai ghi", NOVEMBER)
    assert read(folder) == [*BODIES[:-1], b"lai ghi"]


def test_a_tail_of_zeros_is_torn_too(folder: Path, filled: Path) -> None:
    filled.write_bytes(filled.read_bytes() + bytes(5000))
    journal = Journal(folder, keys())
    assert (journal.torn(), journal.last()) == (5000, BODIES[-1])


@given(place=st.floats(0, 1, exclude_max=True), bit=st.integers(0, 7))
@settings(max_examples=40, deadline=None)
def test_no_flipped_bit_gives_another_record(
    tmp_path_factory: pytest.TempPathFactory, place: float, bit: int
) -> None:
    folder = tmp_path_factory.mktemp("flipped")
    journal = Journal(folder, keys())
    for body in (b"mot", b"hai", b"ba"):
        journal.append(body, NOVEMBER)
    journal.append(b"thang sau", DECEMBER)
    path = folder / "2026-11-000001.antj"
    data = bytearray(path.read_bytes())
    data[int(place * len(data))] ^= 1 << bit
    path.write_bytes(data)
    with pytest.raises(JournalDamaged):
        read(folder)


def test_a_lost_file_is_noticed(folder: Path, filled: Path) -> None:
    journal = Journal(folder, keys())
    journal.append(b"thang sau", DECEMBER)
    filled.unlink()
    with pytest.raises(JournalDamaged):
        read(folder)


def test_nothing_stands_in_the_clear(folder: Path, filled: Path) -> None:
    assert b"ban ghi" not in filled.read_bytes()


def test_another_vault_reads_nothing_and_the_recovery_key_everything(
    folder: Path, filled: Path
) -> None:
    with pytest.raises(JournalDamaged):
        Journal(folder, Keys(b"x" * 32, public_of(PRIVATE), Dice("other")))
    recovered = Keys(b"", public_of(PRIVATE), Dice("other"), PRIVATE)
    assert list(Journal(folder, recovered).replay()) == BODIES


def test_a_failed_append_leaves_the_records_before_it(folder: Path, filled: Path) -> None:
    journal = Journal(folder, keys())
    with filled.open("ab") as file:
        file.write(b"what a full disk let through")
    journal.append(b"danach", NOVEMBER)
    assert read(folder) == [*BODIES, b"danach"]


def test_the_vector(tmp_path: Path) -> None:
    found = json.loads((Path(__file__).parent.parent / "vectors/journal.json").read_text())
    for name, data in found["files"].items():
        (tmp_path / name).write_bytes(bytes.fromhex(data))
    private = bytes.fromhex(found["recovery"])
    records = [bytes.fromhex(record) for record in found["records"]]
    ours = Keys(bytes.fromhex(found["vault"]), public_of(private), Dice("x"))
    assert list(Journal(tmp_path, ours).replay()) == records
    recovered = Keys(b"", public_of(private), Dice("x"), private)
    assert list(Journal(tmp_path, recovered).replay()) == records
