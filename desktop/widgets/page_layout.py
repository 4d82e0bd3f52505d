"""Where the pages of a document lie on the desk: pure geometry, all in logical pixels."""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass
from typing import Final

GAP: Final = 12
PX_PER_PT: Final = 96 / 72
ZOOMS: Final = (0.25, 0.33, 0.5, 0.67, 0.75, 0.9, 1.0, 1.25, 1.5, 2.0, 2.5, 3.0)
LARGEST: Final = ZOOMS[-1]

Size = tuple[float, float]


@dataclass(frozen=True)
class PageLayout:
    """Tops and sizes of pages under each other, centred in ``width``; ``zoom`` 1.0 is 100 %."""

    zoom: float
    width: int
    tops: tuple[int, ...]
    sizes: tuple[tuple[int, int], ...]

    @property
    def height(self) -> int:
        """From above the first page to below the last."""
        return self.tops[-1] + self.sizes[-1][1] + GAP if self.tops else 0

    @property
    def needed(self) -> int:
        """The width of the widest page with its margins."""
        return max((width for width, _ in self.sizes), default=0) + 2 * GAP

    def left(self, page: int) -> int:
        """Where a page begins; pages wider than the desk begin at its margin."""
        return max(GAP, (self.width - self.sizes[page][0]) // 2)

    def key(self, page: int, ratio: float) -> tuple[int, int]:
        """A page and its width in device pixels: what tells one image from another."""
        return page, round(self.sizes[page][0] * ratio)

    def at(self, y: int) -> int:
        """The page at a height, or the one above a gap."""
        return max(0, bisect_right(self.tops, y) - 1)

    def between(self, top: int, bottom: int) -> range:
        """The pages that are seen between two heights."""
        if not self.tops:
            return range(0)
        return range(self.at(top), self.at(bottom) + 1)


def fit_zoom(sizes: tuple[Size, ...], width: int, largest: int) -> float:
    """The zoom at which the widest page fills the width, or ``largest`` px when that is less."""
    widest = max((size[0] for size in sizes), default=1.0) * PX_PER_PT
    room = min(max(width - 2 * GAP, 50), largest)
    return min(room / widest, LARGEST)


def lay_out(sizes: tuple[Size, ...], zoom: float, width: int) -> PageLayout:
    """Put the pages under each other at a zoom."""
    tops, found, top = [], [], GAP
    for wide, high in sizes:
        size = (max(1, round(wide * PX_PER_PT * zoom)), max(1, round(high * PX_PER_PT * zoom)))
        tops.append(top)
        found.append(size)
        top += size[1] + GAP
    return PageLayout(zoom, width, tuple(tops), tuple(found))


def step_zoom(zoom: float, steps: int) -> float:
    """The next zoom of the scale above or below."""
    if steps > 0:
        return next((z for z in ZOOMS if z > zoom + 0.01), LARGEST)
    return next((z for z in reversed(ZOOMS) if z < zoom - 0.01), ZOOMS[0])
