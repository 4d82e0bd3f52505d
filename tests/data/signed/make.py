"""Makes the corpus of hostile files, the same bytes each time, and notes what must be said of them.

``python -m tests.data.signed.make`` writes ``files/CLASS/NAME.pdf``, ``trust/`` and the rows of
``expected.json``. What stands there is what the rules of verifying ask for; it is written before
the verifier is asked. The files of other programs in ``files/good`` are made by ``make_good.py``.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING

from core.signing.report import verdict_of
from tests.data.signed import (
    bombs,
    certificates,
    certified,
    claims,
    containers,
    differentials,
    disguised,
    forgeries,
    issuers,
    missing,
    pki,
    ranges,
    removed,
    shadow_both,
    shadow_hide,
    shadow_replace,
    structures,
    styles,
    tables,
    timestamping,
    weak,
    wrapping,
)
from tests.data.signed.seen import seen

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.data.signed.rows import Row

HERE = Path(__file__).parent
PARTS = (
    forgeries,
    wrapping,
    removed,
    shadow_hide,
    shadow_replace,
    shadow_both,
    missing,
    certified,
    certificates,
    timestamping,
    containers,
    issuers,
    structures,
    bombs,
    differentials,
    ranges,
    weak,
    styles,
    tables,
    claims,
    disguised,
)
FILES, EXPECTED, TRUST = HERE / "files", HERE / "expected.json", HERE / "trust"


def rows() -> Iterator[Row]:
    """Every hostile file of the corpus."""
    for part in PARTS:
        yield from part.rows()


def noted(row: Row) -> dict[str, object]:
    """A row as it stands in ``expected.json``."""
    shown = seen(row)
    return {
        "file": f"{row.kind}/{row.name}.pdf",
        "how": row.how,
        "verdict": str(verdict_of(row.reason)),
        "reason": str(row.reason),
        "seen": shown.how,
        "viewer": shown.viewer,
        "words": shown.words,
        "why": shown.why,
        "hides": row.hides,
    }


def write(expected: list[dict[str, object]]) -> None:
    """One row a line, in the order of the files' names."""
    lines = [json.dumps(row, ensure_ascii=False) for row in sorted(expected, key=_file)]
    EXPECTED.write_text("[\n" + ",\n".join(lines) + "\n]\n", encoding="utf-8")


def _file(row: dict[str, object]) -> str:
    return str(row["file"])


def read() -> list[dict[str, object]]:
    return json.loads(EXPECTED.read_text(encoding="utf-8")) if EXPECTED.exists() else []


def main() -> None:
    TRUST.mkdir(exist_ok=True)
    for name, content in pki.trust_files().items():
        (TRUST / name).write_bytes(content)
    for row in rows():
        path = FILES / row.kind / f"{row.name}.pdf"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(row.make())
    good = [row for row in read() if _file(row).startswith("good/")]
    write([*map(noted, rows()), *good])


if __name__ == "__main__":
    main()
