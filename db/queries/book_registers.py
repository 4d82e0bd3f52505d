"""The lines of registers: documents by number, and the numbers that no document has."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator
from dataclasses import replace
from itertools import pairwise

import sqlalchemy as sa

from core.commits.ids import op_id
from core.office import day
from core.office.book_lines import Cell, Fate, Line, noted
from core.office.books import Scope
from core.office.numbering import Number
from core.office.terms import Act, State
from core.office.typography import short_date
from db import models, states
from db.projections.values import number
from db.queries.book_facts import D, Paper, Reader, day_of, joined, on

OUT_OF_BOOK = {
    State.CANCELLED: ("Đã hủy", (Act.CANCEL, Act.OBEY_RECALL, Act.MERGE)),
    State.RECALLED: ("Đã thu hồi", (Act.RECALL,)),
    State.RETURNED: ("Đã trả lại nơi gửi", (Act.SEND_BACK,)),
}
"""States that a line notes with the reason, and the acts that lead to them."""

RELATIONS = {
    "replaces": "Thay thế",
    "replaces-by": "Được thay thế bởi",
    "corrects": "Đính chính",
    "corrects-by": "Được đính chính bởi",
    "duplicates": "Trùng với",
}
"""Links that a line notes."""


def outgoing(reader: Reader, scope: Scope) -> Iterator[Line]:
    """Sổ đăng ký văn bản đi."""
    papers = reader.papers(_in(scope))
    sent = reader.belonging(models.Dispatch, papers, models.Dispatch.day)
    marks = reader.belonging(models.Signature, papers, models.Signature.time)
    notes = _notes(reader, papers)
    for name, paper in papers.items():
        dispatches, signed = sent[name], [m for m in marks[name] if m["kind"] == "main"]
        recipients = [row["recipient"] for row in dispatches]
        copies = number(paper.state, "copies") or sum(row["copies"] for row in dispatches)
        got = [f"{row['receiver'] or row['recipient']}, {on(row['received'])}"
               for row in dispatches if row["received"]]  # fmt: skip
        yield _line(
            paper,
            paper.code,
            paper.date,
            reader.words.titled(paper),
            joined(row["name"] for row in signed) or paper.text("signer"),
            joined([*_listed(paper, "recipients"), *recipients]),
            paper.text("file_copy") or _keepers(reader, paper),
            copies or "",
            day_of(dispatches[0]["day"]) if dispatches else "",
            joined(got),
            joined([*notes[name], *(row["note"] for row in dispatches)]),
        )
    for spare in _others(reader, scope):
        yield replace(spare, cells=(_range(spare), *[""] * 8, *spare.cells))


def incoming(reader: Reader, scope: Scope) -> Iterator[Line]:
    """Sổ đăng ký văn bản đến."""
    papers = reader.papers(_in(scope))
    given = reader.belonging(models.Assignment, papers, models.Assignment.given)
    notes = _notes(reader, papers)
    for name, paper in papers.items():
        rows = _by_part(given[name])
        noted = [f"{_whom(reader, row)}, {short_date(day.day(row['noted']))}"
                 for row in rows if row["noted"]]  # fmt: skip
        yield _line(
            paper,
            day_of(paper.text("arrived") or paper.row["dated"]),
            _ordinal(paper),
            str(paper.row["issuer"]),
            paper.code,
            paper.date,
            reader.words.titled(paper),
            joined(_whom(reader, row) for row in rows) or paper.text("receiver"),
            day.day(min(row["given"] for row in rows)) if rows else "",
            joined(noted),
            joined(notes[name]),
        )
    for spare in _others(reader, scope):
        ordinal = _range(spare) if spare.last > spare.number else spare.number
        yield replace(spare, cells=("", ordinal, *[""] * 7, *spare.cells))


def follow_up(reader: Reader, scope: Scope) -> Iterator[Line]:
    """Sổ theo dõi giải quyết văn bản đến: documents only, a number alone has nothing to follow."""
    papers = reader.papers(_in(scope))
    given = reader.belonging(models.Assignment, papers, models.Assignment.given)
    links, notes = reader.linked(papers), _notes(reader, papers)
    for name, paper in papers.items():
        row, step = paper.row, paper.state.get("step", {})
        word = reader.words.states.get(row["state"], row["state"])
        since = short_date(day.day(step["time"])) if "time" in step else ""
        yield _line(
            paper,
            _ordinal(paper),
            _described(reader, paper),
            joined(_whom(reader, one) for one in _by_part(given[name]) if one["part"] != "inform"),
            day_of(row["due"]),
            ", ".join(part for part in (word, since) if part),
            joined(links[name, "answers-by"]),
            joined(notes[name]),
        )


def _in(scope: Scope) -> sa.ColumnElement[bool]:
    return sa.and_(D.register == scope.register, D.dated.between(scope.since, scope.until))


def _line(paper: Paper, *cells: Cell) -> Line:
    row = paper.row
    fate = Fate.TAKEN_OVER if paper.source else Fate.GIVEN
    if row["state"] == State.CANCELLED:
        fate = Fate.CANCELLED
    key = (row["number"], len(row["suffix"]), row["suffix"])
    return Line(cells, key, fate, row["number"], entity=row["id"])


def _ordinal(paper: Paper) -> Cell:
    """The number in the book: a number, or a text where it has a suffix."""
    row = paper.row
    return Number(row["number"], row["suffix"]).text() if row["suffix"] else int(row["number"])


def _listed(paper: Paper, name: str) -> list[str]:
    entries = paper.state.get("fields", {}).get(name)
    value = entries[0][1] if entries else []
    return [str(each) for each in value] if isinstance(value, list) else [str(value)]


def _keepers(reader: Reader, paper: Paper) -> str:
    """Who has the file copy: the clerks, and the drafter's own unit (NĐ 30/2020/NĐ-CP Đ.19); of
    what comes from an old book it is known only as far as that says it.
    """
    if paper.source:
        return ""
    drafter = reader.people.get(paper.row["drafter"])
    unit = drafter["unit"] if drafter else ""
    own = reader.units[unit] if unit in reader.units and unit != reader.store.unit else None
    return joined(["VT", (own["short"] or own["name"]) if own else ""])


def _described(reader: Reader, paper: Paper) -> str:
    """Type, number, symbol, date and agency in one sentence."""
    row = paper.row
    parts = {
        "": reader.words.types.get(row["type"], row["type"]),
        "số": paper.code,
        "ngày": on(row["document_date"]),
        "của": row["issuer"],
    }
    return " ".join(f"{word} {part}".strip() for word, part in parts.items() if part)


def _by_part(rows: list[sa.RowMapping]) -> list[sa.RowMapping]:
    order = ("lead", "support", "inform")
    return sorted(rows, key=lambda row: order.index(row["part"]) if row["part"] in order else 3)


def _whom(reader: Reader, row: sa.RowMapping) -> str:
    unit = reader.units.get(row["unit"] or "")
    return str(row["name"] or (unit["name"] if unit else ""))


def _notes(reader: Reader, papers: dict[str, Paper]) -> dict[str, list[str]]:
    """What the last column says of each document."""
    links = reader.linked(papers)
    return {
        name: [
            *_gone(reader, paper),
            *([f"Chuyển từ {paper.source}"] if paper.source else []),
            *(f"{word} {code}" for kind, word in RELATIONS.items() for code in links[name, kind]),
            paper.text("note"),
        ]
        for name, paper in papers.items()
    }


def _gone(reader: Reader, paper: Paper) -> list[str]:
    state = paper.row["state"]
    if state not in OUT_OF_BOOK:
        return []
    word, acts = OUT_OF_BOOK[State(state)]
    reason = reader.reason(paper.row["id"], *acts)
    return [f"{word}: {reason}" if reason else word]


# -- numbers without a document --------------------------------------------------------------------


def _others(reader: Reader, scope: Scope) -> Iterator[Line]:
    """Numbers that are void, kept or unused, each with its note alone; told only to who sees the
    whole book.
    """
    if not reader.sees_all:
        return
    table = models.SpareNumber
    query = sa.select(table).where(table.register == scope.register)
    for row in reader.connection.execute(query).mappings():
        said = "" if scope.whole else _said(reader, scope.register, row["op"])
        if not scope.whole and not scope.since <= said <= scope.until:
            continue
        yield _spare(row["number"], row["number"], Fate(row["fate"]), row["reason"])
    if scope.whole:
        yield from _unused(reader, scope.register)


def _spare(first: int, last: int, fate: Fate, reason: str = "") -> Line:
    return Line((noted(fate, reason),), (first, 0, ""), fate, first, last)


def _range(line: Line) -> str:
    """``05``, or ``05–12``."""
    ends = dict.fromkeys((line.number, line.last))
    return "–".join(Number(number).text() for number in ends)


def _said(reader: Reader, register: str, op: str) -> str:
    """The day of the commit that holds an operation on a book."""
    name, table = op_id(op), models.Commit
    query = sa.select(table.hlc_ms).where(
        table.stream == states.stream_of(reader.connection, ("register", register)),
        table.device == name.device,
        table.inc == name.inc,
        table.seq == name.seq,
    )
    time = reader.connection.execute(query).scalar()
    return day.day(time).isoformat() if time is not None else ""


def _unused(reader: Reader, register: str) -> Iterator[Line]:
    """Numbers of a range that lie before the last used one, and that nobody has used (yet)."""
    spare, lease = models.SpareNumber, models.Lease
    taken = [
        sa.select(D.number).where(D.register == register),
        sa.select(spare.number).where(spare.register == register),
    ]
    used = sorted({row[0] or 0 for each in taken for row in reader.connection.execute(each)})
    ranges = sa.select(lease.first, lease.end).where(lease.register == register)
    for first, end in reader.connection.execute(ranges.order_by(lease.first)):
        stop = min(end, used[-1] + 1) if used else first
        inside = used[bisect_left(used, first) : bisect_left(used, stop)]
        for before, after in pairwise([first - 1, *inside, max(first, stop)]):
            if after - before > 1:
                yield _spare(before + 1, after - 1, Fate.OPEN)
