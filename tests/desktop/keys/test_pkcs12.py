"""Key files: opened by their PIN, used for many signatures, forgotten."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from cryptography.hazmat.primitives.asymmetric import ec, ed25519, padding, rsa
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import NoEncryption
from cryptography.hazmat.primitives.serialization.pkcs12 import serialize_key_and_certificates

from core.errors import KeyFailed, KeyFileBroken, WrongPin
from core.signing.verify import Verdict, judge
from desktop.keys.pkcs12 import load_pkcs12_key
from tests.pki import authority
from tests.pki.documents import LATER_MS, prepared, trust

if TYPE_CHECKING:
    from desktop.keys.key import SigningKey

HOLDER = authority.person("chi-huy")
FILE = authority.p12(HOLDER)


def opened(content: bytes = FILE, pin: str = authority.PIN, **settings: bool) -> SigningKey:
    return load_pkcs12_key(content, pin, **settings)


def test_the_key_knows_its_certificates() -> None:
    key = opened()
    assert key.certificate == HOLDER.der
    assert key.chain == HOLDER.chain_der
    assert (key.mechanism, key.key_size, key.hardware) == ("pss", 2048, False)


def test_it_signs_by_the_deployments_padding() -> None:
    public = HOLDER.certificate.public_key()
    assert isinstance(public, rsa.RSAPublicKey)
    pss = padding.PSS(padding.MGF1(SHA256()), 32)
    public.verify(opened().sign(b"noi dung"), b"noi dung", pss, SHA256())
    older = opened(prefer_pss=False)
    assert older.mechanism == "pkcs1"
    public.verify(older.sign(b"noi dung"), b"noi dung", padding.PKCS1v15(), SHA256())


def test_a_curve_key_signs_with_ecdsa() -> None:
    key = opened(authority.p12(authority.curve_person()))
    assert (key.mechanism, key.key_size) == ("ecdsa", 256)
    public = authority.curve_person().certificate.public_key()
    assert isinstance(public, ec.EllipticCurvePublicKey)
    public.verify(key.sign(b"noi dung"), b"noi dung", ec.ECDSA(SHA256()))


def test_it_fits_the_signature_of_a_document() -> None:
    from core.signing.seal import sign_pdf

    key = opened()
    pdf = sign_pdf(
        prepared(),
        "KyChinh",
        sign=key.sign,
        certificate=key.certificate,
        chain=key.chain,
        mechanism=key.mechanism,
        key_size=key.key_size,
        reason="Ký duyệt",
        role=None,
        stamp=None,
        at_ms=authority.NOW_MS,
    )
    assert judge(pdf, trust(), LATER_MS).verdict is Verdict.VALID


@pytest.mark.parametrize("pin", ["", "sai", authority.PIN + " ", "mật khẩu có dấu"])
def test_a_wrong_pin_is_told_from_a_broken_file(pin: str) -> None:
    with pytest.raises(WrongPin) as refused:
        opened(pin=pin)
    assert refused.value.__cause__ is None
    assert pin not in repr(refused.value) or not pin


def _without_key() -> bytes:
    return serialize_key_and_certificates(b"x", None, HOLDER.certificate, None, NoEncryption())


def _without_certificate() -> bytes:
    assert isinstance(HOLDER.key, rsa.RSAPrivateKey)
    return serialize_key_and_certificates(b"x", HOLDER.key, None, None, NoEncryption())


def _edwards() -> bytes:
    key = ed25519.Ed25519PrivateKey.generate()
    return serialize_key_and_certificates(b"x", key, None, None, NoEncryption())


@pytest.mark.parametrize(
    "content",
    [b"", b"x", FILE[:-10], FILE[: len(FILE) // 2], bytes(2 << 20), HOLDER.der],
    ids=["empty", "rubbish", "cut", "half", "long", "certificate"],
)
def test_a_broken_file_is_no_wrong_pin(content: bytes) -> None:
    with pytest.raises(KeyFileBroken):
        opened(content)


@pytest.mark.parametrize("make", [_without_key, _without_certificate, _edwards])
def test_a_file_without_a_usable_pair_is_refused(make: object) -> None:
    with pytest.raises((KeyFileBroken, WrongPin)):
        load_pkcs12_key(make(), "")  # type: ignore[operator]


def test_a_closed_key_signs_no_more() -> None:
    key = opened()
    key.sign(b"x")
    key.close()
    key.close()
    with pytest.raises(KeyFailed):
        key.sign(b"x")
    assert key.certificate == HOLDER.der
