"""A directive's signed sheet: kept with the document, and never in the place of another file."""

from __future__ import annotations

from typing import Any

import pytest

from core.commits import fold
from core.commits.endorsing import misplaced
from core.commits.format import Op
from core.errors import NotCanonical
from tests.core.commits.test_powers import BY, DEVICE, START, THIRD, digest, document, op

SHEET: dict[str, Any] = {
    "slot": "slip-1", "role": "attachment", "order": 1, "blob": digest("sheet"), "name": "p.pdf",
    "type": "application/pdf", "size": 9,
}  # fmt: skip


def endorse(kind: str = "directive", **file: Any) -> Op:
    return op(
        "document.endorse", field="ButPhe", kind=kind, before=digest("before"),
        after={**SHEET, **file}, certificate=digest("certificate"), clock=START, by=BY,
    )  # fmt: skip


def test_the_sheet_stays_with_the_document_and_its_signature_is_told() -> None:
    at = fold.At(f"{DEVICE}.1.2.0", THIRD, DEVICE, 1, START + 1)
    found = fold.fold(document(), endorse(), at)
    [(_, file)] = found["files"]["slip-1"]
    assert (file["blob"], file["author"]) == (SHEET["blob"], THIRD)
    [(_, mark)] = found["lists"]["signatures"]
    assert (mark["kind"], mark["after"]["blob"]) == ("directive", SHEET["blob"])
    assert fold.blobs(endorse()) == (SHEET["blob"],)
    assert "conflicts" not in found


@pytest.mark.parametrize(
    ("file", "wrong"),
    [
        ({}, False),
        ({"slot": "slip-2"}, False),
        ({"slot": "main"}, True),
        ({"slot": "received"}, True),
        ({"role": "main"}, True),
        ({"role": "received"}, True),
        ({"slot": "slip-old"}, True),
    ],
)
def test_whoever_directs_replaces_no_file(file: dict[str, Any], wrong: bool) -> None:
    state = {"files": {"slip-old": [], "main": []}}
    assert misplaced(endorse(**file), state) is wrong


def test_it_is_the_signature_of_a_directive_and_no_other() -> None:
    assert fold.body(endorse()).kind == "directive"
    for kind in ("main", "seal", "initial"):
        with pytest.raises(NotCanonical):
            fold.body(endorse(kind))
