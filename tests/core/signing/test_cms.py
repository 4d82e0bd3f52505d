"""Our DER against the encoder of another library, and against OpenSSL."""

from __future__ import annotations

import hashlib
import shutil
import subprocess
from typing import TYPE_CHECKING

import pytest
from asn1crypto import cms as asn1
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import padding
from hypothesis import given, settings
from hypothesis import strategies as some

from core.signing import cms
from core.signing.profile import claimed_role
from tests.pki import authority

if TYPE_CHECKING:
    from pathlib import Path


def identity(mechanism: cms.Mechanism = "pss") -> cms.Identity:
    holder = authority.person("chi-huy")
    return cms.Identity(holder.der, holder.chain_der, mechanism)


def container(content: bytes, role: str | None, mechanism: cms.Mechanism = "pss") -> bytes:
    digest = hashlib.sha256(content).digest()
    attributes = cms.signed_attributes(digest, identity(mechanism), role)
    scheme = (
        padding.PSS(padding.MGF1(hashes.SHA256()), 32) if mechanism == "pss" else padding.PKCS1v15()
    )
    signature = authority.person("chi-huy").key.sign(attributes, scheme, hashes.SHA256())
    return cms.signed_data(attributes, signature, identity(mechanism))


@settings(deadline=None, max_examples=100)
@given(some.none() | some.text(some.characters(codec="utf-8"), min_size=1, max_size=300))
def test_another_encoder_writes_the_same_attributes(role: str | None) -> None:
    der = cms.signed_attributes(bytes(32), identity(), role)
    attributes = asn1.CMSAttributes.load(der, strict=True)
    assert attributes.copy().dump(force=True) == der
    assert len(attributes) == (3 if role is None else 4)
    assert claimed_role(asn1.SignerInfo({"signed_attrs": attributes})) == (role or "")


def test_another_encoder_writes_the_same_container() -> None:
    der = container(b"noi dung", "KT. GIẢ LẬP")
    assert asn1.ContentInfo.load(der, strict=True).copy().dump(force=True) == der


def test_what_pades_forbids_and_demands() -> None:
    parsed = asn1.ContentInfo.load(container(b"x", "KT. GIẢ LẬP"))["content"]
    (signer,) = parsed["signer_infos"]
    names = [attribute["type"].native for attribute in signer["signed_attrs"]]
    assert sorted(names) == [
        "content_type",
        "message_digest",
        "signer_attributes_v2",
        "signing_certificate_v2",
    ]
    assert parsed["version"].native == signer["version"].native == "v1"
    assert parsed["encap_content_info"].native == {"content_type": "data", "content": None}
    parameters = signer["signature_algorithm"]["parameters"]
    assert parameters["salt_length"].native == 32
    assert len(parsed["certificates"]) == 3


@pytest.mark.skipif(not shutil.which("openssl"), reason="openssl is not installed")
@pytest.mark.parametrize("mechanism", ["pss", "pkcs1"])
def test_openssl_verifies_it(tmp_path: Path, mechanism: cms.Mechanism) -> None:
    files = {"c": b"noi dung", "s": container(b"noi dung", "KT. GIẢ LẬP", mechanism)}
    files["root"] = authority.pem(authority.root().certificate)
    for name, content in files.items():
        (tmp_path / name).write_bytes(content)
    command = ["openssl", "cms", "-verify", "-cades", "-binary", "-inform", "DER"]
    command += ["-in", "s", "-content", "c", "-CAfile", "root", "-purpose", "any", "-out", "o"]
    instant = str(authority.NOW_MS // 1000)
    run = subprocess.run(
        [*command, "-attime", instant], cwd=tmp_path, capture_output=True, text=True, check=False
    )
    assert run.returncode == 0, run.stderr
