"""The engine on a real PostgreSQL: used as on SQLite, same promises to readers and writers."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
import sqlalchemy as sa

from db import engine
from db.engine import server_engine, writes
from tests.server.postgres import cluster

if TYPE_CHECKING:
    from collections.abc import Iterator

TABLE = sa.Table(
    "entries",
    sa.MetaData(),
    sa.Column("id", sa.Integer, primary_key=True),
    sa.Column("text", sa.String, unique=True),
)
COUNT = sa.select(sa.func.count()).select_from(TABLE)


@pytest.fixture(scope="module")
def url() -> Iterator[str]:
    """A server of our own."""
    with cluster() as made:
        yield made.database()


@pytest.fixture
def opened(url: str) -> Iterator[sa.Engine]:
    """An engine with one table that holds one row."""
    made = server_engine(url)
    with writes(made).begin() as connection:
        TABLE.metadata.drop_all(connection)
        TABLE.metadata.create_all(connection)
        connection.execute(TABLE.insert(), {"id": 1, "text": "một"})
    yield made
    engine.close(made)


def test_a_plain_transaction_cannot_write(opened: sa.Engine) -> None:
    with pytest.raises(sa.exc.InternalError, match="read-only"), opened.begin() as connection:
        connection.execute(TABLE.insert(), {"id": 2, "text": "hai"})
    with writes(opened).begin() as connection:
        connection.execute(TABLE.insert(), {"id": 2, "text": "hai"})
    with opened.begin() as connection:
        assert connection.scalar(COUNT) == 2


def test_a_reader_sees_one_moment(opened: sa.Engine) -> None:
    with opened.begin() as reader:
        assert reader.scalar(COUNT) == 1
        with writes(opened).begin() as writer:
            writer.execute(TABLE.insert(), {"id": 2, "text": "hai"})
        assert reader.scalar(COUNT) == 1
    with opened.begin() as reader:
        assert reader.scalar(COUNT) == 2


def test_a_locked_row_makes_the_second_writer_wait(opened: sa.Engine) -> None:
    head = sa.select(TABLE).where(TABLE.c.id == 1).with_for_update(nowait=True)
    with writes(opened).begin() as first:
        first.execute(head)
        with (
            pytest.raises(sa.exc.OperationalError, match="could not obtain lock"),
            writes(opened).begin() as second,
        ):
            second.execute(head)
    with writes(opened).begin() as second:
        assert len(second.execute(head).all()) == 1


def test_errors_show_no_words_of_a_document_and_undo_all(opened: sa.Engine) -> None:
    def fails() -> None:
        with writes(opened).begin() as connection:
            connection.execute(TABLE.insert(), {"id": 5, "text": "kín"})
            connection.execute(TABLE.insert(), {"id": 1, "text": "kín đáo"})

    with pytest.raises(sa.exc.IntegrityError) as caught:
        fails()
    assert "kín đáo" not in str(caught.value)
    with opened.begin() as connection:
        assert connection.scalar(COUNT) == 1


def test_the_check_asks_the_server(opened: sa.Engine) -> None:
    assert engine.integrity(opened) == engine.integrity(opened, deep=True) == []
    gone = server_engine("postgresql://antin@/postgres?host=/nowhere")
    with pytest.raises(sa.exc.OperationalError):
        engine.integrity(gone)
