"""Search at each keystroke over 100,000 made-up documents, against FTS5's own ways and LIKE."""

from __future__ import annotations

import tempfile
from functools import partial
from pathlib import Path
from random import Random
from typing import TYPE_CHECKING

from measure import cpu_of, in_turns, tell

from core.text import fold
from db import search
from db.connection import create_store, open_store
from db.engine import store_engine, writes

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    import sqlalchemy as sa

KEY = bytes(range(32))
DOCUMENTS, BATCH, TYPED = 100_000, 2_000, 50
chance = Random(1)
SYLLABLES = (
    "quyết định về việc kế hoạch công tác năm báo cáo tình hình thực hiện nhiệm vụ huấn luyện diễn "
    "tập sẵn sàng chiến đấu bảo đảm hậu cần kỹ thuật tài chính cán bộ chính sách khen thưởng kỷ "
    "luật đơn vị sư đoàn trung đoàn tiểu đoàn đại đội phòng ban cơ quan hướng dẫn triển khai tổ "
    "chức hội nghị giao ban sơ kết tổng kết phối hợp kiểm tra đánh giá xây dựng nền nếp chính quy"
).split()
RARE = [f"{head}{tail}" for head in "bcdghklmnt" for tail in ("uyến", "oành", "ướp", "iêng", "ạch")]


def subject() -> str:
    """Common syllables, a few rare ones and names, as registers have them."""
    common = chance.choices(SYLLABLES, k=chance.randint(10, 26))
    return " ".join([*common, *chance.choices(RARE, k=3), f"đ{chance.randrange(400)}"])


def filled(engine: sa.Engine, texts: list[str]) -> float:
    """Put the documents in, searchable and for LIKE; processor seconds that the index took."""
    with writes(engine).begin() as connection:
        for statement in search.DDL:
            connection.exec_driver_sql(statement)
        connection.exec_driver_sql("CREATE TABLE plain (n INTEGER PRIMARY KEY, text)")
        connection.exec_driver_sql("INSERT INTO plain VALUES (?, ?)", list(enumerate(texts)))

    def index(start: int) -> None:
        with writes(engine).begin() as connection:
            search.index_all(connection, enumerate(texts[start : start + BATCH], start))

    return sum(cpu_of(partial(index, start)) for start in range(0, len(texts), BATCH))


def matched(connection: sa.Connection, query: str, order: str) -> None:
    """The same words in FTS5's own way."""
    *whole, last = fold(query).replace("/", " ").replace("-", " ").split()
    expression = " AND ".join([*(f'"{word}"' for word in whole), f'"{last}"*'])
    connection.exec_driver_sql(
        "SELECT rowid FROM document_search WHERE document_search MATCH ? "
        f"ORDER BY {order} LIMIT 50",
        (expression,),
    ).all()


def by_like(connection: sa.Connection, query: str) -> None:
    """What a database without a search table does for words that no row holds."""
    connection.exec_driver_sql(
        "SELECT n FROM plain WHERE text LIKE ? ORDER BY n DESC LIMIT 50", (f"%{query}~%",)
    ).all()


def taken(queries: list[str], *sides: Callable[[str], object]) -> list[list[float]]:
    """Milliseconds of each query on each side, the best of three."""
    each = [in_turns(3, *(partial(cpu_of, partial(side, q)) for side in sides)) for q in queries]
    return [[seconds * 1000 for seconds in column] for column in zip(*each, strict=True)]


def percentile(values: Iterable[float], share: float) -> float:
    """The value below which this share lies."""
    ordered = sorted(values)
    return ordered[int(len(ordered) * share)]


def keystrokes(connection: sa.Connection, texts: list[str], what: str, first: int) -> None:
    """Typing three words of some documents letter by letter, from the word numbered ``first``."""
    typed = [" ".join(chance.choice(texts).split()[first : first + 3]) for _ in range(TYPED)]
    queries = [text[:end] for text in typed for end in range(1, len(text) + 1)]
    newest = partial(matched, connection, order="rowid DESC")
    ours, native = taken(queries, partial(search.search, connection), newest)
    (ranked,) = taken(queries[::40], partial(matched, connection, order="rank"))
    (scanned,) = taken(queries[::200], partial(by_like, connection))
    half, most = percentile(ours, 0.5), percentile(ours, 0.95)
    peer = percentile(native, 0.5)
    tell(f"keystroke, {what}, p50", half, "ms", against="native prefix p50", peer=peer, limit=4)
    peer = percentile(native, 0.95)
    tell(f"keystroke, {what}, p95", most, "ms", against="native prefix p95", peer=peer, limit=3)
    peer = percentile(ranked, 0.95)
    tell(f"keystroke, {what}, p95", most, "ms", against="bm25 p95", peer=peer, limit=0.5)
    peer = percentile(scanned, 0.5)
    tell(f"keystroke, {what}, p95", most, "ms", against="LIKE", peer=peer, limit=0.7)


def main(folder: Path) -> None:
    """Index, then type."""
    create_store(folder / "search.db", KEY)
    engine = store_engine(partial(open_store, folder / "search.db", KEY))
    texts = [f"{n % 500}/QĐ-SĐ999 {subject()}" for n in range(DOCUMENTS)]
    index = filled(engine, texts) / DOCUMENTS * 1000
    alone = cpu_of(lambda: [fold(text) for text in texts]) / DOCUMENTS * 1000
    tell("index a document, CPU", index, "ms", against="folding its text", peer=alone, limit=60)
    with engine.begin() as connection:
        keystrokes(connection, texts, "subject", 1)
        keystrokes(connection, texts, "number and subject", 0)
    engine.dispose()


if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as place:
        main(Path(place))
