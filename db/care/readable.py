"""Reading around damage: the rows of a table that can still be read, whatever lies between them.

After one page whose authentication fails SQLCipher refuses everything else on that connection, so
each try has a connection of its own. A gap ends at the first place from which a seek succeeds.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Final

from sqlcipher3 import dbapi2 as driver  # type: ignore[import-untyped]

from core.errors import AntinError

if TYPE_CHECKING:
    from db.open_vault import OpenVault

BATCH: Final = 100
FARTHEST: Final = 1 << 62
Row = tuple[Any, ...]


@dataclass
class Table:
    """One table of a damaged database; ``gaps`` counts the places that could not be read."""

    vault: OpenVault
    name: str
    columns: Sequence[str]
    gaps: int = field(default=0, init=False)

    def rows(self) -> Iterator[Row]:
        """Every row that can be read, in the order of the table."""
        last: int | None = -1
        while last is not None:
            some = self._after(last, BATCH) or self._after(last, 1)
            if some is None:
                self.gaps += 1
                last = self._beyond(last)
            elif some:
                yield from (row[1:] for row in some)
                last = int(some[-1][0])
            else:
                return

    def _after(self, rowid: int, count: int) -> list[Row] | None:
        """The next rows; None where they cannot be read."""
        names = ", ".join(f'"{name}"' for name in ("rowid", *self.columns))
        query = f'SELECT {names} FROM "{self.name}" WHERE rowid > ? ORDER BY rowid LIMIT ?'  # noqa: S608 - names of our schema
        try:
            with closing(self.vault.connect()) as connection:
                found: list[Row] = connection.execute(query, (rowid, count)).fetchall()
        except (driver.Error, AntinError):
            return None
        return found

    def _beyond(self, rowid: int) -> int | None:
        """The first place behind a gap from which reading succeeds; None where the rest is lost."""
        step = 1
        while self._after(rowid + step, 1) is None:
            step *= 2
            if step > FARTHEST:
                return None
        bad, good = rowid + step // 2, rowid + step
        while good - bad > 1:
            middle = (bad + good) // 2
            if self._after(middle, 1) is None:
                bad = middle
            else:
                good = middle
        return good


def columns(vault: OpenVault, table: str) -> list[str]:
    """The columns of a table; none where there is no such table or nothing can be read."""
    try:
        with closing(vault.connect()) as connection:
            return [row[1] for row in connection.execute(f'PRAGMA table_info("{table}")')]
    except (driver.Error, AntinError):
        return []
