"""The journal as a table: what any program reads back, and nothing that a spreadsheet would run."""

from __future__ import annotations

import csv
from io import StringIO

from db.queries.journal import Line
from desktop.exchange import journal_csv

LINE = Line(
    1, 1_795_000_000_000, "Người chi", "Máy văn thư", "direct", "document",
    '217/TM-TH · "Về việc, bảo đảm"', "ok", 7, "A" * 43,
)  # fmt: skip


def _read(content: bytes) -> list[list[str]]:
    assert content.startswith(b"\xef\xbb\xbf")
    return list(csv.reader(StringIO(content.decode("utf-8-sig"), newline="")))


def test_what_is_written_is_read_back() -> None:
    heads, line = _read(journal_csv.write([LINE]))
    assert heads[:4] == ["Lúc", "Người làm", "Máy", "Việc"]
    assert line == [
        "18/11/2026 18:06:40", "Người chi", "Máy văn thư", "Bút phê",
        '217/TM-TH · "Về việc, bảo đảm"', "7", "ok", "A" * 43,
    ]  # fmt: skip


def test_no_cell_is_a_formula() -> None:
    for start in "=+-@":
        hostile = Line(
            1,
            0,
            f"{start}HYPERLINK(1)",
            "",
            "register.give",
            "",
            f"\t{start}1\n2",
            "ok",
            None,
            "-x",
        )
        _, line = _read(journal_csv.write([hostile]))
        assert line[1] == f"'{start}HYPERLINK(1)"
        assert line[4] == f"'{start}1 2"
        assert line[3] == "Cấp số"
        assert line[7] == "'-x"
