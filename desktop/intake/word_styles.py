"""What a paragraph of a DOCX file has from its styles: bold, centred, the label that is counted
(ISO/IEC 29500-1, 17.7 and 17.9).
"""

from __future__ import annotations

import re
from collections import defaultdict
from typing import TYPE_CHECKING, Any, Final

from core.office.typography import POINT_LETTERS, roman
from desktop.intake.word_package import is_on, tag, value

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from desktop.intake.word_package import Package

LEVELS: Final = 9
MOST: Final = 3999
MAX_DEPTH: Final = 12
"""Levels of a list, its highest number, styles that rest on one another."""

_SIDES: Final = ("w:ascii", "w:hAnsi")
_YES: Final = ("1", "true", "on")
_PLACE: Final = re.compile(r"%([1-9])")


def _letter(number: int) -> str:
    """The n-th letter as a point of ours: it is counted anew when it is drawn."""
    return POINT_LETTERS[(number - 1) % len(POINT_LETTERS)]


_WRITTEN: Final[dict[str, Callable[[int], str]]] = {
    "lowerLetter": _letter,
    "upperLetter": lambda number: _letter(number).upper(),
    "upperRoman": roman,
    "lowerRoman": lambda number: roman(number).lower(),
    "none": lambda _number: "",
}


class Styles:
    """The styles and lists of a file; ``number`` is asked for each paragraph in its order."""

    def __init__(self, package: Package) -> None:
        styles, lists = package.part("styles"), package.part("numbering")
        found = styles.iter(tag("w:style")) if styles is not None else ()
        self._styles = {each.get(tag("w:styleId")): each for each in found}
        self._defaults = _defaults(styles) if styles is not None else []
        self._lists = _lists(lists) if lists is not None else {}
        self._counts: defaultdict[str, list[int]] = defaultdict(lambda: [0] * LEVELS)

    def is_bold(self, paragraph: Any) -> bool:
        """Whether every word of it is."""
        runs = [run for run in paragraph.iter(tag("w:r")) if run.find(tag("w:t")) is not None]
        whole = self._inherited(_style_of(paragraph), "w:b")
        bold = [self._says(run, "w:b") for run in runs]
        return bool(runs) and all(bool(whole) if each is None else each for each in bold)

    def is_centred(self, paragraph: Any) -> bool:
        """Whether it stands in the middle."""
        for mark in self._marks(paragraph, "w:pPr"):
            if found := value(mark, "w:jc"):
                return found == "center"
        return False

    def is_hidden(self, run: Any) -> bool:
        """Whether nobody sees it."""
        return bool(self._says(run, "w:vanish"))

    def font(self, paragraph: Any, run: Any) -> str:
        """The name of the font that a run is set in, empty where nothing says it."""
        own = run.find(tag("w:rPr"))
        marks = [
            own,
            *(each.find(tag("w:rPr")) for each in self._chain(value(own, "w:rStyle"))),
            *(each.find(tag("w:rPr")) for each in self._chain(_style_of(paragraph))),
            *self._defaults,
        ]
        fonts = (mark.find(tag("w:rFonts")) for mark in marks if mark is not None)
        named = (font.get(tag(side)) for font in fonts if font is not None for side in _SIDES)
        return next(filter(None, named), "")

    def number(self, paragraph: Any) -> str:
        """The label of the next paragraph, empty where it has none."""
        number, level = self._list_of(paragraph)
        levels = self._lists.get(number, {})
        if level not in levels:
            return ""
        counts, start = self._counts[number], value(levels[level], "w:start")
        first = int(start) if start.isdecimal() else 1
        counts[level] = min(counts[level] + 1 if counts[level] else first, MOST)
        counts[level + 1 :] = [0] * (LEVELS - level - 1)
        if value(levels[level], "w:numFmt") == "bullet":
            return "-"

        def written(found: re.Match[str]) -> str:
            at = int(found[1]) - 1
            form = value(levels.get(at), "w:numFmt")
            return _WRITTEN.get(form, str)(max(counts[at], 1))

        return _PLACE.sub(written, value(levels[level], "w:lvlText")).strip()

    def _list_of(self, paragraph: Any) -> tuple[str, int]:
        """List and level of a paragraph: its own, else its style's."""
        for mark in self._marks(paragraph, "w:pPr"):
            found = mark.find(tag("w:numPr"))
            if found is not None and (number := value(found, "w:numId")):
                level = value(found, "w:ilvl")
                return number, min(int(level), LEVELS - 1) if level.isdecimal() else 0
        return "", 0

    def _says(self, run: Any, name: str) -> bool | None:
        """What a run says of itself, else its style."""
        own = run.find(tag("w:rPr"))
        found = is_on(own, name)
        return self._inherited(value(own, "w:rStyle"), name) if found is None else found

    def _inherited(self, style: str, name: str) -> bool | None:
        """What a style says of letters, or one that it rests on."""
        said = (is_on(each.find(tag("w:rPr")), name) for each in self._chain(style))
        return next((each for each in said if each is not None), None)

    def _marks(self, paragraph: Any, kind: str) -> Iterator[Any]:
        """The properties of a paragraph, then those of its styles."""
        for each in (paragraph, *self._chain(_style_of(paragraph))):
            if (found := each.find(tag(kind))) is not None:
                yield found

    def _chain(self, name: str) -> Iterator[Any]:
        """A style and those that it rests on."""
        for _ in range(MAX_DEPTH):
            style = self._styles.get(name)
            if style is None:
                return
            yield style
            name = value(style, "w:basedOn")


def _style_of(paragraph: Any) -> str:
    return value(paragraph.find(tag("w:pPr")), "w:pStyle")


def _defaults(styles: Any) -> list[Any]:
    """What letters have where nothing else says it: the style of all paragraphs, then that of the
    whole file.
    """
    plain = (each for each in styles.iter(tag("w:style")) if _is_plain(each))
    whole = (each.find(tag("w:rPr")) for each in styles.iter(tag("w:rPrDefault")))
    return [*(each.find(tag("w:rPr")) for each in plain), *whole]


def _is_plain(style: Any) -> bool:
    return style.get(tag("w:type")) == "paragraph" and style.get(tag("w:default")) in _YES


def _lists(root: Any) -> dict[str, dict[int, Any]]:
    """The levels of each list by their index."""
    abstract = {
        each.get(tag("w:abstractNumId")): {
            int(level.get(tag("w:ilvl"))): level
            for level in each.findall(tag("w:lvl"))
            if level.get(tag("w:ilvl"), "").isdecimal()
        }
        for each in root.findall(tag("w:abstractNum"))
    }
    numbers = root.findall(tag("w:num"))
    return {
        each.get(tag("w:numId")): abstract.get(value(each, "w:abstractNumId"), {})
        for each in numbers
    }
