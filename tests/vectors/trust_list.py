"""Makes the vector of the trust list: ``python -m tests.vectors.trust_list`` wrote it, once."""

from __future__ import annotations

import json
from hashlib import sha256
from pathlib import Path

from core.commits.ids import b64
from core.sync.trust_list import TrustList, write
from tests.core.commits.samples import REALM, START, ident, key, public

PATH = Path(__file__).parent / "trust-list.json"


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


def made() -> dict[str, str]:
    """The signer's public key and the file."""
    signer = ident("administrator")
    return {"public": public(signer).hex(), "file": write(body(), key(signer).sign).hex()}


if __name__ == "__main__":
    PATH.write_text(json.dumps(made(), indent=1) + "\n")
