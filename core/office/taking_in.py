"""An official document out of what was read from a word processor's file: its text as blocks, and
what its head and foot say, which a draft has as fields (law: NĐ 30/2020 PL I, the map of the page).

Head and foot are found by the words that the law prescribes. What is not found stays in the text:
nothing that was read is thrown away silently.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final, NamedTuple

from core.office import recognising
from core.office.draft import MAX_COLUMNS, Block, Table, clean
from core.office.taken import Grid, Line, Part
from core.office.typography import bare

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from core.office.taken import Dropped

HEAD_PARTS: Final = 12
"""So many parts at most hold the head."""

_STATE: Final = "cộng hòa xã hội chủ nghĩa việt nam"
_STATE_OLD: Final = "cộng hoà xã hội chủ nghĩa việt nam"
_MOTTO: Final = re.compile(r"độc lập\s*[-–]\s*tự do", re.IGNORECASE)
_NUMBER: Final = re.compile(r"^\s*số\s*:?\s*[\d.…\s]*/\s*(?P<symbol>[^\s/]+)\s*$", re.IGNORECASE)
_DATE: Final = re.compile(r"ngày\s*[\d.…]*\s*tháng\s*[\d.…]*\s*năm", re.IGNORECASE)
_ABOUT: Final = re.compile(r"^\s*v/v\s*:?\s*", re.IGNORECASE)
_TO: Final = re.compile(r"^\s*kính gửi\s*:?\s*", re.IGNORECASE)
_SENT: Final = re.compile(r"^\s*nơi nhận\s*:?\s*", re.IGNORECASE)
_COPY: Final = re.compile(r"^lưu\s*:\s*", re.IGNORECASE)
_DASH: Final = re.compile(r"^[-–—+•]\s*")


class Official(NamedTuple):
    """What the file says; fields that it does not name are empty."""

    body: tuple[Block, ...]
    type: str = ""
    symbol: str = ""
    subject: str = ""
    addressees: tuple[str, ...] = ()
    recipients: tuple[str, ...] = ()
    file_copy: tuple[str, ...] = ()
    signer: str = ""
    dropped: Mapping[Dropped, int] = {}


def official(parts: Sequence[Part], types: Mapping[str, str]) -> Official:
    """Sort what was read; ``types`` are the codes of types by their names."""
    head, rest = _head(parts)
    kind, subject, rest = _title(rest, types)
    addressees, rest = _addressees(rest)
    rest, foot = _foot(rest)
    lines = all_lines(head)
    about = next((at for at, line in enumerate(lines) if _ABOUT.match(line)), None)
    if not subject and about is not None:
        subject = _ABOUT.sub("", " ".join([lines[about], *_wrapped(lines[about + 1 :])]))
    numbers = filter(None, map(_NUMBER.match, lines))
    symbol = next((found["symbol"] for found in numbers), "")
    recipients, copy = _recipients(foot)
    return Official(
        _body(rest), kind, symbol, clean(subject), addressees, recipients, copy, _signer(foot),
        _lost(rest),
    )  # fmt: skip


def all_lines(parts: Sequence[Part]) -> list[str]:
    """Every line that was read."""
    return [line for part in parts for line in _lines(part)]


def _head(parts: Sequence[Part]) -> tuple[Sequence[Part], Sequence[Part]]:
    """What stands down to number, date and subject, where the state's name stands above."""
    said = [any(map(_is_head, _lines(part))) for part in parts[:HEAD_PARTS]]
    states = [any(map(_is_state, _lines(part))) for part in parts[:HEAD_PARTS]]
    if True not in states:
        return (), parts
    end = states.index(True)
    while end + 1 < len(said) and said[end + 1]:
        end += 1
    return parts[: end + 1], parts[end + 1 :]


def _is_head(line: str) -> bool:
    marks = (_MOTTO.search, _DATE.search, _NUMBER.match, _ABOUT.match)
    return _is_state(line) or any(mark(line) for mark in marks)


def _is_state(line: str) -> bool:
    return any(name in line.casefold() for name in (_STATE, _STATE_OLD))


def _wrapped(lines: Iterable[str]) -> Iterable[str]:
    """Lines that go on with the subject beside the state's name."""
    for line in lines:
        if _is_head(line):
            return
        yield line


def _title(parts: Sequence[Part], types: Mapping[str, str]) -> tuple[str, str, Sequence[Part]]:
    """The name of the type in capitals and the subject under it, if they are there."""
    names = {name.upper(): code for name, code in types.items()}
    first = parts[0] if parts else None
    if not isinstance(first, Line):
        return "", "", parts
    name, *more = clean_lines(first.text)
    if name.upper() != name or name not in names:
        return "", "", parts
    end, subject = 1, list(more)
    for part in parts[1:4]:
        if not (isinstance(part, Line) and part.centred and part.bold) or subject[3:]:
            break
        if part.text == part.text.upper():
            break
        subject += clean_lines(part.text)
        end += 1
    return names[name], " ".join(subject), parts[end:]


def _addressees(parts: Sequence[Part]) -> tuple[tuple[str, ...], Sequence[Part]]:
    """``Kính gửi: A.`` or the list below it."""
    lines = clean_lines(parts[0].text) if parts and isinstance(parts[0], Line) else ()
    if not lines or not _TO.match(lines[0]):
        return (), parts
    end = 1
    named = [_TO.sub("", lines[0]), *lines[1:]]
    for part in parts[1:]:
        dashed = isinstance(part, Line) and _DASH.match(f"{part.number} {part.text}".strip())
        if not dashed:
            break
        named.append(part.text)  # type: ignore[union-attr]
        end += 1
    return _entries(named), parts[end:]


def _foot(parts: Sequence[Part]) -> tuple[Sequence[Part], Sequence[Part]]:
    """Where ``Nơi nhận:`` stands the foot begins."""
    for at, part in enumerate(parts):
        if any(_SENT.match(line) for line in _lines(part)):
            return parts[:at], parts[at:]
    return parts, ()


def _recipients(foot: Sequence[Part]) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The list under ``Nơi nhận:`` and what follows ``Lưu:``."""
    named, copy = list[str](), ""
    for cell in _cells(foot):
        lines = clean_lines(cell)
        begin = next((at for at, line in enumerate(lines) if _SENT.match(line)), None)
        if begin is None:
            continue
        for line in [_SENT.sub("", lines[begin]), *lines[begin + 1 :]]:
            entry = bare(_DASH.sub("", line))
            if _COPY.match(entry):
                copy = _COPY.sub("", entry)
            elif entry and not copy:
                named.append(entry)
    return _entries(named), tuple(filter(None, map(bare, copy.split(","))))


def _signer(foot: Sequence[Part]) -> str:
    """The last line of the cell beside the recipients: the name under the signature."""
    for part in foot:
        if isinstance(part, Grid) and any(map(_SENT.match, _lines(part))):
            cells = [cell for cell in _cells([part]) if cell.strip()]
            last = clean_lines(cells[-1])
            return "" if any(map(_SENT.match, last)) else last[-1]
    return ""


def _body(parts: Sequence[Part]) -> tuple[Block, ...]:
    """Text and tables in their order."""
    found: list[Block] = []
    lines: list[Line] = []
    for part in parts:
        if isinstance(part, Line):
            lines.append(part)
            continue
        found += _told(lines)
        found += _table(part)
        lines = []
    return tuple(found + _told(lines))


def _lost(parts: Sequence[Part]) -> dict[Dropped, int]:
    """What tables of the text do not keep in a draft; those of head and foot are fields there."""
    grids = [part for part in parts if isinstance(part, Grid)]
    wide = sum(_width(grid) > MAX_COLUMNS for grid in grids)
    merged = sum(grid.merged for grid in grids if _width(grid) <= MAX_COLUMNS)
    found: dict[Dropped, int] = {"merged": merged, "wide_tables": wide}
    return {kind: count for kind, count in found.items() if count}


def _width(grid: Grid) -> int:
    return max(map(len, grid.rows), default=0)


def _told(lines: Sequence[Line]) -> list[Block]:
    """Lines as parts."""
    return recognising.told(
        ((f"{line.number} {text}" if at == 0 else text).removesuffix("./."), line.bold)
        for line in lines
        for at, text in enumerate(clean_lines(line.text))
    )


def _table(grid: Grid) -> list[Block]:
    """A table; one that has too many columns, or only one cell, is told line by line."""
    wide = _width(grid)
    if wide > MAX_COLUMNS or sum(map(len, grid.rows)) < 2:
        texts = [text for row in grid.rows for cell in row for text in clean_lines(cell)]
        return list(recognising.blocks(texts))
    rows = tuple(
        tuple(clean(cell.replace("\n", " ")) for cell in row) + ("",) * (wide - len(row))
        for row in grid.rows
    )
    return [Table(rows=rows)]


def _entries(lines: Iterable[str]) -> tuple[str, ...]:
    return tuple(
        entry
        for line in lines
        for part in line.split(";")
        if (entry := bare(_DASH.sub("", clean(part))))
    )


def _lines(part: Part) -> list[str]:
    return [line for cell in _cells([part]) for line in clean_lines(cell)]


def _cells(parts: Iterable[Part]) -> Iterable[str]:
    """The texts of lines one after another as one cell, those of grids cell by cell."""
    held = list[str]()
    for part in parts:
        if isinstance(part, Line):
            held.append(f"{part.number} {part.text}".strip())
        else:
            yield from (cell for row in part.rows for cell in row)
    if held:
        yield "\n".join(held)


def clean_lines(text: str) -> list[str]:
    """The lines of a text, clean; one, empty, where there is none."""
    return [line for each in text.split("\n") if (line := clean(each))] or [""]
