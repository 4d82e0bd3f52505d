"""Files spoilt at random never break the verifier, and are never called what they are not.

``ANTIN_FUZZ_SECONDS=600`` goes on for so long, with another seed each time; what it finds is named
by seed and number, which make the same file again: ``ANTIN_FUZZ_SEED``.
"""

from __future__ import annotations

import os
import time
from itertools import count

from core.signing.report import Verdict
from tests.core.signing.fuzzing import Spoilt, faults, harmless, said_of, spoil
from tests.core.signing.mutations import MUTATIONS
from tests.core.signing.test_corpus import trust
from tests.data.signed.make import FILES, read

AT_ONCE = 100
IN_CI = 200
SECONDS = float(os.environ.get("ANTIN_FUZZ_SECONDS", "0"))
SEED = int(os.environ.get("ANTIN_FUZZ_SEED", str(time.time_ns() if SECONDS else 6)))
LARGEST = 60_000 if SECONDS else 32_000


def honest() -> list[bytes]:
    """The good files of the corpus that are called valid; in CI every fifth of the small ones."""
    names = [str(row["file"]) for row in read() if row["verdict"] == Verdict.VALID]
    files = [(FILES / name).read_bytes() for name in names if name.startswith("good/")]
    small = [pdf for pdf in files if len(pdf) <= LARGEST]
    return small if SECONDS else small[::5]


def test_spoilt_files_are_never_called_good_unless_they_are_the_same() -> None:
    files, end, wrong = honest(), time.monotonic() + SECONDS, []
    for batch in count():
        numbers = range(batch * AT_ONCE, (batch + 1) * AT_ONCE)
        spoilt = [spoil(SEED, number, files) for number in numbers]
        wrong += [f"{each.name}: {fault}" for each, fault in faults(spoilt, trust())]
        if numbers.stop >= IN_CI and time.monotonic() >= end:
            break
    print(f"seed {SEED}: {numbers.stop} spoilt files of {len(files)}")
    assert wrong == []


def test_the_honest_files_themselves_are_called_valid_and_found_the_same() -> None:
    """Or else the test above would hold of anything."""
    files = honest()[:5]
    assert {each.verdict for each in said_of(files, trust()) if each} == {Verdict.VALID}
    assert all(harmless(Spoilt("", pdf, (pdf, pdf))) for pdf in files)


def test_a_file_that_shows_something_else_is_not_found_the_same() -> None:
    shadow = FILES / "shadow-replace"
    for path in sorted(shadow.glob("*.pdf"))[:3]:
        pdf = path.read_bytes()
        first = pdf[: pdf.index(b"%%EOF\n") + 6]
        assert not harmless(Spoilt("", pdf, (first, first)))


def test_every_way_to_spoil_a_file_is_tried() -> None:
    files = honest()
    tried = {spoil(SEED, each, files).name.split()[1] for each in range(IN_CI)}
    assert {each for way in tried for each in way.split("+")} == {
        each.__name__ for each in MUTATIONS
    }
