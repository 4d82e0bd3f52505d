"""SWA: the signed range moved or widened, content placed in the part that is not signed."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest

from core.signing.verify import Reason, Verdict, judge
from tests.pki.craft import hole, signed_range
from tests.pki.documents import LATER_MS, once, trust

if TYPE_CHECKING:
    from collections.abc import Callable

OBJECT = b"4 0 obj\n<< /Length 5 >>\nstream\nGiMao\nendstream\nendobj\n"


def _ranged(pdf: bytes, numbers: tuple[int, int, int, int]) -> bytes:
    """Another /ByteRange written over the first one, of the same length."""
    old = re.search(rb"/ByteRange\s*\[[^\]]*\]\s*", pdf)
    assert old
    new = b"/ByteRange [%d %d %d %d]" % numbers
    return pdf.replace(old[0], new.ljust(len(old[0])), 1)


def _moved(pdf: bytes) -> bytes:
    """The signed end moved to the end of the file, forged bytes put where it was."""
    _, length, start, rest = signed_range(pdf)
    tail = pdf[start:]
    forged = OBJECT.ljust(rest)
    moved = pdf[:start] + forged + tail
    return _ranged(moved, (0, length, start + rest, rest))


def _widened(pdf: bytes) -> bytes:
    """The gap begins where the container does but ends later: forged content inside."""
    _, length, start, rest = signed_range(pdf)
    wider = pdf[:start] + OBJECT + pdf[start:]
    return _ranged(wider, (0, length, start + len(OBJECT), rest))


def _earlier(pdf: bytes) -> bytes:
    """The gap begins before the container."""
    _, length, start, rest = signed_range(pdf)
    wider = pdf[:length] + OBJECT + pdf[length:]
    return _ranged(wider, (0, length, start + len(OBJECT), rest))


def _in_gap(filler: bytes) -> Callable[[bytes], bytes]:
    """Bytes in place of the padding inside the angle brackets."""

    def change(pdf: bytes) -> bytes:
        _, end = hole(pdf)
        return pdf[: end - 1 - len(filler)] + filler + pdf[end - 1 :]

    return change


def _shifted(*offsets: int) -> Callable[[bytes], bytes]:
    def change(pdf: bytes) -> bytes:
        numbers = (now + by for now, by in zip(signed_range(pdf), offsets, strict=True))
        return _ranged(pdf, tuple(numbers))  # type: ignore[arg-type]

    return change


WRAPPED = {
    "end moved": _moved,
    "gap widened behind": _widened,
    "gap widened before": _earlier,
    "comment in the gap": _in_gap(b"%4 0 obj (gia)\n00"),
    "spaces in the gap": _in_gap(b"    "),
    "closed early": _in_gap(b"> /X <00"),
    "rubbish behind the container": _in_gap(b"deadbeef"),
    "first byte left out": _shifted(1, -1, 0, 0),
    "one byte less before": _shifted(0, -1, 0, 0),
    "one byte more before": _shifted(0, 1, 0, 0),
    "one byte less behind": _shifted(0, 0, 0, -1),
    "starts one later": _shifted(0, 0, 1, -1),
    "beyond the end": _shifted(0, 0, 0, 1000),
}


@pytest.mark.parametrize("change", WRAPPED.values(), ids=WRAPPED.keys())
def test_a_wrapped_signature_is_never_valid(change: Callable[[bytes], bytes]) -> None:
    forged = change(once())
    assert forged != once()
    report = judge(forged, trust(), LATER_MS)
    assert report.verdict in {Verdict.INVALID, Verdict.ALTERED, Verdict.UNREADABLE}


def test_the_gap_is_named() -> None:
    report = judge(WRAPPED["rubbish behind the container"](once()), trust(), LATER_MS)
    assert report.reason is Reason.BAD_GAP
