"""From a passphrase to a key: normalising, refusing weak ones, Argon2id with bounds (RFC 9106).

The parameters are read from a file before anything is authenticated, so values outside floor and
cap are refused: a changed file can neither weaken the derivation nor eat the memory (store.md §8).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING
from unicodedata import normalize

from cryptography.hazmat.primitives.kdf.argon2 import Argon2id

from core.errors import GuessablePassphrase, VaultTampered, WeakPassphrase

if TYPE_CHECKING:
    from collections.abc import Callable

KEY_SIZE = 32
SALT_SIZE = 16
SHORTEST, LONGEST, FEWEST_DISTINCT = 10, 1024, 5
FEWEST_TRIES = 1e10
"""At half a second each: 150 years for one machine."""
MEMORY_KIB = range(64 * 1024, 512 * 1024 + 1)
PASSES = range(3, 11)
LANES = range(1, 9)
STEP_KIB = 16 * 1024


@dataclass(frozen=True, slots=True)
class Calibration:
    """What Argon2id may cost on this machine: KiB of memory, passes over it, lanes."""

    memory_kib: int = MEMORY_KIB.start
    passes: int = PASSES.start
    lanes: int = 4

    def __post_init__(self) -> None:
        if (
            self.memory_kib not in MEMORY_KIB
            or self.passes not in PASSES
            or self.lanes not in LANES
        ):
            raise VaultTampered(field="argon2id")


FLOOR = Calibration()


def derive(passphrase: str, salt: bytes, cost: Calibration) -> bytes:
    """The 32-byte key of a passphrase, in NFC, as keyboards spell one word in several ways."""
    kdf = Argon2id(
        salt=salt,
        length=KEY_SIZE,
        iterations=cost.passes,
        lanes=cost.lanes,
        memory_cost=cost.memory_kib,
    )
    return kdf.derive(normalize("NFC", passphrase).encode())


def calibrate(timer: Callable[[], float], seconds: float = 0.5) -> Calibration:
    """The strongest calibration that takes about ``seconds`` here; ``timer`` counts seconds.

    One derivation at the floor is timed.
    """
    start = timer()
    derive("", bytes(SALT_SIZE), FLOOR)
    return stretched(seconds / max(timer() - start, 1e-6))


def stretched(times: float) -> Calibration:
    """What costs at most so many times the floor: more memory first, then more passes over it."""
    memory = int(FLOOR.memory_kib * times) // STEP_KIB * STEP_KIB
    memory = min(max(memory, MEMORY_KIB.start), MEMORY_KIB.stop - 1)
    passes = int(FLOOR.passes * times * FLOOR.memory_kib / memory)
    return Calibration(memory, min(max(passes, PASSES.start), PASSES.stop - 1))


def check_strength(passphrase: str) -> None:
    """Refuse a new passphrase that is too short, too long, too uniform or too easily guessed.

    Raises WeakPassphrase, GuessablePassphrase. None of their facts is a part of the passphrase.
    """
    text = normalize("NFC", passphrase)
    reasons = {
        "short": len(text.strip()) < SHORTEST,
        "long": len(text) > LONGEST,
        "uniform": len(set(text)) < FEWEST_DISTINCT,
    }
    reason = next((name for name, found in reasons.items() if found), None)
    if reason is not None:
        raise WeakPassphrase(reason=reason, minimum=SHORTEST, limit=LONGEST)
    from db.keys.guessing import (
        guess,
    )  # its dictionaries are large, and only a new passphrase needs them

    tries, seen = guess(text)
    if tries < FEWEST_TRIES:
        raise GuessablePassphrase(reason="guessable", seen=",".join(seen))
