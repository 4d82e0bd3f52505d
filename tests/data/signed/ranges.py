"""What can be written where a signature says which bytes it covers; the bytes themselves are right.

The document is the forger's own, its digest and container fit: whatever reader takes the key or the
numbers another way covers other bytes than the next one.
"""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING

from core.signing.report import Reason
from tests.data.signed import cms
from tests.data.signed.pdf import (
    FORGED,
    RANGE_SPACE,
    Objects,
    append,
    build,
    plain,
    signature,
    stream,
    text,
    widget,
)  # fmt: skip
from tests.data.signed.rows import Row

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    Numbers = Callable[[int, int, int], bytes]
    Table = Iterator[tuple[str, str, Reason, Callable[[], bytes]]]

BROKEN, GAP, GOOD = Reason.BROKEN, Reason.BAD_GAP, Reason.GOOD
_ROOM = b"@" * 120


def ranged(said: Numbers, beside: Numbers | None = None, words: str = FORGED) -> bytes:
    """Signed well; ``said`` writes the entry from where the container begins and ends and how much
    follows it. ``beside`` writes an object (9) that the entry may refer to.
    """
    objects: Objects = plain(words) | {7: widget("Ky1", 10)}
    objects[10] = signature().replace(RANGE_SPACE, _ROOM)
    if beside:
        objects[9] = _ROOM.replace(b"@", b"~")
    pdf = build(objects)
    start = pdf.index(b"/Contents <") + len(b"/Contents ")
    end = pdf.index(b">", start) + 1
    numbers = (start, end, len(pdf) - end)
    pdf = pdf.replace(_ROOM, said(*numbers).ljust(len(_ROOM)))
    if beside:
        pdf = pdf.replace(_ROOM.replace(b"@", b"~"), beside(*numbers).ljust(len(_ROOM)))
    der = cms.good(hashlib.sha256(pdf[:start] + pdf[end:]).digest())
    return pdf[: start + 1] + der.hex().encode().ljust(end - start - 2, b"0") + pdf[end - 1 :]


def _escaped(*numbers: int) -> bytes:
    return b"/Byte#52ange [0 %d %d %d]" % numbers


def _right(*numbers: int) -> bytes:
    return b"[0 %d %d %d]" % numbers


def _ranges() -> Table:
    yield (
        "key-escaped",
        "the key is /Byte#52ange, which means /ByteRange; the forged words are what was signed",
        GOOD,
        lambda: ranged(_escaped),
    )
    yield (
        "key-escaped-throughout",
        "every letter of the key is an escape; the forged words are what was signed",
        GOOD,
        lambda: ranged(
            lambda *n: b"/" + b"".join(b"#%02x" % each for each in b"ByteRange") + b" " + _right(*n)
        ),
    )
    yield (
        "key-escaped-field-emptied",
        "the key is /Byte#52ange, and a later revision takes the value from the field",
        Reason.HIDDEN_SIGNATURE,
        lambda: append(
            ranged(_escaped, words="CHI 100 TRIEU DONG"),
            {7: widget("Ky1"), 4: stream(text(FORGED))},
        ),
    )
    yield (
        "key-twice-escaped",
        "a wrong range, and behind it the right one under /Byte#52ange",
        BROKEN,
        lambda: ranged(lambda *n: b"/ByteRange [0 9 20 9] " + _escaped(*n)),
    )
    yield (
        "key-twice-right-first",
        "the right range, and behind it a wrong one",
        BROKEN,
        lambda: ranged(lambda *n: b"/ByteRange " + _right(*n) + b" /ByteRange [0 9 20 9]"),
    )
    yield (
        "array-elsewhere",
        "the range is a reference to an array",
        BROKEN,
        lambda: ranged(lambda *_: b"/ByteRange 9 0 R", _right),
    )
    yield (
        "number-elsewhere",
        "one number of the range is a reference",
        BROKEN,
        lambda: ranged(
            lambda start, _, rest: b"/ByteRange [0 %d 9 0 R %d]" % (start, rest),
            lambda _, end, __: b"%d" % end,
        ),
    )
    yield (
        "reals",
        "the numbers are reals",
        BROKEN,
        lambda: ranged(lambda *n: b"/ByteRange [0.0 %d.0 %d.0 %d.0]" % n),
    )
    yield (
        "fractions",
        "the numbers are reals a little greater",
        BROKEN,
        lambda: ranged(lambda *n: b"/ByteRange [0.9 %d.9 %d.9 %d.9]" % n),
    )
    yield (
        "negative-start",
        "the second range starts before the file",
        BROKEN,
        lambda: ranged(lambda start, end, rest: b"/ByteRange [0 %d -%d %d]" % (start, end, rest)),
    )
    yield (
        "huge",
        "numbers of twenty digits",
        BROKEN,
        lambda: ranged(lambda *_: b"/ByteRange [0 %d %d %d]" % ((10**20,) * 3)),
    )
    yield (
        "wraps-at-32-bits",
        "the numbers are right modulo 2^32",
        GAP,
        lambda: ranged(
            lambda start, end, rest: (
                b"/ByteRange [0 %d %d %d]" % (start + (1 << 32), end + (1 << 32), rest)
            )
        ),
    )
    yield (
        "overlapping",
        "the second range begins within the first",
        GAP,
        lambda: ranged(lambda start, end, rest: b"/ByteRange [0 %d 9 %d]" % (end, rest)),
    )
    yield (
        "swapped",
        "the range behind the container comes first",
        GAP,
        lambda: ranged(lambda start, end, rest: b"/ByteRange [%d %d 0 %d]" % (end, rest, start)),
    )
    yield (
        "string",
        "the range is a string that reads like an array",
        BROKEN,
        lambda: ranged(lambda *n: b"/ByteRange (" + _right(*n) + b")"),
    )


def rows() -> Iterator[Row]:
    for name, how, reason, make in _ranges():
        yield Row("byte-range", name, how, reason, make, FORGED)
