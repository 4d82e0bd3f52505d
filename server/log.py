"""Log lines: one JSON object each, to standard error; facts and codes only, never document text."""

from __future__ import annotations

import json
import logging
import sys
import traceback
from pathlib import Path
from typing import Final

from server import clock

LOGGER: Final = logging.getLogger("antin.server")


def start() -> None:
    """Write log lines to standard error."""
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(logging.Formatter("%(message)s"))
    LOGGER.addHandler(handler)
    LOGGER.setLevel(logging.INFO)
    LOGGER.propagate = False


def log(event: str, **facts: str | int) -> None:
    """One line: what happened, when (milliseconds UTC), and its facts."""
    LOGGER.info(json.dumps({"time": clock.now_ms(), "event": event, **facts}))


def where(error: BaseException) -> str:
    """Where an exception came from, innermost last; not what it says: that may quote a document."""
    frames = traceback.extract_tb(error.__traceback__)[-4:]
    return " ".join(f"{Path(frame.filename).name}:{frame.lineno}" for frame in frames)
