"""Makes the vectors of the trust list: ``python -m tests.vectors.trust_list`` wrote them, once."""

from __future__ import annotations

import json
from hashlib import sha256
from pathlib import Path

import msgspec

from core.commits.ids import b64
from core.signing.algorithms import Allowed, Digest
from core.sync.trust_list import TrustList, write
from tests.core.commits.samples import REALM, START, ident, key, public

PATH = Path(__file__).parent / "trust-list.json"
DETAILED = Path(__file__).parent / "trust-list-detailed.json"


def _bytes(name: str) -> str:
    return b64(sha256(name.encode()).digest())


def body() -> TrustList:
    """A list of bytes that are no certificates: what they hold is not looked at here."""
    return TrustList(
        realm=REALM,
        device=ident("administrator"),
        number=3,
        made=START,
        next=START + 86_400_000,
        roots=(_bytes("root"),),
        intermediates=(_bytes("intermediate"),),
        crls=(_bytes("crl"),),
    )


def detailed() -> TrustList:
    """The next list: with a timestamp authority and a table of algorithms."""
    digests: tuple[Digest, ...] = ("sha256", "sha384", "sha512")
    return msgspec.structs.replace(
        body(),
        v=2,
        number=4,
        timestampers=(_bytes("timestamper"),),
        algorithms=(
            Allowed(key="rsa", bits=2048, digests=digests, paddings=("pss",), end=START * 2),
            Allowed(
                key="rsa", bits=2048, digests=digests, paddings=("pkcs1",), uses=("authority",)
            ),
            Allowed(key="ec", bits=256, digests=digests),
        ),
    )


def made(of: TrustList) -> dict[str, str]:
    """The signer's public key and the file."""
    signer = ident("administrator")
    return {"public": public(signer).hex(), "file": write(of, key(signer).sign).hex()}


if __name__ == "__main__":
    for path, of in ((PATH, body()), (DETAILED, detailed())):
        path.write_text(json.dumps(made(of), indent=1) + "\n")
