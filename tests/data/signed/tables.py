"""Rows of cross-reference streams that readers take each in their own way."""

from __future__ import annotations

from typing import TYPE_CHECKING

from core.signing.report import Reason
from tests.data.signed.pdf import FORGED, TRUE, append, last_start, page, signed, stream, text
from tests.data.signed.rows import Row
from tests.data.signed.shadow_parts import given

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    Rows = dict[int, tuple[int, int, int]]  # object → type and the two numbers behind it
    Table = Iterator[tuple[str, str, Callable[[], bytes]]]

SHEET = b"1 g 0 600 595 242 re f 0 g " + text(TRUE)


def with_rows(pdf: bytes, rows: Rows, widths: tuple[int, int, int] = (1, 4, 2)) -> bytes:
    """One more revision: nothing but a table as a stream (object 50), which also lists itself."""
    rows = rows | {50: (1, len(pdf), 0)}
    data = b"".join(
        value.to_bytes(width)
        for _, row in sorted(rows.items())
        for value, width in zip(row, widths, strict=True)
    )
    index = b" ".join(b"%d 1" % number for number in sorted(rows))
    table = b"50 0 obj\n%s\nendobj\n" % stream(
        data,
        b"/Type /XRef /Size 51 /W [%d %d %d] /Index [%s] /Root 1 0 R /Prev %d "
        % (*widths, index, last_start(pdf)),
    )
    return pdf + table + b"startxref\n%d\n%%%%EOF\n" % len(pdf)


def _covered() -> bytes:
    """Forged words under a white sheet with the true ones; the sheet is a stream of its own."""
    return signed(given(o3=page(b"[4 0 R 41 0 R]"), o4=stream(text(FORGED)), o41=stream(SHEET)))


def _tables() -> Table:
    yield (
        "row-of-no-type",
        "the sheet over the forged words is given a row of a type that does not exist: null",
        lambda: with_rows(_covered(), {41: (7, 0, 0)}),
    )
    yield (
        "row-of-no-type-wide",
        "the same, the type written in two bytes",
        lambda: with_rows(_covered(), {41: (256, 0, 0)}, (2, 4, 2)),
    )


def rows() -> Iterator[Row]:
    for name, how, make in _tables():
        yield Row("differentials", name, how, Reason.BROKEN, make)
    yield Row(
        "shadow-hide",
        "table-without-sheet",
        "a good table as a stream frees the sheet over the forged words",
        Reason.CHANGED,
        lambda: append(with_rows(_covered(), {41: (0, 0, 1)}), {}),
    )
