"""Opening the encrypted database: who can, who cannot, and what damage looks like."""

from __future__ import annotations

import sqlite3
import stat
from typing import TYPE_CHECKING

import apsw
import pytest

from core.errors import AntinError, EngineTooOld, StoreUnreadable
from db import connection
from db.connection import create_store, open_store
from tests.db.keepers import KEY, store

if TYPE_CHECKING:
    from pathlib import Path

TEXT = "Về việc diễn tập vòng tổng hợp (giả lập)"


@pytest.fixture
def filled(tmp_path: Path) -> Path:
    """A store with a row in it, its WAL merged."""
    path = store(tmp_path)
    opened = open_store(path, KEY)
    opened.execute("CREATE TABLE t(a)")
    opened.execute("INSERT INTO t VALUES (?)", (TEXT,))
    opened.close()
    assert [file.name for file in tmp_path.iterdir()] == [path.name]
    return path


def rows(path: Path) -> list[tuple]:
    """What our own opening reads."""
    opened = open_store(path, KEY)
    try:
        return opened.execute("SELECT a FROM t").fetchall()
    finally:
        opened.close()


def test_our_own_key_reads(filled: Path) -> None:
    assert rows(filled) == [(TEXT,)]
    assert stat.S_IMODE(filled.stat().st_mode) == 0o600


@pytest.mark.parametrize(
    ("setting", "value"),
    [
        ("journal_mode", "wal"),
        ("synchronous", 2),
        ("foreign_keys", 1),
        ("trusted_schema", 0),
        ("temp_store", 2),
        ("cache_size", -1234),
        ("busy_timeout", 5000),
        ("cipher_page_size", "4096"),
        ("cipher_hmac_algorithm", "HMAC_SHA256"),
        ("cipher_memory_security", "0"),
    ],
)
def test_settings_of_a_connection(filled: Path, setting: str, value: object) -> None:
    opened = open_store(filled, KEY, 1234)
    assert opened.execute(f"PRAGMA {setting}").fetchone() == (value,)
    opened.close()


def test_another_key_says_nothing_but_that(filled: Path, capfd: pytest.CaptureFixture) -> None:
    with pytest.raises(StoreUnreadable) as caught:
        open_store(filled, bytes(32))
    assert capfd.readouterr() == ("", "")
    assert caught.value.__cause__ is None
    assert bytes(32).hex() not in repr(caught.value)


def test_a_lost_or_emptied_store_is_not_taken_for_a_new_one(filled: Path) -> None:
    filled.write_bytes(b"")
    with pytest.raises(StoreUnreadable):
        open_store(filled, KEY)
    filled.unlink()
    with pytest.raises(StoreUnreadable):
        open_store(filled, KEY)
    assert not filled.exists()


def test_a_store_is_never_created_over_another(filled: Path) -> None:
    with pytest.raises(FileExistsError):
        create_store(filled, KEY)
    assert rows(filled) == [(TEXT,)]


def test_one_flipped_bit_anywhere_is_noticed(filled: Path) -> None:
    whole = filled.read_bytes()
    for at in range(0, len(whole), 997):
        changed = bytearray(whole)
        changed[at] ^= 0x10
        filled.write_bytes(changed)
        try:
            found = rows(filled)
        except (AntinError, connection.driver.DatabaseError):
            continue
        # the flip lies in a page that this reading does not touch
        assert found == [(TEXT,)]
        opened = open_store(filled, KEY)
        assert opened.execute("PRAGMA cipher_integrity_check").fetchall()
        opened.close()


def test_the_standard_library_cannot_read_it(filled: Path) -> None:
    plain = sqlite3.connect(filled)
    with pytest.raises(sqlite3.DatabaseError, match="not a database"):
        plain.execute("SELECT count(*) FROM sqlite_master")
    plain.close()
    assert not filled.read_bytes().startswith(b"SQLite format 3")


def second(path: Path) -> apsw.Connection:
    """The second implementation, opened with the raw key as store.md §3.5 says."""
    other = apsw.Connection(str(path))
    for setting in ("cipher = 'sqlcipher'", "legacy = 4", "hmac_algorithm = 1"):
        other.execute(f"PRAGMA {setting}")
    other.execute(f"PRAGMA key = \"x'{KEY.hex()}'\"")
    return other


def test_a_second_implementation_reads_it_with_an_unmerged_wal(filled: Path) -> None:
    opened = open_store(filled, KEY)
    opened.execute("INSERT INTO t VALUES ('two')")
    assert filled.with_name(filled.name + "-wal").stat().st_size > 0
    other = second(filled)
    assert list(other.execute("SELECT a FROM t")) == [(TEXT,), ("two",)]
    other.execute("INSERT INTO t VALUES ('three')")
    other.close()
    opened.close()
    assert rows(filled) == [(TEXT,), ("two",), ("three",)]


def test_the_second_implementation_refuses_another_key(filled: Path) -> None:
    other = second(filled)
    other.close()
    wrong = apsw.Connection(str(filled))
    for setting in ("cipher = 'sqlcipher'", "legacy = 4", "hmac_algorithm = 1"):
        wrong.execute(f"PRAGMA {setting}")
    wrong.execute(f"PRAGMA key = \"x'{bytes(32).hex()}'\"")
    with pytest.raises(apsw.NotADBError):
        wrong.execute("SELECT count(*) FROM sqlite_master")
    wrong.close()


def test_an_unsafe_sqlite_is_refused(filled: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(connection, "OLDEST", (99, 0, 0))
    with pytest.raises(EngineTooOld) as caught:
        open_store(filled, KEY)
    assert caught.value.facts["needed"] == "99.0.0"


def test_sqlite_is_at_least_the_first_safe_one() -> None:
    assert connection.OLDEST == (3, 51, 3)
    assert connection.driver.sqlite_version_info >= connection.OLDEST
