"""A tape of bytes decides how an honest input is spoilt while it is being made.

A maker builds a file or message from the inside out, as the program does, and hands each layer to
the tape: JSON before it is signed, lines before they are packed, records before they are sealed. So
what is spoilt inside is still signed and sealed rightly, and the reader is tried behind signature
and encryption. A tape that is over spoils nothing: the empty tape makes the honest input.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Sequence
from functools import cache
from itertools import takewhile
from typing import Any, Final

import msgspec
import zstandard

OFTEN: Final = 200
"""Of 256: a layer is left as it is."""
MOST: Final = 6
MUCH: Final = 1 << 22
BOMB: Final = 1 << 28
WORDS: Final[tuple[Any, ...]] = (
    None, True, 0, 1, -1, 2**53, 2**53 + 1, 2**63, 2**64, 10**400, -(10**30), 1.5, 1e308,
    "", "x", "\0", "e\u0301", "a\u0323\u0301" * 9, "\u202e", "A" * 43, "A" * 86, "0" * 26,
    "Z" * 26, "root", "-_-_", "x" * 70_000, "\u0301" * 30_000, [], {}, [[]], {"": 0}, [0] * 5000,
    ["0" * 26] * 300, {"v": 1}, {f"k{n}": n for n in range(3000)},
)  # fmt: skip
RAW: Final = (
    b"NaN", b"1e999", b"-0", b"1.0", b"01", b'"\\ud800"', b'"\\u0041"', b"\xef\xbb\xbf{}", b"\xff",
    b"9" * 5000, b"[" * 5000, b"[" * 5000 + b"]" * 5000, b'{"a":' * 900 + b"1" + b"}" * 900, b"",
    b"[" * 14 + b"]" * 14, b'"' + b"\\" * 9000, b" 1", b"nul", b"\0",
)  # fmt: skip
MARK: Final = "\ue000raw\ue000"
Path = tuple[Any, ...]


class Tape:
    """Choices, read from bytes."""

    def __init__(self, data: bytes) -> None:
        self._data, self._at = data, 0

    def number(self, below: int) -> int:
        """A number under ``below``; 0 once the tape is over."""
        size = 1 if below <= 256 else 2 if below <= 1 << 16 else 4
        read = self._data[self._at : self._at + size]
        self._at += size
        return int.from_bytes(read) % below

    def one(self, of: Sequence[Any]) -> Any:
        """One of some; the first once the tape is over."""
        return of[self.number(len(of))]

    def spoils(self) -> bool:
        """Whether the layer at hand is to be spoilt."""
        return self.number(256) >= OFTEN

    def json(self, value: object) -> bytes:
        """A value as canonical JSON, or something near it."""
        plain = msgspec.to_builtins(value)
        for _ in self._times():
            plain = self.one(TWISTS)(self, plain)
        spelt = msgspec.json.encode(plain, order="sorted") if _spellable(plain) else _loose(plain)
        if MARK.encode() in spelt:
            spelt = spelt.replace(b'"' + MARK.encode() + b'"', self.one(RAW))
        return self.one(SPELLINGS)(self, spelt) if self.spoils() else spelt

    def spoilt(self, data: bytes) -> bytes:
        """Bytes, or something near them."""
        for _ in self._times():
            data = self.one(CUTS)(self, data)[: 2 * MUCH]
        return data

    def _times(self) -> Iterator[int]:
        """How often a layer is spoilt, within reason: each time may double it."""
        return takewhile(lambda _: self.spoils(), range(MOST))

    def zstd(self, plain: bytes) -> bytes:
        """One frame of a compressor, as the format wants it or not."""
        return self.one(FRAMES)(plain) if self.spoils() else _frame(plain)

    def size(self, number: int) -> int:
        """A declared size of 32 bits, true or not."""
        return (
            self.one([0, number + 1, max(0, number - 1), 2**31, 2**32 - 1, 1 << 24])
            if (self.spoils())
            else number
        )

    def some(self, of: Sequence[Any]) -> list[Any]:
        """Some things in order, or one of them twice, left out, or changed with the next."""
        found = list(of)
        if found and self.spoils():
            place = self.number(len(found))
            how = self.number(4)
            if how == 0:
                found.insert(place, found[place])
            elif how == 1:
                del found[place]
            elif how == 2:
                found[place], found[-1] = found[-1], found[place]
            else:
                found *= min(300, 1 + MUCH // (1 + sum(map(len, found))))
        return found


# -- values ----------------------------------------------------------------------------------------


def _places(value: Any, at: Path = ()) -> Iterator[Path]:
    yield at
    each = value.items() if isinstance(value, dict) else enumerate(value) if _row(value) else ()
    for key, item in each:
        yield from _places(item, (*at, key))


def _row(value: object) -> bool:
    return isinstance(value, list | tuple)


def _at(value: Any, path: Path) -> Any:
    for key in path:
        value = value[key]
    return value


def _with(value: Any, path: Path, made: Any) -> Any:
    if not path:
        return made
    copy = dict(value) if isinstance(value, dict) else list(value)
    copy[path[0]] = _with(copy[path[0]], path[1:], made)
    return copy


def _any_place(tape: Tape, value: Any) -> Path:
    places = list(_places(value))[:500]
    return places[tape.number(len(places))]


def _replaced(tape: Tape, value: Any) -> Any:
    return _with(value, _any_place(tape, value), tape.one(WORDS))


def _raw(tape: Tape, value: Any) -> Any:
    return _with(value, _any_place(tape, value), MARK)


def _exchanged(tape: Tape, value: Any) -> Any:
    return _with(value, _any_place(tape, value), _at(value, _any_place(tape, value)))


def _nudged(tape: Tape, value: Any) -> Any:
    path = _any_place(tape, value)
    found = _at(value, path)
    if isinstance(found, int):
        found += tape.one([1, -1, 1000, 2**31, 2**52])
    elif isinstance(found, str):
        place = tape.number(len(found) + 1)
        found = found[:place] + tape.one(["A", "", "-", "=", "\n", "é"]) + found[place + 1 :]
    elif isinstance(found, dict):
        found = {**found, tape.one(["more", "v", "", "e\u0301", "\0"]): tape.one(WORDS)}
    elif _row(found):
        found = [*found, *found[:1], *([0] if tape.number(2) else [])]
    return _with(value, path, found)


def _lessened(tape: Tape, value: Any) -> Any:
    path = _any_place(tape, value)
    if not path:
        return value
    within = _at(value, path[:-1])
    if isinstance(within, dict):
        return _with(value, path[:-1], {k: v for k, v in within.items() if k != path[-1]})
    return _with(value, path[:-1], [v for n, v in enumerate(within) if n != path[-1]])


TWISTS: Final[tuple[Callable[[Tape, Any], Any], ...]] = (
    _replaced, _nudged, _lessened, _exchanged, _raw,
)  # fmt: skip


def _spellable(value: Any) -> bool:
    """Whether msgspec writes it: what it refuses is spelt by the standard library."""
    try:
        msgspec.json.encode(value)
    except (msgspec.MsgspecError, OverflowError, UnicodeEncodeError, ValueError):
        return False
    return True


def _loose(value: Any) -> bytes:
    spelt = json.dumps(value, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    return spelt.encode("utf-8", "surrogatepass")


SPELLINGS: Final[tuple[Callable[[Tape, bytes], bytes], ...]] = (
    lambda _tape, spelt: spelt.replace(b",", b", ", 1),
    lambda _tape, spelt: b"{" + spelt[1:-1] + b"," + spelt[1:],
    lambda _tape, spelt: spelt + b"\n",
    lambda _tape, spelt: b'{"a":1,' + spelt[1:],
    lambda _tape, spelt: spelt.replace(b"a", b"\\u0061", 1),
    lambda tape, spelt: tape.one(CUTS)(tape, spelt),
)


# -- bytes -----------------------------------------------------------------------------------------


def _flipped(tape: Tape, data: bytes) -> bytes:
    place = tape.number(len(data) + 1)
    return (
        data[:place]
        + bytes(b ^ 1 << tape.number(8) for b in data[place : place + 1])
        + (data[place + 1 :])
    )


def _cut(tape: Tape, data: bytes) -> bytes:
    return data[: tape.number(len(data) + 1)]


def _dropped(tape: Tape, data: bytes) -> bytes:
    place = tape.number(len(data) + 1)
    return data[:place] + data[place + 1 + tape.number(64) :]


def _repeated(tape: Tape, data: bytes) -> bytes:
    place = tape.number(len(data) + 1)
    return data[:place] + data[place : place + 64] * (1 + tape.number(4)) + data[place:]


def _inserted(tape: Tape, data: bytes) -> bytes:
    place = tape.number(len(data) + 1)
    piece: bytes = tape.one([b"\xff" * 4, bytes(4), b"\n", b"ANTB\1\1", b"ANTE"])
    return data[:place] + piece + data[place + tape.one([0, 1, 4]) :]


def _longer(tape: Tape, data: bytes) -> bytes:
    piece: bytes = tape.one([b"\0", data, bytes(70_000), b"ANTE"])
    return data + piece


CUTS: Final[tuple[Callable[[Tape, bytes], bytes], ...]] = (
    _flipped,
    _cut,
    _dropped,
    _repeated,
    _inserted,
    _longer,
)


# -- compressed frames -----------------------------------------------------------------------------


def _frame(plain: bytes) -> bytes:
    return zstandard.ZstdCompressor(level=3).compress(plain)


def _unsized(plain: bytes) -> bytes:
    made = zstandard.ZstdCompressor(write_content_size=False)
    return made.compress(plain)


def _wide(plain: bytes) -> bytes:
    wide = zstandard.ZstdCompressionParameters.from_level(3, window_log=27)
    made = zstandard.ZstdCompressor(compression_params=wide).compressobj(size=len(plain))
    return made.compress(plain) + made.flush()


@cache
def _bomb(size: int) -> bytes:
    made = zstandard.ZstdCompressor(level=3).compressobj(size=size)
    return b"".join([*(made.compress(bytes(1 << 20)) for _ in range(size >> 20)), made.flush()])


def _lying(plain: bytes) -> bytes:
    """A bomb that says it is small: the size in its head is replaced."""
    honest, bomb = _frame(bytes(60_000)), _bomb(BOMB)
    ends = [zstandard.frame_header_size(frame) for frame in (honest, bomb)]
    return honest[: ends[0]] + bomb[ends[1] :] + plain[:0]


FRAMES: Final[tuple[Callable[[bytes], bytes], ...]] = (
    lambda _plain: _bomb(BOMB),
    lambda _plain: _bomb(4 << 20),
    _lying,
    _unsized,
    _wide,
    lambda plain: _frame(plain) + b"\0",
    lambda plain: _frame(plain) * 2,
    lambda plain: b"\x50\x2a\x4d\x18" + len(plain).to_bytes(4, "little") + plain,
    lambda plain: b"\x28\xb5\x2f\xfd\xe0" + b"\xff" * 8 + plain[:50],
    lambda _plain: b"",
    lambda _plain: _frame(b""),
    lambda _plain: _frame(b"\n" * 60_000),
    lambda plain: _frame(plain * 3),
)
