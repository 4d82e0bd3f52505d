"""Runs the measurements of this folder, or those named, and prints their table: ``./dev bench``."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

HERE = Path(__file__).parent
SHARED = ("__main__", "measure", "roads", "stick", "sync_rig")
FULL = "--full"
COLUMNS = ("what", "value", "against", "ratio", "limit")


def rows(script: Path, full: list[str]) -> list[dict[str, Any]]:
    """What one measurement prints: a JSON object a line. Raises CalledProcessError."""
    done = subprocess.run(
        [sys.executable, script, *full],
        stdout=subprocess.PIPE,
        text=True,
        check=True,
        cwd=HERE.parent,
    )
    return [json.loads(line) for line in done.stdout.splitlines()]


def cells(row: dict[str, Any]) -> list[str]:
    """One line of the table; ``!`` marks a ratio over its limit."""
    over = "limit" in row and row["ratio"] > row["limit"]
    return [
        row["what"],
        f"{row['value']:.4g} {row['unit']}",
        f"{row['against']}: {row['peer']:.4g} {row['unit']}",
        f"{row['ratio']:.2f}{' !' if over else ''}",
        f"{row['limit']:g}" if "limit" in row else "–",
    ]


def main(names: list[str]) -> int:
    """Print the table; 1 when a ratio is over its limit. ``--full`` asks for the long runs."""
    full = [name for name in names if name == FULL]
    names = [name for name in names if name != FULL]
    scripts = sorted(file for file in HERE.glob("*.py") if file.stem not in SHARED)
    table = [list(COLUMNS)]
    for script in scripts:
        if not names or script.stem in names:
            print(f"measuring {script.stem} …", file=sys.stderr)
            table += map(cells, rows(script, full))
    widths = [max(map(len, column)) for column in zip(*table, strict=True)]
    for line in table:
        print("  ".join(f"{cell:{width}}" for cell, width in zip(line, widths, strict=True)))
    return int(any(" !" in line[3] for line in table))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
