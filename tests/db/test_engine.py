"""The engine: one usage for readers and writers on SQLCipher and on PostgreSQL, and its end."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
import sqlalchemy as sa

from core.errors import DiskFull, StoreBusy
from db import engine
from db.connection import open_store
from db.engine import writes
from tests.db.keepers import KEY, engine_on, small_disk, store

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from db.connection import Connection

TABLE = sa.Table(
    "entries",
    sa.MetaData(),
    sa.Column("id", sa.Integer, primary_key=True),
    sa.Column("text", sa.String, unique=True),
)


@pytest.fixture
def opened(tmp_path: Path) -> Iterator[sa.Engine]:
    """An engine with one table that holds one row."""
    made = engine_on(store(tmp_path))
    with writes(made).begin() as connection:
        TABLE.metadata.create_all(connection)
        connection.execute(TABLE.insert(), {"id": 1, "text": "một"})
    yield made
    made.dispose()


def texts(opened: sa.Engine) -> list[str]:
    """What a reader sees."""
    with opened.begin() as connection:
        return list(connection.scalars(sa.select(TABLE.c.text).order_by(TABLE.c.id)))


def test_a_plain_transaction_cannot_write(opened: sa.Engine) -> None:
    with pytest.raises(sa.exc.OperationalError, match="readonly"), opened.begin() as connection:
        connection.execute(TABLE.insert(), {"id": 2, "text": "hai"})
    with writes(opened).begin() as connection:
        connection.execute(TABLE.insert(), {"id": 2, "text": "hai"})
    assert texts(opened) == ["một", "hai"]


def test_a_second_writer_is_told_at_once_and_readers_go_on(opened: sa.Engine) -> None:
    with writes(opened).begin() as first:
        first.execute(TABLE.insert(), {"id": 2, "text": "hai"})
        with pytest.raises(StoreBusy), writes(opened).begin():
            pytest.fail("two writers at once")
        assert texts(opened) == ["một"]
    assert texts(opened) == ["một", "hai"]


def test_a_reader_sees_one_moment(opened: sa.Engine) -> None:
    with opened.begin() as reader:
        count = sa.select(sa.func.count()).select_from(TABLE)
        assert reader.scalar(count) == 1
        with writes(opened).begin() as writer:
            writer.execute(TABLE.insert(), {"id": 2, "text": "hai"})
        assert reader.scalar(count) == 1
    assert texts(opened) == ["một", "hai"]


def test_what_fails_is_undone_tables_included(opened: sa.Engine) -> None:
    def fails() -> None:
        with writes(opened).begin() as connection:
            connection.exec_driver_sql("CREATE TABLE gone (a)")
            connection.execute(TABLE.delete())
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        fails()
    assert texts(opened) == ["một"]
    assert sa.inspect(opened).get_table_names() == ["entries"]


def test_errors_are_sqlalchemys_and_savepoints_nest(opened: sa.Engine) -> None:
    with writes(opened).begin() as connection:
        with pytest.raises(sa.exc.IntegrityError), connection.begin_nested():
            connection.execute(TABLE.insert(), {"id": 3, "text": "một"})
        connection.execute(TABLE.insert(), {"id": 3, "text": "ba"})
    assert texts(opened) == ["một", "ba"]


def test_an_error_shows_no_words_of_a_document(opened: sa.Engine) -> None:
    with pytest.raises(sa.exc.IntegrityError) as caught, writes(opened).begin() as connection:
        connection.execute(TABLE.insert(), {"id": 3, "text": "một"})
    assert "một" not in str(caught.value) + repr(caught.value)


def test_the_connection_used_most_has_the_large_cache(opened: sa.Engine) -> None:
    def cache(connection: sa.Connection) -> object:
        return connection.exec_driver_sql("PRAGMA cache_size").scalar()

    for _ in range(3):
        with opened.begin() as one:
            assert cache(one) == -engine.MAIN_CACHE_KIB
            with opened.begin() as two:
                assert cache(two) == -engine.SMALL_CACHE_KIB


def test_closing_merges_the_wal(opened: sa.Engine, tmp_path: Path) -> None:
    assert (tmp_path / "store.db-wal").exists()
    engine.close(opened)
    assert [path.name for path in tmp_path.iterdir()] == ["store.db"]
    assert texts(opened) == ["một"]


def test_a_whole_store_passes_both_checks(opened: sa.Engine) -> None:
    assert engine.integrity(opened) == engine.integrity(opened, deep=True) == []


def test_a_damaged_store_fails_its_check(opened: sa.Engine, tmp_path: Path) -> None:
    with writes(opened).begin() as connection:
        for id_ in range(2, 2000):
            connection.execute(TABLE.insert(), {"id": id_, "text": f"{id_}" * 20})
    engine.close(opened)
    path = tmp_path / "store.db"
    data = bytearray(path.read_bytes())
    data[-5000] ^= 1
    path.write_bytes(data)
    assert engine.integrity(opened, deep=True)


def test_a_broken_reference_is_found(opened: sa.Engine) -> None:
    with engine.maintenance(opened) as raw:
        raw.execute("CREATE TABLE child (parent REFERENCES entries(id))")
        raw.execute("PRAGMA foreign_keys = OFF")
        raw.execute("INSERT INTO child VALUES (77)")
        raw.execute("PRAGMA foreign_keys = ON")
    assert len(engine.integrity(opened)) == 1


def test_maintenance_works_after_readers_and_leaves_the_pool_sound(opened: sa.Engine) -> None:
    assert texts(opened) == ["một"]
    with engine.maintenance(opened) as raw:
        raw.execute("VACUUM")
    with pytest.raises(sa.exc.OperationalError, match="readonly"), opened.begin() as connection:
        connection.execute(TABLE.delete())
    assert texts(opened) == ["một"]


def test_a_full_disk_undoes_the_transaction_and_a_retry_succeeds(tmp_path: Path) -> None:
    with small_disk(tmp_path / "disk", "1m") as disk:
        filled = engine_on(store(disk))
        with writes(filled).begin() as connection:
            TABLE.metadata.create_all(connection)
            connection.execute(TABLE.insert(), {"id": 1, "text": "một"})
        ballast = disk / "ballast"
        ballast.write_bytes(bytes(600_000))
        rows = [{"id": id_, "text": f"{id_}" * 200} for id_ in range(2, 2000)]
        with pytest.raises(DiskFull), writes(filled).begin() as connection:
            connection.execute(TABLE.insert(), rows)
        assert texts(filled) == ["một"]
        assert engine.integrity(filled, deep=True) == []
        ballast.unlink()
        with writes(filled).begin() as connection:
            connection.execute(TABLE.insert(), {"id": 2, "text": "hai"})
        assert texts(filled) == ["một", "hai"]
        engine.close(filled)


def test_a_table_that_was_small_is_not_gone_through_once_it_grew(opened: sa.Engine) -> None:
    """SQLite plans by what it saw when it looked last."""
    wanted = sa.select(TABLE.c.id).where(TABLE.c.text.in_([f"{n}" for n in range(40)]))
    plan = f"EXPLAIN QUERY PLAN {wanted.compile(opened, compile_kwargs={'literal_binds': True})}"

    def way() -> str:
        with opened.begin() as connection:
            return str(connection.exec_driver_sql(plan).one()[3])

    assert engine.tune(opened)
    with writes(opened).begin() as connection:
        rows = [{"id": n + 10, "text": f"{n}"} for n in range(5000)]
        connection.execute(TABLE.insert(), rows)
    assert way().startswith("SCAN")
    with opened.begin() as reading:
        reading.execute(wanted).all()
        assert engine.tune(opened), "while somebody reads"
    assert way().startswith("SEARCH")
    assert not engine.tune(opened)


def test_one_connection_has_the_large_cache(tmp_path: Path) -> None:
    sizes: list[int] = []
    path = store(tmp_path)

    def connect(cache_kib: int) -> Connection:
        sizes.append(cache_kib)
        return open_store(path, KEY, cache_kib)

    made = engine.store_engine(connect)
    for _ in range(2):
        with made.connect() as one, made.connect() as other:
            assert {each.exec_driver_sql("SELECT 1").scalar() for each in (one, other)} == {1}
        made.dispose()
    assert sizes == [engine.MAIN_CACHE_KIB, engine.SMALL_CACHE_KIB] * 2
