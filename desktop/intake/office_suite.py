"""Turns a word processor's file into a PDF with LibreOffice, where it is installed.

The program runs where it can do little harm: without network, with an empty home, and with files
in a memory that no other process sees and that is gone when it ends (formats.md §5). Where the
system gives no such place, nothing is converted.
"""

from __future__ import annotations

import shutil
import sys
from typing import Final

from core.errors import (
    NotConverted,
    OfficeSuiteMissing,
    PrivateMemoryMissing,
    TooLarge,
    WorkerCrashed,
)
from desktop.worker import run_program

SECONDS: Final = 60.0
MEMORY_KB: Final = 4 * 1024 * 1024
MAX_FILE: Final = 50 * 1024 * 1024
MAX_PDF: Final = 200 * 1024 * 1024
"""Seconds and kilobytes for the program; bytes of its file and of what it makes."""

KINDS: Final = {
    "doc": b"\xd0\xcf\x11\xe0",
    "docx": b"PK\x03\x04",
    "odt": b"PK\x03\x04",
    "rtf": b"{\\rtf",
}
"""Endings of names, and how such a file begins: LibreOffice would take any bytes for a text."""

_ALONE: Final = (
    "unshare",
    "--user",
    "--map-root-user",
    "--mount",
    "--net",
    "--ipc",
    "--pid",
    "--fork",
    "--kill-child",
    "--",
)
_SCRIPT: Final = """
set -eu
for folder in /home /root /mnt /media /srv /var/tmp; do
    [ ! -d "$folder" ] || mount -t tmpfs -o size=1m,mode=0700 none "$folder"
done
mount -t tmpfs -o size=1g,mode=0700 none /tmp
cd /tmp
export HOME=/tmp/home TMPDIR=/tmp
mkdir home
cat >"given.$1"
ulimit -v "$2"
ulimit -t "$3"
ulimit -c 0
soffice -env:UserInstallation=file:///tmp/home/profile --headless --norestore --nolockcheck \
    --convert-to pdf --outdir /tmp "given.$1" >log 2>&1
head -c "$4" given.pdf
"""


def to_pdf(file: bytes, kind: str) -> bytes:
    """The PDF that LibreOffice makes of a file whose name ends with ``kind``, one of KINDS.

    Raises OfficeSuiteMissing, PrivateMemoryMissing, TooLarge, NotConverted, WorkerTimeout.
    """
    if kind not in KINDS or not file.startswith(KINDS[kind]):
        raise NotConverted
    if len(file) > MAX_FILE:
        raise TooLarge(size=len(file), limit=MAX_FILE)
    if shutil.which("soffice") is None:
        raise OfficeSuiteMissing
    _make_sure_of_memory()
    limits = (str(MEMORY_KB), str(round(SECONDS)), str(MAX_PDF))
    try:
        pdf = run_program(
            (*_ALONE, "sh", "-c", _SCRIPT, "sh", kind, *limits), file, seconds=SECONDS
        )
    except WorkerCrashed as error:
        raise NotConverted from error
    if not pdf.startswith(b"%PDF-") or len(pdf) == MAX_PDF:
        raise NotConverted
    return pdf


def _make_sure_of_memory() -> None:
    """Only Linux gives a process a memory of files for itself, and not every Linux."""
    try:
        if sys.platform == "linux":
            trial = (*_ALONE, "mount", "-t", "tmpfs", "none", "/tmp")  # noqa: S108 – in a space of its own
            run_program(trial, b"", seconds=SECONDS)
            return
    except (WorkerCrashed, FileNotFoundError) as error:
        raise PrivateMemoryMissing from error
    raise PrivateMemoryMissing
