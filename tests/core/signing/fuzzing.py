"""Signed files spoilt at random, and what may be said of them.

A spoilt file may only be called anything but red, unreadable or unsigned where the harm is none,
and that is proved without the verifier, by two things at once:

1. Its last signature covers, byte for byte, what a signature of one of the two honest files that it
   was made of covers (the hole of the container left out, which no signature covers).
2. poppler prints the same words from it, and draws the same pages, as from that honest file as a
   whole or as from the revision that this signature closed.

It may only be called unsigned where nothing in its bytes speaks of a signature that was there: an
empty field does not.
"""

from __future__ import annotations

import re
import subprocess
from dataclasses import dataclass
from functools import cache
from random import Random
from typing import TYPE_CHECKING

from core.errors import WorkerCrashed, WorkerTimeout
from core.signing.report import Verdict
from desktop.commands.verifying import MEMORY_MB, SECONDS
from desktop.worker import run_limited
from tests.core.signing.mutations import MUTATIONS
from tests.data.signed import pki
from tests.data.signed.judging import Said, judged

if TYPE_CHECKING:
    from core.signing.trust import Trust

REFUSED = {Verdict.ALTERED, Verdict.INVALID, Verdict.UNREADABLE}
# the key of a range, what a dictionary says it is, or a SignedData in hexadecimal
_TRACE = re.compile(
    rb"/ByteRange\b|/Type\s*/(?:Sig|DocTimeStamp)\b|<30[0-9a-f]{2,8}06092a864886f70d010702", re.I
)
_RANGE = re.compile(rb"/ByteRange\s*\[\s*0\s+(\d+)\s+(\d+)\s+(\d+)\s*\]")


@dataclass(frozen=True)
class Spoilt:
    """A spoilt file, and what it was made of."""

    name: str
    pdf: bytes
    parents: tuple[bytes, bytes]


def spoil(seed: int, number: int, files: list[bytes]) -> Spoilt:
    """The file that a seed and a number make, the same each time; at times spoilt twice."""
    rng = Random(f"{seed} {number}")
    pdf, other = rng.choice(files), rng.choice(files)
    done, spoilt = [], pdf
    for _ in range(rng.choice([1, 1, 1, 2])):
        mutation = rng.choice(MUTATIONS)
        done.append(mutation.__name__)
        spoilt = mutation(rng, spoilt, other) or b"%"
    return Spoilt(f"{seed}/{number} {'+'.join(done)}", spoilt, (pdf, other))


def said_of(files: list[bytes], trust: Trust) -> list[Said | None]:
    """What the verifier says in its limited process; None of a file that broke it."""
    try:
        limits = {"seconds": SECONDS + len(files), "memory_mb": MEMORY_MB}
        return list(run_limited(judged, files, trust, pki.LATER_MS, returns=list[Said], **limits))  # type: ignore[arg-type]
    except (WorkerCrashed, WorkerTimeout):
        if len(files) == 1:
            return [None]
        half = len(files) // 2
        return said_of(files[:half], trust) + said_of(files[half:], trust)


def faults(spoilt: list[Spoilt], trust: Trust) -> list[tuple[Spoilt, str]]:
    """Those of the files of which something was said, or done, that must not be."""
    found = []
    for each, said in zip(spoilt, said_of([each.pdf for each in spoilt], trust), strict=True):
        if said is None:
            found.append((each, "crash, or more time or memory than there is"))
        elif said.seconds > SECONDS:
            found.append((each, f"took {said.seconds:.1f} s"))
        elif said.verdict == Verdict.UNSIGNED:
            if _TRACE.search(each.pdf):
                found.append((each, "called unsigned, though a trace of a signature is left"))
        elif said.verdict not in REFUSED and not harmless(each):
            found.append((each, f"{said.verdict}/{said.reason}"))
    return found


def harmless(spoilt: Spoilt) -> bool:
    """Whether a spoilt file is, for every reader, what one of its parents is."""
    covered = _ranges(spoilt.pdf)
    if not covered:
        return False
    own = max(covered, key=_end)
    for parent in spoilt.parents:
        for theirs in _ranges(parent):
            if _bytes(spoilt.pdf, own) == _bytes(parent, theirs):
                shown = _shown(spoilt.pdf)
                if shown in (_shown(parent), _shown(parent[: _end(theirs)])):
                    return True
    return False


def _ranges(pdf: bytes) -> list[tuple[int, int, int]]:
    """Each signature's range, where it lies in the file at all."""
    found = [tuple(map(int, each.groups())) for each in _RANGE.finditer(pdf)]
    return [(a, b, c) for a, b, c in found if a < b and b + c <= len(pdf)]


def _end(covered: tuple[int, int, int]) -> int:
    return covered[1] + covered[2]


def _bytes(pdf: bytes, covered: tuple[int, int, int]) -> tuple[bytes, bytes]:
    return pdf[: covered[0]], pdf[covered[1] : _end(covered)]


@cache
def _shown(pdf: bytes) -> tuple[bytes, bytes]:
    """The words and the drawn pages of a file, by poppler."""
    words = ["pdftotext", "-q", "-", "-"]
    drawn = ["pdftoppm", "-q", "-r", "40", "-gray", "-"]
    return _output(words, pdf), _output(drawn, pdf)


def _output(command: list[str], pdf: bytes) -> bytes:
    return subprocess.run(command, input=pdf, capture_output=True, check=False, timeout=60).stdout
