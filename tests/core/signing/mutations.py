"""Ways to spoil a signed file: each takes a file and another one, and gives back bytes.

Blind ones know nothing of PDF; the others cut where a forger would. All by the random numbers they
are given, so that a seed and a number make the same file again.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from tests.data.signed.pdf import FORGED, append, form, page, stream, text, widget

if TYPE_CHECKING:
    from collections.abc import Callable
    from random import Random

    Mutation = Callable[[Random, bytes, bytes], bytes]

_OBJECT = re.compile(rb"(\d+) 0 obj\b(.*?)endobj", re.DOTALL)
_NUMBER = re.compile(rb"\d+")
_NAME = re.compile(rb"/[A-Za-z]{1,20}")
_CONTAINER = re.compile(rb"/Contents ?<([0-9A-Fa-f]+)>")
_RANGE = re.compile(rb"/ByteRange ?\[([0-9 ]+)\]")
_TABLE = re.compile(rb"xref\s.*?startxref\s+\d+", re.DOTALL)
_STREAM = re.compile(rb"stream\r?\n(.*?)endstream", re.DOTALL)
_REFERENCE = re.compile(rb"\d+ 0 R\b")
_END = b"%%EOF"
_ADDED = 40


def _replaced(pdf: bytes, start: int, end: int, new: bytes) -> bytes:
    return pdf[:start] + new + pdf[end:]


def _slice(rng: Random, pdf: bytes) -> tuple[int, int]:
    start = rng.randrange(len(pdf))
    return start, min(len(pdf), start + rng.randrange(1, 2000))


def _covered(pdf: bytes) -> int:
    """Where the range of the last signature ends; the whole file without one."""
    found = [list(map(int, each[1].split())) for each in _RANGE.finditer(pdf)]
    ends = [each[2] + each[3] for each in found if len(each) == 4]
    return min(max(ends, default=len(pdf)), len(pdf))


def flipped(rng: Random, pdf: bytes, _: bytes) -> bytes:
    out = bytearray(pdf)
    for _each in range(rng.choice([1, 1, 2, 8])):
        out[rng.randrange(len(out))] ^= 1 << rng.randrange(8)
    return bytes(out)


def flipped_outside(rng: Random, pdf: bytes, _: bytes) -> bytes:
    """A bit outside the containers, which are most of a small file."""
    holes = [each.span(1) for each in _CONTAINER.finditer(pdf)]
    while True:
        at = rng.randrange(len(pdf))
        if not any(start <= at < end for start, end in holes):
            return _replaced(pdf, at, at + 1, bytes([pdf[at] ^ 1 << rng.randrange(8)]))


def cut_short(rng: Random, pdf: bytes, _: bytes) -> bytes:
    return pdf[: rng.randrange(len(pdf))]


def cut_at_end(rng: Random, pdf: bytes, _: bytes) -> bytes:
    """Back to the end of some revision, or a few bytes more or less."""
    ends = [each.end() for each in re.finditer(_END, pdf)]
    return pdf[: max(0, rng.choice(ends or [len(pdf)]) + rng.randrange(-3, 4))]


def cut_out(rng: Random, pdf: bytes, _: bytes) -> bytes:
    return _replaced(pdf, *_slice(rng, pdf), b"")


def repeated(rng: Random, pdf: bytes, _: bytes) -> bytes:
    start, end = _slice(rng, pdf)
    at = rng.choice([end, rng.randrange(len(pdf)), len(pdf)])
    return _replaced(pdf, at, at, pdf[start:end])


def repeated_end(_: Random, pdf: bytes, __: bytes) -> bytes:
    """The last revision once more."""
    ends = [each.end() for each in re.finditer(_END, pdf)]
    return pdf + b"\n" + pdf[ends[-2] if len(ends) > 1 else 0 :]


def spliced(rng: Random, pdf: bytes, other: bytes) -> bytes:
    return pdf[: rng.randrange(len(pdf))] + other[rng.randrange(len(other)) :]


def other_end(_: Random, pdf: bytes, other: bytes) -> bytes:
    """The later revisions of another file."""
    return pdf + other[_covered(other) :] + other[other.rfind(b"startxref") :]


def blanked(rng: Random, pdf: bytes, _: bytes) -> bytes:
    start, end = _slice(rng, pdf)
    return _replaced(pdf, start, end, rng.choice([b" ", b"\0"]) * (end - start))


def junk(rng: Random, pdf: bytes, _: bytes) -> bytes:
    kinds = (b"\n", b"\0" * 9, b"%a comment\n", b"40 0 obj\n(x)\nendobj\n", b"%%EOF\n", b"x")
    return pdf + rng.choice([*kinds, rng.randbytes(64)])


def _edited(rng: Random, pdf: bytes, what: re.Pattern[bytes], new: bytes) -> bytes:
    found = list(what.finditer(pdf))
    return _replaced(pdf, *rng.choice(found).span(), new) if found else pdf + b"x"


def number(rng: Random, pdf: bytes, _: bytes) -> bytes:
    return _edited(rng, pdf, _NUMBER, rng.choice([b"0", b"1", b"-1", b"99999999999", b"7"]))


def name(rng: Random, pdf: bytes, _: bytes) -> bytes:
    """A name of the file in place of another."""
    return _edited(rng, pdf, _NAME, rng.choice(_NAME.findall(pdf) or [b"/X"]))


def reference(rng: Random, pdf: bytes, _: bytes) -> bytes:
    return _edited(rng, pdf, _REFERENCE, rng.choice(_REFERENCE.findall(pdf) or [b"1 0 R"]))


def objects_swapped(rng: Random, pdf: bytes, _: bytes) -> bytes:
    bodies = [each[2] for each in _OBJECT.finditer(pdf)]
    found = list(_OBJECT.finditer(pdf))
    if not found:
        return pdf + b"x"
    return _replaced(pdf, *rng.choice(found).span(2), rng.choice(bodies))


def table(rng: Random, pdf: bytes, _: bytes) -> bytes:
    """One digit of a cross-reference table or a trailer."""
    found = list(_TABLE.finditer(pdf))
    if not found:
        return flipped(rng, pdf, pdf)
    start, end = rng.choice(found).span()
    digits = [at for at in range(start, end) if pdf[at : at + 1].isdigit()]
    at = rng.choice(digits)
    return _replaced(pdf, at, at + 1, b"%d" % rng.randrange(10))


def stream_bytes(rng: Random, pdf: bytes, _: bytes) -> bytes:
    """Bytes of a stream, its length kept."""
    found = [each for each in _STREAM.finditer(pdf) if len(each[1]) > 1]
    if not found:
        return flipped(rng, pdf, pdf)
    start, end = rng.choice(found).span(1)
    at = rng.randrange(start, end)
    return _replaced(pdf, at, min(end, at + 4), rng.randbytes(min(4, end - at)))


def byte_range(rng: Random, pdf: bytes, _: bytes) -> bytes:
    """One number of a range, its digits kept in number."""
    found = list(_RANGE.finditer(pdf))
    if not found:
        return pdf + b"x"
    start = (chosen := rng.choice(found)).start(1)
    parts = list(_NUMBER.finditer(chosen[1]))
    part = rng.choice(parts)
    value = max(0, int(part[0]) + rng.choice([-100, -2, -1, 1, 2, 100, 5000]))
    new = b"%0*d" % (len(part[0]), value)
    return _replaced(pdf, start + part.start(), start + part.end(), new[: len(part[0])])


def container(rng: Random, pdf: bytes, other: bytes) -> bytes:
    """The container of another signature, of this file or the other: tokens change places too."""
    mine, given = list(_CONTAINER.finditer(pdf)), _CONTAINER.findall(pdf + other)
    if not mine:
        return pdf + b"x"
    chosen = rng.choice(mine)
    room = len(chosen[1])
    return _replaced(pdf, *chosen.span(1), rng.choice(given)[:room].ljust(room, b"0"))


def padding(rng: Random, pdf: bytes, _: bytes) -> bytes:
    """A digit in the room that a container left."""
    found = [each for each in _CONTAINER.finditer(pdf) if each[1].endswith(b"00")]
    if not found:
        return pdf + b"x"
    end = rng.choice(found).end(1)
    at = end - rng.randrange(1, 200)
    return _replaced(pdf, at, at + 1, rng.choice([b"1", b"f", b" ", b">"]))


def revision(rng: Random, pdf: bytes, _: bytes) -> bytes:
    """One more revision: a few objects written anew, as they are, emptied or as others are."""
    found = {int(each[1]): each[2].strip() for each in _OBJECT.finditer(pdf)}
    if not found:
        return junk(rng, pdf, pdf)
    numbers = rng.sample(sorted(found), min(len(found), rng.randrange(1, 4)))
    bodies = [*found.values(), b"null", b"<< >>"]
    return _appended(pdf, {each: rng.choice([found[each], *bodies]) for each in numbers})


def forged_revision(rng: Random, pdf: bytes, _: bytes) -> bytes:
    """One more revision that draws something where the signed page has something."""
    found = {int(each[1]): each[2].strip() for each in _OBJECT.finditer(pdf)}
    pages = [each for each, body in found.items() if re.search(rb"/Type ?/Page\b", body)]
    place = rng.choice(pages or [3])
    content = stream(text(FORGED))
    drawn = widget("Che", None, b"0 0 500 800", b"/AP << /N %d 0 R >> " % _ADDED)
    kinds = [
        {rng.choice(sorted(found) or [4]): content},
        {place: page(b"%d 0 R" % _ADDED, b""), _ADDED: content},
        {
            place: found.get(place, b"<< >>")[:-2] + b" /Contents %d 0 R >>" % _ADDED,
            _ADDED: content,
        },
        {place: page(b"4 0 R", b"%d 0 R" % (_ADDED + 1)), _ADDED: form(text(FORGED)), 41: drawn},
        {_ADDED: content},
    ]
    return _appended(pdf, rng.choice(kinds))


def _appended(pdf: bytes, objects: dict[int, bytes]) -> bytes:
    try:
        return append(pdf, objects)
    except (IndexError, ValueError):  # a file without a trailer of its own: its table is a stream
        return pdf + b"%d 0 obj\n%s\nendobj\n" % next(iter(objects.items()))


MUTATIONS: tuple[Mutation, ...] = (
    flipped,
    flipped_outside,
    cut_short,
    cut_at_end,
    cut_out,
    repeated,
    repeated_end,
    spliced,
    other_end,
    blanked,
    junk,
    number,
    name,
    reference,
    objects_swapped,
    table,
    stream_bytes,
    byte_range,
    container,
    padding,
    revision,
    forged_revision,
)
