"""A batch of signatures with a token (SoftHSM), against the bare C_Sign of the same token.

The rest of a signature is the document's part, the way to the child that owns the module and back,
and the check with the certificate. The event loop turns meanwhile: how long it ever stood still.
"""

from __future__ import annotations

import os
import warnings
from functools import partial
from hashlib import sha256
from pathlib import Path
from tempfile import TemporaryDirectory
from time import perf_counter
from typing import TYPE_CHECKING

import pkcs11
from measure import tell
from pkcs11 import MGF, Attribute, Mechanism, ObjectClass
from PySide6.QtCore import QCoreApplication, QTimer
from signing import NOW_MS, document

from core.commits.ids import b64
from core.signing.seal import sign_pdf
from desktop.background import Lane, Lanes
from desktop.keys.token_values import TokenRef
from desktop.signing.token_key import open_key
from tests.pki import authority as pki
from tests.pki import cards as rig
from tests.pki.softhsm import PIN

if TYPE_CHECKING:
    from desktop.signing.token_key import TokenSigningKey
    from tests.pki.authority import Holder
    from tests.pki.cards import Card

COUNT, TICK_MS, ROUNDS = 50, 5, 3
GOAL_MS, STALL_MS = 15.0, 50.0
SALT_32 = (Mechanism.SHA256, MGF.SHA256, 32)


def bare(card: Card, holder: Holder) -> float:
    """Milliseconds of one C_Sign, in this process."""
    token = pkcs11.lib(card.cards.module).get_token(token_serial=card.serial.encode())
    with token.open(user_pin=PIN) as session:
        [key] = session.get_objects({Attribute.CLASS: ObjectClass.PRIVATE_KEY})
        begun = perf_counter()
        for _ in range(COUNT):
            key.sign(holder.der, mechanism=Mechanism.SHA256_RSA_PKCS_PSS, mechanism_param=SALT_32)
        return (perf_counter() - begun) / COUNT * 1000


def opened(card: Card, holder: Holder, module: str) -> TokenSigningKey:
    """Our key, logged in."""
    name = b64(sha256(holder.der).digest())
    return open_key([module], TokenRef(name, b"\1", card.serial), PIN, holder.chain_der)


def sign(pdf: bytes, key: TokenSigningKey) -> bytes:
    """One document."""
    return sign_pdf(
        pdf,
        "KyChinh",
        sign=key.sign,
        certificate=key.certificate,
        chain=key.chain,
        mechanism=key.mechanism,
        key_size=key.key_size,
        reason="Ký ban hành",
        role=None,
        stamp=None,
        at_ms=NOW_MS,
    )


def batch(pdf: bytes, key: TokenSigningKey) -> tuple[float, float]:
    """Milliseconds of one signature in a batch in the lane of acts, and the longest stall of the
    event loop meanwhile."""
    loop, lanes, gaps = QCoreApplication.instance() or QCoreApplication([]), Lanes(), [0.0]
    last = [perf_counter()]
    left = [COUNT]

    def tick() -> None:
        now = perf_counter()
        gaps.append((now - last[0]) * 1000)
        last[0] = now

    def step(_done: object) -> None:
        left[0] -= 1
        if left[0] < 0:
            loop.quit()
        else:
            lanes.run(Lane.DATABASE, partial(sign, pdf, key), step, fail)

    timer = QTimer(interval=TICK_MS)
    timer.timeout.connect(tick)
    timer.start()
    begun = last[0] = perf_counter()
    QTimer.singleShot(0, partial(step, None))
    loop.exec()
    taken = (perf_counter() - begun) / COUNT * 1000
    timer.stop()
    lanes.close()
    return taken, max(gaps)


def fail(error: Exception) -> None:
    """Nothing may fail here."""
    raise error


def counted(card: Card, holder: Holder, pdf: bytes) -> None:
    """One login and exactly one C_Sign a signature, by the spy. Raises RuntimeError."""
    key = opened(card, holder, card.cards.spy)
    for _ in range(COUNT):
        sign(pdf, key)
    key.close()
    found = card.cards.asked("C_Login"), card.cards.asked("C_Sign")
    if found != (1, COUNT):
        raise RuntimeError(f"logins and signatures: {found}")


def main() -> None:
    """The goals of signing.md §15 and the issue's."""
    warnings.simplefilter("ignore")
    with TemporaryDirectory() as folder:
        cards = rig.make(Path(folder))
        os.environ.update(cards.environ)
        card, holder, pdf = cards.add("Thẻ giả lập"), pki.person("chi-huy"), document(20)
        card.hold(holder)
        counted(card, holder, pdf)
        key = opened(card, holder, cards.module)
        rows = [(*batch(pdf, key), bare(card, holder)) for _ in range(ROUNDS)]
        key.close()
    ours, raw = min(row[0] for row in rows), min(row[2] for row in rows)
    stall = max(row[1] for row in rows)
    what = f"token batch of {COUNT}, 20 pages, RSA-2048, wall per signature"
    tell(what, ours, "ms", against="bare C_Sign", peer=raw, limit=(raw + GOAL_MS) / raw)
    tell("token, beyond C_Sign", ours - raw, "ms", against="goal", peer=GOAL_MS, limit=1)
    tell("token, longest stall of the window", stall, "ms", against="goal", peer=STALL_MS, limit=1)


if __name__ == "__main__":
    main()
