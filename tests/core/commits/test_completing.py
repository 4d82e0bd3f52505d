"""Evidence takes the place of what is signed, and of nothing else."""

from __future__ import annotations

from typing import Any

import pytest

from core.commits import fold
from core.commits.format import Op
from tests.core.commits.samples import digest, ident

PUT, GREW = f"{ident('owner')}.1.1.0", f"{ident('owner')}.1.2.0"
BEFORE, AFTER = digest("before"), digest("after")
FILE = {"slot": "received", "role": "received", "order": 0, "name": "a.pdf", "type": "x", "size": 9}
BY = {"name": "Người si"}


def grown(files: dict[str, Any], *, marks: tuple[str, ...] = ()) -> str:
    """The hash of the file that stands there after somebody added to it."""
    listed = [[PUT, {"kind": "main", "after": {"blob": blob}}] for blob in marks]
    state = {
        "files": {"received": [[PUT, {**FILE, "blob": BEFORE, "time": 0, **files}]]},
        "lists": {"signatures": listed},
    }
    after = {**FILE, "blob": AFTER}
    body = {"of": BEFORE, "after": after, "stage": "t", "by": BY}
    op = Op(kind="document.evidence", id=ident("document"), bases=(PUT,), body=body)
    found = fold.fold(state, op, fold.At(GREW, ident("person"), ident("owner"), 1, 1))
    [(_, file)] = found["files"]["received"]
    return str(file["blob"])


@pytest.mark.parametrize(
    ("files", "marks", "left"),
    [
        ({}, (), BEFORE),
        ({"intake": {"verdict": "UNSIGNED", "signatures": ()}}, (), BEFORE),
        ({}, (digest("another"),), BEFORE),
        ({}, (BEFORE,), AFTER),
        ({"intake": {"verdict": "VALID", "signatures": ({"role": "dau"},)}}, (), AFTER),
    ],
)
def test_nobody_adds_to_a_file_that_is_not_signed(
    files: dict[str, Any], marks: tuple[str, ...], left: str
) -> None:
    """Whoever may read may complete; what is added to an unsigned file could change its pages."""
    assert grown(files, marks=marks) == left
