"""Lines and pictures of a page. Runs in the limited child only.

Straight level or upright strokes, edges of rectangles and thin filled bars are lines; images are
pictures, and so is a form that draws curves: the stamp of a signature or a seal.
"""

from __future__ import annotations

import ctypes
from dataclasses import dataclass, field
from itertools import pairwise
from typing import TYPE_CHECKING, Any, Final

from pypdfium2 import raw  # type: ignore[import-untyped]

from core.office.format.page import Picture, Stroke

if TYPE_CHECKING:
    from collections.abc import Iterator

    import pypdfium2 as pdfium

    from desktop.format_text import Turn

MAX_OBJECTS: Final = 20_000
_DEPTH: Final = 6
_THIN: Final = 3.0  # points: a filled bar that is no thicker is a line
_STRAIGHT: Final = 0.3
_PIXELS: Final = 4_000_000
_SAMPLES: Final = 4096

Matrix = tuple[float, float, float, float, float, float]
Point = tuple[float, float]
UNIT: Final[Matrix] = (1, 0, 0, 1, 0, 0)


@dataclass
class _Found:
    """What was found so far."""

    document: Any
    page: Any
    turn: Turn
    strokes: list[Stroke] = field(default_factory=list)
    pictures: list[Picture] = field(default_factory=list)
    left: int = MAX_OBJECTS


def shapes_of(
    document: pdfium.PdfDocument, page: pdfium.PdfPage, turn: Turn
) -> tuple[tuple[Stroke, ...], tuple[Picture, ...]]:
    """The lines and the pictures of a page."""
    found = _Found(document.raw, page.raw, turn)
    for place in range(raw.FPDFPage_CountObjects(page.raw)):
        _look_at(raw.FPDFPage_GetObject(page.raw, place), UNIT, found, 0)
    return tuple(found.strokes), tuple(found.pictures)


def _look_at(thing: Any, outer: Matrix, found: _Found, depth: int) -> None:
    found.left -= 1
    if found.left < 0 or not thing:
        return
    kind = raw.FPDFPageObj_GetType(thing)
    matrix = _times(_matrix(thing), outer)
    if kind == raw.FPDF_PAGEOBJ_PATH:
        found.strokes += _lines(thing, matrix, found.turn)
    elif kind == raw.FPDF_PAGEOBJ_IMAGE:
        found.pictures.append(_image(thing, matrix, found))
    elif kind == raw.FPDF_PAGEOBJ_FORM and depth < _DEPTH:
        inner = [
            raw.FPDFFormObj_GetObject(thing, place)
            for place in range(min(raw.FPDFFormObj_CountObjects(thing), found.left))
        ]
        curved = [each for each in inner if _is_curved(each)]
        if curved:
            found.pictures.append(_drawing(curved, matrix, found))
            return
        for each in inner:
            _look_at(each, matrix, found, depth + 1)


def _matrix(thing: Any) -> Matrix:
    held = raw.FS_MATRIX()
    if not raw.FPDFPageObj_GetMatrix(thing, ctypes.byref(held)):
        return UNIT
    return (held.a, held.b, held.c, held.d, held.e, held.f)


def _times(one: Matrix, two: Matrix) -> Matrix:
    """First one, then two."""
    a, b, c, d, e, f = one
    p, q, r, s, t, u = two
    return (
        a * p + b * r, a * q + b * s, c * p + d * r, c * q + d * s,
        e * p + f * r + t, e * q + f * s + u,
    )  # fmt: skip


def _apply(matrix: Matrix, x: float, y: float) -> Point:
    a, b, c, d, e, f = matrix
    return (a * x + c * y + e, b * x + d * y + f)


def _lines(path: Any, matrix: Matrix, turn: Turn) -> Iterator[Stroke]:
    filled, stroked = ctypes.c_int(), ctypes.c_int()
    raw.FPDFPath_GetDrawMode(path, ctypes.byref(filled), ctypes.byref(stroked))
    colour, opaque = _colour(path, stroke=bool(stroked.value))
    if not opaque or not (stroked.value or filled.value):
        return
    parts = list(_parts(path, matrix, turn))
    if not stroked.value:
        for points in parts:
            xs, ys = [x for x, _ in points], [y for _, y in points]
            box = (min(xs), min(ys), max(xs), max(ys))
            thickness = min(box[2] - box[0], box[3] - box[1])
            if thickness <= _THIN:
                yield Stroke(*box, thickness, colour)
        return
    width = ctypes.c_float()
    raw.FPDFPageObj_GetStrokeWidth(path, ctypes.byref(width))
    thickness = width.value * abs(matrix[0] * matrix[3] - matrix[1] * matrix[2]) ** 0.5
    dashed = raw.FPDFPageObj_GetDashCount(path) > 0
    for points in parts:
        for (x, y), (u, v) in pairwise(points):
            if abs(x - u) < _STRAIGHT or abs(y - v) < _STRAIGHT:
                box = (min(x, u), min(y, v), max(x, u), max(y, v))
                yield Stroke(*box, thickness, colour, dashed)


def _parts(path: Any, matrix: Matrix, turn: Turn) -> Iterator[list[Point]]:
    """The straight pieces of a path, each a run of points; what is curved is left out."""
    points: list[Point] = []
    x, y = ctypes.c_float(), ctypes.c_float()
    for place in range(min(raw.FPDFPath_CountSegments(path), MAX_OBJECTS)):
        segment = raw.FPDFPath_GetPathSegment(path, place)
        kind = raw.FPDFPathSegment_GetType(segment)
        raw.FPDFPathSegment_GetPoint(segment, ctypes.byref(x), ctypes.byref(y))
        point = turn(*_apply(matrix, x.value, y.value))
        if kind == raw.FPDF_SEGMENT_LINETO and points:
            points.append(point)
        else:
            if len(points) > 1:
                yield points
            points = [point]
        if raw.FPDFPathSegment_GetClose(segment) and len(points) > 1:
            yield [*points, points[0]]
            points = []
    if len(points) > 1:
        yield points


def _is_curved(thing: Any) -> bool:
    if raw.FPDFPageObj_GetType(thing) != raw.FPDF_PAGEOBJ_PATH:
        return False
    return any(
        raw.FPDFPathSegment_GetType(raw.FPDFPath_GetPathSegment(thing, place))
        == raw.FPDF_SEGMENT_BEZIERTO
        for place in range(min(raw.FPDFPath_CountSegments(thing), _SAMPLES))
    )


def _drawing(things: list[Any], matrix: Matrix, found: _Found) -> Picture:
    """A drawing of curves: the box around them, the colour of its first stroke."""
    boxes = [_bounds(thing, matrix, found.turn) for thing in things]
    lefts, tops, rights, bottoms = zip(*boxes, strict=True)
    return Picture(
        min(lefts), min(tops), max(rights), max(bottoms), _colour(things[0], stroke=True)[0]
    )


def _bounds(thing: Any, matrix: Matrix, turn: Turn) -> tuple[float, float, float, float]:
    edges = [ctypes.c_float() for _ in range(4)]
    raw.FPDFPageObj_GetBounds(thing, *(ctypes.byref(edge) for edge in edges))
    left, bottom, right, top = (edge.value for edge in edges)
    corners = [turn(*_apply(matrix, x, y)) for x in (left, right) for y in (bottom, top)]
    xs, ys = [x for x, _ in corners], [y for _, y in corners]
    return min(xs), min(ys), max(xs), max(ys)


def _image(thing: Any, matrix: Matrix, found: _Found) -> Picture:
    corners = [found.turn(*_apply(matrix, x, y)) for x in (0, 1) for y in (0, 1)]
    xs, ys = [x for x, _ in corners], [y for _, y in corners]
    told = raw.FPDF_IMAGEOBJ_METADATA()
    raw.FPDFImageObj_GetImageMetadata(thing, found.page, ctypes.byref(told))
    wide = max(max(xs) - min(xs), 0.1)
    grey = told.bits_per_pixel < 8 or told.colorspace in (
        raw.FPDF_COLORSPACE_DEVICEGRAY,
        raw.FPDF_COLORSPACE_CALGRAY,
    )
    small = told.width * told.height <= _PIXELS
    ink = _ink(thing, found) if small else -1
    return Picture(min(xs), min(ys), max(xs), max(ys), ink, told.width * 72 / wide, grey)


def _ink(thing: Any, found: _Found) -> int:
    """The mean colour of the pixels that are neither clear nor nearly white."""
    bitmap = raw.FPDFImageObj_GetRenderedBitmap(found.document, found.page, thing)
    if not bitmap:
        return -1
    try:
        stride, height = raw.FPDFBitmap_GetStride(bitmap), raw.FPDFBitmap_GetHeight(bitmap)
        size = stride * height
        if raw.FPDFBitmap_GetFormat(bitmap) != raw.FPDFBitmap_BGRA or not size:
            return -1
        pixels = bytes(
            (ctypes.c_ubyte * size).from_address(
                ctypes.cast(raw.FPDFBitmap_GetBuffer(bitmap), ctypes.c_void_p).value or 0
            )
        )
    finally:
        raw.FPDFBitmap_Destroy(bitmap)
    step = 4 * max(1, size // 4 // _SAMPLES)
    inked = [
        pixels[at : at + 3]
        for at in range(0, size - 3, step)
        if pixels[at + 3] > 100 and min(pixels[at : at + 3]) < 230
    ]
    if not inked:
        return -1
    blue, green, red = (sum(one[part] for one in inked) // len(inked) for part in range(3))
    return red << 16 | green << 8 | blue


def _colour(thing: Any, *, stroke: bool) -> tuple[int, bool]:
    """The colour of a path, and whether it is seen."""
    parts = [ctypes.c_uint() for _ in range(4)]
    ask = raw.FPDFPageObj_GetStrokeColor if stroke else raw.FPDFPageObj_GetFillColor
    ask(thing, *(ctypes.byref(part) for part in parts))
    red, green, blue, alpha = (part.value for part in parts)
    white = min(red, green, blue) > 250
    return red << 16 | green << 8 | blue, bool(alpha) and not white
