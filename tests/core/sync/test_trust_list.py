"""The trust list as a file: who may sign it, and what is refused."""

from __future__ import annotations

import json
from dataclasses import dataclass

import msgspec
import pytest

from core.commits.ids import b64
from core.commits.trust import Certificate
from core.errors import (
    AntinError,
    CertificateRefused,
    NotCanonical,
    NotOurFile,
    OtherFile,
    SignatureWrong,
)
from core.sync import container, trust_list
from tests.core.commits.receiving import certificate
from tests.core.commits.samples import REALM, ident, key, public
from tests.vectors.trust_list import PATH, body

SIGNER = ident("administrator")
DATA = bytes.fromhex(json.loads(PATH.read_text())["file"])


def known(kind: str = "administrator", by: str = SIGNER) -> dict[str, Certificate]:
    made = certificate(device=SIGNER, kind=kind, sign=b64(public(by)))
    return {SIGNER: made}


def test_the_vector_is_read_and_written() -> None:
    assert trust_list.read(DATA, REALM, known()) == body()
    assert trust_list.write(body(), key(SIGNER).sign) == DATA


@dataclass(frozen=True)
class Bad:
    data: bytes
    error: type[AntinError]
    realm: str = REALM
    kind: str = "administrator"
    by: str = SIGNER


def _again(**changes: object) -> bytes:
    changed = msgspec.structs.replace(body(), **changes)
    return trust_list.write(changed, key(SIGNER).sign)


BAD = {
    "other realm": Bad(DATA, CertificateRefused, realm=ident("elsewhere")),
    "no administrator": Bad(DATA, CertificateRefused, kind="device"),
    "the server": Bad(DATA, CertificateRefused, kind="server"),
    "other key": Bad(DATA, SignatureWrong, by=ident("somebody")),
    "unknown signer": Bad(_again(device=ident("somebody")), CertificateRefused),
    "no term": Bad(_again(next=body().made), CertificateRefused),
    "no roots": Bad(_again(roots=()), NotCanonical),
    "another kind": Bad(container.head(container.FileKind.BUNDLE) + DATA[6:], OtherFile),
    "not ours": Bad(b"%PDF-1.7", NotOurFile),
    "cut": Bad(DATA[:-9], NotCanonical),
}


@pytest.mark.parametrize("name", BAD)
def test_what_is_wrong_is_refused(name: str) -> None:
    bad = BAD[name]
    with pytest.raises(bad.error):
        trust_list.read(bad.data, bad.realm, known(bad.kind, bad.by))


@pytest.mark.parametrize("place", [20, 200, 400, -20])
def test_a_changed_letter_is_noticed(place: int) -> None:
    data = bytearray(DATA)
    data[place] = ord("B") if data[place] != ord("B") else ord("C")
    with pytest.raises((SignatureWrong, NotCanonical, CertificateRefused)):
        trust_list.read(bytes(data), REALM, known())
