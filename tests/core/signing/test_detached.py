"""Signatures beside a file: OpenSSL accepts them, and nothing else than that file has them."""

from __future__ import annotations

import hashlib
import os
import subprocess
from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from core.errors import KeyFailed
from core.signing.detached import Beside, read_beside, sign_beside
from desktop.keys.key import SigningKey
from desktop.keys.pkcs12 import load_pkcs12_key
from tests.pki import authority as pki

AT = datetime(2026, 11, 20, 3, 15, 30, tzinfo=UTC)
NOW = round(AT.timestamp() * 1000)


@pytest.fixture(scope="module")
def paths(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    return pki.write_pki(tmp_path_factory.mktemp("pki"), at=AT)


@pytest.fixture(scope="module")
def key(paths: dict[str, Path]) -> SigningKey:
    return load_pkcs12_key(paths["con-dau"].read_bytes(), pki.PIN)


def made(key: SigningKey, content: bytes) -> bytes:
    return sign_beside(
        content, sign=key.sign, certificate=key.certificate, chain=key.chain,
        mechanism=key.mechanism, at_ms=NOW,
    )  # fmt: skip


def openssl(content: bytes, signature: bytes, root: Path) -> bytes:
    """What OpenSSL says; the files lie in memory only."""
    with (
        os.fdopen(os.memfd_create("content"), "wb+") as whole,
        os.fdopen(os.memfd_create("signature"), "wb+") as beside,
    ):
        for file, data in ((whole, content), (beside, signature)):
            file.write(data)
            file.flush()
        names = [f"/proc/self/fd/{file.fileno()}" for file in (whole, beside)]
        command = ["openssl", "cms", "-verify", "-cades", "-binary", "-inform", "DER", "-content"]
        command += [names[0], "-in", names[1], "-CAfile", str(root), "-purpose", "any"]
        command += ["-attime", str(NOW // 1000)]
        passed = (whole.fileno(), beside.fileno())
        done = subprocess.run(command, capture_output=True, check=False, pass_fds=passed)
    return done.stderr


def test_openssl_accepts_it_as_cades_and_of_this_file_only(
    key: SigningKey, paths: dict[str, Path]
) -> None:
    content = b"PK a fictional sheet\r\n\x00"
    signature = made(key, content)
    assert b"CAdES Verification successful" in openssl(content, signature, paths["root"])
    assert b"erification failure" in openssl(content + b"x", signature, paths["root"])


def test_it_says_who_and_when(key: SigningKey) -> None:
    assert read_beside(b"x", made(key, b"x")) == Beside(key.certificate, AT)


@settings(max_examples=60)
@given(st.data())
def test_another_file_or_a_bit_less_of_it_is_not_accepted(
    key: SigningKey, data: st.DataObject
) -> None:
    content = data.draw(st.binary(min_size=1, max_size=40))
    signature = made(key, content)
    assert read_beside(content + b"x", signature) is None
    assert read_beside(content, signature[: data.draw(st.integers(0, len(signature) - 1))]) is None
    assert read_beside(content, data.draw(st.binary(max_size=60))) is None


def test_what_was_signed_cannot_be_bent(key: SigningKey) -> None:
    """Every bit of the signed attributes and of the signature itself counts."""
    signature = made(key, b"x")
    digest = signature.index(hashlib.sha256(b"x").digest())
    for place in (*range(digest, digest + 32, 5), *range(len(signature) - 250, len(signature), 9)):
        bent = bytearray(signature)
        bent[place] ^= 1
        assert read_beside(b"x", bytes(bent)) is None


def test_an_answer_that_does_not_fit_the_certificate_is_not_given_out(key: SigningKey) -> None:
    with pytest.raises(KeyFailed):
        sign_beside(
            b"x", sign=lambda _data: b"\x00" * 256, certificate=key.certificate, chain=key.chain,
            mechanism=key.mechanism, at_ms=NOW,
        )  # fmt: skip
