"""Search: half-typed Vietnamese finds what a reader would expect, newest first."""

from __future__ import annotations

from random import Random
from typing import TYPE_CHECKING
from unicodedata import normalize

import pytest
import sqlalchemy as sa
from hypothesis import given, settings
from hypothesis import strategies as st

from core.text import fold, words
from db import engine, search
from db.engine import writes
from tests.db.keepers import engine_on, store

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

SYLLABLES = (
    "quyết quyền quyển định đinh dinh đình hoà hòa hoa họa báo bao cáo cao công cống cộng tác tạc "
    "kế ke kệ hoạch diễn tập tạp đường dương đương phối hợp họp 12 2026 xây dựng QĐ BTL"
).split()
TEXTS = {
    1: "Quyết định số 12/QĐ-SĐ999 về việc hoà giải",
    2: "quyet dinh khong dau so 112/QD",
    3: "Quyền định đoạt hòa bình",
    4: "Báo cáo công tác quý III",
    5: "QUYẾT ĐỊNH giao đất: đường Dương Đình",
}


@pytest.fixture(scope="module")
def opened(tmp_path_factory: pytest.TempPathFactory) -> Iterator[sa.Engine]:
    """A store with the search tables, filled with TEXTS."""
    made = engine_on(store(tmp_path_factory.mktemp("search")))
    with writes(made).begin() as connection:
        for statement in search.DDL:
            connection.exec_driver_sql(statement)
        search.index_all(connection, TEXTS.items())
    yield made
    engine.close(made)


def found(opened: sa.Engine, query: str) -> list[int]:
    """The rows that a query finds among TEXTS."""
    with opened.begin() as connection:
        return [hit.rowid for hit in search.search(connection, query, texts=lambda rows: TEXTS)]


@pytest.mark.parametrize(
    ("query", "rows"),
    [
        ("quyet", [5, 2, 1]),
        ("q", [5, 4, 3, 2, 1]),
        ("quye", [5, 3, 2, 1]),
        ("quyế", [5, 1, 3, 2]),
        ("quyề", [3, 5, 2, 1]),
        ("quyết", [5, 1, 2]),
        ("quyết đị", [5, 1, 2]),
        ("quyết định", [5, 1, 2]),
        ("QUYẾT ĐỊNH", [5, 1, 2]),
        ("quyet dinh", [5, 2, 1]),
        ("dinh quyet", [5, 2, 1]),
        ("hòa", [3, 1]),
        ("hoà", [3, 1]),
        ("hoa gi", [1]),
        ("duong", [5]),
        ("đường", [5]),
        ("cong tac bao", [4]),
        ("12", [1]),
        ("12/QĐ", [1]),
        ("112/qd", [2]),
        ('"quyet dinh"', [5, 2, 1]),
        ('"dinh quyet"', []),
        ("“cong tac” bao", [4]),
        ("", []),
        ("   /// ", []),
        ("khong co", []),
        ("quyetdinh", []),
    ],
)
def test_queries(opened: sa.Engine, query: str, rows: list[int]) -> None:
    assert found(opened, query) == rows
    assert found(opened, normalize("NFD", query)) == rows


def test_rank_tells_what_keeps_the_typed_marks(opened: sa.Engine) -> None:
    with opened.begin() as connection:
        hits = search.search(connection, "quyết định")
    assert [(hit.rowid, hit.rank) for hit in hits] == [(5, 0), (1, 0), (2, 1)]


def test_numbers_as_typed_come_first(opened: sa.Engine) -> None:
    texts = {11: "kế hoạch 12 và QĐ khác", 12: "theo 12/QĐ", 13: "QĐ số 12"}
    with writes(opened).connect() as connection, connection.begin() as undone:
        search.index_all(connection, texts.items())
        everything = {**TEXTS, **texts}
        hits = search.search(connection, "12/QĐ", texts=lambda rows: everything)
        assert [hit.rowid for hit in hits] == [12, 1, 13, 11]
        assert [hit.rowid for hit in search.search(connection, "12/QĐ")] == [13, 12, 11, 1]
        undone.rollback()
    assert found(opened, "12/QĐ") == [1]


def test_a_changed_and_a_removed_row(opened: sa.Engine) -> None:
    with writes(opened).connect() as connection, connection.begin() as undone:
        search.index(connection, 4, "Tờ trình xin kinh phí")
        assert [hit.rowid for hit in search.search(connection, "cong tac")] == []
        assert [hit.rowid for hit in search.search(connection, "tờ trình")] == [4]
        search.remove(connection, 4)
        search.remove(connection, 999)
        assert search.search(connection, "tờ trình") == []
        assert search.check(connection) == []
        undone.rollback()


def test_the_newest_are_found_up_to_a_limit(opened: sa.Engine) -> None:
    with writes(opened).connect() as connection, connection.begin() as undone:
        search.index_all(connection, ((row, "văn bản số") for row in range(1000, 1400)))
        newest = [hit.rowid for hit in search.search(connection, "văn b", limit=3)]
        assert newest == [1399, 1398, 1397]
        assert len(search.search(connection, "văn")) == 50
        assert len(search.search(connection, "văn", limit=1000)) == 400
        assert search.search(connection, "khongco") == search.search(connection, "") == []
        undone.rollback()


def test_a_letter_at_which_fts5_splits_finds_nothing(opened: sa.Engine) -> None:
    letter = "\u19b0"  # New Tai Lue: a letter to Python, a separator to FTS5
    assert [word.folded for word in words(f"x{letter}y")] == [f"x{letter}y"]
    assert found(opened, f"x{letter}y ") == []
    with writes(opened).connect() as connection, connection.begin() as undone:
        search.index(connection, 9, f"x{letter}y quyết")
        assert search.search(connection, "quyết")[0].rowid == 9
        assert search.search(connection, f"x{letter}y") == []
        undone.rollback()


def test_a_damaged_index_is_found(opened: sa.Engine) -> None:
    with writes(opened).connect() as connection, connection.begin() as undone:
        assert search.check(connection) == []
        connection.exec_driver_sql("DELETE FROM document_search_data WHERE id > 100")
        assert len(search.check(connection)) == 1
        undone.rollback()


def test_many_words_that_begin_alike(opened: sa.Engine) -> None:
    with writes(opened).connect() as connection, connection.begin() as undone:
        texts = [(row, f"nhieu{row:04d}") for row in range(100, 100 + search.MOST_TERMS + 5)]
        search.index_all(connection, texts)
        assert len(search.search(connection, "nhieu")) == search.MOST_TERMS + 5
        assert [hit.rowid for hit in search.search(connection, "nhieu0101")] == [101]
        undone.rollback()


def by_hand(texts: dict[int, str], query: str) -> tuple[list[int], list[int]]:
    """What should be found, by comparing words one by one: keeping all typed marks, and at all."""
    asked = words(query)
    if not asked:
        return [], []
    strict, wide = [], []
    for row in sorted(texts, reverse=True):
        folded = {word.folded for word in words(texts[row])}
        marked = {word.marked for word in words(texts[row])} | folded
        if all(word.folded in folded for word in asked[:-1]) and any(
            have.startswith(asked[-1].folded) for have in folded
        ):
            wide.append(row)
        if all(word.marked in marked for word in asked[:-1]) and any(
            have.startswith(asked[-1].marked) for have in marked
        ):
            strict.append(row)
    return strict, wide


@pytest.fixture(scope="module")
def corpus(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[sa.Engine, dict[int, str]]]:
    """Random sentences."""
    made = engine_on(store(tmp_path_factory.mktemp("corpus")))
    chance = Random(1)
    texts = {row: " ".join(chance.choices(SYLLABLES, k=6)) for row in range(1, 301)}
    with writes(made).begin() as connection:
        for statement in search.DDL:
            connection.exec_driver_sql(statement)
        search.index_all(connection, texts.items())
    yield made, texts
    engine.close(made)


@settings(max_examples=150)
@given(
    chosen=st.lists(st.sampled_from(SYLLABLES), min_size=1, max_size=3),
    typed=st.integers(1, 8),
    plain=st.booleans(),
)
def test_no_query_differs_from_a_search_by_hand(
    corpus: tuple[sa.Engine, dict[int, str]], chosen: list[str], typed: int, plain: bool
) -> None:
    made, texts = corpus
    query = " ".join([*chosen[:-1], chosen[-1][:typed]])
    query = fold(query) if plain else query
    strict, wide = by_hand(texts, query)
    with made.begin() as connection:
        hits = [hit.rowid for hit in search.search(connection, query, limit=1000)]
    assert sorted(hits, reverse=True) == wide
    assert hits == strict + [row for row in wide if row not in set(strict)]


@settings(max_examples=200)
@given(query=st.text(max_size=30))
def test_no_query_fails(corpus: tuple[sa.Engine, dict[int, str]], query: str) -> None:
    made, texts = corpus
    with made.begin() as connection:
        for hit in search.search(connection, query, texts=lambda rows: texts):
            assert hit.rowid in texts


@settings(max_examples=100)
@given(text=st.text(max_size=60))
def test_any_text_can_be_put_in_and_found_again(
    corpus: tuple[sa.Engine, dict[int, str]], text: str
) -> None:
    made, _ = corpus
    with writes(made).connect() as connection, connection.begin() as undone:
        search.index(connection, 5000, text)
        for word in words(text)[: search.MOST_WORDS]:
            if word.folded.isascii():
                hits = search.search(connection, word.folded, limit=1000)
                assert 5000 in {hit.rowid for hit in hits}
        undone.rollback()


def test_nothing_readable_is_kept_in_the_clear(tmp_path: Path) -> None:
    made = engine_on(store(tmp_path))
    with writes(made).begin() as connection:
        for statement in search.DDL:
            connection.exec_driver_sql(statement)
        search.index(connection, 1, "Quyết định điều động")
    for path in tmp_path.iterdir():
        for part in (b"quyet", b"dieu", "quyết".encode(), b"document_terms"):
            assert part not in path.read_bytes()
    engine.close(made)
