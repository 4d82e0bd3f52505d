"""The command line's own cost: ``antin --version`` against a bare Python that prints a line."""

from __future__ import annotations

import sys
from pathlib import Path

from measure import cpu_of_child, in_turns, tell

ANTIN = str(Path(sys.executable).with_name("antin"))

ours, bare = in_turns(
    10,
    lambda: cpu_of_child([ANTIN, "--version"]),
    lambda: cpu_of_child([sys.executable, "-c", "print(0)"]),
)
tell("antin --version, CPU", ours, "s", against="python -c", peer=bare, limit=8)
