"""Ô 7, 8, 9b, 12 and 13: the foot, and the contact lines of page 1."""

from __future__ import annotations

import re
from itertools import pairwise
from typing import TYPE_CHECKING, Final

from core.office.format.check_body import flush
from core.office.format.looks import at, looks, on, points
from core.office.format.measures import (
    CENTRE_OFF_MM,
    LEVEL_OFF_PT,
    SEAL_OFF,
    SEAL_OFF_MM,
    SEAL_PART,
    SIGNATURE_OFF_MM,
)
from core.office.format.page import MM
from core.office.format.rules import Rule
from core.office.format.sheet import LOW

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from core.office.format.finding import Finding, Record
    from core.office.format.foot import Foot
    from core.office.format.layout import Layout
    from core.office.format.lines import Line
    from core.office.format.page import Picture

_DASH: Final = re.compile(r"[-\u2013]\s*")
_COPY: Final = re.compile(r"\W*Lưu:\s*VT\b")
_ABOVE: Final = "như trên"
_ASKING: Final = ("cong-van", "to-trinh", "bao-cao", "cong-dien")
_WIRED: Final = ("cong-dien",)
"""Its addressees stand after the verb (NĐ 30 PL III, mẫu 1.6)."""
_SQUARE: Final = 0.25
_FULL: Final = 0.93


def check_foot(layout: Layout, record: Record, code: str) -> Iterator[Finding]:
    """Everything below the text."""
    foot = layout.foot
    yield from _signed(layout)
    yield from _recipients(layout, code)
    if foot.marker:
        yield from looks("marker", [foot.marker])
    if foot.authority:
        yield from _pictures(foot, record)
    yield from _contact(layout)


def _signed(layout: Layout) -> Iterator[Finding]:
    foot, last = layout.foot, layout.last
    if not foot.authority:
        yield on(Rule.AUTHORITY_MISSING, last)
        return
    yield from looks("authority", foot.authority)
    if not foot.name:
        yield at(Rule.SIGNER_MISSING, foot.authority[-1])
        return
    yield from looks("signer", foot.name)
    if abs(foot.name[0].centre - foot.authority[-1].centre) > CENTRE_OFF_MM * MM:
        yield at(Rule.SIGNER_PLACE, foot.name[0])


def _recipients(layout: Layout, code: str) -> Iterator[Finding]:
    foot = layout.foot
    if foot.title is None:
        yield on(Rule.RECIPIENTS_MISSING, layout.last)
        return
    yield from looks("recipients-title", [foot.title])
    if not flush(foot.title, layout.frame):
        yield at(Rule.RECIPIENTS_TITLE_LEFT, foot.title)
    post = foot.authority[0] if foot.authority else None
    off = post is not None and (
        post.page != foot.title.page or abs(post.baseline - foot.title.baseline) > LEVEL_OFF_PT
    )
    if off and not foot.minutes:
        yield at(Rule.RECIPIENTS_TITLE_LEVEL, foot.title)
    yield from _list(foot.recipients)
    yield from _above(layout, code)


def _list(lines: Sequence[Line]) -> Iterator[Finding]:
    if not lines:
        return
    yield from looks("recipients", lines)
    entries = _entries(lines)
    bare = [entry for entry in entries if not _DASH.match(entry[0].text)]
    if bare:
        yield at(Rule.RECIPIENTS_DASHES, bare[0][0])
    for entry in entries[:-1]:
        if not entry[-1].text.endswith(";"):
            yield at(Rule.RECIPIENTS_SEMICOLON, entry[-1])
            break
    last = entries[-1]
    if not last[-1].text.endswith("."):
        yield at(Rule.RECIPIENTS_PERIOD, last[-1])
    if not _COPY.match(last[0].text):
        yield at(Rule.RECIPIENTS_COPY, last[0], last[0].text, "- Lưu: VT, …")


def _entries(lines: Sequence[Line]) -> list[list[Line]]:
    """Lines of one recipient: another begins with a dash, or after one that is closed."""
    entries = [[lines[0]]]
    for before, line in pairwise(lines):
        if _DASH.match(line.text) or before.text.endswith((";", ".")):
            entries.append([line])
        else:
            entries[-1].append(line)
    return entries


def _above(layout: Layout, code: str) -> Iterator[Finding]:
    lines = layout.foot.recipients
    if not lines:
        return
    says = _ABOVE in lines[0].text.lower()
    asking = layout.letter or code in _ASKING
    if layout.addressees and asking and not says:
        yield at(Rule.RECIPIENTS_ABOVE, lines[0], lines[0].text, "- Như trên;")
    if not layout.addressees and says and code not in _WIRED:
        yield at(Rule.RECIPIENTS_DIRECT, lines[0], lines[0].text)


def _pictures(foot: Foot, record: Record) -> Iterator[Finding]:
    """The image of the signature between post and name, that of the seal over its left third."""
    signature, seal = parted(foot.pictures)
    if signature:
        yield from _signature(signature, foot)
    if seal is None:
        return
    page = foot.page
    if seal.ink >= 0 and not is_red(seal.ink):
        yield on(Rule.SEAL_COLOUR, page, seal.box, f"#{seal.ink:06X}")
    wide = (seal.right - seal.left) / MM
    if record.seal_mm and abs(wide - record.seal_mm) > SEAL_OFF_MM:
        yield on(Rule.SEAL_SIZE, page, seal.box, points(wide), points(record.seal_mm))
    if signature:
        part = (seal.right - signature.left) / max(signature.right - signature.left, 1)
        if abs(part - SEAL_PART) > SEAL_OFF or seal.left > signature.left:
            yield on(Rule.SEAL_OVERLAP, page, seal.box, f"{part:.0%}", "33%")


def _signature(one: Picture, foot: Foot) -> Iterator[Finding]:
    centre, middle = (one.left + one.right) / 2, (one.top + one.bottom) / 2
    above = foot.authority[-1]
    low = bool(foot.name) and middle > foot.name[0].top
    if abs(centre - above.centre) > SIGNATURE_OFF_MM * MM or low or middle < above.baseline:
        yield on(Rule.SIGNATURE_PLACE, foot.page, one.box)
    if one.ink >= 0 and not is_blue(one.ink):
        yield on(Rule.SIGNATURE_COLOUR, foot.page, one.box, f"#{one.ink:06X}")


def parted(pictures: Sequence[Picture]) -> tuple[Picture | None, Picture | None]:
    """The signature and the seal among pictures: the seal is red, or round and hence square."""
    if not pictures:
        return None, None
    red = [one for one in pictures if is_red(one.ink)]
    square = [one for one in pictures if _squareness(one) < _SQUARE]
    if len(pictures) == 1 and not red:
        return pictures[0], None
    seal = min(red or square, key=_squareness, default=None)
    return next((one for one in pictures if one is not seal), None), seal


def _squareness(one: Picture) -> float:
    wide, high = one.right - one.left, one.bottom - one.top
    return abs(wide - high) / max(wide, high, 1)


def is_red(ink: int) -> bool:
    """Whether a colour is red."""
    red, green, blue = ink >> 16, ink >> 8 & 255, ink & 255
    return ink >= 0 and red > 110 and red > green + 50 and red > blue + 50


def is_blue(ink: int) -> bool:
    """Whether a colour is blue."""
    red, green, blue = ink >> 16, ink >> 8 & 255, ink & 255
    return blue > 70 and blue > red + 30 and blue > green + 10


def _contact(layout: Layout) -> Iterator[Finding]:
    for sheet in layout.sheets:
        if not sheet.contact:
            continue
        yield from looks("contact", sheet.contact)
        low = sheet.contact[-1].baseline > LOW * sheet.page.height
        if sheet.place or not low:
            yield at(Rule.CONTACT_PLACE, sheet.contact[0])
        rule = sheet.contact_rule
        if rule is None or rule.width < _FULL * layout.frame.width:
            yield at(Rule.CONTACT_LINE, sheet.contact[0])
