"""A child that writes without end until it is killed; says each number once it is durable."""

from __future__ import annotations

import sys
from pathlib import Path

from db import search
from db.engine import writes
from tests.db.keepers import engine_on

if __name__ == "__main__":
    engine = engine_on(Path(sys.argv[1]))
    number = int(sys.argv[2])
    while True:
        number += 1
        with writes(engine).begin() as connection:
            connection.exec_driver_sql("INSERT INTO t VALUES (?, ?)", (number, "x" * 300))
            connection.exec_driver_sql("UPDATE counter SET n = ?", (number,))
            search.index(connection, number, f"văn bản số {number}")
        sys.stdout.write(f"{number}\n")
        sys.stdout.flush()
