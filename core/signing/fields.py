"""The signature fields of one document: their names, kinds and order (signing.md §7.2)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, get_args

Kind = Literal["nhay", "chinh", "so", "ngay", "dau", "butphe"]

# the name of the only field of each kind; a nháy is numbered, one per checker
NAMES: dict[Kind, str] = {
    "nhay": "KyNhay",
    "chinh": "KyChinh",
    "so": "SoVanBan",
    "ngay": "NgayVanBan",
    "dau": "ConDau",
    "butphe": "ButPhe",
}


@dataclass(frozen=True)
class FieldSpec:
    """One field to create. ``page`` counts from 0; ``box`` is x1, y1, x2, y2 in PDF points."""

    name: str
    kind: Kind
    page: int
    box: tuple[float, float, float, float]

    def __post_init__(self) -> None:
        x1, y1, x2, y2 = self.box
        if self.kind not in get_args(Kind) or kind_of(self.name) != self.kind:
            raise ValueError(f"field {self.name} is not a {self.kind}")
        if self.page < 0 or not (x1 < x2 and y1 < y2):
            raise ValueError(f"field {self.name} has no place on a page")


def nhay(number: int) -> str:
    """The name of the n-th checker's field; ``number`` counts from 1."""
    if number < 1:
        raise ValueError("checkers count from 1")
    return f"{NAMES['nhay']}{number}"


def kind_of(name: str) -> Kind | None:
    """The kind that a field's name says, None for a field that is not ours."""
    stem = NAMES["nhay"]
    if name.startswith(stem) and name[len(stem) :].isdecimal():
        return "nhay"
    return next((kind for kind, own in NAMES.items() if own == name and kind != "nhay"), None)
