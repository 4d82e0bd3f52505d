"""Mends what a check found, as far as this machine alone can, and looks again.

What was computed is computed anew. Commits and files that are lost or damaged are put back on the
lists of what is wanted: the next exchange with the server, a peer's bundle or a backup brings them.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from db import wanted
from db.care import integrity
from db.care.findings import Depth, Progress, Repair, Report, on
from db.care.rebuild import Rebuilt, rebuild
from db.engine import writes

if TYPE_CHECKING:
    from db.acting import Store
    from db.open_vault import OpenVault

LOST: Final = frozenset(
    {"commit-bytes", "commit-signature", "commit-missing", "receipt", "order", "held"}
)
"""What a rebuild works around until it comes again."""
FILES: Final = frozenset({"blob-missing", "blob-damaged"})


@dataclass(frozen=True)
class Repaired:
    """What was done: the rebuild if there was one, how many files are wanted again, and what a
    second look found.
    """

    rebuilt: Rebuilt | None
    files: int
    after: Report

    @property
    def lacking(self) -> bool:
        """Whether something is to come from the server, a peer or a backup."""
        return self.files > 0 or (self.rebuilt is not None and self.rebuilt.lacking)


def repair(store: Store, vault: OpenVault, report: Report, progress: Progress = on) -> Repaired:
    """Mend an open store. Raises WorkStopped, RebuildFailed, DiskFull; nothing is half-done then.

    A page that cannot be read is beyond this: :func:`db.care.salvage.salvage`.
    """
    codes = {found.code for found in report.findings}
    computed = report.mended_by(Repair.REBUILD)
    rebuilt = rebuild(store, progress) if computed or codes & LOST else None
    lost = [found.ident for found in report.findings if found.code in FILES]
    with writes(store.engine).begin() as connection:
        for blob in lost:
            wanted.lose(connection, blob)
    return Repaired(rebuilt, len(lost), integrity.check(store, vault, Depth.DEEP))
