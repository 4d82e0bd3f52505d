"""The trust list as a file: who may sign it, and what is refused."""

from __future__ import annotations

import json
from dataclasses import dataclass

import msgspec
import pytest

from core.commits import canonical, signatures
from core.commits.ids import b64
from core.commits.signatures import Signed, Tag
from core.commits.trust import Certificate
from core.errors import (
    AntinError,
    CertificateRefused,
    NewerFile,
    NotCanonical,
    NotOurFile,
    OtherFile,
    SignatureWrong,
)
from core.sync import container, trust_list
from tests.core.commits.receiving import certificate
from tests.core.commits.samples import REALM, ident, key, public
from tests.vectors.trust_list import DETAILED, PATH, body, detailed

SIGNER = ident("administrator")
DATA = bytes.fromhex(json.loads(PATH.read_text())["file"])
MORE = bytes.fromhex(json.loads(DETAILED.read_text())["file"])


def known(kind: str = "administrator", by: str = SIGNER) -> dict[str, Certificate]:
    made = certificate(device=SIGNER, kind=kind, sign=b64(public(by)))
    return {SIGNER: made}


def test_the_vectors_are_read_and_written() -> None:
    for data, of in ((DATA, body()), (MORE, detailed())):
        assert trust_list.read(data, REALM, known().get) == of
        assert trust_list.write(of, key(SIGNER).sign) == data


def test_a_program_that_knows_no_algorithms_says_that_it_is_too_old() -> None:
    """It knew kinds up to 11, and refused what was beyond as a newer file, before reading on."""
    assert (DATA[5], MORE[5]) == (11, 12)
    assert DATA[4] == MORE[4] == container.VERSION
    with pytest.raises(NewerFile):
        container.read_head(MORE[:5] + bytes((max(container.FileKind) + 1,)))


def _signed(value: object, kind: container.FileKind) -> bytes:
    """Any value, signed as a list."""
    data = canonical.encode(value)
    signed = Signed(b64(data), b64(key(SIGNER).sign(signatures.message(Tag.TRUST, data))))
    return container.head(kind) + canonical.encode(signed)


def _spelt(of: trust_list.TrustList, **changes: object) -> dict[str, object]:
    return {**msgspec.to_builtins(of), "v": of.v, **changes}


ROW = {"key": "rsa", "bits": 2048, "digests": ["sha256"], "paddings": ["pss"]}
FIRST, SECOND = container.FileKind.TRUST, container.FileKind.TRUST_DETAILED
MISSPELT = {
    "algorithms in the first kind": (_spelt(body(), algorithms=[ROW]), FIRST),
    "the second's body in the first kind": (_spelt(detailed()), FIRST),
    "the first's body in the second kind": (_spelt(body()), SECOND),
    "nothing that needs the second": (_spelt(body(), v=2), SECOND),
    "an empty table": (_spelt(body(), v=2, algorithms=[]), SECOND),
    "RSA 1024": (_spelt(body(), v=2, algorithms=[ROW | {"bits": 1024}]), SECOND),
    "SHA-1": (_spelt(body(), v=2, algorithms=[ROW | {"digests": ["sha1"]}]), SECOND),
    "another version": (_spelt(detailed(), v=3), SECOND),
    "an unknown field": (_spelt(detailed(), more=1), SECOND),
}


@pytest.mark.parametrize("name", MISSPELT)
def test_a_list_has_one_spelling_and_no_row_below_the_floor(name: str) -> None:
    """Signed by an administrator's machine all the same."""
    value, kind = MISSPELT[name]
    with pytest.raises(NotCanonical):
        trust_list.read(_signed(value, kind), REALM, known().get)


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
        trust_list.read(bad.data, bad.realm, known(bad.kind, bad.by).get)


@pytest.mark.parametrize("place", [20, 200, 400, -20])
def test_a_changed_letter_is_noticed(place: int) -> None:
    data = bytearray(DATA)
    data[place] = ord("B") if data[place] != ord("B") else ord("C")
    with pytest.raises((SignatureWrong, NotCanonical, CertificateRefused)):
        trust_list.read(bytes(data), REALM, known().get)
