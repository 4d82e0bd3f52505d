"""The foot: recipients on the left, authority and name on the right, pictures between them."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

from core.office.format.body import ITEM
from core.office.format.lines import Line, is_upper, part_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from core.office.format.body import Frame
    from core.office.format.page import Picture
    from core.office.format.sheet import Sheet

MARKER: Final = re.compile(r"[A-ZĐ]{1,6}(?:\.[A-ZĐ]{1,6})*\.?\s*\(?\d{1,5}\)?\.?")
RECIPIENTS: Final = "noi nhan"
_NEAR: Final = 8
_MARK, _FLUSH = 30, 6.0
_ROOM: Final = 1.9
"""More white than so many line heights parts a post from the name under its signature."""


@dataclass
class Foot:
    """What was recognised; ``minutes``: two sign side by side, as on minutes."""

    title: Line | None = None
    recipients: list[Line] = field(default_factory=list)
    marker: Line | None = None
    authority: list[Line] = field(default_factory=list)
    name: list[Line] = field(default_factory=list)
    minutes: bool = False
    pictures: list[Picture] = field(default_factory=list)

    @property
    def page(self) -> int:
        """The page of the post, from 0."""
        return self.authority[0].page if self.authority else -1


def start_of(lines: Sequence[Line], frame: Frame) -> int:
    """The place among these lines where the foot begins; their number where there is none."""
    spots = [at for at, line in enumerate(lines) if _is_foot(line, frame)]
    for end in (at for at, line in enumerate(lines) if line.text.endswith("./.")):
        near = [at for at in spots if end < at <= end + _NEAR]
        if near:
            return near[0]
    listed = [at for at in spots if lines[at].folded.startswith(RECIPIENTS)]
    if not listed:
        full = [at for at, line in enumerate(lines) if line.right > frame.right - 12]
        return next((at for at in spots if at > max(full, default=-1)), len(lines))
    first = listed[0]
    while first - 1 in spots and lines[first - 1].page == lines[first].page:
        first -= 1
    return first


def _is_foot(line: Line, frame: Frame) -> bool:
    if line.folded.startswith(RECIPIENTS):
        return True
    right = part_of(line, [run for run in line.runs if run.left > _split(frame)])
    return (
        bool(right)
        and is_upper(right[0].text)
        and right[0].centre > frame.centre + 25
        and (right[0].bold > 0.5 or line.left > _split(frame))
    )


def _split(frame: Frame) -> float:
    return frame.left + 0.36 * frame.width


def foot_of(lines: Sequence[Line], sheets: Sequence[Sheet], frame: Frame) -> Foot:
    """The foot that these lines make."""
    foot = Foot()
    left: list[Line] = []
    right: list[Line] = []
    for line in lines:
        left += part_of(line, [run for run in line.runs if run.left <= _split(frame)])
        right += part_of(line, [run for run in line.runs if run.left > _split(frame)])
    _sign(foot, right)
    _list(foot, left)
    if foot.authority:
        page = sheets[foot.page].page
        top, bottom = foot.authority[0].top, (foot.name or foot.authority)[-1].bottom
        bottom += 0 if foot.name else 140
        foot.pictures = [
            one
            for one in page.pictures
            if one.right > _split(frame) - 70
            and top - 20 < (one.top + one.bottom) / 2 < bottom + 20
            and one.bottom - one.top > 24
        ]
    return foot


def _sign(foot: Foot, lines: Sequence[Line]) -> None:
    """Post above the room for the signature, name below it."""
    if not lines:
        return
    foot.authority = [lines[0]]
    for line in lines[1:]:
        last = foot.authority[-1]
        if line.page != last.page or line.baseline - last.baseline > _ROOM * line.size:
            break
        foot.authority.append(line)
    below = lines[len(foot.authority) :]
    for line in below:
        if foot.name and line.baseline - foot.name[-1].baseline > _ROOM * line.size:
            break
        foot.name.append(line)
    if not foot.name and not is_upper(foot.authority[-1].text):
        foot.name = [foot.authority.pop()]


def _is_marker(line: Line, before: Sequence[Line]) -> bool:
    """Who typed it and how many copies, in an office's own words: a short line with a number below
    the entry of the file copies, which is closed.
    """
    filed = bool(before) and before[-1].folded.lstrip("-+\u2013 ").startswith("luu")
    if not filed or not before[-1].text.endswith(".") or abs(line.left - before[-1].left) > _FLUSH:
        return False
    short = len(line.text) <= _MARK and any(map(str.isdigit, line.text))
    return short and not ITEM.match(line.text)


def _list(foot: Foot, lines: Sequence[Line]) -> None:
    at = next((at for at, line in enumerate(lines) if line.folded.startswith(RECIPIENTS)), None)
    before = lines if at is None else lines[:at]
    foot.minutes = any(is_upper(line.text) and line.bold > 0.5 for line in before)
    if at is None:
        return
    foot.title = lines[at]
    last = foot.title
    for line in lines[at + 1 :]:
        if MARKER.fullmatch(line.text) or _is_marker(line, foot.recipients):
            foot.marker = line
            return
        if line.page == last.page and line.baseline - last.baseline > 3.2 * line.size:
            return
        foot.recipients.append(line)
        last = line
