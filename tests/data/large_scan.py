"""Makes a large scanned document with Qt while a test runs; the repository holds none.

Pages are noise, which no compression makes smaller. The same size gives the same bytes.
"""

from __future__ import annotations

import random
import re
from typing import TYPE_CHECKING

from PySide6.QtCore import QMarginsF, QUuid
from PySide6.QtGui import QImage, QPageSize, QPainter, QPdfWriter

if TYPE_CHECKING:
    from pathlib import Path

WIDTH, HEIGHT = 1240, 1754  # A4 at 150 dots an inch
PAGE_BYTES = 2_000_000  # a little less than what a page of noise takes as JPEG
SEED = 999


def make(path: Path, megabytes: int) -> Path:
    """Write a PDF of at least so many megabytes (10^6 bytes) and return its path."""
    writer = QPdfWriter(str(path))
    writer.setTitle("Bản quét lớn (dữ liệu giả lập)")
    writer.setPageSize(QPageSize(QPageSize.PageSizeId.A4))
    writer.setPageMargins(QMarginsF(0, 0, 0, 0))
    writer.setResolution(150)
    writer.setDocumentId(QUuid())
    noise = random.Random(SEED).randbytes(WIDTH * HEIGHT)
    painter = QPainter(writer)
    for page in range(megabytes * 1_000_000 // PAGE_BYTES + 1):
        if page:
            writer.newPage()
        pixels = noise[page:] + noise[:page]
        picture = QImage(pixels, WIDTH, HEIGHT, WIDTH, QImage.Format.Format_Grayscale8)
        painter.drawImage(0, 0, picture)
    painter.end()
    _without_dates(path)
    return path


def _without_dates(path: Path) -> None:
    """Put one fixed moment where Qt wrote the time of day; lengths stay, so offsets do too."""
    data = path.read_bytes()
    data = re.sub(rb"\(D:\d{14}", b"(D:20261115000000", data)
    data = re.sub(rb'Date="\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d', b'Date="2026-11-15T00:00:00', data)
    path.write_bytes(data)
