"""Search in Vietnamese over one contentless FTS5 table, newest first (store.md §6). SQLite only.

A text goes in as its folded words and once more those that carry marks; so a word typed without
marks finds all, one typed with marks finds its own first. The last word counts as a beginning. FTS5
has an index for beginnings of one to three letters only: a longer one is replaced by the terms that
begin with it, from a table of our own, or else it would merge half of the index.
"""

from __future__ import annotations

import re
from itertools import islice
from typing import TYPE_CHECKING, NamedTuple

import sqlalchemy as sa

from core.text import Word, fold, words

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

    Texts = Callable[[Sequence[int]], Mapping[int, str]]

DDL = (
    "CREATE VIRTUAL TABLE document_search USING fts5("
    "text, content='', contentless_delete=1, detail=none, prefix='1 2 3', "
    "tokenize='unicode61 remove_diacritics 0')",
    # small pages: few of a common word's rows are read where a rare word decides (default 4050)
    "INSERT INTO document_search(document_search, rank) VALUES ('pgsz', 400)",
    "CREATE TABLE document_terms (term TEXT PRIMARY KEY) WITHOUT ROWID",
)
INDEXED_PREFIX = 3
MOST_TERMS = 24
MOST_WORDS = 24
CANDIDATES = 300
_LAST = "\U0010ffff"
_QUOTED = re.compile(r'["“]([^"“”]*)["”]')
_MATCH = (
    "SELECT rowid FROM document_search WHERE document_search MATCH ? ORDER BY rowid DESC LIMIT ?"
)
# the plus keeps SQLite from asking the index anew for each of the rows
_MATCH_WITHIN = (
    "SELECT rowid FROM document_search WHERE document_search MATCH ? "
    "AND +rowid IN (SELECT value FROM json_each(?)) ORDER BY rowid DESC LIMIT ?"
)


_INDEX = sa.table(
    "document_search", sa.column("rowid", sa.Integer), sa.column("document_search", sa.String)
)


class Hit(NamedTuple):
    """A row that was found; ``rank`` is 0 where the typed marks are kept, 1 where they are not."""

    rowid: int
    rank: int


def index(connection: sa.Connection, rowid: int, text: str) -> None:
    """Put one row's text into the index, in place of what it had."""
    index_all(connection, ((rowid, text),))


def index_all(connection: sa.Connection, rows: Iterable[tuple[int, str]]) -> None:
    """Put many texts into the index, in the order of their rows, which FTS5 wants for its speed."""
    batch = sorted((rowid, words(text)) for rowid, text in rows)
    if not batch:
        return
    forms = {form for _, found in batch for word in found for form in (word.folded, word.marked)}
    terms = sorted(form for form in forms if len(form) > INDEXED_PREFIX)
    connection.exec_driver_sql(
        "DELETE FROM document_search WHERE rowid = ?", [(rowid,) for rowid, _ in batch]
    )
    connection.exec_driver_sql(
        "INSERT INTO document_search(rowid, text) VALUES (?, ?)",
        [(rowid, indexed(found)) for rowid, found in batch],
    )
    if terms:
        connection.exec_driver_sql(
            "INSERT OR IGNORE INTO document_terms VALUES (?)", [(term,) for term in terms]
        )


def remove(connection: sa.Connection, rowid: int) -> None:
    """Take a row out of the index; its terms stay, which costs nothing but their bytes."""
    connection.exec_driver_sql("DELETE FROM document_search WHERE rowid = ?", (rowid,))


def search(
    connection: sa.Connection,
    query: str,
    limit: int = 50,
    texts: Texts | None = None,
    within: Sequence[int] | None = None,
) -> list[Hit]:
    """The newest rows that hold every word, those that keep the typed marks first; ``within``
    leaves only these rows to be found.

    With ``texts`` (the indexed text of some rows) also: words in double quotes must stand together,
    and rows that hold a number as it was typed (12/QĐ-BTL) come first; among the newest 300.
    """
    together, fragments = _exact(query)
    exact = texts is not None and bool(together or fragments)
    wanted = CANDIDATES if exact else limit
    asked = words(query)[:MOST_WORDS]
    found = list(islice(_found(connection, asked, wanted, _json(within)), wanted))
    if exact and texts is not None:
        folded = {row: fold(text) for row, text in texts([hit.rowid for hit in found]).items()}
        found = [hit for hit in found if all(part in folded[hit.rowid] for part in together)]
        found.sort(key=lambda hit: not all(part in folded[hit.rowid] for part in fragments))
    return found[:limit]


def holding(
    connection: sa.Connection, query: str, row: sa.SQLColumnExpression[int]
) -> sa.ColumnElement[bool]:
    """The rows that hold every word, however many they are, as a condition on their number."""
    # without marks is the widest: whatever keeps the typed marks is among it
    widest = [*_expressions(connection, words(query)[:MOST_WORDS])][-1:]
    found = [one for one in widest if _rows(connection, one, 1)]
    return sa.or_(sa.false(), *(row.in_(_matching(one)) for one in found))


def _matching(expression: str) -> sa.Select[int]:
    return sa.select(_INDEX.c.rowid).where(_INDEX.c.document_search.op("MATCH")(expression))


def indexed(found: list[Word]) -> str:
    """What goes into the index for some words."""
    marked = [word.marked for word in found if word.marked != word.folded]
    return " ".join([word.folded for word in found] + marked)


def check(connection: sa.Connection) -> list[str]:
    """What is wrong inside the index, nothing if it is whole; takes a connection that writes."""
    try:
        connection.exec_driver_sql(
            "INSERT INTO document_search(document_search) VALUES ('integrity-check')"
        )
    except sa.exc.DatabaseError as error:
        return [str(error.orig)]
    return []


def _json(rows: Sequence[int] | None) -> str | None:
    return None if rows is None else f"[{','.join(map(str, rows))}]"


def _found(
    connection: sa.Connection, asked: list[Word], limit: int, within: str | None
) -> Iterator[Hit]:
    seen: set[int] = set()
    for rank, expression in enumerate(_expressions(connection, asked)):
        for rowid in _rows(connection, expression, limit, within):
            if rowid not in seen:
                seen.add(rowid)
                yield Hit(rowid, rank)


def _expressions(connection: sa.Connection, asked: list[Word]) -> Iterator[str]:
    """The queries for FTS5: first with the marks that were typed, then without any.

    While a syllable is half-typed (quyê, then quyết) its marks are not final: they only order.
    """
    if not asked:
        return
    *whole, last = asked
    strict = [_quoted(word.marked) for word in whole], _beginning(connection, last.marked)
    wide = [_quoted(word.folded) for word in whole], _beginning(connection, last.folded)
    for words_, begins in (strict, wide) if strict != wide else (wide,):
        if begins is not None:
            yield " AND ".join([*words_, begins])


def _beginning(connection: sa.Connection, prefix: str) -> str | None:
    """The expression for words that begin so; None if there is no such word."""
    if len(prefix) <= INDEXED_PREFIX:
        return _quoted(prefix) + "*"
    rows = connection.exec_driver_sql(
        "SELECT term FROM document_terms WHERE term >= ? AND term < ? LIMIT ?",
        (prefix, prefix + _LAST, MOST_TERMS + 1),
    )
    terms = [_quoted(term) for (term,) in rows]
    if not terms:
        return None
    return _quoted(prefix) + "*" if len(terms) > MOST_TERMS else f"({' OR '.join(terms)})"


def _rows(
    connection: sa.Connection, expression: str, limit: int, within: str | None = None
) -> list[int]:
    wanted: tuple[str, tuple[object, ...]] = (_MATCH, (expression, limit))
    if within is not None:
        wanted = (_MATCH_WITHIN, (expression, within, limit))
    try:
        return [row for (row,) in connection.exec_driver_sql(*wanted)]
    except sa.exc.OperationalError as error:
        if "fts5" in str(error.orig):
            return []  # FTS5 splits a few exotic letters in two, and then sees a phrase
        raise


def _quoted(word: str) -> str:
    return f'"{word}"'


def _exact(query: str) -> tuple[list[str], list[str]]:
    """What must stand together, and numbers and symbols as typed; both folded."""
    folded = fold(query)
    quoted = [" ".join(part.split()) for part in _QUOTED.findall(folded)]
    typed = [part for part in _QUOTED.sub(" ", folded).split() if len(words(part)) > 1]
    return [part for part in quoted if part], typed
