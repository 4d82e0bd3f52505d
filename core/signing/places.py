"""Where the signature fields of a PDF stand and which are still empty."""

from __future__ import annotations

from dataclasses import dataclass
from io import BytesIO

import pikepdf

from core.signing.fields import Kind, kind_of
from core.signing.reading import as_broken, check_header


@dataclass(frozen=True)
class Place:
    """One of our fields: ``page`` from 0, ``box`` in points from the lower left corner."""

    name: str
    kind: Kind
    page: int
    box: tuple[float, float, float, float]
    signed: bool


def places(pdf: bytes) -> tuple[Place, ...]:
    """Our signature fields in the order of the form; raises EmptyFile, NotAPdf, BrokenPdf."""
    check_header(pdf)
    with as_broken(), pikepdf.open(BytesIO(pdf)) as document:
        form = document.Root.get("/AcroForm", pikepdf.Dictionary())
        pages = {page.obj.objgen: index for index, page in enumerate(document.pages)}
        found = (_place(field, pages) for field in form.get("/Fields", []))
        return tuple(place for place in found if place is not None)


def _place(field: pikepdf.Object, pages: dict[tuple[int, int], int]) -> Place | None:
    name = str(field.get("/T", ""))
    kind = kind_of(name)
    page = pages.get(field.P.objgen) if "/P" in field else None
    if kind is None or page is None:
        return None
    x1, y1, x2, y2 = (float(number) for number in field.Rect)
    return Place(name, kind, page, (x1, y1, x2, y2), "/V" in field)
