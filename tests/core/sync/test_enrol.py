"""Enrolment: codes that survive typing, requests bound to them, answers that fit one request."""

from __future__ import annotations

import contextlib
from typing import Any

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.commits import canonical, trust
from core.commits.ids import b64, unb64
from core.commits.signatures import Signed
from core.commits.trust import Certificate
from core.errors import (
    AntinError,
    CertificateRefused,
    EnrolAnswerForeign,
    EnrolCodeMistyped,
    EnrolCodeWrong,
    NewerFile,
    NotCanonical,
    OtherFile,
    SignatureWrong,
)
from core.sync import container, enrol
from core.sync.container import FileKind
from core.sync.enrol import EnrolAnswer, EnrolRequest
from tests.core.commits.samples import DEVICE, REALM, START, STREAM, digest, ident, key, public

SECRET = bytes(range(16))
secrets = st.binary(min_size=16, max_size=16)


def request(**changes: Any) -> EnrolRequest:
    fields: dict[str, Any] = {
        "realm": REALM, "code": enrol.code_name(SECRET), "label": "Máy văn thư 02",
        "sign": b64(public(DEVICE)), "box": digest("box"), "nonce": digest("nonce"), "at": START,
    }  # fmt: skip
    return EnrolRequest(**{**fields, **changes})


def certificate(issuer: str = trust.ROOT, **changes: Any) -> Signed:
    fields: dict[str, Any] = {
        "v": 1, "realm": REALM, "device": DEVICE, "kind": "device", "label": "Máy văn thư 02",
        "sign": b64(public(DEVICE)), "box": digest("box"), "unit": ident("unit"),
        "streams": (STREAM,), "start": START, "end": START + 10**10, "issuer": issuer, "serial": 1,
    }  # fmt: skip
    return trust.issue(Certificate(**{**fields, **changes}), key(issuer).sign)


ADMIN = ident("administrator")
ADMIN_CERTIFICATE = certificate(device=ADMIN, kind="administrator", sign=b64(public(ADMIN)))


def answer(**changes: Any) -> bytes:
    fields: dict[str, Any] = {
        "request": enrol.request_hash(request()),
        "certificate": certificate(ADMIN),
        "certificates": (ADMIN_CERTIFICATE,),
        "provision": 3,
    }
    return enrol.write_answer(EnrolAnswer(**{**fields, **changes}))


@given(secrets)
def test_a_code_reads_back_however_it_is_typed(secret: bytes) -> None:
    text = enrol.code_text(secret)
    assert len(text.split("-")) == 7
    assert {len(group) for group in text.split("-")} == {4}
    for typed in (text, text.lower(), text.replace("-", " "), text.replace("0", "o"), f" {text}\t"):
        assert enrol.read_code(typed) == secret
    assert enrol.read_code(text.replace("1", "l").replace("-", "–")) == secret


@given(secrets, st.integers(0, 27), st.sampled_from("0123456789ABCDEFGHJKMNPQRSTVWXYZ"))
def test_a_wrong_letter_is_noticed(secret: bytes, place: int, letter: str) -> None:
    letters = enrol.code_text(secret).replace("-", "")
    wrong = letters[:place] + letter + letters[place + 1 :]
    with contextlib.suppress(EnrolCodeMistyped):
        assert (enrol.read_code(wrong) == secret) is (wrong == letters)  # 1 in 4096 passes


def test_nearly_all_wrong_letters_are_noticed() -> None:
    letters = enrol.code_text(SECRET).replace("-", "")
    noticed = 0
    for place in range(28):
        for letter in "02468ACEGJMPRTWY":
            try:
                enrol.read_code(letters[:place] + letter + letters[place + 1 :])
            except EnrolCodeMistyped:
                noticed += 1
    assert noticed > 28 * 14


@pytest.mark.parametrize("text", ["", "ABCD", "U" * 28, "é" * 28, "0" * 27, "0" * 29, "0" * 28])
def test_what_is_no_code_is_said(text: str) -> None:
    with pytest.raises(EnrolCodeMistyped):
        enrol.read_code(text)


def test_a_code_has_sixteen_bytes() -> None:
    for make in (enrol.code_text, enrol.code_name):
        with pytest.raises(ValueError, match="16 bytes"):
            make(bytes(15))


def test_a_code_s_name_does_not_tell_the_code() -> None:
    assert len(unb64(enrol.code_name(SECRET), 8)) == 8
    assert enrol.code_name(SECRET) != enrol.code_name(bytes(16))
    assert SECRET[:8] != unb64(enrol.code_name(SECRET))


def test_a_request_reads_back_with_its_code() -> None:
    data = enrol.write_request(request(), SECRET, key(DEVICE).sign)
    assert enrol.read_request(data, SECRET) == enrol.request_of(data) == request()
    assert enrol.code_text(SECRET).replace("-", "").encode() not in data


def test_another_code_is_refused() -> None:
    data = enrol.write_request(request(), SECRET, key(DEVICE).sign)
    with pytest.raises(EnrolCodeWrong):
        enrol.read_request(data, bytes(16))
    renamed = enrol.write_request(
        request(code=enrol.code_name(bytes(16))), SECRET, key(DEVICE).sign
    )
    for secret in (SECRET, bytes(16)):
        with pytest.raises(EnrolCodeWrong):
            enrol.read_request(renamed, secret)


def test_a_request_is_signed_by_the_key_that_it_names() -> None:
    data = enrol.write_request(request(), SECRET, key("another").sign)
    with pytest.raises(SignatureWrong):
        enrol.request_of(data)


REQUEST = enrol.write_request(request(), SECRET, key(DEVICE).sign)


@given(st.integers(0, len(REQUEST) - 1), st.integers(1, 255))
def test_a_changed_request_is_refused(place: int, change: int) -> None:
    spoilt = bytearray(REQUEST)
    spoilt[place] ^= change
    with pytest.raises(AntinError):
        enrol.read_request(bytes(spoilt), SECRET)


def test_an_answer_brings_all_certificates() -> None:
    found, known = enrol.read_answer(answer(), request(), public(trust.ROOT))
    assert found.provision == 3
    assert known.keys() == {ADMIN, DEVICE}
    assert known[DEVICE].sign == request().sign


@pytest.mark.parametrize(
    ("data", "error"),
    [
        (answer(request=digest("another")), EnrolAnswerForeign),
        (answer(certificate=certificate(ADMIN, sign=digest("x"))), EnrolAnswerForeign),
        (answer(certificate=certificate(ADMIN, box=digest("x"))), EnrolAnswerForeign),
        (answer(certificates=()), CertificateRefused),
        (answer(certificate=certificate(ADMIN, realm=ident("x"))), CertificateRefused),
        (answer(certificate=Signed("AA", "AA")), NotCanonical),
        (REQUEST, OtherFile),
        (b"ANTB\2\4{}", NewerFile),
        (b"ANTB\1\4{}", NotCanonical),
    ],
)  # fmt: skip
def test_an_answer_that_is_not_ours_is_refused(data: bytes, error: type[AntinError]) -> None:
    with pytest.raises(error):
        enrol.read_answer(data, request(), public(trust.ROOT))


def test_an_answer_under_another_root_is_refused() -> None:
    with pytest.raises(SignatureWrong):
        enrol.read_answer(answer(), request(), public("another root"))


def test_files_say_what_they_are() -> None:
    assert container.read_head(REQUEST[:6]) is FileKind.ENROL_REQUEST
    assert container.read_head(answer()[:6]) is FileKind.ENROL_ANSWER


def test_each_request_is_another() -> None:
    again = msgspec.structs.replace(request(), nonce=digest("other nonce"))
    assert enrol.request_hash(again) != enrol.request_hash(request())
    assert canonical.decode_as(EnrolRequest, canonical.encode(again)) == again
