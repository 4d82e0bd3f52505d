"""Takes in the file of a word processor: its text, read by a limited process."""

from __future__ import annotations

from typing import Final

from core.office.taken import Taken
from desktop.intake import word_file
from desktop.worker import run_limited

SECONDS: Final = 20.0
MEMORY_MB: Final = 768


def read_word(file: bytes) -> Taken:
    """The lines and tables of a DOCX file.

    Raises BrokenWordFile, TooLarge, WorkerTimeout, WorkerCrashed.
    """
    return run_limited(word_file.read, file, returns=Taken, seconds=SECONDS, memory_mb=MEMORY_MB)
