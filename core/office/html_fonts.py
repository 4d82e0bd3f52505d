"""Which font and weight the words of an HTML text have: by their element's own style, its class, or
what stands around them. Only what Word, Writer and browsers put on a clipboard; no cascade.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Mapping

MAX_STYLE: Final = 100_000
"""Letters of a style sheet that are read."""
MAX_RULE: Final = 4000
_FAMILY: Final = re.compile(r"font-family\s*:\s*[\"']?([^\"',;]+)", re.IGNORECASE)
_WEIGHT: Final = re.compile(r"font-weight\s*:\s*(\w+)", re.IGNORECASE)
_HEAVY: Final = frozenset(("bold", "bolder", "600", "700", "800", "900"))
_BOLD: Final = frozenset("b strong h1 h2 h3 h4 h5 h6".split())


class Face(NamedTuple):
    """The name of a font, and whether letters are bold."""

    font: str = ""
    bold: bool = False


def rules(style: str) -> dict[str, str]:
    """The declarations of a style sheet by their plain selectors (``p``, ``.msonormal``)."""
    found: dict[str, str] = {}
    for rule in style[:MAX_STYLE].replace("<!--", "").split("}"):
        selectors, _, declared = rule.partition("{")
        for selector in selectors.rpartition("*/")[2].split(","):
            name = selector.strip().casefold()
            plain = name[name.find(".") :] if "." in name else name
            found[plain] = f"{found.get(plain, '')};{declared}"[-MAX_RULE:]
    return found


def face(tag: str, said: Mapping[str, str], known: Mapping[str, str], around: Face) -> Face:
    """How the words of an element look: ``known`` are the rules, ``around`` what it stands in."""
    classes = (known.get(f".{one}", "") for one in said.get("class", "").casefold().split())
    font, bold = around.font, around.bold or tag in _BOLD
    for style in (known.get(tag, ""), *classes, said.get("style", "")):
        if family := _FAMILY.search(style):
            font = family[1].strip()
        if weight := _WEIGHT.search(style):
            bold = weight[1].casefold() in _HEAVY
    own = said.get("face", "").partition(",")[0].strip(" \"'")
    return Face(own or font, bold)
