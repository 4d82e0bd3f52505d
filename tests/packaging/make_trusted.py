"""Makes what the verifier alone is tried with: ``python -m tests.packaging.make_trusted``.

A made-up unit's provisioning file and its trust list, which holds the authorities of the corpus.
The program that makes a bundle has no library of ours at hand, so both are kept as files.
"""

from __future__ import annotations

from pathlib import Path

from core.commits.ids import b64
from core.signing.trust import read_trust
from core.sync import container, trust_list
from tests.data.signed import pki
from tests.data.signed.make import TRUST
from tests.vectors.fixed import ADMIN, REALM, YEAR, key, provisioned

FOLDER = Path(__file__).parent / "trusted"


def made() -> dict[str, bytes]:
    """The two files by name."""
    lists = [path.read_bytes() for path in sorted(TRUST.glob("*.crl"))]
    corpus = read_trust(
        [(TRUST / "root.pem").read_bytes()], [(TRUST / "issuing.pem").read_bytes()], lists
    )
    body = trust_list.TrustList(
        realm=REALM,
        device=ADMIN,
        number=7,
        made=pki.AT_MS,
        next=pki.AT_MS + YEAR,
        roots=tuple(map(b64, corpus.roots)),
        intermediates=tuple(map(b64, corpus.intermediates)),
        crls=tuple(map(b64, corpus.crls)),
    )
    return {
        "unit.antin": container.write_json(container.FileKind.PROVISION, provisioned()),
        "trust.antin": trust_list.write(body, key("admin").sign),
    }


if __name__ == "__main__":
    FOLDER.mkdir(exist_ok=True)
    for name, content in made().items():
        (FOLDER / name).write_bytes(content)
